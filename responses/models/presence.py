"""Who of a delegation has a question open, and up to which version they have seen its answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .response import Answer


class Presence(models.Model):
    """One member of a delegation at one answer: a hint for colleagues, and a bookmark for the member's own return.

    No lock, and no part of the record: rows are overwritten, and nobody outside the delegation sees them.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(help_text=_("When the question was last open on the person's screen."))
    version = models.PositiveIntegerField(
        default=0, help_text=_("The last version of the answer that the person has seen.")
    )

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("answer", "user"), name="one_presence_per_person"),)

    def __str__(self):
        return f"{self.user}: {self.answer}"
