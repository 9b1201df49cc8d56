"""The receipt of a submission as a PDF with tags, which carries the full record inside."""

import json
import logging
import subprocess
import sys
import threading
from pathlib import Path

from responses.documents.word.tongues import runs_right_to_left

from . import embedded
from .drawing import Care, breakable, pieces
from .facts import Words, facts_of
from .seal import EMPTY, MARK, sealed

LONGEST_RECORD = 3 * 1024 * 1024
"""In characters; some 450,000 words. The pages of a longer record would take more memory than a small server has."""
PATIENCE = 60
"""In seconds; a receipt of 25,000 words takes a fifth of one."""
CANNOT_BE_SET = 1
"""How the program ends when a text cannot be set as it is."""
PROGRAM = Path(__file__).resolve().parent / "typesetting.py"

logger = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class NotMade(Exception):
    """No receipt can be made as PDF; the record itself can still be taken."""


def pdf_of(submission):
    """The receipt as PDF, in bytes: the same for the same submission. Raises :class:`NotMade`."""
    if len(submission.record) > LONGEST_RECORD:
        raise NotMade
    facts = facts_of(submission)
    for care in Care:  # more than once hardly ever: for a letter and a mark that no font joins
        if made := _typeset(_said(submission, facts, care)):
            return _checked(sealed(made), submission)
    raise NotMade


def _checked(made, submission):
    """The same file, once the record has been found in it again as whoever verifies it will find it."""
    if submission.record.encode() not in embedded.files_in(made):
        logger.error("A receipt does not hold its record.")
        raise NotMade
    return made


def _said(submission, facts, care):
    """What typesetting is told, as JSON."""
    said = {
        "receipt": json.dumps(_to_draw(facts, care)),
        "record": submission.record,
        "name": f"{submission.reference}.json",
        "made": submission.received_at.strftime("%Y %m %d %H %M %S"),
        "seal": MARK + EMPTY,
    }
    return json.dumps(said).encode()


def _typeset(said):
    """Have it set by a program of its own, one at a time in each process of the server; None when that fails.

    Raises :class:`NotMade` when another try would fail as well. What the program says may hold a word of the text:
    only how it ended goes into the log.
    """
    command = [sys.executable, "-I", str(PROGRAM)]
    environment = {"RAYON_NUM_THREADS": "1"}
    try:
        with _one_at_a_time:
            done = subprocess.run(  # noqa: S603 (our own program; the text goes through a pipe)
                command, input=said, capture_output=True, timeout=PATIENCE, check=False, env=environment
            )
    except subprocess.TimeoutExpired as error:
        logger.error("A receipt could not be set within %s seconds.", PATIENCE)  # noqa: TRY400
        raise NotMade from error
    if done.returncode:
        logger.error("A receipt could not be set: it ended with %s.", done.returncode)
    if done.returncode not in {0, CANNOT_BE_SET}:
        raise NotMade
    return done.stdout


def _to_draw(facts, care=Care.USUAL):
    """What the pages say with every text as pieces that can be drawn, words of a State as paragraphs."""
    undrawn = set()

    def drawn(value):
        if isinstance(value, Words):
            return {"language": _language(value.language), "paragraphs": _paragraphs(value, drawn)}
        if isinstance(value, str):
            found = pieces(breakable(value), care)
            undrawn.update(piece for piece in found if isinstance(piece, int))
            return [f"U+{piece:04X}" if isinstance(piece, int) else {"text": piece} for piece in found]
        if isinstance(value, (list, tuple)):
            return [drawn(item) for item in value]
        if hasattr(value, "__dataclass_fields__"):
            return {name: drawn(getattr(value, name)) for name in value.__dataclass_fields__}
        return value

    said = drawn(facts)
    said["plain"] = {"title": f"{facts.title}, {facts.reference}"}
    said["has_undrawn"] = bool(undrawn)
    return said


def _paragraphs(words, drawn):
    """Lines that run in one direction and follow one another as paragraphs, with the empty lines before each."""
    paragraphs, gap = [], 0
    for line in words.text.split("\n"):
        if not line.strip():
            gap += 1
            continue
        rtl = runs_right_to_left(line, words.language)
        if paragraphs and not gap and paragraphs[-1]["rtl"] == rtl:
            paragraphs[-1]["lines"].append(line)
        else:
            paragraphs.append({"rtl": rtl, "gap": gap, "lines": [line]})
        gap = 0
    return [
        {"rtl": one["rtl"], "gap": one["gap"], "text": drawn("\n".join(one["lines"]).replace("\t", "    "))}
        for one in paragraphs
    ]


def _language(code):
    """A language as typesetting takes it: two or three letters, and the region apart."""
    first, *rest = code.replace("_", "-").split("-")
    region = next((part.lower() for part in rest if len(part) == 2 and part.isalpha()), None)
    return {"lang": first.lower() if first.isalpha() and len(first) in {2, 3} else "und", "region": region}
