"""Who has a question open now, and what a member of a delegation has not seen yet. Hints, no locks."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from responses.models import Presence
from responses.prepared import Prepared

from . import permissions
from .team import team_at

STILL_THERE = timedelta(seconds=120)
"""How long after its last sign of life a page counts as open; pages give one every 45 seconds."""

_AT = Prepared(
    lambda answer: Presence.objects.filter(answer=answer).values_list("user", "as_name", "at"), int
)


def note(answer, user, version):
    """Put down that a person has this answer on the screen, as far as the given version."""
    seen = {"at": timezone.now(), "version": min(version, answer.last_number)}
    who = {"answer": answer, "user": user, "as_name": user.said_name}
    if not Presence.objects.filter(**who).update(**seen):
        Presence.objects.update_or_create(**who, defaults=seen)


def note_all(response, user):
    """Put down that a person has seen all answers of a response, as far as the person reads them, as they stand."""
    for answer in permissions.answers_readable_by(user).filter(response=response):
        note(answer, user, answer.version)


def others(answer, user, team=None):
    """The names of colleagues who can write and have this question open now; ``team`` where it is known already."""
    since, own = timezone.now() - STILL_THERE, (user.pk, user.said_name)
    there = [(pk, name) for pk, name, at in _AT.rows(answer.pk) if at > since and (pk, name) != own]
    if not there:  # as most of the time
        return []
    names = {row.user_id: row.user.name for row in (team or team_at(answer)).writers}
    return sorted({as_name or names[pk] for pk, as_name in there if pk in names})


def unseen(response, user):
    """The answers that colleagues changed since the person last had them open, with the change; first to last."""
    own = {"user": user, "as_name": user.said_name}
    mine = Presence.objects.filter(**own, answer__response=response, version__gte=F("answer__version"))
    readable = permissions.answers_readable_by(user).filter(response=response)
    changed = readable.filter(version__gt=0).exclude(
        Q(changed_by=user, changed_as=user.said_name) | Q(presences__in=mine)
    )
    return changed.select_related("question", "changed_by").order_by("question__number")


def was_here(response, user):
    """Whether the person has had any question of this response open before."""
    return Presence.objects.filter(answer__response=response, user=user, as_name=user.said_name).exists()
