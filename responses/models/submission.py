"""What was officially received: frozen texts, how they came, and the consent given for them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from responses.status import CAME, Attribution, Channel, Publication, ReturnedFor, Status

from .instruction import Instruction
from .kept import WrittenOnce
from .response import Response
from .review import GuidingQuestion

FROZEN = (
    "response_id number reference record sha256 search_text received_at deadline is_after_deadline channel "
    "received_on document_id transmitted_by_id words languages came_from came_for"
).split()
OTHER_MEANS = tuple(channel.value for channel in Channel if channel != Channel.SITE)


class Submission(models.Model):
    """One act of submitting: the exact texts and who stands for them.

    Only how it ended (recalled, withdrawn) is added later.
    """

    response = models.ForeignKey(
        Response, models.PROTECT, related_name="submissions", verbose_name=_("response")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    record = models.TextField(
        _("record"), help_text=_("Canonical JSON, format 1; the hash covers its UTF-8 bytes.")
    )
    sha256 = models.CharField(_("integrity code"), max_length=64)
    search_text = models.TextField(blank=True)
    words = models.PositiveIntegerField(_("words"))
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    received_at = models.DateTimeField(
        _("received at"),
        help_text=_("The server's time; of what came by other means, when it was registered."),
    )
    received_on = models.DateField(
        _("received on"), help_text=_("The day on which it reached the secretariat, in the round's zone.")
    )
    deadline = models.DateTimeField(_("deadline then in force"), null=True, blank=True)
    is_after_deadline = models.BooleanField(_("received after the deadline"), default=False)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.SITE)
    document = models.OneToOneField(
        Instruction,
        models.PROTECT,
        related_name="submission",
        verbose_name=_("document"),
        null=True,
        blank=True,
        help_text=_("The authority for what came by other means than this site."),
    )
    transmitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        help_text=_("Whose account acted: a focal point's, or the coordinator's who registered it."),
    )
    came_from = models.CharField(max_length=20, choices=Status)
    came_for = models.CharField(max_length=20, choices=ReturnedFor, blank=True)
    recalled_at = models.DateTimeField(_("recalled"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("response", "-number")
        default_permissions = ()
        # Records are long: without this, looking for a code would read each of them.
        indexes = (models.Index(fields=("sha256",), name="submission_by_code"),)
        constraints = (
            models.UniqueConstraint(fields=("response", "number"), name="one_submission_per_number"),
            models.CheckConstraint(
                condition=models.Q(came_from__in=(Status.DRAFTING, Status.RETURNED))
                | models.Q(came_from=Status.WITHDRAWN, channel__in=OTHER_MEANS),
                name="submitted_by_the_pen",
            ),
            models.CheckConstraint(
                condition=models.Q(channel=Channel.SITE, document__isnull=True)
                | models.Q(channel__in=OTHER_MEANS, document__isnull=False),
                name="other_means_have_their_document",
            ),
            models.CheckConstraint(
                condition=models.Q(recalled_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="recalled_or_withdrawn",
            ),
        )

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        """Insert, or record how it ended. Raises TypeError when a frozen field was changed."""
        stored = getattr(self, "_stored", {})
        if changed := [name for name, value in stored.items() if getattr(self, name) != value]:
            raise TypeError(f"A submission is frozen: {', '.join(changed)}.")
        super().save(*args, **kwargs)
        self._stored = {name: getattr(self, name) for name in FROZEN}

    def get_absolute_url(self):
        """Its permanent address."""
        return reverse("submission", args=[self.reference])

    def delete(self, *args, **kwargs):
        """Always raises TypeError: what was received stays on record."""
        raise TypeError("A submission is never deleted.")

    @classmethod
    def from_db(cls, db, field_names, values):
        """Remembers what was stored, so that :meth:`save` can tell when something frozen was touched."""
        submission = super().from_db(db, field_names, values)
        submission._stored = {
            name: submission.__dict__[name] for name in FROZEN if name in submission.__dict__
        }
        return submission

    @property
    def counts(self):
        """Whether it was neither recalled nor withdrawn."""
        return self.recalled_at is None and self.withdrawn_at is None

    @property
    def came_by_other_means(self):
        """Whether it was registered from a document; otherwise a focal point submitted it on this site."""
        return self.channel != Channel.SITE

    @property
    def came(self):
        """How it reached the secretariat, as part of a sentence."""
        return CAME[Channel(self.channel)]


class SubmittedAnswer(WrittenOnce):
    """One answer of a submission, character for character as in its record; what reading and exports use."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers")
    question = models.ForeignKey(GuidingQuestion, models.PROTECT, related_name="submitted_answers")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    wording = models.TextField()
    text = models.TextField(blank=True)
    language = models.CharField(max_length=35)
    no_information = models.BooleanField(default=False)
    words = models.PositiveIntegerField()
    is_changed = models.BooleanField(
        default=True, help_text=_("Whether it differs from the submission before.")
    )

    class Meta:
        ordering = ("submission", "number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("submission", "number"), name="one_submitted_answer_per_number"),
        )

    def __str__(self):
        return f"{self.submission}, {self.number}"


class Consent(WrittenOnce):
    """What a State agreed to for one submission. The latest row holds; none is ever changed."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="consents")
    publication = models.CharField(_("publication"), max_length=20, choices=Publication)
    attribution = models.CharField(_("attribution"), max_length=20, choices=Attribution)
    publication_stated = models.BooleanField(
        default=True, help_text=_("No: the document says nothing about publication.")
    )
    attribution_stated = models.BooleanField(
        default=True, help_text=_("No: the document says nothing about naming the State.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("submission", "-at", "-pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=models.Q(publication__in=Publication.values, attribution__in=Attribution.values),
                name="consent_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(publication_stated=True) | models.Q(publication=Publication.NO),
                name="nothing_is_published_on_silence",
            ),
            models.CheckConstraint(
                condition=models.Q(attribution_stated=True)
                | models.Q(attribution=Attribution.NOT_ATTRIBUTED),
                name="nobody_is_named_on_silence",
            ),
        )

    def __str__(self):
        return f"{self.get_publication_display()}; {self.get_attribution_display()}"
