"""Which site Django's admin is: the secretariat's desk."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with the desk as its default site."""

    default_site = "responses.admin.site.Desk"
