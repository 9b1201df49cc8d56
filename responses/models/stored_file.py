"""A file that a delegation gave the site: an annex, a scan, a letter of nomination, a filled-in Word file."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce
from .states import MemberState


def random_name(_instance, name):
    """A path that nobody can guess, keeping the ending of the file's name."""
    return f"delegations/{secrets.token_urlsafe(24)}{PurePath(name).suffix.lower()}"


class StoredFile(WrittenOnce):
    """One file as it came, outside of what the web server serves; who reads it follows from what it belongs to."""

    member_state = models.ForeignKey(MemberState, models.PROTECT, related_name="files")
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_name = models.CharField(
        max_length=150, blank=True, default="", help_text=_("Who somebody at a shared mailbox said they are.")
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file of a delegation")
        verbose_name_plural = _("files of delegations")
        ordering = ("-at", "-pk")
        default_permissions = ()

    def __str__(self):
        return self.name
