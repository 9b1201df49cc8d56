"""What becomes of a text that somebody was writing when their part in the delegation ended: it is kept, not shown."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import AnswerVersion, Membership
from responses.status import Role

from . import pages
from .refused import Refused

AFTERWARDS = timedelta(hours=24)
"""How long after the end of a membership a page that was open before may still hand in its text."""

MOST_TEXTS = 10
"""How many texts for each question."""


def _ended_lately(user):
    """The writer's parts that a person had until a short while ago."""
    return Membership.objects.filter(
        user=user, role__in=(Role.FOCAL_POINT, Role.CONTRIBUTOR), ended_at__gt=timezone.now() - AFTERWARDS
    )


def has_left_lately(user):
    """Whether a person wrote for some delegation until a short while ago."""
    return user.is_authenticated and user.is_active and not user.is_staff and _ended_lately(user).exists()


def require_rescue(version):
    """Raises :class:`Refused` (404) unless the text of a former member is to be kept.

    It is when the page was opened before the membership ended, less than a day ago, ten times for each question.
    """
    answer, by = version.answer, version.by
    ended = None
    if by.is_active and not by.is_staff:
        theirs = _ended_lately(by).filter(member_state=answer.response.member_state_id)
        ended = theirs.order_by("-ended_at").values_list("ended_at", flat=True).first()
    rescued = answer.versions.filter(by=by, kind=AnswerVersion.Kind.RESCUED)
    if (
        ended is None
        or not pages.was_opened_before(version.page, answer, ended, version.at)
        or rescued.filter(at__gt=ended).count() >= MOST_TEXTS
    ):
        raise Refused(_("There is no such answer."), status=404)
