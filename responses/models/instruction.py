"""What a State instructed the secretariat to do, in writing."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce
from .response import Response


def random_name(_instance, name):
    """A path that nobody can guess, keeping the ending of the file's name."""
    return f"instructions/{secrets.token_urlsafe(24)}{PurePath(name).suffix.lower()}"


class Instruction(WrittenOnce):
    """A document (note verbale, letter) on whose authority the secretariat acted for a State."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="instructions")
    document = models.FileField(_("document"), upload_to=random_name)
    name = models.CharField(_("name of the file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("written instruction")
        verbose_name_plural = _("written instructions")
        ordering = ("-at",)
        default_permissions = ()

    def __str__(self):
        return self.name
