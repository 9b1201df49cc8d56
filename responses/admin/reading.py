"""What the page of one response shows: the submitted text and what belongs to it, as far as the reader may see it."""

import json

from django.db.models import Case, Count, DateTimeField, F, OuterRef, Subquery, When
from django.db.models.functions import Cast
from django.http import Http404

from responses.models import Clarification, SubmittedAnnex
from responses.rules import deadlines, permissions
from responses.status import Channel, Pen, ReturnedFor, Status

from .history import history_of
from .wording import name_of, progress_of, sort_key_field, status_of

AROUND = ("session__review__commission", "member_state", "standing_submission", "reviewer", "chain")
HEAVY = ("standing_submission__record", "standing_submission__search_text")
RECEIPT = Case(
    When(standing_submission__channel=Channel.SITE, then=F("standing_submission__received_at")),
    default=Cast("standing_submission__received_on", DateTimeField()),
)
"""When the standing submission reached the secretariat; of a document only the day is known."""


def with_annexes(responses):
    """Adds ``annex_count``: how many annexes came with the standing submission; None for none."""
    came = SubmittedAnnex.objects.filter(submission=OuterRef("standing_submission")).order_by()
    number = came.values("submission").annotate(number=Count("pk")).values("number")
    return responses.annotate(annex_count=Subquery(number))


def rows(user):
    """The responses that a person may know of, with what a row or a page needs; never the words of a draft."""
    return (
        permissions.responses_visible_to(user)
        .with_progress()
        .annotate(state_key=F(sort_key_field("member_state__")), receipt=RECEIPT)
        .select_related(*AROUND)
        .defer(*HEAVY)
    )


def response_or_404(user, key):
    """One of these responses. Raises Http404 for any other."""
    response = rows(user).filter(pk=key).first() if str(key).isdecimal() else None
    if response is None:
        raise Http404
    if response.standing_submission:
        response.standing_submission.response = response
    return response


def readable_submissions(user, response):
    """The submissions of a response whose words the person may read, the latest first."""
    found = permissions.submissions_readable_by(user).filter(response=response)
    submissions = list(found.defer("record", "search_text").order_by("-number"))
    for submission in submissions:
        submission.response = response
    return submissions


def chosen(submissions, response, reference):
    """The submission to be shown: the one asked for, or the standing one. Raises Http404 for any other reference."""
    if reference is None:
        standing = response.standing_submission_id
        return next((submission for submission in submissions if submission.pk == standing), None)
    for submission in submissions:
        if submission.reference == reference:
            return submission
    raise Http404


def clarifications_of(response, submissions, shown):
    """What was asked about each answer: ``{question number: [clarification]}``; a draft of a reply is not even loaded.

    A reply is there when it came with a submission that the person may read.
    """
    readable = {submission.pk for submission in submissions}
    found = (
        Clarification.objects.filter(answer__response=response)
        .select_related("asked_by", "answer__question", "submission", "answered_in")
        .defer(
            "draft_reply",
            "answer__text",
            *(
                f"{name}__{field}"
                for name in ("submission", "answered_in")
                for field in ("record", "search_text")
            ),
        )
        .order_by("asked_at", "pk")
    )
    standing = shown.pk == response.standing_submission_id
    by_question = {}
    for item in found:
        if item.submission_id not in readable:
            continue
        if not standing and shown.pk not in {item.submission_id, item.answered_in_id}:
            continue
        item.shows_reply = item.answered_in_id in readable
        by_question.setdefault(item.answer.question.number, []).append(item)
    return by_question


def reopened_in(response):
    """The numbers of the questions that the secretariat opened for a correction or an addendum."""
    if response.returned_for != ReturnedFor.REVISION:
        return set()
    return set(response.answers.filter(is_open=True).values_list("question__number", flat=True))


def text_of(response, submissions, shown):
    """The frozen answers with what belongs beside them, and the declaration that came with them."""
    asked = clarifications_of(response, submissions, shown)
    answers = list(shown.answers.prefetch_related("translations").order_by("number"))
    annexes = list(shown.annexes.select_related("file").order_by("number"))
    reopened = reopened_in(response) if shown.pk == response.standing_submission_id else set()
    for answer in answers:
        answer.clarifications = asked.get(answer.number, [])
        answer.annexes = [annex for annex in annexes if annex.question == answer.number]
        answer.is_reopened = answer.number in reopened
    again = shown.came_from == Status.RETURNED
    return {
        "answers": answers,
        "annexes": annexes,
        "marks_changes": again,
        "declared": json.loads(shown.record),
        "consent": permissions.consent_of(shown),
        "is_standing": shown.pk == response.standing_submission_id,
        "is_published": shown.pk == response.published_submission_id,
    }


def documents_of(user, response):
    """The documents of a State that the person may read: instructions, and what responses were registered from."""
    found = response.instructions.select_related("submission").defer(
        "submission__record", "submission__search_text"
    )
    return [one for one in found if permissions.may_read_document(user, one)]


def neighbours(user, response):
    """The responses before and after this one in the alphabetical order of the session's list."""
    around = permissions.responses_visible_to(user).filter(session=response.session_id)
    order = (sort_key_field("member_state__"), "member_state__alpha3")
    keys = list(around.order_by(*order).values_list("pk", flat=True))
    at = keys.index(response.pk)
    beside = {"before": keys[at - 1] if at else None, "after": keys[at + 1] if at + 1 < len(keys) else None}
    found = around.select_related("member_state").in_bulk([key for key in beside.values() if key])
    return {name: found.get(key) for name, key in beside.items()}


def page(user, response, reference=None):
    """Everything that the page of a response shows. Raises Http404 for a submission that the person may not read."""
    submissions = readable_submissions(user, response)
    shown = chosen(submissions, response, reference)
    happenings, chain_holds = history_of(response)
    return (
        {
            "response": response,
            "session": response.session,
            "review": response.session.review,
            "state": name_of(response.member_state),
            "status_words": status_of(response),
            "progress": progress_of(response),
            "deadline": deadlines.deadline_for(response),
            "is_awaited": response.pen == Pen.DELEGATION,
            "reads": bool(submissions) or permissions.may_export_answers(user),
            "submission": shown,
            "takes_record": shown is not None and permissions.may_take_record(user, shown),
            "submissions": submissions,
            "happenings": happenings,
            "chain_holds": chain_holds,
            "extensions": list(response.extensions.select_related("by")),
            "instructions": documents_of(user, response),
        }
        | neighbours(user, response)
        | (text_of(response, submissions, shown) if shown else {"answers": []})
    )
