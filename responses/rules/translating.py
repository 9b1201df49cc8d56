"""A State's own courtesy translation beside an answer; the answer in its own language stays the one that counts."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.languages import NAMES
from responses.models import CourtesyTranslation

from . import deadlines, origins, permissions
from .drafting import may_not_write, storable
from .finding import answers, lock
from .refused import Refused


@dataclass(frozen=True)
class Translated:
    """What became of a translation."""

    version: CourtesyTranslation | None
    """Where it is kept; None when it was the stored one already."""
    is_open: bool = True
    """Whether the question takes texts; where it does not, the translation is kept beside and does not hold."""

    @property
    def stands(self):
        """Whether it holds now."""
        return self.is_open and (self.version is None or self.version.stands)


def is_open(answer):
    """Whether the delegation can change the translations of an answer now."""
    return answer.is_writable and not deadlines.is_closed(answer.response, timezone.now())


def save_translation(answer, *, language, text, base, key, by):
    """Save a translation of an answer into one language; an empty text takes it away. Returns :class:`Translated`.

    ``base`` is the number of the translation that the writer started from (0: none); where a colleague has saved one
    since, both are kept and the caller shows both. ``key`` is the same on each retry of one text; another text under
    it, of somebody who went back to a page and wrote on, is one of its own. Raises :class:`Refused` (404, 403, 422
    for a language that cannot be) and ``TooLarge`` (413); nothing is stored then.
    """
    cleaned = storable(text).text
    with transaction.atomic():
        by, answer = permissions.as_stored(by), lock(answers(pk=answer.pk))
        _require(by, answer, language)
        rows = CourtesyTranslation.objects.filter(answer=answer)
        own = origins.own_key(key, f"{language} {cleaned}")
        there = list(rows.filter(key__in=(key, own)))
        for earlier in there:
            if (earlier.language, earlier.text) == (language, cleaned):
                return Translated(earlier, is_open(answer))
        rows = rows.filter(language=language).order_by("-number")
        current = rows.filter(stands=True).first()
        if cleaned == (current.text if current else ""):
            return Translated(None, is_open(answer))
        by_another = rows.filter(number__gt=base, stands=True).exclude(by=by, as_name=by.said_name).exists()
        last = rows.first()
        version = CourtesyTranslation(
            answer=answer, language=language, number=last.number + 1 if last else 1, text=cleaned,
            of_version=answer.version, stands=is_open(answer) and not by_another, by=by, as_name=by.said_name,
            key=own if there else key, at=timezone.now(),
        )  # fmt: skip
        version.save()
        return Translated(version, is_open(answer))


def _require(by, answer, language):
    if answer is None or not permissions.may_read_answer(by, answer):
        raise Refused(_("There is no such answer."), status=404)
    if not permissions.may_draft_answer(by, answer):
        raise may_not_write()
    if language not in NAMES or language == answer.language:
        raise Refused(_("Choose a language other than that of the answer."), status=422)
