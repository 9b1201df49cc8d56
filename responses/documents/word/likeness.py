"""Recognises a question by its words where its marks are lost: in any of its languages, with small changes."""

import re
import unicodedata
from collections import Counter

from responses.text import IDEOGRAPHS

_WORDS = re.compile(rf"[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}]+")
_NUMBER = re.compile(r"^\W*(?:\w+\s+){0,2}?\d{1,3}\s*[.):–—-]*\s+")
_NUMBERED = re.compile(
    r"\W*(?:\w+\s+)?(?:question|pregunta|вопрос|питання|пытанне|السؤال|سؤال|问题|問題|frage|domanda|soru|pergunta|vraag)"
    r"\s*(?:№|no\.?|n[°º]|#)?\s*(\d{1,3})\W*",
    re.IGNORECASE,
)
"""A line that says "Question 3" and nothing else, as people write above an answer in a file of their own."""
ALIKE, TITLE_ALIKE = 0.8, 0.9
"""How much of two texts has to be the same, from 0 to 1."""
_LONGEST_WORD = 20
_LONGER = 2
"""A paragraph with more than so many times the words of a question is not compared: it holds something else."""


def words_of(text):
    """The words of a text, however they are written: the same for capitals, accents apart and special spaces."""
    return _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())


def likeness(one, other):
    """How much two bags of words have in common, from 0 to 1."""
    return 2 * sum((one & other).values()) / ((sum(one.values()) + sum(other.values())) or 1)


class Likeness:
    """The wordings by which questions are looked for."""

    def __init__(self, questions, budget):
        self._budget = budget
        self._numbers = {question.number for question in questions}
        self._wordings, self._titles = [], []
        for question in questions:
            for title, wording in wordings_of(question):
                self._add(self._titles, question.number, title)
                for text in {wording, *wording.split("\n")}:
                    self._add(self._wordings, question.number, text)
        rows = self._wordings + self._titles
        self._vocabulary = {word for _number, bag, _size in rows for word in bag}
        self._most = _LONGER * max((size for _number, _bag, size in rows), default=0)

    @staticmethod
    def _add(rows, number, text):
        if words := words_of(text):
            rows.append((number, Counter(words), len(words)))

    def number(self, text):
        """The number of the question that a paragraph puts; None where it puts none."""
        self._budget.step()
        if len(text) > _LONGEST_WORD * self._most:
            return None
        if (said := _NUMBERED.fullmatch(text)) and int(said[1]) in self._numbers:
            return int(said[1])
        words = words_of(text)
        if len(words) > self._most or 2 * sum(word in self._vocabulary for word in words) <= len(words):
            return None
        heading = words_of(_NUMBER.sub("", text))
        found = self._found(self._wordings, words, ALIKE) + self._found(self._titles, heading, TITLE_ALIKE)
        return max(found, default=(0, None))[1]

    def is_label(self, text):
        """Whether a line only names a question, by its number or by its number and title."""
        if _NUMBERED.fullmatch(text):
            return True
        return bool(self._found(self._titles, words_of(_NUMBER.sub("", text)), 1))

    @staticmethod
    def _found(rows, words, least):
        bag, count = Counter(words), len(words)
        near = (
            (likeness(bag, other), number)
            for number, other, size in rows
            if size <= _LONGER * count and count <= _LONGER * size
        )
        return [pair for pair in near if pair[0] >= least]


def wordings_of(question):
    """(title, wording) of a question as shown, and in each of its languages."""
    yield question.title, question.wording
    for translation in question.translations:
        yield translation.title, translation.wording
