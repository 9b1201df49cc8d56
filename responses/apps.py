"""What the site calls this part of itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsesConfig(AppConfig):
    name = "responses"
    verbose_name = _("Regional review")
    default_auto_field = "django.db.models.BigAutoField"
