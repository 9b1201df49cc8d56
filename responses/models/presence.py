"""Who of a delegation has a question open, and up to which version they have seen its answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Answer


class Presence(models.Model):
    """One person of a delegation at one answer: a hint for colleagues, and a bookmark for their own return.

    No lock, and no part of the record: rows are overwritten, and nobody outside the delegation sees them.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    as_name = models.CharField(
        max_length=150, blank=True, default="", help_text=_("Who somebody at a shared mailbox said they are.")
    )
    at = models.DateTimeField(help_text=_("When the question was last open on the person's screen."))
    version = models.PositiveIntegerField(
        default=0, help_text=_("The last version of the answer that the person has seen.")
    )

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("answer", "user", "as_name"), name="one_presence_per_name"),
        )

    def __str__(self):
        return f"{self.user}: {self.answer}"
