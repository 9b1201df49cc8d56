"""Puts what was read under the question in which it stands, without the form's own words, and without losing others."""

from dataclasses import dataclass, field

from .anchors import anchors
from .identity import digest
from .likeness import Likeness
from .notices import Kind
from .own import FirstPage, texts_of
from .shapes import FoundBy


@dataclass
class Passage:
    """What stands in one place of the file under one question, or outside of all."""

    number: int | None
    found_by: object = None
    rows: list = field(default_factory=list)
    """(text, whether it stands in the box of an answer) of each line."""
    units: list = field(default_factory=list)
    altered: list = field(default_factory=list)
    """Lines of the form that were changed."""

    def text(self):
        """The plain text, with its footnotes behind it."""
        rows = self.rows
        if not all(in_box for _text, in_box in rows):
            # Somebody wrote outside of the box: empty lines at the ends are the form's.
            rows = _trimmed(rows)
        text = "\n".join(row for row, _in_box in rows)
        notes = list(dict.fromkeys(note for unit in self.units for line in unit.lines for note in line.notes))
        return "\n\n".join(part for part in (text, "\n".join(notes)) if part) if notes else text

    def notices(self):
        """(kind, detail) of everything to be said about it."""
        for unit in self.units:
            if unit.is_table:
                yield Kind.TABLE, ""
            for line in unit.lines:
                yield from line.notices
        for line in self.altered:
            yield Kind.ALTERED, line


def _trimmed(rows):
    written = [place for place, (text, _in_box) in enumerate(rows) if text.strip()]
    return rows[written[0] : written[-1] + 1] if written else []


class Sorter:
    """Sorts the units of one file into passages."""

    def __init__(self, questions, digests, budget):
        self._questions = {question.number: question for question in questions}
        self._own = {number: texts_of(question) for number, question in self._questions.items()}
        self._likeness = {
            number: Likeness([question], budget) for number, question in self._questions.items()
        }
        self._digests, self._budget = digests, budget
        self._first_page = FirstPage(digests)
        self._said = set()
        """The parts of the form that were met since the last question began."""

    def sort(self, units):
        """The passages, in the order of the file; the first stands before all questions."""
        found = anchors(units, list(self._questions.values()), self._budget)
        passages = [Passage(None)]
        for place, unit in enumerate(units):
            self._budget.step()
            number, by = found.get(place, (None, None))
            if number is not None and self._begins_anew(passages[-1], number, unit):
                passages.append(Passage(number, by))
                self._said = set()
            self._put(passages[-1], unit, is_alike=by == FoundBy.LIKENESS)
        return passages

    def _begins_anew(self, passage, number, unit):
        """A second mark of the same question goes on with it, unless its heading is put again below an answer."""
        if passage.number != number:
            return True
        written = any(text.strip() for text, _in_box in passage.rows)
        return written and any(own.is_said_by(unit.text) for own in self._own.get(number, ()))

    def _put(self, passage, unit, *, is_alike):
        """Puts a unit into a passage; ``is_alike`` for one that puts the question in other words than the form."""
        passage.units.append(unit)
        if passage.number not in self._questions:
            if not self._first_page.says(unit.words):
                passage.rows.append((unit.text, False))
            return
        if unit.answers is not None or unit.is_table:
            passage.rows.append((unit.text, unit.answers is not None))
            return
        text = self._without_own(passage, unit)
        if is_alike and text == unit.text:
            if not self._likeness[passage.number].is_label(text):
                passage.altered.append(text)
            return
        if text is not None:
            passage.rows.append((text, False))

    def _without_own(self, passage, unit):
        """What a person wrote of a line; None where it is the form's."""
        if not unit.text.strip():
            return None if unit.is_forms else unit.text
        if not unit.is_forms and any(text.strip() for text, _in_box in passage.rows):
            return unit.text
        text = unit.text
        for own in self._own[passage.number]:
            if (rest := self._besides(own, text, unit)) is not None:
                self._said.add(own.part)
                text = rest
            if not text:
                return None
        if text != unit.text:
            return text
        # What was said when the file was made, and is worded otherwise by now.
        is_older = unit.is_forms and digest(text) in self._digests
        return None if is_older else self._altered(passage, unit)

    def _besides(self, own, text, unit):
        """What a text says besides one of the form's; None where that is not recognised in it."""
        if own.part in self._said and not unit.is_forms:
            return None
        if own.is_said_by(text):
            return ""
        if unit.is_forms:
            return own.rest(text) if own.part.partition(" ")[0] in unit.parts else None
        return own.rest(text) if own.is_substantial else None

    def _altered(self, passage, unit):
        """A line of the form that does not say what it said: changed, or written over."""
        if "wording" in unit.parts and self._likeness[passage.number].number(unit.text) is not None:
            passage.altered.append(unit.text)
            return None
        return unit.text
