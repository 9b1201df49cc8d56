"""A named official's clearance of exact versions of answers, and how it was asked for. The delegation's alone."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce
from .response import Answer, Response
from .stored_file import StoredFile


class ClearanceRequest(models.Model):
    """A named official is asked to clear texts as they stand; a personal link and a code by mail lead to them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="clearance_requests")
    official_name = models.CharField(_("name of the official"), max_length=150)
    official_title = models.CharField(_("title"), max_length=150)
    authority = models.CharField(_("ministry or authority"), max_length=200)
    email = models.EmailField(_("e-mail address"), max_length=254)
    note = models.TextField(_("note to the official"), blank=True)
    whole_response = models.BooleanField(default=False)
    link = models.CharField(
        max_length=64, unique=True, help_text=_("SHA-256 of what makes the link a personal one.")
    )
    code = models.CharField(
        max_length=128, blank=True, default="", help_text=_("Hash of the code that was sent last.")
    )
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(max_length=150, blank=True, default="")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(help_text=_("When the letter was last sent."))
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("response", "-asked_at", "-pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="withdrawn_request_says_by_whom",
            ),
        )

    def __str__(self):
        return f"{self.official_name}, {self.authority}"

    def get_absolute_url(self):
        """The delegation's page about this request."""
        session, state = self.response.session, self.response.member_state
        return reverse("clearance_request", args=[session.slug, state.alpha3, self.public_id])


class RequestedText(WrittenOnce):
    """One text of a request, by answer and number of its version (0: nothing was written)."""

    request = models.ForeignKey(ClearanceRequest, models.PROTECT, related_name="texts")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    no_information = models.BooleanField(default=False)
    says = models.CharField(
        max_length=64, help_text=_("SHA-256 of the text and its language, or of there being no information.")
    )

    class Meta:
        ordering = ("request", "answer__question__number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("request", "answer"), name="one_requested_text_per_answer"),
        )

    def __str__(self):
        return f"{self.request}: {self.answer}"


class Clearance(models.Model):
    """What an official decided about exact versions of texts; only a mistaken entry is struck out afterwards."""

    class Outcome(models.TextChoices):
        CLEARED = "cleared", _("Cleared")
        SUBJECT_TO_CHANGES = "subject_to_changes", _("Cleared subject to changes")
        NO_OBJECTION = "no_objection", _("No objection")
        NOT_CLEARED = "not_cleared", _("Not cleared")

    class Way(models.TextChoices):
        LINK = "link", _("on a personal link")
        SHEET = "sheet", _("on a clearance sheet")
        ELSEWHERE = "elsewhere", _("given elsewhere and recorded")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="clearances")
    outcome = models.CharField(max_length=20, choices=Outcome)
    remark = models.TextField(_("remark"), blank=True)
    official_name = models.CharField(_("name of the official"), max_length=150)
    official_title = models.CharField(_("title"), max_length=150, blank=True)
    authority = models.CharField(_("ministry or authority"), max_length=200)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=200, blank=True)
    given_on = models.DateField(_("given on"))
    way = models.CharField(max_length=20, choices=Way)
    whole_response = models.BooleanField(default=False)
    request = models.OneToOneField(
        ClearanceRequest, models.PROTECT, related_name="clearance", null=True, blank=True
    )
    scan = models.OneToOneField(StoredFile, models.PROTECT, related_name="clearance", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        help_text=_("The member who recorded it; nobody where the official decided on the link."),
    )  # fmt: skip
    as_name = models.CharField(max_length=150, blank=True, default="")
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    struck_because = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ("response", "-at", "-pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=models.Q(outcome__in=(
                "cleared", "subject_to_changes", "no_objection", "not_cleared",
            )), name="clearance_outcome_is_known"),
            models.CheckConstraint(
                condition=models.Q(way="link", request__isnull=False, by__isnull=True)
                | (~models.Q(way="link") & models.Q(by__isnull=False)),
                name="clearance_says_who_entered_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="no_objection") | models.Q(by__isnull=False),
                name="no_objection_is_recorded_by_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(struck_at__isnull=True, struck_by__isnull=True)
                | models.Q(struck_at__isnull=False, struck_by__isnull=False),
                name="struck_clearance_says_by_whom",
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.official_name}, {self.authority}: {self.get_outcome_display()}"

    def get_absolute_url(self):
        """The delegation's page about this clearance."""
        session, state = self.response.session, self.response.member_state
        return reverse("clearance", args=[session.slug, state.alpha3, self.public_id])


class ClearedText(WrittenOnce):
    """One text that a clearance is about: an answer and the number of its version (0: nothing was written)."""

    clearance = models.ForeignKey(Clearance, models.PROTECT, related_name="texts")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="cleared_texts")
    version = models.PositiveIntegerField()
    no_information = models.BooleanField(default=False)
    says = models.CharField(
        max_length=64, help_text=_("SHA-256 of the text and its language, or of there being no information.")
    )

    class Meta:
        ordering = ("clearance", "answer__question__number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("clearance", "answer"), name="one_cleared_text_per_answer"),
        )

    def __str__(self):
        return f"{self.clearance}: {self.answer}"
