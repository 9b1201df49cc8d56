"""Whether a file is the record of a submission, and what may be said of it.

Whoever does not hold the full record learns nothing: the only question that is ever asked of the database is whether
a record with exactly these bytes is there. A record with one letter changed, the record of another site and a
shopping list get the same answer.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from responses.documents.receipt import embedded, seal
from responses.models import Submission
from responses.models.event import canonical, sha256

LARGEST = 40 * 1024 * 1024
"""Of a file to be checked, in bytes."""
LARGEST_TO_LAY_OUT = 2 * 1024 * 1024
"""In characters. A longer file is compared as it is: taking it apart would need thirty times its size."""


class Outcome(StrEnum):
    """What can be said of a file."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    TAKEN_BACK = "taken_back"
    UNKNOWN = "unknown"
    """Altered, or never received here: the two are not told apart."""


@dataclass(frozen=True)
class Finding:
    """What was found: the outcome, the submission whose record it is, and whether the pages of a PDF are ours."""

    outcome: Outcome
    submission: Submission | None = None
    is_pdf: bool = False
    is_sealed: bool = False
    """The file is, in every byte, as this site made it."""


NOTHING = Finding(Outcome.UNKNOWN)


def verify(file):
    """What a file is, given its bytes; returns :class:`Finding`. Nothing of it is kept."""
    is_pdf = embedded.is_pdf(file)
    for record in embedded.files_in(file) if is_pdf else [file]:
        if submission := _with_record(record):
            return Finding(_outcome(submission), submission, is_pdf, is_pdf and seal.holds(file))
    return NOTHING


def _with_record(content):
    """The submission that has exactly this record, or None."""
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None
    texts = {sha256(one): one for one in (text, laid_out(text)) if one is not None}
    found = Submission.objects.filter(sha256__in=texts).select_related(
        "response__session__review__commission", "response__member_state", "response__standing_submission"
    )
    return next((one for one in found if one.record == texts[one.sha256]), None)


def laid_out(text):
    """A JSON text in canonical form, or None: other spaces and another order of keys say the same.

    Not so a key that is there twice, of which a reader may see the one and a program the other.
    """
    if len(text) > LARGEST_TO_LAY_OUT or not text.startswith("{"):
        return None
    try:
        return _encodable(canonical(json.loads(text, object_pairs_hook=_once)))
    except (ValueError, RecursionError):
        return None


def _once(pairs):
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError
    return said


def _encodable(text):
    """The same text. Raises ValueError for half a character, which JSON can name and nothing can hold."""
    text.encode()
    return text


def _outcome(submission):
    standing = submission.response.standing_submission_id
    if standing == submission.pk:
        return Outcome.STANDS
    if standing is None or not submission.counts:
        return Outcome.TAKEN_BACK
    return Outcome.SUPERSEDED
