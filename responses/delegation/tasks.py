"""The task list of a delegation, and the choice between several."""

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from responses.models import AnswerVersion, Membership, Session
from responses.rules import (
    annex_rights,
    cleared,
    deadlines,
    inviting,
    permissions,
    presence,
    submitting,
    workflow,
)
from responses.status import Completeness, Pen, Role, Status

from . import waiting
from .access import for_members
from .reading import with_standing
from .wording import before_submission

RESCUED_SHOWN = 10


@login_required
@require_safe
def home(request):
    """After signing in: the response, a choice of several, or a sentence for whoever has none."""
    if request.user.is_staff:
        return redirect("admin:index")
    responses = list(
        permissions.responses_visible_to(request.user)
        .with_progress(permissions.readable_among(request.user))
        .select_related("session__review__commission", "member_state")
        .order_by("-session__review__year", "session__number", "member_state__sort_key")
    )
    invitations = list(inviting.waiting_for(request.user.email))
    if len(responses) == 1 and not invitations:
        return redirect(responses[0])
    context = {"responses": responses, "invitations": invitations}
    if not responses and not invitations:  # whoever has nothing here is told to whom to write
        context["session"] = (
            Session.objects.filter(opened_at__isnull=False)
            .select_related("review__commission")
            .order_by("-opened_at")
            .first()
        )
    return render(request, "delegation/home.html", context)


def word_for(answer, asked):
    """The status of a question in words, and the class that shows it."""
    response = answer.response
    if response.status == Status.RETURNED and not answer.is_open:
        return _("Closed"), ""
    if answer.pk in asked:
        return _("Clarification requested"), "wait"
    if response.status == Status.RETURNED and not answer.is_finished:
        return _("Open for revision"), "wait"
    if answer.completeness == Completeness.NO_INFORMATION:
        return _("No information is provided"), "done"
    if answer.completeness == Completeness.COMPLETE:
        return _("Complete"), "done"
    return (_("In preparation"), "todo") if answer.version else (_("Not started"), "todo")


def tasks_of(response, user):
    """The answers of a response that a person reads, with their words, what is asked of them and who cleared them.

    Returns also how many are finished, and what is asked: ``{pk of the answer: its open clarification}``.
    """
    readable = permissions.answers_readable_by(user).filter(response=response)
    answers = list(readable.select_related("question", "changed_by").order_by("question__number"))
    asked = submitting.asked_of(response)
    for answer in answers:
        answer.response = response
        answer.reply_number = asked[answer.pk].draft_number if answer.pk in asked else 0
        answer.word, answer.word_class = word_for(answer, asked)
    cleared.attach(answers)
    return answers, sum(answer.is_finished for answer in answers), asked


def what_you_may(user, response):
    """What a member of the delegation may do here, in a sentence; nothing for a focal point, who may do all."""
    role, limited = permissions.role_in(user, response), not permissions.reads_everything(user, response)
    if limited and role == Role.OBSERVER:
        return _("You can read the questions listed here. To change them, ask a focal point of your State.")
    if limited:
        return _(
            "You write on the questions listed here. A focal point of your State sees and submits the whole response."
        )
    if role == Role.OBSERVER:
        return _("You can read this response. To change it, ask a focal point of your State.")
    if role == Role.CONTRIBUTOR:
        return _("You can write and complete the answers. A focal point of your State submits the response.")
    return ""


@for_members
@require_safe
def task_list(request, response):
    """Where the response stands, what is done, and what still stands between here and submission."""
    response = with_standing(response)
    answers, finished, asked = tasks_of(response, request.user)
    drafting = response.pen == Pen.DELEGATION
    members = Membership.objects.active().filter(member_state=response.member_state, user__is_active=True)
    colleagues = list(members.select_related("user").order_by("user__name"))
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answers": answers,
        "finished": finished,
        "part": finished / len(answers) if answers else 0,
        "drafting": drafting,
        "deadline": deadlines.deadline_for(response),
        "closed": deadlines.is_closed(response, timezone.now()),
        "missing": submitting.missing(response, answers, asked) if drafting else [],
        "before": before_submission(request.user, response),
        "rescued": rescued_of(answers),
        "beside": kept_beside(answers) if drafting else (),
        "annexes": annex_rights.annexes_readable_by(request.user).present().filter(response=response).count(),
        "word_files": waiting_files(response, request.user) if drafting else (),
        "unseen": presence.unseen(response, request.user),
        "moves": [move for move in workflow.available(request.user, response) if move.name != "submit"],
        "leads": permissions.is_focal_point(request.user, response),
        "role_sentence": what_you_may(request.user, response),
        "submissions": response.submissions.defer("record", "search_text"),
        "reads_everything": permissions.reads_everything(request.user, response),
        "colleagues": colleagues,
        **waiting.at_tasks(request.user, response, answers, colleagues),
    }
    return render(request, "delegation/tasks.html", context)


@for_members
@require_POST
def seen(request, response):
    """Puts down that a member has seen what colleagues changed."""
    presence.note_all(response, request.user)
    return redirect(response)


def kept_beside(answers):
    """The last text of each question that waits beside the answer, where nothing has been saved since."""
    rows = AnswerVersion.objects.filter(
        answer__in=answers, outcome=AnswerVersion.Outcome.STALE, number__gt=F("answer__version")
    )
    latest = {}
    for version in rows.select_related("by", "answer__question").defer("text").order_by("number"):
        latest[version.answer_id] = version
    return sorted(latest.values(), key=lambda version: version.answer.question.number)


def waiting_files(response, user):
    """The Word files that wait for a choice of this person; who sees certain questions alone has made theirs once."""
    files = permissions.word_files_readable_by(user).filter(
        response=response, applied_at__isnull=True, set_aside_at__isnull=True
    )
    if not permissions.reads_everything(user, response):
        files = files.filter(choices="")
    return files.select_related("file__by").defer("reading", "choices").order_by("-number")[:10]


def rescued_of(answers):
    """Texts that came when they could not become the answer any more: of each opened page the last, the newest first.

    A page saves again and again while somebody writes; its earlier texts stand in the history.
    """
    rows = AnswerVersion.objects.filter(answer__in=answers, kind=AnswerVersion.Kind.RESCUED)
    latest = {}
    for version in rows.select_related("by", "answer__question").defer("text").order_by("-at", "-pk"):
        latest.setdefault((version.answer_id, version.by_id, version.as_name, version.page), version)
    return list(latest.values())[:RESCUED_SHOWN]
