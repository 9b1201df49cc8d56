"""What colleagues of a delegation say to each other about a draft; never part of a submission."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Answer, Response


class Note(models.Model):
    """A note between colleagues on one question, for the delegation alone; resolved when it was dealt with."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    about = models.TextField(
        blank=True,
        default="",
        help_text=_("The words of the answer that it is about, where it came from a file."),
    )
    for_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        help_text=_("The colleague who is asked to look."),
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    key = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text=_("One for each note to be stored, the same on each retry."),
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    resolved_as = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("answer", "at", "pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_note_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=("answer", "by", "key"), condition=~models.Q(key=""), name="one_note_per_key"
            ),
        )

    def __str__(self):
        return f"{self.answer}, {self.at:%Y-%m-%d}"


class Assignment(models.Model):
    """A colleague is asked to write one answer."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    due_on = models.DateField(_("if possible by"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("answer", "at", "pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("answer", "user"),
                condition=models.Q(ended_at__isnull=True),
                name="one_assignment_per_person_and_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ended_assignment_says_by_whom",
            ),
        )

    def __str__(self):
        return f"{self.answer}: {self.user}"


class Readiness(models.Model):
    """Capital says that the response, as it stands, is ready for transmission; who transmits it sees that."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="readinesses")
    versions = models.TextField(
        help_text=_(
            "Canonical JSON: of each question the number of its version, what was said of it, and the reply."
        )
    )
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("Taken back, or submitted since."))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("response", "-at", "-pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("response",), condition=models.Q(ended_at__isnull=True), name="ready_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ended_readiness_says_by_whom",
            ),
        )

    def __str__(self):
        return f"{self.response}, {self.at:%Y-%m-%d}"
