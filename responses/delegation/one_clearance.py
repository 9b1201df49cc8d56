"""One clearance or one request: what it says, of which texts, and what can still be done about it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.models import Clearance, ClearanceRequest
from responses.rules import clearance_records, cleared, clearing, officials
from responses.rules.refused import Refused

from .access import for_members
from .clearance_forms import ReasonForm
from .clearance_rows import texts_of
from .clearances import around
from .files import handed_out


def clearance_at(request, response, public_id):
    """A clearance that the reader may know of. Raises Http404."""
    rows = Clearance.objects.filter(response=response, public_id=public_id)
    rows = cleared.readable(request.user, rows).select_related("by", "struck_by", "scan", "request")
    found = get_object_or_404(rows)
    found.response = response
    return found


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request, response, public_id):
    """One clearance: who, what, when, of which texts; a focal point can strike out a mistaken entry."""
    shown = clearance_at(request, response, public_id)
    form = ReasonForm(request.POST or None)
    status, sentence = 200, ""
    if request.method == "POST":
        try:
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            clearance_records.strike(shown, because=reason, by=request.user)
        except Refused as refusal:
            status, sentence = refusal.status, "" if form.errors else str(refusal)
        else:
            messages.success(request, _("The entry is struck out."))
            return redirect(shown)
    context = around(
        request, response, clearance=shown, form=form, sentence=sentence, texts=texts_of(request.user, shown),
        reads_whole=cleared.reads_whole(request.user, shown),
    )  # fmt: skip
    return render(request, "delegation/clearances/clearance.html", context, status=status)


@for_members
@require_safe
def scan(request, response, public_id):
    """The scan of a signed sheet or letter, as a download."""
    shown = clearance_at(request, response, public_id)
    if shown.scan is None or not cleared.reads_whole(request.user, shown):
        raise Http404
    return handed_out(shown.scan)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request, response, public_id):
    """One request: whom, for which texts, until when; who asked and focal points send it again or withdraw it."""
    rows = ClearanceRequest.objects.filter(response=response, public_id=public_id)
    shown = get_object_or_404(
        cleared.readable(request.user, rows).select_related("asked_by", "withdrawn_by", "clearance")
    )
    shown.response = response
    if officials.stands(shown) == officials.Stands.DECIDED and request.method != "POST":
        shown.clearance.response = response
        return redirect(shown.clearance)
    status, sentence = 200, ""
    if request.method == "POST":
        try:
            messages.success(request, handle(request, shown))
        except Refused as refusal:
            status, sentence = refusal.status, str(refusal)
        else:
            return redirect(shown)
    context = around(
        request, response, asked=shown, stands=officials.stands(shown), sentence=sentence,
        texts=texts_of(request.user, shown), may_handle=clearing.may_handle(request.user, shown),
        reads_whole=cleared.reads_whole(request.user, shown), unsent=clearing.is_unsent(shown),
    )  # fmt: skip
    return render(request, "delegation/clearances/request.html", context, status=status)


def handle(request, shown):
    """Sends a request again, or withdraws it; returns what to say. Raises :class:`Refused`."""
    if request.POST.get("step") == "send":
        clearing.send_again(shown, by=request.user)
        return _("A new link is on its way; the earlier one does not work any more.")
    clearing.withdraw(shown, by=request.user)
    return _("The request is withdrawn; its link leads nowhere any more.")
