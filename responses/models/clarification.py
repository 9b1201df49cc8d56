"""What the secretariat asks about one answer, and what the State replied."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce
from .response import Answer
from .submission import Submission


class Clarification(models.Model):
    """A request for further information on one answer of one submission."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="clarifications")
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        related_name="clarifications",
        help_text=_("The submission that was read."),
    )
    request = models.TextField(_("further information would be welcome on"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    draft_reply = models.TextField(
        blank=True, default="", editable=False, help_text=_("The delegation's, not yet sent.")
    )
    draft_number = models.PositiveIntegerField(default=0, editable=False)
    reply = models.TextField(
        blank=True, default="", editable=False, help_text=_("As it went back with a submission.")
    )
    answered_in = models.ForeignKey(
        Submission,
        models.PROTECT,
        related_name="answered_clarifications",
        null=True,
        blank=True,
        editable=False,
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ("answer__question__number", "asked_at", "pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="answered", answered_in__isnull=False)
                | models.Q(state="open", answered_in__isnull=True, reply="")
                | models.Q(state="closed"),
                name="answered_clarification_has_its_submission",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at__isnull=True)),
                name="closed_clarification_has_its_time",
            ),
        )

    def __str__(self):
        return str(_("Clarification on %(answer)s") % {"answer": self.answer})


class ReplyVersion(WrittenOnce):
    """One text that somebody saved as the reply to a clarification; kept like the versions of an answer."""

    clarification = models.ForeignKey(Clarification, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    stands = models.BooleanField(help_text=_("Whether it became the reply when it was saved."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(
        max_length=150, blank=True, default="", help_text=_("Who somebody at a shared mailbox said they are.")
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("clarification", "-number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("clarification", "number"), name="one_reply_version_per_number"),
        )

    def __str__(self):
        return f"{self.clarification}, {self.number}"
