"""What somebody chose on the preview of a Word file, read from the form; and what is still to be said."""

from django.utils.translation import gettext as _

from responses import languages
from responses.rules.word_applying import Chosen
from responses.rules.word_comparing import Choice, State

DIGITS = 9
"""Longer numbers are nobody's version."""


def _whole(text):
    return int(text) if text.isdecimal() and len(text) <= DIGITS else -1


def chosen_in(posted, reading, rows):
    """The choices that a form carries: ``{number of the question: Chosen}``; those of no question are not there.

    A question without a choice of its own to which a passage is added keeps its text otherwise.
    """
    passages = {}
    for place in range(len(reading.outside)):
        passages.setdefault(_whole(posted.get(f"outside_{place}", "")), []).append(place)
    language = posted.get("language", "")
    chosen = {}
    for row in rows:
        if row.decided or row.state == State.NOT_YOURS:
            continue
        choice = posted.get(f"choice_{row.number}", "")
        added = tuple(passages.get(row.number, ())) if row.answer.is_writable else ()
        notes = f"notes_{row.number}" in posted
        if not row.choices:
            choice = Choice.KEEP if added or notes or row.state == State.LEFT_EMPTY else ""
        if choice in Choice.values:
            is_new = not row.answer.text and language in languages.NAMES
            base = _whole(posted.get(f"base_{row.number}", ""))
            chosen[row.number] = Chosen(choice, base, added, language if is_new else "", notes)
    return chosen


def problems_of(chosen, rows):
    """The questions for which nothing was chosen: ``[(number, sentence)]``."""
    return [
        (row.number, _("Question %(number)s: choose what is taken from the file.") % {"number": row.number})
        for row in rows
        if row.choices and row.number not in chosen
    ]
