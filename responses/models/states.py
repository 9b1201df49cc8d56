"""The States that can be invited to a review, and the regional commissions that convene one."""

import unicodedata

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


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
