"""What was submitted, as it was frozen; and what a State can still do about it."""

import json

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.models import Clarification, Submission
from responses.rules import annex_rights, moves, permissions, publishing, workflow
from responses.rules.refused import Refused

from .access import for_focal_points
from .files import handed_out
from .forms import ConsentForm, ReasonForm


@require_safe
def submission(request, reference):
    """The permanent address of a submission: for its delegation, for the secretariat, and, once published, for all."""
    related = (
        "response__session__review__commission",
        "response__member_state",
        "response__standing_submission",
    )
    found = (
        permissions.submissions_readable_by(request.user).select_related(*related).filter(reference=reference)
    )
    shown = found.first()
    if shown is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise why_not(request.user, reference)
    response = shown.response
    is_member = permissions.reads_everything(request.user, response)
    inside = is_member or permissions.may_export_answers(request.user)
    context = {
        "submission": shown,
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answers": shown.answers.prefetch_related("translations").order_by("number"),
        "annexes": annexes_of(request.user, shown),
        "inside": inside,
        "takes_record": permissions.may_take_record(request.user, shown),
        "is_member": is_member,
        "moves": [move.name for move in workflow.available(request.user, response)] if is_member else [],
        "leads": is_member and permissions.is_focal_point(request.user, response),
        "stands": response.standing_submission_id == shown.pk,
    }
    if inside:
        context |= {
            "record": json.loads(shown.record),
            "consent": permissions.consent_of(shown),
            "replies": shown.answered_clarifications.exclude(state=Clarification.State.CLOSED).select_related(
                "answer__question"
            ),
            "others": response.submissions.exclude(pk=shown.pk).defer("record", "search_text")
            if is_member
            else (),
        }
    return render(request, "delegation/submission.html", context)


def why_not(user, reference):
    """What somebody meets who may not read a submission: colleagues of the delegation are told why."""
    found = Submission.objects.select_related("response").defer("record").filter(reference=reference).first()
    if found and permissions.is_member(user, found.response):
        return PermissionDenied(
            _("This is the whole response. You read the questions that were chosen for you.")
        )
    return Http404()


def annexes_of(user, submission):
    """The annexes of a submission that the person may have."""
    rows = annex_rights.submitted_annexes_readable_by(user).filter(submission=submission)
    return rows.select_related("file").order_by("number")


@require_safe
def submitted_annex(request, reference, number):
    """A file of a submission, as a download: for its delegation and the secretariat, and for all if published."""
    rows = annex_rights.submitted_annexes_readable_by(request.user).select_related("file")
    found = rows.filter(submission__reference=reference, number=number).first()
    if found is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if permissions.submissions_readable_by(request.user).filter(reference=reference).exists():
            raise Http404
        raise why_not(request.user, reference)
    return handed_out(found.file)


def chosen_in(consent):
    """The choices that a State made; where a document was silent none was made, and none is selected."""
    return {
        name: getattr(consent, name)
        for name in ("publication", "attribution")
        if getattr(consent, f"{name}_stated")
    }


@for_focal_points
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request, response):
    """Changes what may be shown of the standing submission."""
    standing = response.standing_submission
    if standing is None:
        raise Http404
    current = permissions.consent_of(standing)
    form = ConsentForm(request.POST or None, initial=chosen_in(current))
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "form": form,
    }
    context |= {"submission": standing, "current": current}
    if request.method != "POST":
        return render(request, "delegation/consent.html", context)
    if not form.is_valid():
        return render(request, "delegation/consent.html", context, status=422)
    try:
        publishing.change_consent(response, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return render(
            request, "delegation/consent.html", context | {"sentence": str(refusal)}, status=refusal.status
        )
    messages.success(request, _("Your choice is recorded."))
    return redirect(standing)


WANTS_A_REASON = {"withdraw": moves.Withdrawal}


@for_focal_points
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, response, name):
    """One page to confirm a step that changes where the response stands: recall, withdraw, take up again."""
    data_type = WANTS_A_REASON.get(name)
    form = ReasonForm(request.POST or None) if data_type else None
    possible = any(row.name == name for row in workflow.available(request.user, response))
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "move": workflow.MOVES[name],
        "form": form,
        "possible": possible,
        "template": f"delegation/moves/{name}.html",
    }
    if request.method != "POST":
        return render(request, "delegation/move.html", context)
    if form is not None and not form.is_valid() and possible:
        return render(request, "delegation/move.html", context, status=422)
    try:
        data = (
            data_type(form.cleaned_data.get("reason", "")) if form is not None and form.is_valid() else None
        )
        workflow.perform(name, response, by=request.user, data=data or (data_type and data_type("")))
    except Refused as refusal:
        return render(
            request, "delegation/move.html", context | {"sentence": str(refusal)}, status=refusal.status
        )
    messages.success(request, _("Done: %(step)s.") % {"step": workflow.MOVES[name].done})
    return redirect(response)
