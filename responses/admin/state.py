"""Member States: their names in six languages, their codes and commissions."""

from django.contrib import admin
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from responses.models import MemberState

from . import searching
from .import_pages import ImportingMixin
from .importing import StateResource
from .rights import SetUpAdmin
from .translated import InEnglish, other_languages
from .wording import name_of, sort_key_field


class SubregionFilter(admin.AllValuesFieldListFilter):
    """The sub-regions that are given; what is empty would be a link without words."""

    def choices(self, changelist):
        """All, and each sub-region."""
        return (choice for choice in super().choices(changelist) if choice["display"])


@admin.register(MemberState)
class StateAdmin(ImportingMixin, InEnglish, SetUpAdmin):
    """A State that can be invited. States are never deleted."""

    about = _("Names in six languages, codes and regional commissions; can be imported.")
    resource_class = StateResource
    needs_english = ("name",)
    empty_value_display = _("Not given")
    list_display = ("shown", "alpha3", "kind", "m49_subregion", "convened_by")
    list_filter = ("commissions", "kind", ("m49_subregion", SubregionFilter))
    search_fields = ("name",)
    search_help_text = _("Names in six languages.")
    fieldsets = (
        (None, {"fields": ("name_en", "kind", "commissions")}),
        (_("Codes"), {"fields": ("alpha3", "alpha2", "m49", "m49_subregion")}),
        other_languages("name"),
    )

    def get_queryset(self, request):
        """All States, with the commissions they belong to."""
        return super().get_queryset(request).prefetch_related("commissions")

    def get_ordering(self, request):
        """The alphabetical order of the page's language."""
        return (sort_key_field(), "alpha3")

    def get_search_results(self, request, queryset, search_term):
        """By name in any of the six languages, without regard to case and accents."""
        return searching.states_matching(queryset, search_term), False

    def get_readonly_fields(self, request, obj=None):
        """The code stands in addresses and references: it stays once the State was invited."""
        return ("alpha3",) if obj and obj.responses.exists() else ()

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """The commissions as ticks."""
        return super().formfield_for_manytomany(db_field, request, widget=CheckboxSelectMultiple, **kwargs)

    @admin.display(description=_("name"), ordering="sort_key_en")
    def shown(self, state):
        """The name; an invented State says so."""
        return name_of(state)

    @admin.display(description=_("regional commissions"))
    def convened_by(self, state):
        """The commissions the State belongs to."""
        return ", ".join(commission.code for commission in state.commissions.all())
