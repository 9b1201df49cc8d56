"""Saving the delegation's reply to a clarification, as carefully as an answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import Clarification, ReplyVersion

from . import permissions
from .drafting import may_not_write, storable
from .finding import answers, lock
from .refused import Refused


def save_reply(clarification, *, text, base, by):
    """Save the delegation's draft of a reply to a clarification; returns (clarification, the kept version).

    Like an answer: a text that somebody else changed meanwhile is kept beside it (``stands`` is False) and the
    caller shows both. Raises :class:`Refused` as :func:`save_answer` does.
    """
    answer = clarification.answer
    if not permissions.may_read_answer(by, answer):
        raise Refused(_("There is no such clarification."), status=404)
    if not permissions.may_draft_answer(by, answer):
        raise may_not_write()
    cleaned = storable(text).text
    with transaction.atomic():
        answer = lock(answers(pk=clarification.answer_id))
        clarification = Clarification.objects.select_for_update(no_key=True).get(pk=clarification.pk)
        if cleaned == clarification.draft_reply:
            return clarification, None
        is_open = clarification.state == Clarification.State.OPEN and answer.is_writable
        others = clarification.versions.filter(number__gt=base, stands=True).exclude(
            by=by, as_name=by.said_name
        )
        number = clarification.versions.count() + 1
        stands = is_open and not others.exists()
        version = ReplyVersion(
            clarification=clarification,
            number=number,
            text=cleaned,
            stands=stands,
            by=by,
            as_name=by.said_name,
            at=timezone.now(),
        )
        version.save()
        if stands:
            clarification.draft_reply, clarification.draft_number = cleaned, number
            clarification.save(update_fields=["draft_reply", "draft_number"])
        return clarification, version
