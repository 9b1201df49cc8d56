"""Which site Django's admin is: the secretariat's desk."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig
from django.core import checks

from .sqlite import check_library
from .storing import check_storage


class DeskConfig(AdminConfig):
    """Django's admin, with the desk as its default site."""

    default_site = "responses.admin.site.Desk"

    def ready(self):
        """Take in the nouns only now: a page cannot register before the desk stands."""
        super().ready()
        import_module("responses.admin.nouns")
        checks.register(check_library)
        checks.register(check_storage)
