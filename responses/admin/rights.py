"""Who may do what on the desk: every right is a predicate of the rules, and nothing is ever deleted."""

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from django.utils.text import capfirst

from responses.rules import permissions


def nobody(user, _object=None):
    """A right that nobody has."""
    return False


class Plain:
    """Choices from other nouns without the windows in which Django would add to them."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field as Django makes it, without links to add, change or view what it offers."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        for act in ("add", "change", "delete", "view"):
            if hasattr(widget, f"can_{act}_related"):
                setattr(widget, f"can_{act}_related", False)
        return field


class Rights(Plain):
    """Answers the admin's questions from predicates ``(user, object) -> bool``."""

    sees = staticmethod(permissions.may_set_up)
    adds = staticmethod(nobody)
    changes = staticmethod(nobody)

    def has_module_permission(self, request):
        """Whether the noun is listed for the person."""
        return self.sees(request.user, None)

    def has_view_permission(self, request, obj=None):
        """Whether the person may see the list, or this object."""
        return self.sees(request.user, obj)

    def has_add_permission(self, request, obj=None):
        """Whether the person may add an object (for an inline: to ``obj``)."""
        return self.adds(request.user, obj)

    def has_change_permission(self, request, obj=None):
        """Whether the person may change objects, or this one."""
        return self.changes(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """What is on record is ended or withdrawn, never deleted."""
        return False


class DeskAdmin(Rights, admin.ModelAdmin):
    """One noun of the desk."""

    view_on_site = False
    show_full_result_count = False
    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    about = ""
    """A sentence for the list of nouns."""

    def changelist_view(self, request, extra_context=None):
        """The list under its own name."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The page of an object under its own name."""
        if obj is not None:
            context |= {"title": str(obj), "subtitle": None}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def address(self, name, *args):
        """The address of a page of this noun: ``address("changelist")``, ``address("move", 7, "accept")``."""
        return reverse(admin_urlname(self.opts, name), args=args)

    def frame(self, request, **context):
        """What every page of the desk shows around its content, and what the page adds."""
        return self.admin_site.each_context(request) | {"opts": self.opts} | context


class SetUpAdmin(DeskAdmin):
    """A noun of the set-up: coordinators see, add and change it."""

    adds = staticmethod(permissions.may_set_up)
    changes = staticmethod(permissions.may_set_up)
