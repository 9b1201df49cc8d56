"""What Word files cost: five answers of 10,000 words written and read again, against python-docx on the same text."""

import io
import statistics
import time
from datetime import UTC, datetime

import docx

from responses.documents.word.reading import read
from responses.documents.word.shapes import Question, Questionnaire
from responses.documents.word.writing import questionnaire
from responses.text import count_words

from .prose import prose

ANSWERS, WORDS, CHARACTERS = 5, 10_000, 79_500
LIMITS = {"word_round_trip_ratio": 3.0, "word_round_trip_seconds": 3.0}
ROUNDS = 7


def texts():
    """So many answers of at least so many words."""
    made = [prose(CHARACTERS, seed) for seed in range(ANSWERS)]
    if min(map(count_words, made)) < WORDS:
        raise ValueError("The answers are too short to measure with.")
    return made


def ours(answers):
    """A questionnaire written and read again; returns the answers."""
    questions = tuple(
        Question(number, f"Question {number}", f"What is the state of matter number {number}?", text=text)
        for number, text in enumerate(answers, start=1)
    )
    given = Questionnaire(
        "ece-2026-s3", "Session 3", "Review", questions, datetime.now(UTC), "XRU", "Ruritania"
    )
    return [answered.text for answered in read(io.BytesIO(questionnaire(given)), questions).answers]


def bare(answers):
    """The same texts as paragraphs of the library, written and read again; returns them as one."""
    document, file = docx.Document(), io.BytesIO()
    for text in answers:
        for line in text.split("\n"):
            document.add_paragraph(line)
    document.save(file)
    return "\n".join(paragraph.text for paragraph in docx.Document(file).paragraphs)


def measure():
    """Returns the figures of the Word files; the database is not asked."""
    answers = texts()
    if ours(answers) != answers or bare(answers) != "\n".join(answers):
        raise ValueError("What was written is not what was read.")
    seconds = {ours: [], bare: []}
    for _round in range(ROUNDS):
        for way, taken in seconds.items():
            begun = time.process_time()
            way(answers)
            taken.append(time.process_time() - begun)
    own, plain = (statistics.median(taken) for taken in seconds.values())
    return {
        "word_round_trip_seconds": round(own, 2),
        "python_docx_seconds": round(plain, 2),
        "word_round_trip_ratio": round(own / plain, 2),
    }
