"""What is asked: a review, its sessions, their agenda and guiding questions."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from responses.addresses import SLUG

from .states import Commission


def validate_zone(value):
    """Raises ValidationError unless the value names a time zone of the IANA database."""
    if value not in available_timezones():
        raise ValidationError(_("Name a time zone as in Europe/Zurich."))


class Review(models.Model):
    """One regional review of the Compact: a commission and a year."""

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="reviews", verbose_name=_("regional commission")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2018)])
    title = models.CharField(_("title"), max_length=200)
    zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="Europe/Zurich",
        validators=[validate_zone],
        help_text=_("In which deadlines are set, as in Europe/Zurich."),
    )
    zone_name = models.CharField(
        _("name of the time zone"),
        max_length=50,
        default="Geneva",
        help_text=_("“Geneva” is shown as “Geneva time”."),
    )
    contact_name = models.CharField(_("contact point"), max_length=200)
    contact_email = models.EmailField(_("e-mail of the contact point"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("-year", "commission__code")
        constraints = (
            models.UniqueConstraint(fields=("commission", "year"), name="one_review_per_commission_and_year"),
        )

    def __str__(self):
        return f"{self.commission} {self.year}"

    @property
    def tzinfo(self):
        """The round's time zone."""
        return ZoneInfo(self.zone)


class Objective(models.Model):
    """One of the 23 objectives of the Compact (A/RES/73/195, annex, paragraphs 17 to 39)."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    paragraph = models.PositiveSmallIntegerField(_("paragraph"))
    title = models.CharField(_("title"), max_length=300)
    short_label = models.CharField(_("short label"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("objective of the Compact")
        verbose_name_plural = _("objectives of the Compact")
        ordering = ("number",)

    def __str__(self):
        return f"{self.number}. {self.title}"


class Session(models.Model):
    """One session of a review, with its questions and its deadline: what a State is invited to answer."""

    class DeadlinePolicy(models.TextChoices):
        OPEN = "open", _("Everything is received; the date of receipt is on the record")
        CLOSED = "closed", _("First responses are received until the deadline")

    review = models.ForeignKey(Review, models.PROTECT, related_name="sessions", verbose_name=_("review"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(rf"^{SLUG}\Z", _("Small letters and digits with hyphens between, as ece-2024-s3."))
        ],
        help_text=_("For example ece-2024-s3."),
    )
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Shown on the start page."))
    schedule = models.CharField(
        _("date and time of the session"),
        max_length=200,
        blank=True,
        help_text=_("In words, as 15:00 to 16:15 CET."),
    )
    objectives = models.ManyToManyField(
        Objective, verbose_name=_("objectives"), related_name="sessions", blank=True
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    deadline_policy = models.CharField(
        _("after the deadline"), max_length=10, choices=DeadlinePolicy, default=DeadlinePolicy.OPEN
    )
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("-review__year", "review__commission__code", "number")
        constraints = (
            models.UniqueConstraint(fields=("review", "number"), name="one_session_per_review_and_number"),
        )

    def __str__(self):
        return f"{self.review}, {self.title}"

    def get_absolute_url(self):
        """The session's start page."""
        return reverse("session_start", args=[self.slug])

    @property
    def is_open(self):
        """Whether States have been invited: from then on the wording of the questions stands."""
        return self.opened_at is not None


class AgendaItem(models.Model):
    """One item of a session's agenda, as announced."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="agenda", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    speaker = models.CharField(_("speaker"), max_length=200, blank=True)
    capacity = models.CharField(_("capacity of the speaker"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ("session", "position")
        constraints = (
            models.UniqueConstraint(fields=("session", "position"), name="one_agenda_item_per_position"),
        )

    def __str__(self):
        return self.title


class GuidingQuestion(models.Model):
    """A question that the review puts to every Member State; its wording is the instrument."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="questions", verbose_name=_("session"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = models.CharField(_("short title"), max_length=200)
    wording = models.TextField(_("wording"))
    points = models.TextField(
        _("points worth covering"),
        blank=True,
        help_text=_("Optional, one to a line; folded under the question."),
    )

    class Meta:
        verbose_name = _("guiding question")
        verbose_name_plural = _("guiding questions")
        ordering = ("session", "number")
        constraints = (models.UniqueConstraint(fields=("session", "number"), name="one_question_per_number"),)

    def __str__(self):
        return f"{self.number}. {self.title}"
