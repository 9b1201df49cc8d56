"""A State's response while it is being written: its answers, and every version of them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from responses.status import PEN, Completeness, Pen, ReturnedFor, Status, label_of

from .kept import WrittenOnce
from .people import signature
from .review import GuidingQuestion, Session
from .states import MemberState


class ResponseQuerySet(models.QuerySet):
    """Responses, with what lists need to know about them."""

    def with_progress(self, among=None):
        """Adds ``complete`` and ``questions``: how many answers are finished, of how many.

        ``among`` is a condition on ``answers``: for somebody who reads certain questions alone.
        """
        finished = models.Q(answers__completeness__in=(Completeness.COMPLETE, Completeness.NO_INFORMATION))
        return self.annotate(
            complete=models.Count("answers", filter=finished & among if among else finished, distinct=True),
            questions=models.Count("answers", filter=among, distinct=True),
        )


class Response(models.Model):
    """The response of one Member State to one session. Only ``rules.workflow.perform`` assigns its status."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="responses", verbose_name=_("session"))
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, related_name="responses", verbose_name=_("Member State")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFTING, editable=False
    )
    returned_for = models.CharField(
        _("returned for"), max_length=20, choices=ReturnedFor, blank=True, default="", editable=False
    )
    reply_by = models.DateTimeField(_("reply by"), null=True, blank=True, editable=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="responses_read",
        verbose_name=_("reviewer"),
        null=True,
        blank=True,
        editable=False,
    )
    standing_submission = models.OneToOneField(
        "Submission", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    published_submission = models.OneToOneField(
        "Submission", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    annexes_published = models.BooleanField(
        default=False, editable=False, help_text=_("Whether its publishable annexes are public too.")
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    requires_clearance = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("By the delegation's own choice: nothing is submitted before every answer is cleared."),
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ("session", "member_state__sort_key", "member_state__alpha3")
        default_permissions = ("view", "export")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "member_state"), name="one_response_per_state_and_session"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="response_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.RETURNED, returned_for__in=ReturnedFor.values)
                | (~models.Q(status=Status.RETURNED) & models.Q(returned_for="")),
                name="returned_response_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(reply_by__isnull=True) | models.Q(status=Status.RETURNED),
                name="reply_by_belongs_to_returned",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    status__in=(Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED, Status.ACCEPTED)
                )
                | models.Q(standing_submission__isnull=False),
                name="received_response_has_a_submission",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.WITHDRAWN)
                | models.Q(standing_submission__isnull=True, published_submission__isnull=True),
                name="withdrawn_response_shows_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(annexes_published=False) | models.Q(published_submission__isnull=False),
                name="annexes_are_published_with_their_text",
            ),
        )

    def __str__(self):
        return str(_("Response of %(state)s") % {"state": self.member_state})

    def get_absolute_url(self):
        """The delegation's task list."""
        return reverse("task_list", args=[self.session.slug, self.member_state.alpha3])

    @property
    def label(self):
        """The words people see for the status."""
        return label_of(self.status, self.returned_for)

    @property
    def pen(self):
        """Who can change the text now."""
        return PEN[Status(self.status)]

    @property
    def came_by_other_means(self):
        """Whether what stands was registered from a document."""
        standing = self.standing_submission
        return standing is not None and standing.came_by_other_means


class Answer(models.Model):
    """One State's answer to one guiding question, as it stands in the delegation's draft."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.ForeignKey(GuidingQuestion, models.PROTECT, related_name="answers")
    text = models.TextField(blank=True, default="", editable=False)
    language = models.CharField(_("language of the answer"), max_length=35, default="en", editable=False)
    completeness = models.CharField(
        max_length=20, choices=Completeness, default=Completeness.NOT_YET, editable=False
    )
    is_open = models.BooleanField(
        default=True,
        editable=False,
        help_text=_("Whether the delegation can write here when it holds the pen."),
    )
    version = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("The version that stands; 0: none yet.")
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    changed_as = models.CharField(max_length=150, blank=True, default="", editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("response", "question__number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("response", "question"), name="one_answer_per_question"),
            models.CheckConstraint(
                condition=models.Q(completeness__in=Completeness.values), name="answer_completeness_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(version__lte=models.F("last_number")), name="standing_version_is_a_version"
            ),
        )

    def __str__(self):
        return f"{self.response}, {self.question.number}"

    @property
    def signature(self):
        """The name of whoever saved it last: as they named themselves, or as their account is called."""
        return self.changed_as or str(self.changed_by or "")

    @property
    def is_writable(self):
        """Whether the delegation holds the pen and this question is open."""
        return self.is_open and self.response.pen == Pen.DELEGATION

    @property
    def is_finished(self):
        """Whether nothing more is needed before submission."""
        return self.completeness != Completeness.NOT_YET


class AnswerVersion(WrittenOnce):
    """One text that somebody saved. Rows are numbered without gaps and never change."""

    class Kind(models.TextChoices):
        TYPED = "typed", _("saved")
        AUTOSAVED = "autosaved", _("saved while writing")
        RESTORED = "restored", _("restored")
        MERGED = "merged", _("put together with a colleague’s change")
        CONFLICT = "conflict", _("kept beside another change")
        RESCUED = "rescued", _("kept after the question was closed")
        WORD = "word", _("taken from a Word file")
        REGISTERED = "registered", _("received by other means and entered by the secretariat")

    class Outcome(models.TextChoices):
        SAVED = "saved", _("saved")
        MERGED = "merged", _("put together with a colleague’s change")
        STALE = "stale_version", _("kept beside another change")
        CLOSED = "closed", _("kept, but the question is closed")

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    language = models.CharField(max_length=35)
    words = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    outcome = models.CharField(max_length=20, choices=Outcome)
    base = models.PositiveIntegerField(help_text=_("The number of the version that the writer started from."))
    key = models.CharField(
        max_length=64, help_text=_("One for each text to be saved, the same on each retry.")
    )
    page = models.CharField(max_length=64, help_text=_("One for each opened page."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(
        max_length=150, blank=True, default="", help_text=_("Who somebody at a shared mailbox said they are.")
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("answer", "-number")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("answer", "number"), name="one_version_per_number"),
            models.UniqueConstraint(fields=("answer", "key"), name="one_version_per_key"),
            models.CheckConstraint(
                condition=models.Q(base__lt=models.F("number")), name="version_follows_its_base"
            ),
        )

    def __str__(self):
        return f"{self.answer}, {self.number}"

    signature = property(signature)

    @property
    def stands(self):
        """Whether this text became the answer when it was saved."""
        return self.outcome == self.Outcome.SAVED
