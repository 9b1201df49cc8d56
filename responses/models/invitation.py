"""Invitations to a delegation, and the handing over of the focal point's part."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from responses.status import Role

from .kept import WrittenOnce
from .people import Membership
from .review import GuidingQuestion, Session
from .states import MemberState
from .stored_file import StoredFile


class InvitationQuerySet(models.QuerySet):
    """Invitations, answered or not."""

    def waiting(self):
        """Those that were neither accepted nor withdrawn; they may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """One person is invited to take part in a delegation; it becomes a membership when that person accepts it."""

    member_state = models.ForeignKey(MemberState, models.PROTECT, related_name="invitations")
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="+", help_text=_("From whose pages the invitation was sent.")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    capacity = models.CharField(_("capacity"), max_length=200, blank=True)
    role = models.CharField(_("part"), max_length=20, choices=Role, default=Role.CONTRIBUTOR)
    is_shared = models.BooleanField(_("used by several people"), default=False)
    is_limited = models.BooleanField(_("only certain questions"), default=False)
    questions = models.ManyToManyField(GuidingQuestion, related_name="+", blank=True)
    code = models.CharField(
        max_length=64, unique=True, help_text=_("SHA-256 of what makes the link in the mail a personal one.")
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField(help_text=_("When it was last sent."))
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    membership = models.OneToOneField(
        Membership, models.PROTECT, related_name="invitation", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("member_state", "-invited_at", "-pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "member_state",
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_waiting_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, membership__isnull=True)
                | models.Q(accepted_at__isnull=False, membership__isnull=False, withdrawn_at__isnull=True),
                name="accepted_invitation_has_its_membership",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_invitation_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(is_limited=False) | ~models.Q(role=Role.FOCAL_POINT),
                name="invited_focal_point_sees_everything",
            ),
        )

    def __str__(self):
        return f"{self.email} · {self.member_state}"


class Handover(WrittenOnce):
    """A focal point's part was handed over: from whom, to whom, with a note and perhaps the letter of nomination."""

    member_state = models.ForeignKey(MemberState, models.PROTECT, related_name="handovers")
    outgoing = models.ForeignKey(Membership, models.PROTECT, related_name="handed_over")
    incoming = models.ForeignKey(
        Membership, models.PROTECT, related_name="taken_over", null=True, blank=True,
        help_text=_("None while the successor's invitation waits."),
    )  # fmt: skip
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, related_name="handover", null=True, blank=True
    )
    becomes = models.CharField(
        max_length=20, choices=Role, blank=True, default="",
        help_text=_("What the outgoing focal point is afterwards; blank: the part ends."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)
    letter = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="handover", verbose_name=_("letter of nomination"),
        null=True, blank=True,
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ("member_state", "-at", "-pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=models.Q(incoming__isnull=False) | models.Q(invitation__isnull=False),
                name="handover_has_a_successor",
            ),
        )

    def __str__(self):
        return f"{self.member_state}, {self.at:%Y-%m-%d}"
