"""People: delegates, who sign in with a code, and staff of the secretariat with their groups."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.models import Membership, User
from responses.models.people import UserManager
from responses.rules import people, permissions
from responses.status import Desk

from . import searching
from .rights import DeskAdmin, Rights, nobody


class PersonForm(forms.ModelForm):
    """A person as the desk sees one; groups are for staff."""

    desks = forms.MultipleChoiceField(
        label=gettext_lazy("Groups of the secretariat"),
        choices=Desk,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Reviewers read and ask for clarification; publishers publish; coordinators set up rounds and people."
        ),
    )

    class Meta:
        model = User
        fields = ("name", "email", "is_staff", "is_shared", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "desks" in self.fields:
            self.initial["desks"] = list(self.instance.groups.values_list("name", flat=True))

    def clean_email(self):
        """The address as accounts are stored, and not somebody else's."""
        email = UserManager.clean_email(self.cleaned_data["email"])
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Someone with this e-mail address is there already."))
        return email

    def clean(self):
        """Groups open the desk: a delegate has none."""
        data = super().clean()
        # Where the kind is not asked, it is known: that of the account, or staff for those who add only staff.
        is_staff = data.get("is_staff", self.instance.is_staff or self.instance.pk is None)
        if data.get("desks") and not is_staff:
            self.add_error("desks", _("Groups are for staff of the secretariat."))
        return data


class PartInline(Rights, admin.TabularInline):
    """The delegations a person belongs to or belonged to; they are changed on the page of memberships."""

    model = Membership
    fields = readonly_fields = ("member_state", "role", "capacity", "started_at", "ended_at")
    changes = adds = staticmethod(nobody)
    extra = 0
    ordering = ("-started_at",)


class KindFilter(admin.SimpleListFilter):
    """Delegates or staff."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [("delegates", _("Delegates")), ("staff", _("Staff of the secretariat"))]

    def queryset(self, request, queryset):
        return queryset.filter(is_staff=self.value() == "staff") if self.value() else queryset


class GroupFilter(admin.SimpleListFilter):
    """One group of the secretariat."""

    title = gettext_lazy("group")
    parameter_name = "group"

    def lookups(self, request, model_admin):
        return Desk.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() in Desk.values else queryset


@admin.register(User)
class PersonAdmin(DeskAdmin):
    """Accounts. What is typed here goes through ``rules.people``; nobody is deleted."""

    about = gettext_lazy("Accounts of delegates and of staff, with their groups.")
    sees = adds = changes = staticmethod(permissions.may_manage_person)
    form = PersonForm
    change_form_template = "admin/responses/user/change_form.html"
    list_display = ("name", "email", "parts", "is_active")
    list_filter = (KindFilter, GroupFilter, "is_active")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    inlines = (PartInline,)

    def get_queryset(self, request):
        """Coordinators see everyone; operators the staff whose accounts they keep."""
        found = super().get_queryset(request).prefetch_related("groups", "memberships__member_state")
        return found if permissions.may_set_up(request.user) else found.filter(is_staff=True)

    def get_search_results(self, request, queryset, search_term):
        """By name and address, without regard to case in any script."""
        return searching.people_matching(queryset, search_term), False

    @admin.display(description=gettext_lazy("part"))
    def parts(self, person):
        """The person's delegations now, or groups of the secretariat."""
        if person.is_staff:
            names = [
                str(Desk(group.name).label) for group in person.groups.all() if group.name in Desk.values
            ]
            return ", ".join(names) or _("Staff without a group")
        active = [one for one in person.memberships.all() if one.ended_at is None]
        return ", ".join(f"{one.member_state}: {one.get_role_display()}" for one in active)

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, person):
        """Delegate or staff: said when the account is made, and then it stands."""
        return _("Staff of the secretariat: signs in with a password") if person.is_staff else _("Delegate")

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form of a page; it asks for groups only where it shows them."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "desks" not in flatten_fieldsets(self.get_fieldsets(request, obj)):
            form.base_fields.pop("desks")
        return form

    def get_fieldsets(self, request, obj=None):
        """Who works for the secretariat is said when the account is made; groups are shown for staff only."""
        fields = ["name", "email"] + (["is_staff"] if obj is None else ["kind", "is_active"])
        if permissions.may_set_up(request.user) and (obj is None or not obj.is_staff):
            fields.append("is_shared")
        if obj is None or obj.is_staff:
            fields.append(
                "desks" if obj is None or permissions.may_change_part(request.user, obj) else "parts"
            )
        return [(None, {"fields": fields})]

    def get_readonly_fields(self, request, obj=None):
        """What stands: the kind of an account, an address that was used to sign in, and one's own part."""
        if obj is None:
            return ("is_staff",) if not permissions.may_manage_person(request.user, User()) else ()
        fixed = ["kind"]
        if not permissions.may_change_address(request.user, obj):
            fixed.append("email")
        if not permissions.may_change_part(request.user, obj):
            fixed += ["is_active", "parts"]
        return fixed

    def get_inlines(self, request, obj):
        """Delegations are a delegate's."""
        return [] if obj is None or obj.is_staff else self.inlines

    def save_model(self, request, obj, form, change):
        """Through the rules, which keep what happened on record."""
        said = form.cleaned_data
        if not change:
            is_staff = said.get("is_staff", True)
            made = people.add_person(
                name=said["name"],
                email=said["email"],
                by=request.user,
                is_staff=is_staff,
                is_shared=said.get("is_shared", False),
                desks=said["desks"],
            )
            obj.__dict__.update(made.__dict__)
            return
        stored = User.objects.get(pk=obj.pk)
        groups = stored.groups.values_list("name", flat=True)
        people.change_person(
            stored,
            by=request.user,
            name=said["name"],
            email=said.get("email", stored.email),
            is_active=said.get("is_active", stored.is_active),
            is_shared=said.get("is_shared"),
            desks=said.get("desks", list(groups)),
        )

    def response_add(self, request, obj, post_url_continue=None):
        """A member of staff needs a password: the next page sends the link with which it is set."""
        if not obj.is_staff:
            messages.info(request, _("Next: make this person part of a delegation, under Memberships."))
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("%(person)s was added.") % {"person": obj})
        return HttpResponseRedirect(reverse("account_send_password_link", args=[obj.public_id]))
