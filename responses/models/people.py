"""The people who take part: members of delegations, and the secretariat's staff."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.status import Role

from .states import MemberState


class UserManager(BaseUserManager):
    """Makes accounts whose name is their e-mail address."""

    def create_user(self, email, password=None, **fields):
        """A new account; without a password it can be entered with a code by e-mail only."""
        user = self.model(email=self.clean_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """An operator's account."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        """The account with this address, whatever its case."""
        return self.get(email__iexact=email)

    @staticmethod
    def clean_email(email):
        """An address as it is stored: without white space around it, in lower case.

        Mailboxes that differ in case alone do not exist in practice; people type theirs as they like.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        return email.strip().lower()


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a delegate by e-mail and a code, staff of the secretariat with a password."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150, help_text=_("As colleagues should read it."))
    is_staff = models.BooleanField(
        _("works for the secretariat"),
        default=False,
        help_text=_("Signs in with a password and sees the desk."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_shared = models.BooleanField(
        _("used by several people"),
        default=False,
        help_text=_("A shared mailbox: after signing in, people say who they are."),
    )
    date_joined = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = UserManager()

    said_name = ""
    """Who a person at a shared mailbox said they are, while they are signed in; not stored with the account."""

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name", "email")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("Someone with this e-mail address is there already."),
            ),
        )

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.email = UserManager.clean_email(self.email)
        super().save(*args, **kwargs)

    def get_full_name(self):
        """The person's name."""
        return self.name

    def get_short_name(self):
        """The person's name; titles and forms of address differ too much to be cut."""
        return self.name


def signature(row):
    """The name to show for whoever did what a row says: as they named themselves, or as their account is called."""
    return row.as_name or str(row.by)


class MembershipQuerySet(models.QuerySet):
    """Memberships, past and present."""

    def active(self):
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)


class Membership(models.Model):
    """A person's part in the delegation of one Member State: ended one day, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, related_name="memberships", verbose_name=_("Member State")
    )
    role = models.CharField(_("part"), max_length=20, choices=Role, default=Role.CONTRIBUTOR)
    capacity = models.CharField(
        _("capacity"),
        max_length=200,
        blank=True,
        help_text=_("For example: Ministry of Labour, or Permanent Mission in Geneva."),
    )
    is_limited = models.BooleanField(
        _("only certain questions"),
        default=False,
        help_text=_("Reads and writes the chosen questions and nothing else of the response."),
    )
    questions = models.ManyToManyField(
        "GuidingQuestion", verbose_name=_("questions"), related_name="+", blank=True
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a delegation")
        verbose_name_plural = _("memberships of delegations")
        ordering = ("member_state__sort_key", "user__name")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "member_state"),
                condition=models.Q(ended_at__isnull=True),
                name="one_part_per_person_and_state",
                violation_error_message=_("This person is already in the delegation."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(is_limited=False) | ~models.Q(role=Role.FOCAL_POINT),
                name="focal_point_sees_everything",
            ),
        )

    def __str__(self):
        return f"{self.user} · {self.member_state}"
