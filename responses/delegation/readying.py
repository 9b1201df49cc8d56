"""The page on which capital marks a response as ready for transmission, or takes the mark back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.rules import readying as rules
from responses.rules.refused import Refused

from .access import for_focal_points
from .forms import ReadyForm
from .submitting import context_of


@for_focal_points
@require_http_methods(["GET", "HEAD", "POST"])
def ready(request, response):
    """Marks the response as ready, as it stands; the other focal points are told."""
    form = ReadyForm(request.POST or None)
    if request.method != "POST":
        return show(request, response, form)
    try:
        if "take_back" in request.POST:
            rules.take_back(response, by=request.user)
            messages.success(request, _("The mark is taken back."))
        else:
            note = form.cleaned_data["note"] if form.is_valid() else ""
            rules.mark(response, by=request.user, note=note)
            messages.success(
                request, _("Marked as ready for transmission. The other focal points are told by mail.")
            )
    except Refused as refusal:
        return show(request, response, form, sentence=str(refusal), status=refusal.status)
    return redirect(response)


def show(request, response, form, *, sentence="", status=200):
    """The page: what is missing, or the form; and the mark that holds."""
    context = context_of(request, response) | {"form": form, "sentence": sentence}
    return render(request, "delegation/ready.html", context, status=status)
