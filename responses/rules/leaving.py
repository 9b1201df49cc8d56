"""What becomes of a text that somebody was writing when the right to write it ended: it is kept, not shown."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.models import AnswerVersion, Membership
from responses.status import Role

from . import pages, permissions
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


def may_have_lost_it(user):
    """Whether a person wrote for some delegation until a short while ago, or writes on certain questions alone."""
    if not user.is_authenticated or not user.is_active or user.is_staff:
        return False
    return bool(permissions.limits_of(user)) or _ended_lately(user).exists()


def _wrote_it(version):
    """Whether the page of a text was opened while its writer had the right to write this answer, lately enough.

    When a member was limited to other questions is not stored: a page opened within the time counts.
    """
    answer, by = version.answer, version.by
    if not by.is_active or by.is_staff:
        return False
    if permissions.may_draft(by, answer.response):
        return pages.is_ours(version.page, answer, opened_within=AFTERWARDS)
    theirs = _ended_lately(by).filter(
        Q(is_limited=False) | Q(questions=answer.question_id), member_state=answer.response.member_state_id
    )
    ended = theirs.order_by("-ended_at").values_list("ended_at", flat=True).first()
    return ended is not None and pages.was_opened_before(version.page, answer, ended, version.at)


def kept_already(version):
    """The same text of the same page, where it was kept before: the page saves by itself, and its button once more."""
    same = {"kind": AnswerVersion.Kind.RESCUED, "page": version.page, "text": version.text}
    return version.answer.versions.filter(by=version.by, **same).order_by("-number").first()


def require_rescue(version):
    """Raises :class:`Refused` (404) unless the text of somebody who may not write any more is to be kept.

    It is when the page was opened before the membership ended, or before a member was limited to other questions;
    less than a day ago, ten times for each question.
    """
    lately = {"kind": AnswerVersion.Kind.RESCUED, "at__gt": version.at - AFTERWARDS}
    rescued = version.answer.versions.filter(by=version.by, **lately)
    if not _wrote_it(version) or rescued.count() >= MOST_TEXTS:
        raise Refused(_("There is no such answer."), status=404)
