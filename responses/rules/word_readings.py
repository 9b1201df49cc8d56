"""What was read in a Word file, as it is stored beside the file: it survives the night, and a change of the reader."""

import json
from dataclasses import asdict
from datetime import datetime

from responses.documents.word.notices import Kind, Notice
from responses.documents.word.shapes import Answered, Comment, FoundBy, Identity, Reading
from responses.models.event import canonical

MOST_PASSAGES = 40
"""How many passages outside the questions are offered one by one; what is beyond stands together in the last."""


def stored(reading):
    """A :class:`Reading` as a text to be stored."""
    said = asdict(reading)
    if identity := said["identity"]:
        identity["versions"] = {str(number): version for number, version in identity["versions"].items()}
        identity["made_at"] = identity["made_at"].isoformat() if identity["made_at"] else None
    said["outside"] = _together(list(reading.outside))
    return canonical(said)


def read_again(text):
    """The :class:`Reading` that was stored."""
    said = json.loads(text)
    identity = said["identity"]
    if identity:
        identity["versions"] = {int(number): version for number, version in identity["versions"].items()}
        identity["made_at"] = datetime.fromisoformat(identity["made_at"]) if identity["made_at"] else None
    return Reading(
        identity=Identity(**identity) if identity else None,
        answers=tuple(Answered(**row | {"found_by": FoundBy(row["found_by"])}) for row in said["answers"]),
        outside=tuple(said["outside"]),
        notices=tuple(Notice(**row | {"kind": Kind(row["kind"])}) for row in said["notices"]),
        comments=tuple(Comment(**row) for row in said["comments"]),
    )


def _together(passages):
    if len(passages) <= MOST_PASSAGES:
        return passages
    return [*passages[: MOST_PASSAGES - 1], "\n\n".join(passages[MOST_PASSAGES - 1 :])]
