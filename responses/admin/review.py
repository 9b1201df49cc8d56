"""Reviews, the commissions that convene them, and the objectives of the Compact."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from responses.models import Commission, Objective, Review
from responses.rules import permissions

from .rights import DeskAdmin, SetUpAdmin
from .translated import InEnglish, other_languages


@admin.register(Commission)
class CommissionAdmin(SetUpAdmin):
    """The regional commissions. Their States are chosen on the page of each State, or imported."""

    about = _("The commissions that convene regional reviews.")
    list_display = ("code", "name", "region")
    fields = ("code", "name", "region")

    def get_readonly_fields(self, request, obj=None):
        """The code stands in the references of submissions: it stays once States were invited."""
        opened = obj is not None and obj.reviews.filter(sessions__opened_at__isnull=False).exists()
        return ("code",) if opened else ()


@admin.register(Review)
class ReviewAdmin(InEnglish, SetUpAdmin):
    """One regional review: a commission and a year, its time zone and its contact point."""

    about = _("A commission and a year, with time zone and contact point.")
    needs_english = ("title",)
    list_display = ("__str__", "title", "zone_name", "contact_name")
    list_select_related = ("commission",)
    fieldsets = (
        (None, {"fields": ("commission", "year", "title_en")}),
        (_("Time zone of the deadlines"), {"fields": ("zone", "zone_name")}),
        (_("Contact point, as letters and pages name it"), {"fields": ("contact_name", "contact_email")}),
        other_languages("title"),
    )

    def get_readonly_fields(self, request, obj=None):
        """Commission and year stand in the references of submissions: they stay once States were invited."""
        opened = obj is not None and obj.sessions.filter(opened_at__isnull=False).exists()
        return ("commission", "year") if opened else ()


@admin.register(Objective)
class ObjectiveAdmin(InEnglish, DeskAdmin):
    """The 23 objectives, as the General Assembly adopted them: to be read."""

    about = _("The 23 objectives of the Compact, to be read.")
    sees = staticmethod(permissions.may_set_up)
    list_display = ("number", "title", "paragraph")
    list_display_links = ("number", "title")
    fieldsets = (
        (None, {"fields": ("number", "paragraph", "title_en", "short_label_en")}),
        other_languages("title", "short_label"),
    )
