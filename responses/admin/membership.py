"""Memberships of delegations: added with an address, ended by a button, never deleted."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from responses.models import Membership
from responses.rules import handing_over, members, people, permissions
from responses.rules.refused import Refused

from . import searching
from .import_pages import ImportingMixin
from .importing import MemberResource
from .member_forms import HandOverForm, MemberForm, PartForm
from .rights import DeskAdmin
from .wording import name_of, sort_key_field


class EndedFilter(admin.SimpleListFilter):
    """Present and past members."""

    title = gettext_lazy("membership")
    parameter_name = "ended"

    def lookups(self, request, model_admin):
        return [("no", _("Active")), ("yes", _("Ended"))]

    def queryset(self, request, queryset):
        return queryset.filter(ended_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Membership)
class MembershipAdmin(ImportingMixin, DeskAdmin):
    """Who takes part for which State, and in which capacity."""

    about = gettext_lazy(
        "Who leads, writes or reads for which State. Focal points are named and imported here."
    )
    adds = staticmethod(permissions.may_set_up)
    resource_class = MemberResource
    list_display = ("person", "state", "role", "capacity", "started_at", "ended_at")
    list_select_related = ("user", "member_state")
    list_filter = (EndedFilter, "role")
    search_fields = ("user__name",)
    search_help_text = gettext_lazy("Names and addresses of people, and State names in six languages.")
    fields = readonly_fields = (
        "person_with_address",
        "state",
        "role",
        "capacity",
        "chosen",
        "started_at",
        "ended_at",
    )
    change_form_template = "admin/responses/membership/change_form.html"

    def get_ordering(self, request):
        """By State in the alphabetical order of the page's language, then by name."""
        return (sort_key_field("member_state__"), "member_state__alpha3", "user__name")

    def get_search_results(self, request, queryset, search_term):
        """By person and by State, without regard to case in any script."""
        return searching.members_matching(queryset, search_term), False

    @admin.display(description=gettext_lazy("person"), ordering="user__name")
    def person(self, membership):
        """The name."""
        return str(membership.user)

    @admin.display(description=gettext_lazy("person"))
    def person_with_address(self, membership):
        """The name and the address."""
        return f"{membership.user} · {membership.user.email}"

    @admin.display(description=gettext_lazy("only these questions"))
    def chosen(self, membership):
        """The questions to which the person is limited; nothing for who sees them all."""
        asked = membership.questions.select_related("session") if membership.is_limited else ()
        return "; ".join(f"{one.session.title}, {one.number}. {one.title}" for one in asked)

    @admin.display(description=gettext_lazy("Member State"), ordering="member_state__sort_key_en")
    def state(self, membership):
        """The State."""
        return name_of(membership.member_state)

    def get_urls(self):
        """The pages that end a membership, change its part and hand it over, before Django's own."""
        pages = {"end": end_view, "part": part_view, "hand-over": hand_over_view}
        own = []
        for name, view in pages.items():
            only = require_http_methods(["GET", "HEAD", "POST"])(partial(view, self))
            called = f"responses_membership_{name.replace('-', '_')}"
            own.append(path(f"<int:key>/{name}/", self.admin_site.admin_view(only), name=called))
        return [*own, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """A person, a State and a part; what the rules refuse is said, and nothing typed is lost."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = MemberForm(request.POST or None, initial={"member_state": request.GET.get("state")})
        reasons, status = [], 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    membership = people.add_delegate(**form.cleaned_data, by=request.user)
                except Refused as refusal:
                    reasons, status = [str(refusal)], refusal.status
                else:
                    text = _("%(person)s is part of the delegation of %(state)s.")
                    facts = {"person": membership.user, "state": membership.member_state}
                    messages.success(request, text % facts)
                    return redirect(self.address("changelist"))
        context = self.frame(
            request,
            title=_("Add a person to a delegation"),
            form=form,
            reasons=reasons,
            back=self.address("changelist"),
        )
        return TemplateResponse(request, "admin/responses/membership/add.html", context, status=status)


def _found(request, key):
    """The membership of a page; for coordinators alone."""
    if not permissions.may_set_up(request.user):
        raise PermissionDenied
    return get_object_or_404(Membership.objects.select_related("user", "member_state"), pk=key)


def end_view(admin, request, key):
    """Asks whether a membership should end, and ends it."""
    membership = _found(request, key)
    back = admin.address("change", membership.pk)
    if request.method == "POST":
        try:
            membership = members.end_membership(membership, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("%(person)s is not part of the delegation any more.") % {"person": membership.user}
            )
        return redirect(back)
    context = admin.frame(request, title=_("End the membership"), membership=membership, back=back)
    return TemplateResponse(request, "admin/responses/membership/end.html", context)


def part_view(admin, request, key):
    """Changes role, capacity and questions of a member, by the rules that hold for focal points too."""
    membership = _found(request, key)
    back = admin.address("change", membership.pk)
    form = PartForm(request.POST or None, membership=membership)
    reasons, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        try:
            members.change_member(membership, form.part(), by=request.user)
        except Refused as refusal:
            reasons, status = [str(refusal)], refusal.status
        else:
            messages.success(request, _("The part of %(person)s was changed.") % {"person": membership.user})
            return redirect(back)
    context = admin.frame(
        request, title=_("Change the part of %(person)s") % {"person": membership.user}, form=form, reasons=reasons,
        back=back, button=_("Save"), membership=membership,
    )  # fmt: skip
    return TemplateResponse(request, "admin/responses/membership/add.html", context, status=status)


def hand_over_view(admin, request, key):
    """Makes a colleague the focal point in somebody's place, as focal points themselves do it."""
    outgoing = _found(request, key)
    back = admin.address("change", outgoing.pk)
    form = HandOverForm(request.POST or None, request.FILES or None, outgoing=outgoing)
    reasons, status = [], 422 if form.is_bound else 200
    if form.is_valid():
        said = form.cleaned_data
        try:
            handing_over.hand_over(outgoing, said.pop("successor"), **said, by=request.user)
        except Refused as refusal:
            reasons, status = [str(refusal)], refusal.status
        else:
            text = _("The part of %(person)s was handed over. All focal points concerned are told by mail.")
            messages.success(request, text % {"person": outgoing.user})
            return redirect(back)
    context = admin.frame(
        request, title=_("Hand over the part of %(person)s") % {"person": outgoing.user}, form=form,
        reasons=reasons, back=back, button=_("Hand over"), membership=outgoing,
    )  # fmt: skip
    return TemplateResponse(request, "admin/responses/membership/hand_over.html", context, status=status)
