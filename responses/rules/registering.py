"""A response that came by note verbale, by e-mail or on paper: a coordinator enters it, its document is the authority.

What the document says becomes the submission, and the delegation's text as well; the delegation's own draft stays
in its history, where nobody else sees it.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.files import File
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from responses import letters
from responses.models import AnswerVersion
from responses.models.submission import OTHER_MEANS
from responses.status import Attribution, Completeness, Publication, Status
from responses.text import clean, is_too_large

from . import deadlines, drafting, enclosing, instructions, submitting
from .moves import Done, end_publication, said
from .recording import Receipt, entry

NOT_STATED = "not_stated"
"""The choice for a document that says nothing about publication, or about naming the State."""


@dataclass(frozen=True)
class Entry:
    """What a document says on one question: a text in a language, or that no information is provided."""

    text: str = ""
    language: str = ""
    no_information: bool = False

    @property
    def is_there(self):
        """Whether the document says anything on the question."""
        return said(self.text) or self.no_information


NOTHING = Entry()


@dataclass(frozen=True)
class Registration:
    """What a coordinator enters, as the document has it.

    ``entries``, and ``replies`` to clarifications, go by number of question. A question without an entry stays as
    it stands; when nothing stands yet, each needs one.
    """

    channel: str
    document: File | None
    received_on: date | None
    authorized_authority: str
    transmitted_capacity: str
    publication: str
    attribution: str
    authorized_name: str = ""
    authorized_title: str = ""
    transmitted_name: str = ""
    entries: dict[int, Entry] = field(default_factory=dict)
    replies: dict[int, str] = field(default_factory=dict)

    def lacks(self):
        """Sentences for what is missing."""
        if self.channel not in OTHER_MEANS:
            yield _("Say how the response came: by note verbale, by e-mail or on paper.")
        if self.document is None:
            yield _("Attach the document: it is the authority for what is entered here.")
        if self.received_on is None:
            yield _("Give the day on which the document was received.")
        if not (said(self.authorized_authority) and said(self.transmitted_capacity)):
            yield _(
                "Say which authority authorized the text and which office transmitted it, as the document does."
            )
        publications, attributions = {*Publication.values, NOT_STATED}, {*Attribution.values, NOT_STATED}
        if self.publication not in publications or self.attribution not in attributions:
            yield _("Choose what the document says about publication, and about naming the State.")

    @property
    def states_consent(self):
        """Whether the document says both what may be published and whether the State may be named."""
        return NOT_STATED not in {self.publication, self.attribution}

    def consent(self):
        """The fields of the consent. Silence permits nothing, and the record says that it was silence."""
        published, named = self.publication != NOT_STATED, self.attribution != NOT_STATED
        return {
            "publication": str(self.publication if published else Publication.NO),
            "attribution": str(self.attribution if named else Attribution.NOT_ATTRIBUTED),
            "publication_stated": published,
            "attribution_stated": named,
        }


# --- what a registration needs ----------------------------------------------------------------


def asked(response):
    """The numbers of the questions on which a clarification is open."""
    found = submitting.open_clarifications(response).values_list("answer__question__number", flat=True)
    return set(found)


def problems(response, data):
    """What cannot be registered as it was entered: ``{number of question: sentence}``."""
    numbers = [answer.question.number for answer in submitting.answers_of(response)]
    found = {}
    for number in numbers:
        entry, reply = data.entries.get(number, NOTHING), data.replies.get(number, "")
        if problem := _problem(entry, reply, response.standing_submission is not None):
            found[number] = problem % {"number": number}
    unasked = {number for number in data.replies if said(data.replies[number])} - asked(response)
    for number in unasked & set(numbers):
        found[number] = _(
            "Question %(number)s: no clarification is open that this could be the reply to."
        ) % {"number": number}
    for number in (set(data.entries) | set(data.replies)) - set(numbers):
        found[number] = _("One of the chosen questions is not part of this session.")
    return found


def _problem(entry, reply, something_stands):
    """What is wrong with one entry, as a sentence with a place for the number; None when nothing is."""
    if not entry.is_there and not something_stands:
        return _(
            "Question %(number)s: enter the text of the document, or say that no information is provided."
        )
    if said(entry.text) and entry.no_information:
        return _(
            "Question %(number)s: there is a text, and no information is provided. Only one of the two can be."
        )
    if said(entry.text) and not entry.language:
        return _("Question %(number)s: choose the language of the text.")
    if is_too_large(entry.text) or is_too_large(reply):
        return _(
            "Question %(number)s: this text is larger than 5 MB, which is more than one answer can hold."
        )
    return None


def needs(response, by, data, now):
    """The calendar and the questions: what stands between a document and its registration, in sentences."""
    if data is None:
        return []
    reasons = list(problems(response, data).values())
    zone, day = response.session.review.tzinfo, data.received_on
    if day is None:
        return reasons
    if day > now.astimezone(zone).date():
        reasons.append(
            _("The day of receipt is still to come: give the day on which the document was received.")
        )
    standing = response.standing_submission
    if standing and day < standing.received_on:
        reasons.append(
            _(
                "The response that stands was received later, on %(day)s. An older document does not replace it."
            )
            % {"day": date_format(standing.received_on, "j F Y")}
        )
    if deadlines.was_closed_on(response, day):
        reasons.append(_("The deadline had passed on that day. Extend it for this State first."))
    return reasons


# --- registering ------------------------------------------------------------------------------


def texts_in(response, data):
    """The answers as the document has them, or as they stand where it says nothing; in the form of the record."""
    standing = submitting.standing_answers(response, "translations")
    texts = []
    for answer in submitting.answers_of(response):
        number = answer.question.number
        found = data.entries.get(number, NOTHING)
        if not found.is_there:
            stands = standing[number]
            found = Entry(stands.text, stands.language, stands.no_information)
        text, language = clean(found.text).text, found.language or answer.language
        again = standing[number].translations.all() if _is_same(standing.get(number), text, language) else ()
        said = enclosing.in_record(again)
        texts.append(entry(answer.question, text, language, found.no_information, said))
    return texts


def _is_same(stands, text, language):
    """Whether an answer is as it stands, so that the State's translation of it is one of this text too."""
    return stands is not None and (stands.text, stands.language) == (text, language)


def receipt_of(response, data, document=None):
    """The :class:`Receipt` of what was entered; the deadline is held against the day on which the document came."""
    zone, deadline = response.session.review.tzinfo, deadlines.deadline_for(response)
    return Receipt(
        texts=texts_in(response, data),
        replies={number: clean(text).text for number, text in data.replies.items()},
        received_on=data.received_on,
        is_after_deadline=deadlines.has_passed_by(deadline, data.received_on, zone),
        channel=data.channel,
        document=document,
        annexes=tuple(enclosing.submitted_before(response)),
    )


def key_of(submission):
    """The key of the versions that a registration leaves in the delegation's history."""
    return f"registered-{submission.number}"


def register(response, by, data, now):
    """Carries out the move ``register``; see ``moves`` for what such a function takes and returns."""
    if response.status == Status.WITHDRAWN:  # the State takes it up again, with this document
        response.answers.update(is_open=True)
    document = instructions.keep(response, data.document, by=by)
    receipt = receipt_of(response, data, document)
    submission = submitting.freeze(response, data, receipt, by=by, now=now)
    for answer, text in zip(submitting.answers_of(response), receipt.texts, strict=True):
        silent = text["no_information"]
        drafting.put(
            answer,
            text=answer.text if silent else text["text"],
            language=answer.language if silent else text["language"],
            completeness=Completeness.NO_INFORMATION if silent else Completeness.COMPLETE,
            kind=AnswerVersion.Kind.REGISTERED, key=key_of(submission), by=by, at=now,
        )  # fmt: skip
    response.standing_submission = submission
    details = {
        "reference": submission.reference,
        "sha256": submission.sha256,
        "channel": submission.channel,
        "received_on": submission.received_on.isoformat(),
        "document": document.sha256,
    }
    written = letters.registered(response, submission, data.states_consent)
    if data.publication == Publication.NO:  # a no works at once; silence takes nothing away
        written += end_publication(response, details)
    if data.publication == Publication.WITHOUT_ANNEXES:
        response.annexes_published = False
    return Done(details, written, submission)
