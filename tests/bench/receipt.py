"""The receipt of a response of 25,000 words as PDF: how long it takes and how much memory, and checking it.

Beside it, in the same run, the same words set by typst without tags, our layout or the record inside, in a program of
its own as well. Seconds are those of a clock: somebody waits for the file.
"""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from statistics import median

from responses.documents.receipt import pdf
from responses.documents.receipt.drawing import FONTS
from responses.models import Response, Review, Session, Submission
from responses.models.event import canonical, sha256
from responses.rules import verifying
from responses.text import count_words

from .prose import prose

LIMITS = {"receipt_seconds": 1, "receipt_against_bare": 2}
ANSWERS, CHARACTERS = 5, 39_500
TURNS = 5

BARE = r"""
import sys, typst
pages = b'''
#set page("a4")
#set text(font: "Noto Serif", hyphenate: false)
#for part in sys.inputs.text.split("\n\n") { par(part) }
'''
sys.stdout.buffer.write(typst.compile(
    pages, format="pdf", pdf_tags=False, ignore_system_fonts=True, font_paths=[sys.argv[1]],
    sys_inputs={"text": sys.stdin.buffer.read().decode()},
))
"""


def long_submission():
    """A submission, not stored, of 25,000 words in five answers."""
    texts = [prose(CHARACTERS, number) for number in range(1, ANSWERS + 1)]
    record = canonical(
        {
            "format": 1, "reference": "GCM-ECE-2024-S3-XRU-01", "review": {"commission": "ECE", "year": 2024},
            "session": {"number": 3, "title": "Session"}, "member_state": {"alpha3": "XRU", "name": "Ruritania"},
            "channel": "site", "consent": {"publication": "full", "attribution": "attributed"},
            "transmitted_by": {"name": "Flavia Strelsau", "capacity": "Mission"}, "clarifications": [], "annexes": [],
            "authorized_by": {"name": "Rudolf Elphberg", "title": "Minister", "authority": "Ministry"},
            "answers": [
                {"number": number, "title": {"en": "Title"}, "question": {"en": "Wording?"}, "no_information": False,
                 "language": "en", "text": text, "words": count_words(text)} for number, text in enumerate(texts, 1)
            ],
        }
    )  # fmt: skip
    submission = Submission(
        response=Response(session=Session(review=Review())), reference="GCM-ECE-2024-S3-XRU-01", record=record,
        sha256=sha256(record), received_at=datetime(2026, 11, 24, 3, 1, 9, tzinfo=UTC), channel="site",
    )  # fmt: skip
    return submission, "\n\n".join(texts)


def seconds(what):
    """How long something takes by the clock: the middle of some turns, after one to warm up."""
    taken = []
    for _turn in range(TURNS + 1):
        begun = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begun)
    return median(taken[1:])


def bare(text):
    """The same words, set by typst and nothing else."""
    command = [sys.executable, "-I", "-c", BARE, str(FONTS)]
    subprocess.run(
        command, input=text.encode(), check=True, capture_output=True, env={"RAYON_NUM_THREADS": "1"}
    )


def measure():
    """Returns the figures of the receipt; finds an empty database."""
    submission, text = long_submission()
    made = pdf.pdf_of(submission)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # before anything else is started
    ours, yardstick = seconds(lambda: pdf.pdf_of(submission)), seconds(lambda: bare(text))
    words = sum(answer["words"] for answer in json.loads(submission.record)["answers"])
    return {
        "receipt_words": words,
        "receipt_seconds": round(ours, 2),
        "receipt_bare_seconds": round(yardstick, 2),
        "receipt_against_bare": round(ours / yardstick, 2),
        "receipt_peak_mb": round(peak),
        "receipt_kb": round(len(made) / 1000),
        "receipt_check_seconds": round(seconds(lambda: verifying.verify(made)), 3),
    }
