"""People at a shared mailbox say who they are; the site remembers it for as long as they are signed in."""

from functools import partial

from allauth.account.utils import get_login_redirect_url, get_next_redirect_url
from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from responses.rules import naming
from responses.rules.refused import Refused

from .forms import helper

KEY = "said_name"
"""Where the session keeps the name."""


def as_said(get_response):
    """Middleware: gives the user of a request the name that somebody at a shared mailbox has said."""

    def respond(request):
        request.user = SimpleLazyObject(partial(_named, request, request.user))
        return get_response(request)

    return respond


def _named(request, user):
    if user.is_authenticated and user.is_shared:
        user.said_name = request.session.get(KEY, "")
    return user


class NameForm(forms.Form):
    """Who somebody at a shared mailbox is."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=naming.LONGEST,
        help_text=_("As your colleagues know you."),
        error_messages={"required": _("Give it, so that your colleagues know who wrote what.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    helper = helper()


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def who(request):
    """Asks people at a shared mailbox who they are, after signing in and whenever somebody else sits down."""
    destination = get_next_redirect_url(request) or get_login_redirect_url(request)
    if not request.user.is_shared:
        return redirect(destination)
    form = NameForm(request.POST or None)
    context = {"form": form, "next": get_next_redirect_url(request), "names": naming.names_used(request.user)}
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "account/who.html", context, status=status)
    try:
        request.session[KEY] = naming.checked(form.cleaned_data["name"])
    except Refused as refusal:
        return render(
            request, "account/who.html", context | {"sentence": str(refusal)}, status=refusal.status
        )
    return redirect(destination)
