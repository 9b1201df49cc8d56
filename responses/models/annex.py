"""Files and courtesy translations that come with a response."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce, WrittenOnceQuerySet
from .response import Answer, Response
from .stored_file import StoredFile
from .submission import Submission, SubmittedAnswer


class AnnexQuerySet(models.QuerySet):
    """Annexes, present and removed."""

    def present(self):
        """Those that were not removed."""
        return self.filter(removed_at__isnull=True)


class Annex(models.Model):
    """A file that comes with a response, or with one of its answers; no saving of a text touches it."""

    class Kind(models.TextChoices):
        ANNEX = "annex", _("Annex")
        FORMATTED = "formatted", _("Formatted version of the response")

    response = models.ForeignKey(Response, models.PROTECT, related_name="annexes")
    answer = models.ForeignKey(
        Answer, models.PROTECT, related_name="annexes", null=True, blank=True,
        help_text=_("None: it belongs to the response as a whole."),
    )  # fmt: skip
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="annex")
    number = models.PositiveSmallIntegerField(
        help_text=_("Given once and to no other annex of the response: texts refer to it.")
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ANNEX)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=35)
    is_publishable = models.BooleanField(_("may be published"), default=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AnnexQuerySet.as_manager()

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ("response", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("response", "number"), name="one_annex_per_number"),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="removed_annex_says_by_whom",
            ),
        )

    def __str__(self):
        return self.title


class SubmittedAnnex(WrittenOnce):
    """One annex of a submission as its record has it, frozen by its hash."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="annexes")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="submitted_annexes")
    number = models.PositiveSmallIntegerField(help_text=_("The number that the delegation’s pages gave it."))
    question = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The number of the question that it comes with.")
    )
    kind = models.CharField(max_length=20, choices=Annex.Kind)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=35)
    is_publishable = models.BooleanField()

    class Meta:
        ordering = ("submission", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="one_submitted_annex_per_number"),
        )

    def __str__(self):
        return f"{self.submission}, {self.number}"


class CourtesyTranslationQuerySet(WrittenOnceQuerySet):
    """Translations as they were saved."""

    def current(self):
        """The one that holds for each answer and language; its text is "" where it was taken away."""
        newer = CourtesyTranslation.objects.filter(
            answer=models.OuterRef("answer"), language=models.OuterRef("language"), stands=True,
            number__gt=models.OuterRef("number"),
        )  # fmt: skip
        return self.filter(~models.Exists(newer), stands=True)


class CourtesyTranslation(WrittenOnce):
    """A State's own translation of an answer as it was saved once; the latest of each language holds, "" for none."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=35)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    of_version = models.PositiveIntegerField(help_text=_("The version of the answer that it translates."))
    stands = models.BooleanField(
        default=True, help_text=_("No: somebody else had changed it meanwhile; kept beside it.")
    )
    key = models.CharField(
        max_length=64, help_text=_("One for each text to be saved, the same on each retry.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()

    objects = CourtesyTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("courtesy translation")
        verbose_name_plural = _("courtesy translations")
        ordering = ("answer", "language", "-number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("answer", "language", "number"), name="one_translation_per_number"
            ),
            models.UniqueConstraint(fields=("answer", "key"), name="one_translation_per_key"),
        )

    def __str__(self):
        return f"{self.answer}, {self.language}, {self.number}"


class SubmittedTranslation(WrittenOnce):
    """A State's courtesy translation of a submitted answer, as its record has it; the answer is what counts."""

    submitted_answer = models.ForeignKey(SubmittedAnswer, models.PROTECT, related_name="translations")
    language = models.CharField(max_length=35)
    text = models.TextField()

    class Meta:
        ordering = ("submitted_answer", "language")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("submitted_answer", "language"), name="one_submitted_translation_per_language"
            ),
        )

    def __str__(self):
        return f"{self.submitted_answer}, {self.language}"
