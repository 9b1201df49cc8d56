"""Reads a Word file that came back: what stands under each question, and everything else that it holds."""

from responses.text import clean

from .anchors import units_of
from .bounds import Budget
from .contents import Contents
from .identity import digests_in, identity
from .notices import Kind, Notice
from .own import FirstPage
from .package import damage_told
from .sections import Sorter
from .shapes import Answered, Comment, FoundBy, Reading

_DETAILS = 10


def read(stream, known):
    """Everything found in a file, as a :class:`~.shapes.Reading`.

    ``stream`` is a binary file that can be moved about in; ``known`` are all questions of the round, each with its
    translations (:class:`~.shapes.Question`). Raises :class:`~.unreadable.Unreadable`.
    """
    budget = Budget()
    with damage_told():
        contents = Contents(stream, budget)
    said = next((text for text in (contents.identifier, *contents.margins) if identity(text)), "")
    digests = digests_in(contents.identifier)
    units = list(units_of(contents.blocks, known, budget))
    passages = Sorter(known, digests, budget).sort(units)
    return _reading(contents, identity(said), passages, known, FirstPage(digests))


def _reading(contents, found, passages, known, first_page):
    numbers = {question.number for question in known}
    by_number, outside = {}, []
    for passage in passages:
        if passage.number in numbers:
            by_number.setdefault(passage.number, []).append(passage)
        elif text := passage.text().strip():
            outside.append(text)
        outside += passage.altered
    outside += _in_margins(contents, first_page)
    answers = tuple(_answered(number, by_number[number]) for number in sorted(by_number))
    notices = [*_notices(passages, numbers), *_about_questions(answers, found, numbers)]
    return Reading(
        identity=found,
        answers=answers,
        outside=tuple(clean(text).text for text in outside),
        notices=tuple(
            sorted(notices, key=lambda notice: (notice.number or 0, list(Kind).index(notice.kind)))
        ),
        comments=tuple(_comments(contents, passages, numbers)),
    )


def _answered(number, passages):
    texts = dict.fromkeys(passage.text() for passage in passages)
    text = "\n\n".join(text for text in texts if text.strip()) if len(texts) > 1 else next(iter(texts))
    return Answered(
        number, clean(text).text, min((p.found_by for p in passages), key=list(FoundBy).index), len(passages)
    )


def _in_margins(contents, first_page):
    """What people wrote into heads and feet of pages."""
    for text in dict.fromkeys(contents.margins):
        if identity(text) is None:
            for line in text.split("\n"):
                if line.strip() and not first_page.says(line):
                    yield line.strip()


def _notices(passages, numbers):
    gathered = {}
    for passage in passages:
        number = passage.number if passage.number in numbers else None
        for kind, detail in passage.notices():
            gathered.setdefault((kind, number), []).append(detail)
    for (kind, number), details in gathered.items():
        said = "\n".join(list(dict.fromkeys(filter(None, details)))[:_DETAILS])
        yield Notice(kind, number, said, len(details))
    for number in dict.fromkeys(passage.number for passage in passages):
        if number is not None and number not in numbers:
            yield Notice(Kind.UNKNOWN, None, str(number))


def _about_questions(answers, found, numbers):
    for answered in answers:
        if answered.found_by == FoundBy.LIKENESS:
            yield Notice(Kind.LIKENESS, answered.number)
        if answered.times > 1:
            yield Notice(Kind.REPEATED, answered.number, count=answered.times)
    expected = numbers & found.versions.keys() if found else numbers
    for number in expected - {answered.number for answered in answers}:
        yield Notice(Kind.MISSING, number)


def _comments(contents, passages, numbers):
    written = contents.comments.written
    places = {}
    for passage in passages:
        for unit in passage.units:
            for comment in (comment for line in unit.lines for comment in line.comments):
                places.setdefault(comment, passage.number if passage.number in numbers else None)
    for comment in sorted(written, key=lambda one: list(places).index(one) if one in places else len(places)):
        author, text = written[comment]
        if text:
            yield Comment(
                places.get(comment),
                clean(author).text,
                clean(text).text,
                clean(contents.comments.about(comment)).text,
            )
