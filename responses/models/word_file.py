"""A filled-in Word file that a delegation uploaded: what was read in it, and what was taken over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Response
from .stored_file import StoredFile


class WordFile(models.Model):
    """One uploaded file of a questionnaire; nothing of it is in an answer before somebody applies it."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="word_files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="word_file")
    number = models.PositiveIntegerField(help_text=_("Among the files of this response, from 1."))
    reading = models.TextField(help_text=_("Canonical JSON: what was read, question by question."))
    choices = models.TextField(
        blank=True,
        default="",
        help_text=_("Canonical JSON: what was chosen for each question when it was applied."),
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    applied_as = models.CharField(max_length=150, blank=True, default="")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    read_anyway_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("When somebody chose to read a file that was made for another session."),
    )

    class Meta:
        verbose_name = _("Word file")
        verbose_name_plural = _("Word files")
        ordering = ("response", "-pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("response", "number"), name="one_word_file_per_number"),
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True, applied_by__isnull=True)
                | models.Q(applied_at__isnull=False, applied_by__isnull=False),
                name="applied_file_says_by_whom",
            ),
        )

    def __str__(self):
        return f"{self.response}: {self.file}"
