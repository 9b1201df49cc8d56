"""The outbox: every mail that the site owes to somebody, sent or not yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Response


class LetterQuerySet(models.QuerySet):
    """Letters, sent and unsent."""

    def unsent(self):
        """Those that have not left yet."""
        return self.filter(sent_at__isnull=True)

    def of_the_secretariat(self):
        """Those that the secretariat may see: what members of a delegation write to each other is not among them."""
        return self.filter(is_delegation=False)


class Letter(models.Model):
    """One mail to one person. It never holds the text of an answer."""

    kind = models.CharField(_("kind"), max_length=40)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="letters",
        verbose_name=_("to"),
        null=True,
        blank=True,
    )
    address = models.EmailField(
        _("address"),
        max_length=254,
        blank=True,
        default="",
        help_text=_("Of somebody without an account: an official who is asked to clear a text."),
    )
    address_name = models.CharField(_("name"), max_length=150, blank=True, default="")
    reply_to = models.EmailField(
        max_length=254,
        blank=True,
        default="",
        editable=False,
        help_text=_(
            "Where a reply goes: what members of a delegation write is not answered to the secretariat."
        ),
    )
    is_delegation = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Between members of one delegation: the secretariat does not see it."),
    )
    response = models.ForeignKey(
        Response, models.PROTECT, related_name="letters", null=True, blank=True, verbose_name=_("response")
    )
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True, default="", editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-written_at", "-pk")
        default_permissions = ("view",)
        indexes = (models.Index(fields=("sent_at", "written_at"), name="letters_unsent"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(to__isnull=False, address="")
                | (models.Q(to__isnull=True) & ~models.Q(address="")),
                name="letter_goes_to_an_account_or_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(to__isnull=False) | models.Q(is_delegation=True),
                name="only_delegations_write_to_others",
            ),
        )

    def __str__(self):
        return self.subject

    @property
    def recipient(self):
        """The e-mail address it goes to."""
        return self.to.email if self.to_id else self.address
