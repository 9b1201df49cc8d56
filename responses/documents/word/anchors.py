"""Finds where each question begins: by its bookmark, else by its style and number, else by its wording."""

import re
from dataclasses import dataclass

from .blocks import Line, lines_of
from .likeness import Likeness
from .marks import ANSWER, ANSWER_MARK, HEADING, OF_THE_FORM, PARTS, QUESTION_MARK
from .shapes import FoundBy

_MARK = re.compile(rf"{QUESTION_MARK}(\d{{1,4}})")
_ANSWER_MARK = re.compile(rf"{ANSWER_MARK}(\d{{1,4}})")
_HEADING = re.compile(rf"{HEADING.lower()} (\d{{1,4}})")
_OF_THE_FORM = {style.lower(): parts for style, parts in OF_THE_FORM.items()}
_ANSWER = re.compile(rf"{ANSWER.lower()} (\d{{1,4}})")


@dataclass(slots=True)
class Unit:
    """A line, or a whole table, in the order of the file."""

    text: str
    lines: list
    styles: tuple = ()
    marks: tuple = ()
    is_table: bool = False

    @property
    def words(self):
        """The text without the bullet or number of a list."""
        return self.text if self.is_table else self.lines[0].words

    def styled(self, pattern):
        """The number in the name of its style; None where it has no such style."""
        return next((int(found[1]) for style in self.styles if (found := pattern.fullmatch(style))), None)

    @property
    def answers(self):
        """The number of the question whose box it stands in; None outside of all boxes, and for a marked heading."""
        return self.styled(_ANSWER) if self.marked(_MARK) is None else None

    @property
    def parts(self):
        """Which words of the form its style lets expect, as in :data:`.marks.PARTS`; () where it is not the form's."""
        if self.styled(_HEADING) is not None:
            return PARTS
        return next((_OF_THE_FORM[style] for style in self.styles if style in _OF_THE_FORM), ())

    @property
    def is_forms(self):
        """Whether it has a style in which the form speaks of a question."""
        return bool(self.parts)

    def marked(self, pattern):
        """The number in the name of the last such bookmark; None without one."""
        return next(
            (int(found[1]) for mark in reversed(self.marks) if (found := pattern.fullmatch(mark))), None
        )


def units_of(blocks, questions, budget):
    """The blocks as units; a table in which questions stand is taken apart, so that each is found."""
    there = {number for line in lines_of(blocks) if (number := _number_of(_unit(line))) is not None}
    likeness = Likeness([question for question in questions if question.number not in there], budget)
    for block in blocks:
        if isinstance(block, Line):
            yield _unit(block)
            continue
        lines = list(block.lines())
        single = [_unit(line) for line in lines]
        if any(_sure(unit) or likeness.number(unit.text) is not None for unit in single):
            yield from single
        else:
            marks = (*block.marks, *(mark for line in lines for mark in line.marks))
            yield Unit(block.text(), lines, lines[0].styles if lines else (), marks, is_table=True)


def _unit(line):
    return Unit(line.text, [line], line.styles, tuple(line.marks))


def _number_of(unit):
    """The number that a mark or a style of a heading says."""
    number = unit.marked(_MARK)
    return unit.styled(_HEADING) if number is None else number


def _sure(unit):
    return unit.marked(_MARK) is not None or unit.is_forms


def anchors(units, questions, budget):
    """Where questions begin: {place among the units: (number, how it was found)}."""
    found = {}
    likeness = Likeness(questions, budget)
    by_mark = _places(units, lambda unit: unit.marked(_MARK))
    by_style = _places(units, lambda unit: unit.styled(_HEADING) if unit.text.strip() else None)
    for number, places in by_mark.items():
        found |= dict.fromkeys(places, (number, FoundBy.BOOKMARK))
    for number, places in by_style.items():
        # Once a question has its bookmark, the style alone makes a heading only where the heading's words stand too.
        sure = [place for place in places if likeness.number(units[place].text) == number]
        for place in sure or ([] if number in by_mark else places[:1]):
            found.setdefault(place, (number, FoundBy.STYLE))
    numbers = {number for number, _by in found.values()}
    _find_lost(units, [question for question in questions if question.number not in numbers], found, budget)
    return found


def _places(units, number_of):
    places = {}
    for place, unit in enumerate(units):
        if (number := number_of(unit)) is not None:
            places.setdefault(number, []).append(place)
    return places


def _find_lost(units, lost, found, budget):
    """Questions whose heading has neither bookmark nor style."""
    if not lost:
        return
    likeness = Likeness(lost, budget)
    boxes = _places(units, lambda unit: unit.answers)
    marks = _places(units, lambda unit: unit.marked(_ANSWER_MARK))
    alike = _places(units, lambda unit: None if unit.answers else likeness.number(unit.text))
    for question in lost:
        number = question.number
        sure = [
            (places[number][0], by)
            for places, by in ((marks, FoundBy.BOOKMARK), (boxes, FoundBy.STYLE))
            if number in places
        ]
        for place in alike.get(number, ()):
            found.setdefault(place, (number, sure[0][1] if sure else FoundBy.LIKENESS))
        if sure and number not in alike:
            found.setdefault(sure[0][0], (number, sure[0][1]))
