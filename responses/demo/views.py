"""The pages of the demonstration: the parts to play, the sign-in to each, and the mails."""

from functools import wraps

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from responses.models import Response, User

from . import cast, mark
from .models import SentMail

MAILS_SHOWN = 200


def in_demonstration(view):
    """Nothing is at this address unless the mode is on and the database bears the mark."""

    @never_cache
    @wraps(view)
    def inner(request, *args, **kwargs):
        if not (settings.DEMO and mark.is_marked()):
            raise Http404
        return view(request, *args, **kwargs)

    return inner


@in_demonstration
@require_safe
def index(request):
    """All parts, and how the other delegations' responses stand."""
    responses = {
        response.member_state.alpha3: response
        for response in Response.objects.select_related("member_state").filter(
            member_state__alpha3__in=cast.OTHER_TRIES
        )
    }
    others = [(part, responses.get(part.person.state)) for part in cast.OTHER_PARTS]
    others.sort(key=lambda pair: pair[1].member_state.sort_key if pair[1] else "")
    return render(request, "demo/index.html", {"parts": cast.PARTS, "others": others})


@in_demonstration
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request, slug):
    """Who this is and what can be tried, with one button that signs in."""
    part = cast.BY_SLUG.get(slug)
    if part is None:
        raise Http404
    user = get_object_or_404(User, email=part.person.email)
    if request.method != "POST":
        response = Response.objects.select_related("member_state", "session").filter(
            member_state__alpha3=part.person.state
        )
        facts = {"part": part, "response": response.first(), "password": cast.PASSWORD}
        return render(request, "demo/sign_in.html", facts)
    logout(request)
    login(request, user)
    return redirect("admin:index" if user.is_staff else "home")


@in_demonstration
@require_safe
def mails(request):
    """The mails that were sent, the newest first."""
    return render(request, "demo/mail.html", {"mails": SentMail.objects.all()[:MAILS_SHOWN]})
