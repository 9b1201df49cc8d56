"""The desk of the secretariat: Django's admin with a first page of its own."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.rules import permissions

from .participation import overview

ORDER = (
    "Response",
    "Session",
    "Review",
    "Membership",
    "User",
    "MemberState",
    "Commission",
    "Letter",
    "Event",
    "Objective",
    "GuidingQuestion",
    "AgendaItem",
)
"""The nouns of the desk, those used most first."""


class Desk(admin.AdminSite):
    """Keeps the records of the review, and no others: groups, addresses and second factors have no page here."""

    site_header = gettext_lazy("GCM Regional Review")
    site_title = gettext_lazy("Secretariat’s desk")
    index_title = gettext_lazy("Desk")
    index_template = "admin/desk.html"
    enable_nav_sidebar = False
    empty_value_display = ""

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take in the nouns of the review; what other applications offer to any admin stays outside."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        own = [model for model in models if model._meta.app_label == "responses"]
        super().register(own, admin_class, **options)

    def get_urls(self):
        """Django's own pages, except the one that leads from any row number to any public address."""
        return [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

    def each_context(self, request):
        """What each page knows besides: which parts of the desk the person has."""
        user = request.user
        return super().each_context(request) | {
            "may_see_responses": permissions.is_secretariat(user),
            "may_set_up": permissions.may_set_up(user),
        }

    def get_app_list(self, request, app_label=None):
        """The nouns in the order of the work, each with a sentence about it."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for noun in app["models"]:
                noun["about"] = self.get_model_admin(noun["model"]).about
            app["models"].sort(key=lambda noun: ORDER.index(noun["object_name"]))
        return apps

    def app_index(self, request, app_label, extra_context=None):
        """The nouns of the set-up."""
        return super().app_index(request, app_label, {"title": _("Set-up")} | (extra_context or {}))

    def index(self, request, extra_context=None):
        """How the chosen session stands, above the list of the desk's nouns."""
        shown = overview(request.user, request.GET.get("session", ""))
        return super().index(request, shown | (extra_context or {}))
