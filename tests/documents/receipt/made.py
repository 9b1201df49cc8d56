"""Submissions that are not stored, for the receipt: it reads nothing but the record and the times of the round."""

import json
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from responses.models import Response, Review, Session, Submission
from responses.models.event import canonical, sha256
from responses.text import count_words

SCRIPTS = json.loads(Path(__file__).with_name("scripts.json").read_text("utf-8"))
"""Language to its letters and a sentence; the languages of the ECE region, Arabic and Chinese."""


def answer(number, text, language="en", **more):
    """An answer in the form of the record."""
    return {
        "number": number,
        "title": {"en": f"Title {number}"},
        "question": {"en": f"Wording of question {number}?"},
        "no_information": False,
        "language": language,
        "text": text,
        "words": count_words(text),
    } | more


def submission_of(*answers, **more):
    """A submission whose record has these answers, and ``more`` fields of the record."""
    record = {
        "format": 1,
        "reference": "GCM-ECE-2024-S3-XRU-01",
        "review": {"commission": "ECE", "year": 2024},
        "session": {"number": 3, "title": "Session of the objectives"},
        "member_state": {"alpha3": "XRU", "name": "Ruritania"},
        "received_at": "2026-11-24T03:01:09Z",
        "deadline": None,
        "channel": "site",
        "transmitted_by": {"name": "Flavia Strelsau", "capacity": "Permanent Mission in Geneva", "account": "random"},
        "authorized_by": {"name": "Rudolf Elphberg", "title": "Deputy Minister", "authority": "Ministry"},
        "consent": {"publication": "full", "attribution": "attributed"},
        "answers": list(answers),
        "clarifications": [],
        "annexes": [],
    } | more  # fmt: skip
    text = canonical(record)
    received_at = datetime(2026, 11, 24, 3, 1, 9, tzinfo=UTC)
    return Submission(
        response=Response(session=Session(review=Review())), reference=record["reference"], record=text,
        sha256=sha256(text), received_at=received_at, received_on=received_at.date(), channel=record["channel"],
    )  # fmt: skip


def text_in(pdf):
    """What a reader finds in the pages of a PDF, page by page without heads and feet, as one text."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_text(page) for page in document]
    finally:
        document.close()
    return "\n".join(pages)


def _text(page):
    read = page.get_textpage()
    # U+FFFE: a hyphen at the end of a line, as this reader has it.
    text = read.get_text_range().replace("\ufffe", "-").replace("\r\n", "\n")
    read.close()
    page.close()
    text = re.sub(r"^Ruritania\s*GCM-ECE-2024-S3-XRU-01\n", "", text)
    return re.sub(r"\n\d+ / \d+\s*\Z", "", text)


def letters_of(text):
    """A text without white space and invisible characters, ligatures and presentation forms taken apart."""
    return "".join(
        one for one in unicodedata.normalize("NFKC", text)
        if not one.isspace() and unicodedata.category(one) not in {"Cf", "Cc"}
    )  # fmt: skip
