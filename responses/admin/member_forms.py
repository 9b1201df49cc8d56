"""What a coordinator fills in about members of delegations."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.models import GuidingQuestion, Membership, MemberState
from responses.rules import members
from responses.status import Role

from .wording import sort_key_field

SHORT = {"class": "form-control"}


class _RoleForm(forms.Form):
    """What a part allows, and in which capacity somebody has it."""

    use_required_attribute = False
    role = forms.ChoiceField(
        label=gettext_lazy("Part"),
        choices=Role,
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text=gettext_lazy("Focal points lead and submit, contributors write, observers read."),
    )
    capacity = forms.CharField(
        label=gettext_lazy("Capacity"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text=gettext_lazy("For example: Ministry of Labour, or Permanent Mission in Geneva."),
    )


class MemberForm(_RoleForm):
    """Someone who becomes part of a delegation."""

    member_state = forms.ModelChoiceField(
        MemberState.objects.none(),
        label=gettext_lazy("Member State"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs=SHORT),
        help_text=gettext_lazy("The person signs in with it and a code; no password is needed."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text=gettext_lazy("As colleagues should read it. Someone who has an account keeps its name."),
    )
    field_order = ("member_state", "email", "name", "role", "capacity")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.FOCAL_POINT
        self.fields["member_state"].queryset = MemberState.objects.order_by(sort_key_field(), "alpha3")


class PartForm(_RoleForm):
    """Another part for somebody who is a member already."""

    is_limited = forms.BooleanField(
        label=gettext_lazy("Only certain questions"),
        required=False,
        help_text=gettext_lazy(
            "Reads and writes the questions chosen below and nothing else of the response."
        ),
    )
    questions = forms.ModelMultipleChoiceField(
        GuidingQuestion.objects.none(),
        label=gettext_lazy("Questions"),
        required=False,
        widget=forms.SelectMultiple(attrs={"class": "form-select", "size": 8}),
        help_text=gettext_lazy("Several: hold Ctrl."),
    )

    def __init__(self, *args, membership, **kwargs):
        chosen = membership.questions.all() if membership.is_limited else ()
        initial = {"role": membership.role, "capacity": membership.capacity, "questions": list(chosen)}
        initial["is_limited"] = membership.is_limited
        super().__init__(*args, initial=initial, **kwargs)
        asked = GuidingQuestion.objects.filter(session__responses__member_state=membership.member_state)
        self.fields["questions"].queryset = asked.select_related("session").order_by("session", "number")
        self.fields["questions"].label_from_instance = lambda one: (
            f"{one.session.title}, {one.number}. {one.title}"
        )

    def clean(self):
        """Chosen questions are meant: nobody is shown everything by an oversight."""
        said = super().clean()
        if said.get("questions") and not said.get("is_limited"):
            self.add_error("is_limited", _("Questions are chosen below: tick this, or choose none."))
        return said

    def part(self):
        """The :class:`members.Part`, from a valid form."""
        said = self.cleaned_data
        return members.Part(
            said["role"], said["capacity"], tuple(said["questions"]) if said["is_limited"] else None
        )


class HandOverForm(forms.Form):
    """Who leads in somebody's place, and what that person is from then on."""

    use_required_attribute = False
    successor = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Successor"),
        empty_label=gettext_lazy("Choose a colleague"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    becomes = forms.ChoiceField(
        label=gettext_lazy("What the outgoing focal point is afterwards"),
        choices=(
            ("", gettext_lazy("Not part of the delegation: the access ends")),
            (Role.OBSERVER, gettext_lazy("Observer")),
            (Role.CONTRIBUTOR, gettext_lazy("Contributor")),
            (Role.FOCAL_POINT, gettext_lazy("A focal point still, beside the successor")),
        ),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control short", "rows": 3, "dir": "auto"}),
        help_text=gettext_lazy(
            "For the focal points of the delegation, who find it on their page of colleagues."
        ),
    )
    letter = forms.FileField(
        label=gettext_lazy("Letter of nomination"),
        required=False,
        widget=forms.ClearableFileInput(attrs=SHORT),
        help_text=gettext_lazy("PDF, PNG or JPEG, up to 25 MB. Their focal points can open it."),
    )

    def __init__(self, *args, outgoing, **kwargs):
        super().__init__(*args, **kwargs)
        there = Membership.objects.active().filter(member_state=outgoing.member_state, user__is_active=True)
        rows = there.exclude(pk=outgoing.pk).select_related("user").order_by("user__name")
        self.fields["successor"].queryset = rows
        self.fields["successor"].label_from_instance = lambda row: ", ".join(
            part for part in (str(row.user), row.capacity, row.get_role_display()) if part
        )

    @property
    def has_nobody(self):
        """Whether there is no colleague to choose."""
        return not self.fields["successor"].queryset.exists()
