"""Where a text that comes in grew from: what the history says of retries, of late arrivals and of its base."""

import re

from django.db.models import Q

from responses.models import AnswerVersion
from responses.models.event import sha256

Result = AnswerVersion.Outcome
_TURN = re.compile(r"(\d{6})\.")
"""A key may begin with the turn of its text on its page, so that a text that was long on its way is known as older."""


def versions_since(answer, new):
    """The versions since the writer's base and those under the same key; without their texts."""
    wanted = Q(number__gte=new.base) | Q(key__in=(new.key, own_key(new.key, new.text)))
    return list(answer.versions.filter(wanted).defer("text").order_by("number"))


def own_key(key, text):
    """A key made from the text itself, for another text that comes under a key that was used."""
    return f"{key[:31]}-{sha256(text)[:32]}"


def seen_before(new, rows):
    """The version that an earlier try of the same text made, or None; gives a new text a key that is free.

    A key that comes back with another text is no retry: someone went back to a page and wrote on. Such a text
    is not lost, and its own retries still count once.
    """
    own = own_key(new.key, new.text)
    there = {row.key: row for row in rows if row.key in {new.key, own}}
    earlier = next((row for row in there.values() if row.text == new.text), None)
    if earlier is None and there:
        new.key = own
    return earlier


def start_of(new, rows):
    """The number of the version that the text grew from: the writer's base, or what the same page saved since."""
    own = [
        row.number for row in rows if row.page == new.page and row.outcome in {Result.SAVED, Result.MERGED}
    ]
    return max([new.base, *own])


def comes_late(new, rows):
    """Whether the same page has saved a later text already: this one was overtaken on its way, and is kept only."""
    turn = _TURN.match(new.key)
    own = (_TURN.match(row.key) for row in rows if row.page == new.page and row.outcome != Result.CLOSED)
    return bool(turn) and any(later and later[1] > turn[1] for later in own)


def text_before(answer, number, page):
    """The text that stood at a version, or that a page had sent last where that was put together with another."""
    known = Q(outcome=Result.SAVED) | Q(outcome=Result.MERGED, page=page)
    texts = (
        answer.versions.filter(known, number__lte=number).order_by("-number").values_list("text", flat=True)
    )
    return texts.first() or ""
