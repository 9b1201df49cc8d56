"""A deadline of a State's own, and the reason for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kept import WrittenOnce
from .response import Response


class Extension(WrittenOnce):
    """One State's own deadline for its response. The latest row holds."""

    response = models.ForeignKey(
        Response, models.PROTECT, related_name="extensions", verbose_name=_("response")
    )
    until = models.DateTimeField(_("new deadline"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ("response", "-at", "-pk")
        default_permissions = ()

    def __str__(self):
        return f"{self.response}: {self.until:%Y-%m-%d %H:%M}"
