"""Saving an answer: the one way in which text comes in. No text is lost, whatever happens meanwhile."""

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import text as door
from responses.merging import Merge, merge
from responses.models import Answer, AnswerVersion, User
from responses.status import Completeness

from . import deadlines, leaving, origins, permissions
from .finding import STANDS, Address, answers, lock, lock_own
from .refused import Refused

Kind, Result = AnswerVersion.Kind, AnswerVersion.Outcome


@dataclass(frozen=True)
class Saved:
    """What became of a text: ``outcome`` is one of ``AnswerVersion.Outcome``."""

    outcome: str
    answer: Answer
    version: AnswerVersion | None
    """Where the text is kept as it came; None when it was the stored one already."""
    removed: int = 0
    """How many characters could not be stored."""
    line_breaks: int = 0
    """How many page breaks and the like became line ends."""
    merge: Merge | None = None
    """What two people's changes came to, where somebody else had changed the answer; None on a retry."""
    colleagues: tuple[str, ...] = ()
    """Whose changes those were."""

    @property
    def stands(self):
        """Whether the text is in the answer now, as it came or put together with a colleague's change."""
        return self.outcome in {Result.SAVED, Result.MERGED}


class TooLarge(Refused):
    """A text is larger than one answer can be."""


def storable(text):
    """A text ready to be stored: :class:`responses.text.Cleaned`. Raises :class:`TooLarge` (413)."""
    cleaned = door.clean(text)
    if door.is_too_large(cleaned.text):
        raise TooLarge(
            _("This text is larger than 5 MB and was not saved. Send it to the secretariat as a document."),
            status=413,
        )
    return cleaned


def may_not_write():
    """The refusal of those who read a response and do not write it."""
    return Refused(
        _("You can read this response, but not change it. Ask a focal point of your State."), status=403
    )


def save_answer(answer, *, text, base, key, page, by, language=None, completeness=None, kind=Kind.TYPED):
    """Save a text as an answer, or keep it beside the answer when it cannot stand; returns :class:`Saved`.

    ``answer`` is the answer, or its :class:`Address`. ``base`` is the number of the version
    the writer started from (0: none), ``key`` is the same on each retry of one text, ``page`` names the opened
    page. ``completeness`` is what the writer says about the answer. Where a colleague changed the answer meanwhile,
    changes to different paragraphs are put together; a clash keeps both texts.

    Raises :class:`Refused` (404, 403) for people who do not write for this State, and :class:`TooLarge` (413);
    in these cases nothing is stored and the caller shows the text again.
    """
    cleaned = storable(text)
    found = answer if isinstance(answer, Address) else answers(pk=answer.pk)
    if not by.is_authenticated:
        raise Refused(_("There is no such answer."), status=404)
    new = AnswerVersion(
        text=cleaned.text, language=language or "", base=base, key=key, page=page, by=by, as_name=by.said_name,
        words=door.count_words(cleaned.text), kind=kind,
    )  # fmt: skip
    try:
        saved = _save(found, new, completeness, careful=False)
    except IntegrityError:  # the key stands in the history already: look up what it stands for
        saved = _save(found, new, completeness, careful=True)
    saved = saved or _refuse_or_rescue(found, new)
    return replace(saved, removed=cleaned.removed, line_breaks=cleaned.line_breaks)


@transaction.atomic
def _save(found, new, completeness, *, careful):
    """Find, lock and save the answer as one of those that the writer writes; None where it is not."""
    answer = lock_own(found, new.by)
    if answer is None:
        return None
    _place(new, answer)
    return _decide(answer, new, completeness, careful)


@transaction.atomic
def _refuse_or_rescue(found, new):
    """What is said to those who do not write this answer; the text of who did until a short while ago is kept."""
    if isinstance(found, Address):
        found = found.answers()
    answer = lock(found) if leaving.may_have_lost_it(new.by) else found.first()
    if answer is None:
        raise Refused(_("There is no such answer."), status=404)
    if permissions.may_read_answer(new.by, answer):
        raise may_not_write()
    _place(new, answer)
    leaving.require_rescue(new)
    earlier = origins.seen_before(new, origins.versions_since(answer, new)) or leaving.kept_already(new)
    return Saved(Result.CLOSED, answer, earlier or _store(answer, new, Result.CLOSED))


def _place(new, answer):
    """Tell a text where it belongs, and when it came."""
    new.pk, new._state.adding, new.at, new.answer = None, True, timezone.now(), answer
    new.language = new.language or answer.language
    new.base = min(new.base, answer.last_number)


def _decide(answer, new, completeness, careful):
    """What becomes of the text; without care no version is looked up unless somebody wrote since the base."""
    start, others = new.base, []
    if careful or new.base < answer.version:
        rows = origins.versions_since(answer, new)
        if earlier := origins.seen_before(new, rows):
            return Saved(earlier.outcome, answer, earlier)
        if origins.comes_late(new, rows):
            kept = _store(answer, new, Result.MERGED)
            return Saved(Result.MERGED if kept else Result.SAVED, answer, kept)
        start = origins.start_of(new, rows)
        others = [row for row in rows if row.number > start and row.stands and row.page != new.page]
    if not answer.is_writable or deadlines.is_closed(answer.response, new.at):
        return Saved(Result.CLOSED, answer, _store(answer, new, Result.CLOSED))
    if not others or (new.text == answer.text and new.language == answer.language):
        return Saved(Result.SAVED, answer, _stand(answer, new, completeness))
    return _put_together(answer, new, start, others)


def _put_together(answer, new, start, others):
    """Somebody else changed the answer since: merge, and where the same paragraph was changed keep both texts."""
    merged = merge(origins.text_before(answer, start, new.page), answer.text, new.text)
    names = dict(User.objects.filter(pk__in={row.by_id for row in others}).values_list("pk", "name"))
    said = {row.as_name or names[row.by_id] for row in others}
    facts = {"answer": answer, "merge": merged, "colleagues": tuple(sorted(said))}
    new.base = start
    together = merged.text()
    if not merged.is_clean or door.is_too_large(together):
        return Saved(Result.STALE, version=_store(answer, new, Result.STALE), **facts)
    if together == new.text:
        return Saved(Result.SAVED, version=_stand(answer, new, Completeness.NOT_YET), **facts)
    own = _store(answer, new, Result.MERGED)
    whole = AnswerVersion(
        answer=answer, text=together, language=new.language, words=door.count_words(together), kind=Kind.MERGED,
        base=own.number, key=f"{new.key[:57]}-merge", page="", by=new.by, as_name=new.as_name, at=new.at,
    )  # fmt: skip
    _stand(answer, whole, Completeness.NOT_YET)
    return Saved(Result.MERGED, version=own, **facts)


def _store(answer, new, outcome):
    """Write a version that does not stand by itself, and return it; None where it is what the answer says already."""
    if new.text == answer.text and new.language == answer.language:
        return None
    kinds = {Result.CLOSED: Kind.RESCUED, Result.STALE: Kind.CONFLICT}
    new.outcome, new.kind, new.number = outcome, kinds.get(outcome, new.kind), answer.last_number + 1
    new.save()
    answer.last_number = new.number
    answer.save(update_fields=["last_number"])
    return new


def _stand(answer, new, completeness):
    """Make a text the answer and return its version; a text stored already makes no second one (None)."""
    same = new.text == answer.text and new.language == answer.language
    said = _completeness(answer, new, completeness, same)
    if same:
        if said != answer.completeness:
            answer.completeness = said
            answer.save(update_fields=["completeness"])
        return None
    new.outcome, new.number = Result.SAVED, answer.last_number + 1
    new.save()
    answer.text, answer.language, answer.completeness = new.text, new.language, said
    answer.version = answer.last_number = new.number
    answer.changed_by, answer.changed_as, answer.changed_at = new.by, new.as_name, new.at
    answer.save(update_fields=STANDS)
    return new


def put(answer, *, text, language, completeness, kind, key, by, at):
    """Make a text the answer, whatever stands; returns its version, None when nothing changed.

    For what the secretariat registers from a document, and takes back: ``workflow.perform`` has checked who acts and
    holds the locks, and the text is cleaned. What stood before stays in the delegation's history.
    """
    new = AnswerVersion(
        answer=answer, text=text, language=language, words=door.count_words(text), kind=kind, base=answer.version,
        key=key, page=key, by=by, at=at,
    )  # fmt: skip
    return _stand(answer, new, completeness)


def _completeness(answer, new, said, same):
    """What is said about the answer from now on: the writer's word, or "not yet" after someone else's edit."""
    if said is None:
        # Two people at a shared mailbox are two.
        wrote_it = (answer.changed_by_id, answer.changed_as) == (new.by_id, new.as_name)
        edited_by_another = not same and answer.changed_by_id is not None and not wrote_it
        return Completeness.NOT_YET if edited_by_another else answer.completeness
    if said == Completeness.COMPLETE and not new.text.strip():
        return Completeness.NOT_YET
    return said
