"""What a focal point fills in about colleagues: an invitation, another part, a handing over."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.rules import naming
from responses.rules.handing_over import LONGEST_NOTE
from responses.rules.members import Part
from responses.status import Role

from .forms import helper

ROLES = (
    (
        Role.CONTRIBUTOR,
        gettext_lazy("Contributor: writes and completes answers; does not submit, and invites nobody"),
    ),
    (Role.OBSERVER, gettext_lazy("Observer: reads the draft and writes notes; changes no answer")),
    (
        Role.FOCAL_POINT,
        gettext_lazy("Focal point: leads, invites, submits, and receives the letters of the secretariat"),
    ),
)
"""What each part may do, said plainly."""


def what_each_part_is(role):
    """A part in its own words: "Observer: reads the draft …"."""
    return dict(ROLES)[role]


AFTERWARDS = (
    (Role.CONTRIBUTOR, gettext_lazy("A contributor, who writes and completes answers")),
    (Role.OBSERVER, gettext_lazy("An observer, who reads")),
    (Role.FOCAL_POINT, gettext_lazy("A focal point still, beside the new one")),
    ("ended", gettext_lazy("Not part of the delegation any more")),
)
"""What an outgoing focal point is afterwards."""

NEW = "new"


class CapacityInput(forms.TextInput):
    """A line with examples to choose from, where the browser offers them."""

    def __init__(self):
        super().__init__(attrs={"list": "capacities", "autocomplete": "off"})


def capacity_field(help_text):
    """In which capacity somebody takes part."""
    return forms.CharField(
        label=gettext_lazy("Capacity"),
        max_length=200,
        required=False,
        widget=CapacityInput,
        help_text=help_text,
    )


class PartForm(forms.Form):
    """The part of a member: capacity, what it allows, and on which questions."""

    capacity = capacity_field(gettext_lazy("For example: Ministry of Labour, or Permanent Mission, Geneva."))
    role = forms.ChoiceField(
        label=gettext_lazy("Part"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Which questions"),
        choices=(
            ("all", gettext_lazy("All questions")),
            ("some", gettext_lazy("Only the questions ticked below, in reading as well as in writing")),
        ),
        widget=forms.RadioSelect,
    )
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Questions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    helper = helper()

    def __init__(self, *args, questions, **kwargs):
        """``questions``: those of the session, in their order."""
        super().__init__(*args, **kwargs)
        self.there = {str(one.pk): one for one in questions}
        self.fields["questions"].choices = [
            (key, f"{one.number}. {one.title}") for key, one in self.there.items()
        ]

    def clean(self):
        """Ticked questions are meant: nobody is shown everything by an oversight."""
        said = super().clean()
        if said.get("scope") == "all" and said.get("questions"):
            self.add_error(
                "scope", _("You ticked questions. Choose “Only the questions ticked”, or untick them.")
            )
        return said

    def part(self, *, others=()):
        """The :class:`Part`, from a valid form; ``others`` are chosen questions of other sessions, which stay."""
        said = self.cleaned_data
        chosen = None
        if said["scope"] == "some":
            chosen = (*others, *(self.there[key] for key in said["questions"]))
        return Part(said["role"], said["capacity"], chosen)


def filled(part):
    """What :class:`PartForm` shows of a part that stands."""
    return {
        "capacity": part.capacity,
        "role": part.role,
        "scope": "some" if part.is_limited else "all",
        "questions": [str(one.pk) for one in part.questions or ()],
    }


class InviteForm(PartForm):
    """Somebody who is invited."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The invitation goes there, and only who receives mail there can accept it."),
        error_messages={"required": gettext_lazy("Give the address to which the invitation goes.")},
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    is_shared = forms.BooleanField(
        label=gettext_lazy("Several people use this address"),
        required=False,
        help_text=gettext_lazy(
            "Whoever signs in there is asked for his or her name, and the history shows it."
        ),
    )

    field_order = ("email", "name", "is_shared", "capacity", "role", "scope", "questions")

    def clean(self):
        """Some questions are one at least."""
        said = super().clean()
        if said.get("scope") == "some" and not said.get("questions") and "questions" not in self.errors:
            self.add_error("questions", _("Tick one question or more, or choose “All questions”."))
        return said


class OwnNameForm(forms.Form):
    """Under which name somebody takes part."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=naming.LONGEST,
        help_text=gettext_lazy("As your colleagues know you: it stands beside what you write."),
        error_messages={"required": gettext_lazy("Give it, so that your colleagues know who wrote what.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    helper = helper()


class HandOverForm(forms.Form):
    """Who is the next focal point, and what becomes of the one who hands over."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who takes over?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a colleague, or somebody new.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of somebody new"), max_length=254, required=False
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    capacity = capacity_field(
        gettext_lazy("For example: Ministry of Foreign Affairs, or Permanent Mission, Geneva.")
    )
    becomes = forms.ChoiceField(
        choices=AFTERWARDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy(
            "What the next focal point should know. The focal points of your State read it here."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "class": "short", "dir": "auto"}),
    )
    letter = forms.FileField(
        label=gettext_lazy("Letter of nomination, if there is one"),
        required=False,
        help_text=gettext_lazy("PDF, PNG or JPEG. It stays with your delegation."),
    )

    helper = helper()

    def __init__(self, *args, colleagues, outgoing, **kwargs):
        """``colleagues``: memberships of those who could take over; ``outgoing``: the name of who hands over."""
        super().__init__(*args, **kwargs)
        named = [(str(one.user.public_id), words_for(one)) for one in colleagues]
        self.fields["to"].choices = [*named, (NEW, _("Somebody new, who is invited now"))]
        self.fields["becomes"].label = _("What is %(name)s afterwards?") % {"name": outgoing}

    def clean(self):
        """Somebody new needs an address."""
        said = super().clean()
        if said.get("to") == NEW and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give the e-mail address of whoever takes over."))
        return said


def words_for(membership):
    """A member in a line: name, part, capacity."""
    parts = (str(membership.user), membership.get_role_display(), membership.capacity)
    return ", ".join(part for part in parts if part)
