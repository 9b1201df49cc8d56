"""What was chosen from a Word file becomes text of the answers: each question in a transaction of its own."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import AnswerVersion
from responses.models.event import canonical
from responses.status import Completeness

from . import drafting, noting, permissions, word_files
from .refused import Refused
from .word_comparing import Choice, Found, State, compare, decisions
from .word_readings import read_again

_APART = "\n\n"
_LONGEST_AUTHOR = 150


@dataclass(frozen=True)
class Chosen:
    """What somebody chose for one question of a file."""

    choice: str
    version: int
    """The version of the answer that the page showed beside the file."""
    passages: tuple[int, ...] = ()
    """Passages outside all questions that are added to this answer, by their place in the file."""
    language: str = ""
    """Of the answer, where it had no text; "" leaves it."""
    notes: bool = False
    """Whether the comments on this question become notes between colleagues."""


def apply(word_file, chosen, *, by):
    """Do what was chosen; returns ``{number of the question: what became of it}``.

    ``chosen`` is ``{number: Chosen}``. What was done before is not done again. Raises :class:`Refused`: 403 and 404
    for people, 409 for a file that somebody has dealt with or a page that is out of date; what could be done of the
    other questions is done then.
    """
    stopped = None
    for number in sorted(chosen):
        try:
            _apply_one(word_file, number, chosen[number], by)
        except Refused as refusal:
            stopped = stopped or refusal
            if refusal.status in {403, 404}:
                break
    if stopped is not None:
        raise stopped
    return _finish(word_file, by)


@transaction.atomic
def _apply_one(word_file, number, chosen, by):
    """One question: the text is saved, and what became of it is put down with the file, in one transaction."""
    stored = word_files.locked(word_file, by)
    if number in (done := decisions(stored)):
        return
    if stored.applied_at is not None or stored.set_aside_at is not None:
        raise Refused(_("Somebody has dealt with this file meanwhile. Nothing was changed now."))
    reading = read_again(stored.reading)
    if word_files.is_of_another_session(stored, reading):
        raise Refused(_("This file was made for another session. Choose first whether it is to be read."))
    found = _found(stored, reading, number, by)
    text, base = _text_for(found, reading, chosen)
    became = {"choice": chosen.choice, "passages": list(chosen.passages)}
    if text is None:
        became |= {"outcome": "kept", "version": found.answer.version}
    else:
        became |= _saved(stored, found, text, base, chosen, by)
    if chosen.notes:
        became["notes"] = _write_notes(stored, found.answer, reading, by)
    stored.choices = canonical({str(key): said for key, said in (done | {number: became}).items()})
    stored.save(update_fields=["choices"])


def _found(stored, reading, number, by):
    answers = list(stored.response.answers.select_related("question").filter(question__number=number))
    person = permissions.as_stored(by)
    for answer in answers:
        answer.response = stored.response
        if permissions.may_draft_answer(person, answer):
            there = compare(stored, reading, [answer], person)
            return there[0] if there else Found(answer, State.MISSING, "", None)
    raise Refused(_("There is no such question."), status=404)


def _text_for(found, reading, chosen):
    """The text to be saved and the version from which it started; (None, 0) where nothing is to be saved."""
    extra = [reading.outside[place] for place in chosen.passages]
    shown = _text_at(found.answer, chosen.version)
    if chosen.choice == Choice.MERGE:
        if found.base is None:
            raise _out_of_date()
        parts, base = [found.text], found.base
    else:
        own = {Choice.KEEP: [shown], Choice.TAKE: [found.text], Choice.APPEND: [shown, found.text]}
        parts, base = own[Choice(chosen.choice)], chosen.version
    if chosen.choice == Choice.KEEP and not extra:
        return None, 0
    return _APART.join(part for part in [*parts, *extra] if part), base


def _text_at(answer, version):
    """The text that a page showed as the answer. Raises :class:`Refused` for a version that never stood."""
    if version == answer.version:
        return answer.text
    if not version:
        return ""
    stood = answer.versions.filter(number=version, outcome=AnswerVersion.Outcome.SAVED)
    text = stood.values_list("text", flat=True).first()
    if text is None:
        raise _out_of_date()
    return text


def _out_of_date():
    return Refused(_("This page is out of date. Nothing was changed; please look at the file once more."))


def _saved(stored, found, text, base, chosen, by):
    silent = found.answer.completeness == Completeness.NO_INFORMATION
    saved = drafting.save_answer(
        found.answer,
        text=text,
        language=chosen.language or None,
        base=base,
        key=f"word-file-{stored.pk}",
        page=f"word-file-{stored.pk}",
        by=by,
        kind=AnswerVersion.Kind.WORD,
        completeness=Completeness.NOT_YET if silent else None,
    )
    version = saved.version.number if saved.version else saved.answer.version
    return {"outcome": saved.outcome, "version": version, "same": saved.version is None}


def _write_notes(stored, answer, reading, by):
    """The comments of a file on one question become notes; returns how many.

    A file that goes round twice brings its comments twice: what is a note already is not written again.
    """
    written, there = 0, set(answer.notes.values_list("text", "about"))
    for place, comment in enumerate(reading.comments):
        if comment.number == answer.question.number and comment.text.strip():
            parts = []
            for part, words in enumerate(_in_parts(comment.text)):
                said = {"author": comment.author[:_LONGEST_AUTHOR] or _("Somebody"), "text": words}
                key = f"word-file-{stored.pk}-{place}" + (f"-{part}" if part else "")
                parts.append((key, _("%(author)s wrote in a Word file: %(text)s") % said))
            if all((text, comment.about) in there for _key, text in parts):
                continue
            for key, text in parts:
                noting.write(answer, text, by=by, key=key, about=comment.about)
            written += 1
    return written


def _in_parts(text):
    """A comment as texts that fit into a note each; nearly always one."""
    return [text[at : at + noting.LONGEST // 2] for at in range(0, len(text), noting.LONGEST // 2)]


@transaction.atomic
def _finish(word_file, by):
    """A file of which everything was decided is applied; it waits for colleagues with other questions."""
    stored = word_files.locked(word_file, by)
    done = decisions(stored)
    if stored.applied_at is None and not list(_rest(stored, done)):
        stored.applied_at, stored.applied_by, stored.applied_as = timezone.now(), by, by.said_name
        stored.save(update_fields=["applied_at", "applied_by", "applied_as"])
        word_files.note("apply_word_file", stored, by, questions=sorted(done))
    return done


def _rest(stored, done):
    """The questions of a file on which nobody has decided yet, for whoever reads them."""
    reading = read_again(stored.reading)
    texts = {said.number: said.text for said in reading.answers}
    answers = stored.response.answers.select_related("question").filter(question__number__in=texts)
    for answer in answers:
        answer.response = stored.response
        number = answer.question.number
        if number not in done and answer.is_writable and texts[number] != answer.text:
            yield number
