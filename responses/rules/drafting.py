"""Saving an answer: the one way in which text comes in. No text is lost, whatever happens meanwhile."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import text as door
from responses.models import Answer, AnswerVersion, Clarification, ReplyVersion, Response
from responses.models.event import sha256
from responses.status import Completeness

from . import deadlines, permissions
from .refused import Refused

Kind, Result = AnswerVersion.Kind, AnswerVersion.Outcome


@dataclass(frozen=True)
class Saved:
    """What became of a text: ``outcome`` is one of ``AnswerVersion.Outcome``."""

    outcome: str
    answer: Answer
    version: AnswerVersion | None
    """Where the text is kept; None when it was the stored one already."""
    removed: int = 0
    """How many characters could not be stored."""
    line_breaks: int = 0
    """How many page breaks and the like became line ends."""

    @property
    def stands(self):
        """Whether the text is the answer now."""
        return self.outcome == Result.SAVED


class TooLarge(Refused):
    """A text is larger than one answer can be."""


def _lock(answer):
    """The answer as stored, locked, with its response as it stands now that the lock is held.

    Read apart: one statement would show the response as it stood before the wait for the lock.
    """
    answer = Answer.objects.select_for_update(of=("self",)).select_related("question").get(pk=answer.pk)
    related = ("session", "member_state")
    answer.response = Response.objects.select_related(*related).get(pk=answer.response_id)
    return answer


def _seen_before(answer, key, text):
    """The version that an earlier try of the same text made, or None; and the key for a new version.

    A key that comes back with another text is no retry: someone went back to a page and wrote on. Such a text
    gets a key made from itself, so that it is not lost, and its own retries still count once.
    """
    own = f"{key[:31]}-{sha256(text)[:32]}"
    there = {version.key: version for version in answer.versions.filter(key__in=(key, own))}
    earlier = next((version for version in there.values() if version.text == text), None)
    return earlier, own if key in there else key


def _is_stale(answer, base, page):
    """Whether someone changed the answer since the writer's base; one's own page is no one else."""
    if base >= answer.version:
        return False
    others = answer.versions.filter(number__gt=base, outcome=Result.SAVED).exclude(page=page)
    return others.exists()


def save_answer(answer, *, text, base, key, page, by, language=None, completeness=None, kind=Kind.TYPED):
    """Save a text as an answer, or keep it beside the answer when it cannot stand; returns :class:`Saved`.

    ``base`` is the number of the version the writer started from (0: none), ``key`` is the same on each retry of
    one text, ``page`` names the opened page. ``completeness`` is what the writer says about the answer.

    Raises :class:`Refused` (404, 403) for people who do not write for this State, and :class:`TooLarge` (413);
    in these cases nothing is stored and the caller shows the text again.
    """
    if not permissions.is_member(by, answer.response):
        raise Refused(_("There is no such answer."), status=404)
    if not permissions.may_draft(by, answer.response):
        raise Refused(
            _("You can read this response, but not change it. Ask a focal point of your State."), status=403
        )
    cleaned = door.clean(text)
    if door.is_too_large(cleaned.text):
        raise TooLarge(
            _("This text is larger than 5 MB and was not saved. Send it to the secretariat as a document."),
            status=413,
        )
    with transaction.atomic():
        answer = _lock(answer)
        earlier, key = _seen_before(answer, key, cleaned.text)
        if earlier:
            return Saved(earlier.outcome, answer, earlier, cleaned.removed, cleaned.line_breaks)
        new = AnswerVersion(
            answer=answer, text=cleaned.text, language=language or answer.language, base=min(base, answer.last_number),
            key=key, page=page, by=by, at=timezone.now(), words=door.count_words(cleaned.text), kind=kind,
        )  # fmt: skip
        if not answer.is_writable or deadlines.is_closed(answer.response, new.at):
            outcome = Result.CLOSED
        elif _is_stale(answer, base, page) and cleaned.text != answer.text:
            outcome = Result.STALE
        else:
            outcome = Result.SAVED
        version = _store(answer, new, outcome, completeness)
        return Saved(outcome, answer, version, cleaned.removed, cleaned.line_breaks)


def _store(answer, new, outcome, completeness):
    """Write the version and, where it stands, the answer; a text stored already makes no second version."""
    same = new.text == answer.text and new.language == answer.language
    if outcome == Result.SAVED:
        answer.completeness = _completeness(answer, new, completeness, same)
    if same:
        answer.save(update_fields=["completeness"])
        return None
    new.outcome, new.number = outcome, answer.last_number + 1
    if outcome != Result.SAVED:
        new.kind = Kind.RESCUED if outcome == Result.CLOSED else Kind.CONFLICT
    new.save()
    answer.last_number = new.number
    if outcome == Result.SAVED:
        answer.text, answer.language, answer.version = new.text, new.language, new.number
        answer.changed_by, answer.changed_at = new.by, new.at
    answer.save()
    return new


def _completeness(answer, new, said, same):
    """What is said about the answer from now on: the writer's word, or "not yet" after someone else's edit."""
    if said is None:
        edited_by_another = not same and answer.changed_by_id not in {None, new.by_id}
        return Completeness.NOT_YET if edited_by_another else answer.completeness
    if said == Completeness.COMPLETE and not new.text.strip():
        return Completeness.NOT_YET
    return said


def save_reply(clarification, *, text, base, by):
    """Save the delegation's draft of a reply to a clarification; returns (clarification, the kept version).

    Like an answer: a text that somebody else changed meanwhile is kept beside it (``stands`` is False) and the
    caller shows both. Raises :class:`Refused` as :func:`save_answer` does.
    """
    response = clarification.answer.response
    if not permissions.is_member(by, response):
        raise Refused(_("There is no such clarification."), status=404)
    if not permissions.may_draft(by, response):
        raise Refused(
            _("You can read this response, but not change it. Ask a focal point of your State."), status=403
        )
    cleaned = door.clean(text).text
    if door.is_too_large(cleaned):
        raise TooLarge(
            _("This text is larger than 5 MB and was not saved. Send it to the secretariat as a document."),
            status=413,
        )
    with transaction.atomic():
        answer = _lock(clarification.answer)
        clarification = Clarification.objects.select_for_update().get(pk=clarification.pk)
        if cleaned == clarification.draft_reply:
            return clarification, None
        is_open = clarification.state == Clarification.State.OPEN and answer.is_writable
        others = clarification.versions.filter(number__gt=base, stands=True).exclude(by=by)
        number = clarification.versions.count() + 1
        stands = is_open and not others.exists()
        version = ReplyVersion(
            clarification=clarification, number=number, text=cleaned, stands=stands, by=by, at=timezone.now()
        )
        version.save()
        if stands:
            clarification.draft_reply, clarification.draft_number = cleaned, number
            clarification.save(update_fields=["draft_reply", "draft_number"])
        return clarification, version
