"""The form of the record of a submission: what it says of texts, people, times, and how they came."""

from dataclasses import dataclass
from datetime import UTC, date

from responses import languages
from responses.models import Instruction
from responses.status import CAME, Channel
from responses.text import count_words

FORMAT = 1
"""The version of the record's form; docs/explanation/record.md describes it."""


def reference_for(response, number):
    """The reference of a submission, as ``GCM-ECE-2024-S3-ALB-02``: commission, year, session, State, number."""
    session = response.session
    review = session.review
    return f"GCM-{review.commission.code}-{review.year}-S{session.number}-{response.member_state.alpha3}-{number:02d}"


def in_utc(moment):
    """A moment as it stands in the record: ISO 8601, UTC, to the second, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _wording(question, field):
    """The texts of a question in the languages it exists in."""
    texts = {code: getattr(question, f"{field}_{code}") for code in languages.UNITED_NATIONS}
    return {code: text for code, text in sorted(texts.items()) if text}


@dataclass(frozen=True)
class Receipt:
    """The texts as the record has them, the replies to clarifications by number of question, and how they came."""

    texts: list
    replies: dict
    received_on: date
    is_after_deadline: bool
    channel: str = Channel.SITE
    document: Instruction | None = None
    """The authority for what did not come on this site."""
    annexes: tuple = ()
    """What comes with it: :class:`responses.rules.enclosing.Enclosed`."""

    @property
    def came(self):
        """How it came, as part of a sentence."""
        return CAME[Channel(self.channel)]

    def reply_to(self, clarification):
        """The reply to one clarification; "" for none."""
        return self.replies.get(clarification.answer.question.number, "")


def entry(question, text, language, silent, translations=()):
    """What a submission says as one answer, in the form of the record; silence has no text.

    ``translations`` (in the form of the record) are the State's own; where there are none the record is silent on them.
    """
    text = "" if silent else text
    said = {
        "number": question.number,
        "title": _wording(question, "title"),
        "question": _wording(question, "wording"),
        "no_information": silent,
        "language": language,
        "text": text,
        "words": count_words(text),
    }
    return said | {"translations": list(translations)} if text and translations else said


def authorized_by(declaration):
    """Who authorized the text, as declared or as a document says; what it does not say is empty."""
    return {
        "name": declaration.authorized_name,
        "title": declaration.authorized_title,
        "authority": declaration.authorized_authority,
    }


def transmitted_by(declaration):
    """Who transmitted it, as declared or as a document says; what it does not say is empty."""
    return {"name": declaration.transmitted_name, "capacity": declaration.transmitted_capacity}


def record_of(submission, receipt, clarifications, declaration, by):
    """The record of a submission as a dictionary; ``clarifications`` are those open at that moment."""
    response = submission.response
    session, state = response.session, response.member_state
    account = {"account": str(by.public_id)}
    record = {
        "format": FORMAT,
        "reference": submission.reference,
        "review": {"commission": session.review.commission.code, "year": session.review.year},
        "session": {"number": session.number, "title": session.title_en},
        "member_state": {"alpha3": state.alpha3, "name": state.name_en},
        "received_at": in_utc(submission.received_at),
        "deadline": in_utc(submission.deadline),
        "channel": submission.channel,
        "transmitted_by": transmitted_by(declaration),
        "authorized_by": authorized_by(declaration),
        "consent": declaration.consent(),
        "answers": receipt.texts,
        "clarifications": [
            {
                "question": item.answer.question.number,
                "request": item.request,
                "reply": receipt.reply_to(item),
            }
            for item in clarifications
        ],
        "annexes": [one.entry for one in receipt.annexes],
    }
    if receipt.document is None:
        record["transmitted_by"] |= account
        return record
    document = {"name": receipt.document.name, "sha256": receipt.document.sha256}
    return record | {
        "received_on": receipt.received_on.isoformat(), "document": document, "entered_by": account,
    }  # fmt: skip
