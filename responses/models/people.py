"""Who takes part: Member States, the people of their delegations, and the secretariat's staff."""

import unicodedata
import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.status import Role


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
    date_joined = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = UserManager()

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


class Commission(models.Model):
    """A regional commission of the United Nations, which convenes a regional review."""

    code = models.CharField(_("code"), max_length=10, unique=True, help_text=_("For example ECE."))
    name = models.CharField(_("name"), max_length=200)
    region = models.CharField(_("region"), max_length=100, help_text=_("For example UNECE region."))

    class Meta:
        verbose_name = _("regional commission")
        verbose_name_plural = _("regional commissions")
        ordering = ("code",)

    def __str__(self):
        return self.code


def sort_key(name):
    """A key that puts names in alphabetical order, whatever the database's own order of characters.

    Accents and case do not count (Türkiye comes before Turkmenistan), a hyphen parts words as a space does, and
    the Russian й is a letter of its own. The key is hexadecimal, since digits and the letters a to f stand in
    one order in every collation.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("-", " "))
    letters = decomposed.replace("и\u0306", "й")
    return "".join(c for c in letters if c.isalnum() or c == " ").encode().hex()


class MemberStateQuerySet(models.QuerySet):
    """States, real and invented."""

    def invented(self):
        """The invented States of a demonstration: codes XAA to XZZ, which ISO 3166 leaves to its users."""
        return self.filter(alpha3__gte="XAA", alpha3__lte="XZZ")

    def real(self):
        """Everyone but the invented."""
        return self.exclude(alpha3__gte="XAA", alpha3__lte="XZZ")


class MemberState(models.Model):
    """A State that can be invited to a review. Names are the UN's short names in its six languages."""

    class Kind(models.TextChoices):
        MEMBER_STATE = "member_state", _("Member State")
        OBSERVER_STATE = "observer_state", _("Observer State")
        OTHER = "other", _("Other")

    alpha3 = models.CharField(
        _("code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, as in ISO 3166-1 alpha-3."))],
        help_text=_("ISO 3166-1 alpha-3."),
    )
    alpha2 = models.CharField(_("two-letter code"), max_length=2, blank=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    m49_subregion = models.CharField(
        _("M49 sub-region"),
        max_length=100,
        blank=True,
        help_text=_("Statistical, from the United Nations' own list; for the secretariat's filters only."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MEMBER_STATE)
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=800, editable=False, db_index=True, blank=True)
    commissions = models.ManyToManyField(
        Commission, verbose_name=_("regional commissions"), related_name="member_states", blank=True
    )

    objects = MemberStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Member State")
        verbose_name_plural = _("Member States")
        ordering = ("sort_key", "alpha3")

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        for code in settings.MODELTRANSLATION_LANGUAGES:
            setattr(self, f"sort_key_{code}", sort_key(getattr(self, f"name_{code}") or self.name_en or ""))
        super().save(*args, **kwargs)

    @property
    def is_invented(self):
        """Whether this is a State of the demonstration."""
        return "XAA" <= self.alpha3 <= "XZZ"


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
        )

    def __str__(self):
        return f"{self.user} · {self.member_state}"
