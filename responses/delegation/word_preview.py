"""What an uploaded Word file would change, question by question, beside the answers as they stand now."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.differences import between
from responses.models import Session
from responses.rules import permissions, word_files
from responses.rules.word_comparing import Found, State, compare
from responses.rules.word_readings import read_again
from responses.text import count_words

from . import reading as rows_of
from .access import for_members
from .forms import LanguageSelect
from .word import file_at

SHORT = 4_000
"""How many characters of a difference the preview shows of each question; the whole is one click away."""
BEGINNING = 1_200
"""How many characters of a new text the preview shows."""
HIDDEN = {State.NOT_YOURS, State.MISSING}
"""Where there is no text of the file to be shown."""
WITHOUT_DIFFERENCE = HIDDEN | {State.SAME, State.NEW, State.EMPTIED, State.LEFT_EMPTY}
"""Where a difference would say nothing that a sentence does not say: an answer crossed out from end to end."""


@dataclass
class Shown:
    """One question on the preview."""

    found: Found
    pieces: list
    """The difference that is shown; [] where none is."""
    beginning: str
    """Of a new text."""
    words: int
    words_here: int
    """Of the answer."""
    notices: list
    comments: list
    is_changed_since: bool
    """Whether the answer was saved here after the file was uploaded."""
    chosen: str
    """The choice that is selected."""
    keeps_notes: bool
    """Whether the comments are to become notes."""


def compared(request, found):
    """What was read in a file, and its questions beside the answers as they stand now."""
    reading = read_again(found.reading)
    answers = list(rows_of.answers().filter(response=found.response).order_by("question__number"))
    rows = {answer.question.number: answer for answer in answers}
    there = {row.number: row for row in compare(found, reading, answers, request.user)}
    for number, answer in rows.items():
        answer.response = found.response
        if number not in there and permissions.may_read_answer(request.user, answer):
            there[number] = Found(answer, State.MISSING, "", None)
    return reading, [there[number] for number in sorted(there)]


def preview(request, found, *, status=200, sentence="", problems=(), posted=None):
    """The page of one file."""
    response = found.response
    reading, rows = compared(request, found)
    own = {row.number for row in rows if row.state != State.NOT_YOURS}
    is_foreign = word_files.is_of_another_session(found, reading)
    waits = found.applied_at is None and found.set_aside_at is None
    may_choose = waits and permissions.may_draft(request.user, response)
    writable = [row for row in rows if row.number in own and row.answer.is_writable]
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "file": found,
        "identity": reading.identity,
        "is_foreign": is_foreign,
        "made_for": made_for(reading) if is_foreign else None,
        "rows": [shown(row, found, reading, posted) for row in rows if row.state != State.MISSING],
        "missing": [row for row in rows if row.state == State.MISSING],
        "writable": writable if may_choose else [],
        "unnamed": [row.answer for row in writable if row.state == State.MISSING],
        "may_draft": permissions.may_draft(request.user, response),
        "outside": list(outside_of(reading, rows, posted)),
        "notices": [notice for notice in reading.notices if notice.number not in own],
        "comments": [comment for comment in reading.comments if comment.number is None],
        "waits": waits,
        "may_attach": word_files.may_attach(request.user, found),
        "may_choose": may_choose and not is_foreign,
        "anything": anything(reading, rows) or bool(reading.outside and writable),
        "language_field": language_of(reading, rows, posted),
        "none_open": not any(row.answer.is_writable for row in rows),
        "none_found": all(row.state == State.MISSING for row in rows),
        "sentence": sentence,
        "problems": problems,
        "short": SHORT,
    }
    if not permissions.reads_everything(request.user, response):
        context["notices"] = [notice for notice in context["notices"] if notice.number is None]
    return render(request, "delegation/word_file.html", context, status=status)


def anything(reading, rows):
    """Whether a question has something to be chosen: a text, or comments that could become notes."""
    commented = {comment.number for comment in reading.comments}
    return any(row.choices or (row.number in commented and not row.decided) for row in rows)


def language_of(reading, rows, posted):
    """The select for the language of answers that had no text; None where there is none."""
    new = [row.answer for row in rows if row.state == State.NEW and row.choices]
    if not new:
        return None
    said = reading.identity.language if reading.identity else ""
    return LanguageSelect().render("language", (posted or {}).get("language") or said or new[0].language)


def made_for(reading):
    """The session for which a file says it was made, or its address where there is none like it."""
    slug = reading.identity.session_slug
    return Session.objects.filter(slug=slug).select_related("review__commission").first() or slug


def shown(row, found, reading, posted):
    """A question as the preview shows it."""
    changed_at = row.answer.changed_at
    return Shown(
        found=row,
        pieces=list(difference(row)) if row.decided is None else [],
        beginning=row.text[:BEGINNING] if row.state == State.NEW else "",
        words=count_words(row.text),
        words_here=count_words(row.answer.text) if row.is_much_shorter else 0,
        notices=[notice for notice in reading.notices if notice.number == row.number],
        comments=[comment for comment in reading.comments if comment.number == row.number],
        is_changed_since=bool(changed_at and changed_at > found.file.at) and row.waits,
        chosen=(posted or {}).get(f"choice_{row.number}") or row.suggested or "",
        keeps_notes=posted is None or f"notes_{row.number}" in posted,
    )


def difference(row):
    """What would become of the answer, as pieces."""
    if row.state in WITHOUT_DIFFERENCE:
        return []
    if row.merge is not None and row.merge.is_clean:
        return between(row.answer.text, row.merge.text())
    return between(row.answer.text, row.text)


def outside_of(reading, rows, posted):
    """Passages outside all questions: their place, their words, and where they went or are to go."""
    went = {place: row.number for row in rows if row.decided for place in row.decided.get("passages", ())}
    for place, text in enumerate(reading.outside):
        said = (posted or {}).get(f"outside_{place}", "")
        yield {"place": place, "text": text, "went": went.get(place), "chosen": said}


@for_members
@require_safe
def word_outside(request, response, number):
    """The text of a file that stands outside of all questions, in full."""
    found = file_at(request, response, number)
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "file": found,
        "outside": read_again(found.reading).outside,
    }
    return render(request, "delegation/word_outside.html", context)


@for_members
@require_safe
def word_text(request, response, number, question):
    """The text of a file for one question in full, with every change against the answer as it stands."""
    found = file_at(request, response, number)
    _reading, rows = compared(request, found)
    row = next((row for row in rows if row.number == question and row.state not in HIDDEN), None)
    if row is None:
        raise Http404
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "file": found,
        "row": row,
        "question": row.answer.question,
        "pieces": between(row.answer.text, row.text),
        "merged": between(row.answer.text, row.merge.text()) if row.merge and row.merge.is_clean else None,
        "words": count_words(row.text),
    }
    return render(request, "delegation/word_text.html", context)
