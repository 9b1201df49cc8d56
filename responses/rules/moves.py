"""What each move does once it is allowed; ``workflow.perform`` is the only caller.

Every function takes the locked response, the person and the data of the move, changes the response in memory
(``perform`` saves it), and returns what is to be remembered of it: details for the event, letters, and a result.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Clarification
from responses.status import Attribution, Publication, ReturnedFor, Status

from . import instructions, shown, submitting
from .recording import in_utc
from .refused import Refused


class Done(NamedTuple):
    """What a move leaves behind besides the response itself."""

    details: dict
    letters: list
    result: Any = None


def said(value):
    """Whether a text of a form says anything."""
    return bool(value and str(value).strip())


# --- the data of the moves: one frozen dataclass each ------------------------------------------


@dataclass(frozen=True)
class Declaration:
    """What a focal point declares when submitting."""

    authorized_name: str
    authorized_title: str
    authorized_authority: str
    transmitted_name: str
    transmitted_capacity: str
    publication: str
    attribution: str
    no_information_confirmed: bool = False
    shown: str = ""
    """What the person had before them, as :func:`shown.as_it_stands` tells it; "" where there was no page."""

    def lacks(self):
        """Sentences for what has not been declared."""
        for item in fields(self):
            if item.name not in {"no_information_confirmed", "shown"} and not said(getattr(self, item.name)):
                yield _("The declaration is not complete.")
                return
        if self.publication not in Publication.values or self.attribution not in Attribution.values:
            yield _("Choose what may be published, and whether the synthesis may name your State.")

    def consent(self):
        """The fields of the consent."""
        return {"publication": str(self.publication), "attribution": str(self.attribution)}


@dataclass(frozen=True)
class Reason:
    """Why a move is made; kept on record."""

    reason: str

    def lacks(self):
        """A sentence when no reason was given."""
        if not said(self.reason):
            yield _("Give a reason: it is kept on record.")


@dataclass(frozen=True)
class Withdrawal(Reason):
    """Why a State withdraws; the secretariat attaches the State's written instruction."""

    instruction: UploadedFile | None = None


@dataclass(frozen=True)
class Requests:
    """What the secretariat asks: the number of a question to what it would be grateful to learn."""

    requests: dict[int, str] = field(default_factory=dict)
    reply_by: datetime | None = None

    def lacks(self):
        """Sentences for what is missing."""
        if not self.requests:
            yield _("Choose one question or more.")
        if not all(said(text) for text in self.requests.values()):
            yield _("Write what further information would be welcome for each chosen question.")
        if self.reply_by is None:
            yield _("Give a date by which a reply would be welcome.")


@dataclass(frozen=True)
class Revision:
    """The State's wish to correct or add to its response, and the questions it concerns."""

    wish: str
    questions: tuple[int, ...] = ()
    reply_by: datetime | None = None

    def lacks(self):
        """Sentences for what is missing."""
        if not said(self.wish):
            yield _("Note the State's wish: it is kept on record.")
        if not self.questions:
            yield _("Choose one question or more.")


# --- what they do -------------------------------------------------------------------------------


def end_publication(response, details):
    """What was public is not any more; returns the letters that say so, and notes it in the details."""
    if response.published_submission is None:
        return []
    details["unpublished"] = response.published_submission.reference
    response.published_submission, response.annexes_published = None, False
    return letters.unpublished(response)


def submit(response, by, data, now):
    shown.require(response, data.shown)
    if submitting.silent_questions(response) and not data.no_information_confirmed:
        raise Refused(_("Confirm that no information is provided on the questions named."), status=422)
    submission = submitting.freeze(response, data, submitting.from_site(response, now), by=by, now=now)
    response.standing_submission = submission
    details = {"reference": submission.reference, "sha256": submission.sha256, "channel": submission.channel}
    written = letters.received(response, submission)
    if data.publication == Publication.NO:  # narrowing works at once, for an earlier text too
        written += end_publication(response, details)
    if data.publication != Publication.FULL:
        response.annexes_published = False
    return Done(details, written, submission)


def take_back(response, now):
    """What stands counts no more, and everything is as it was before it came; returns that submission."""
    submission = response.standing_submission
    submission.recalled_at = now
    submission.save(update_fields=["recalled_at"])
    submitting.reopen_clarifications(submission)
    response.standing_submission = response.submissions.filter(recalled_at=None, withdrawn_at=None).first()
    response.returned_for = submission.came_for
    response.reply_by = submission.deadline if submission.came_for else None
    return submission


def recall(response, by, data, now):
    submission = take_back(response, now)
    return Done({"reference": submission.reference}, letters.recalled(response, submission))


def came_from(response):
    """The status from which the standing submission was submitted."""
    return Status(response.standing_submission.came_from)


def start_review(response, by, data, now):
    response.reviewer = by
    return Done({"reference": response.standing_submission.reference}, [])


def release(response, by, data, now):
    response.reviewer = None
    return Done({"reference": response.standing_submission.reference}, [])


def _open_only(response, numbers):
    """Open the chosen questions and no other; what was said about their completeness stays."""
    answers = list(response.answers.select_related("question").order_by("question__number"))
    chosen = [answer for answer in answers if answer.question.number in numbers]
    if len(chosen) != len(set(numbers)):
        raise Refused(_("One of the chosen questions is not part of this session."), status=422)
    for answer in answers:
        answer.is_open = answer in chosen
        answer.save(update_fields=["is_open"])
    return chosen


def return_(response, by, data, now):
    for answer in _open_only(response, data.requests):
        Clarification.objects.create(
            answer=answer,
            submission=response.standing_submission,
            request=data.requests[answer.question.number].strip(),
            asked_by=by,
            asked_at=now,
        )
    response.returned_for, response.reply_by = ReturnedFor.CLARIFICATION, data.reply_by
    details = {"questions": sorted(data.requests), "reply_by": in_utc(data.reply_by)}
    return Done(details, letters.clarification_requested(response, sorted(data.requests), data.reply_by))


def close_clarification(response, by, data, now):
    response.reviewer = response.reviewer or by
    closed = submitting.close_clarifications(response, now)
    details = {"reason": data.reason.strip(), "closed": closed}
    return Done(details, letters.clarification_closed(response, data.reason.strip()))


def accept(response, by, data, now):
    details = {"reference": response.standing_submission.reference}
    details["closed"] = submitting.close_clarifications(response, now)
    return Done(details, letters.reading_completed(response))


def reopen(response, by, data, now):
    response.reviewer = by
    return Done({"reason": data.reason.strip()}, [])


def open_for_revision(response, by, data, now):
    _open_only(response, data.questions)
    response.returned_for, response.reply_by = ReturnedFor.REVISION, data.reply_by
    details = {
        "questions": sorted(data.questions),
        "wish": data.wish.strip(),
        "reply_by": in_utc(data.reply_by),
    }
    written = letters.open_for_revision(response, sorted(data.questions), data.wish.strip(), data.reply_by)
    return Done(details, written)


def withdraw(response, by, data, now):
    details = {"reason": data.reason.strip()}
    if data.instruction is not None:
        details["instruction"] = instructions.keep(response, data.instruction, by=by).sha256
    submitting.close_clarifications(response, now)
    response.submissions.filter(recalled_at=None, withdrawn_at=None).update(withdrawn_at=now)
    end_publication(response, details)  # the letter of the withdrawal says it too
    response.standing_submission = response.reviewer = None
    return Done(details, letters.withdrawn(response))


def resume(response, by, data, now):
    response.answers.update(is_open=True)
    return Done({}, [])
