"""What a delegation fills in. The forms hold no rules: they read what was typed and say what is missing."""

from functools import cache

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from responses import languages
from responses.rules.moves import Declaration
from responses.status import Attribution, Completeness, Publication


def helper():
    """Fields as crispy-bootstrap5 writes them, without a form of their own."""
    form_helper = FormHelper()
    form_helper.form_tag = False
    form_helper.disable_csrf = True
    return form_helper


def put(form, refusal):
    """Say a refusal at the field that it is about; returns the sentence for the top of the page where there is none."""
    if refusal.about not in form.fields:
        return str(refusal)
    form.add_error(refusal.about, str(refusal))
    return ""


class RawText(forms.CharField):
    """A text that reaches the rules exactly as it was sent; what cannot be stored is removed and told there."""

    def __init__(self, **kwargs):
        super().__init__(strip=False, required=False, **kwargs)
        # Django's own refusal of NUL would lose the whole text; the rules remove it and say so.
        self.validators = []

    def to_python(self, value):
        """The text as sent, "" for none."""
        return value or ""


class LanguageSelect(forms.Select):
    """A select of all languages, put together once: rendering a hundred options one by one is slow."""

    without = ()
    """Codes of languages that cannot be chosen here."""

    def use_required_attribute(self, initial):
        """No: the select below never carries it, and Django would sort all languages to find that out."""
        return False

    def render(self, name, value, attrs=None, renderer=None):
        """The select as HTML, with the value selected; an unknown code is offered besides."""
        options = _all_options(get_language(), tuple(self.without))
        mark = format_html('<option value="{}"', value or "")
        if mark in options:
            options = mark_safe(options.replace(mark, f"{mark} selected", 1))  # noqa: S308 (made below, escaped there)
        elif value:
            options += format_html('<option value="{}" selected>{}</option>', value, value)
        return format_html(
            '<select class="form-select" name="{}" id="id_{}">{}</select>', name, name, options
        )


def _but(choices, without):
    return [(code, name) for code, name in choices if code not in without]


@cache
def _all_options(_language, without):
    """The options in the language of the page."""
    groups = (
        (group, format_html_join("", '<option value="{}">{}</option>', _but(choices, without)))
        for group, choices in languages.choices()
    )
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


class AnswerForm(forms.Form):
    """One answer: its text, its language, and whether it is complete."""

    text = RawText(
        label=_("Your answer"),
        help_text=_("Plain text; leave an empty line between paragraphs. There is no word limit."),
        widget=forms.Textarea(attrs={"rows": 20, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=languages.choices, widget=LanguageSelect
    )
    completeness = forms.ChoiceField(
        label=_("Is this answer complete?"), choices=Completeness, widget=forms.RadioSelect
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    page = forms.CharField(max_length=64, widget=forms.HiddenInput)

    helper = helper()


class ReplyForm(forms.Form):
    """The reply to one clarification."""

    reply = RawText(
        label=_("Your reply"),
        help_text=_("Instead of a reply, or besides it, you can change the answer below."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    clarification = forms.IntegerField(widget=forms.HiddenInput)
    page = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    helper = helper()


class ConsentForm(forms.Form):
    """Two choices, neither selected beforehand."""

    publication = forms.ChoiceField(
        label=_("Publication of the response"), choices=Publication, widget=forms.RadioSelect
    )
    attribution = forms.ChoiceField(
        label=_("Use in the synthesis of the session"), choices=Attribution, widget=forms.RadioSelect
    )

    helper = helper()


class DeclarationForm(ConsentForm):
    """Who authorized the text, who transmits it, and what may be shown."""

    authorized_name = forms.CharField(label=_("Name of the official who authorized the text"), max_length=150)
    authorized_title = forms.CharField(
        label=_("Title"), max_length=150, help_text=_("For example: Deputy Minister.")
    )
    authorized_authority = forms.CharField(
        label=_("Authority"), max_length=200, help_text=_("For example: Ministry of Foreign Affairs.")
    )
    transmitted_name = forms.CharField(label=_("Name of the person who transmits it"), max_length=150)
    transmitted_capacity = forms.CharField(
        label=_("In the capacity of"),
        max_length=200,
        help_text=_("For example: Permanent Mission in Geneva."),
    )
    no_information_confirmed = forms.BooleanField(
        label=_("We confirm that no information is provided on the questions named above."), required=True
    )

    field_order = (
        "no_information_confirmed authorized_name authorized_title authorized_authority transmitted_name "
        "transmitted_capacity publication attribution"
    ).split()

    def __init__(self, *args, silent, **kwargs):
        """``silent``: whether some question is left without information and that is to be confirmed."""
        super().__init__(*args, **kwargs)
        if not silent:
            del self.fields["no_information_confirmed"]

    def declaration(self, shown):
        """The declaration, from a valid form on a page that showed what stood as ``shown``."""
        return Declaration(**{"no_information_confirmed": False} | self.cleaned_data, shown=shown)


class ReasonForm(forms.Form):
    """Why a step is taken; kept on record."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept on record."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "dir": "auto"}),
    )

    helper = helper()


class NoteForm(forms.Form):
    """A note between colleagues, for one of them to look at or for nobody in particular."""

    note = RawText(label=_("New note"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    colleague = forms.ChoiceField(label=_("Ask a colleague to look, by mail"), required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    page = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, colleagues, **kwargs):
        """``colleagues``: memberships of those who can be asked."""
        super().__init__(*args, **kwargs)
        self.colleagues = {str(row.user.public_id): row.user for row in colleagues}
        self.fields["colleague"].choices = [("", _("Nobody in particular")), *named(colleagues)]

    def asked(self):
        """The colleague who is asked to look, from a valid form; or None."""
        return self.colleagues.get(self.cleaned_data["colleague"])


class AssignForm(forms.Form):
    """Who is asked to write an answer, and by when."""

    people = forms.MultipleChoiceField(
        label=_("Colleagues who are asked to write it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=_("If possible by"),
        help_text=_("A day may be given; it need not be."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    helper = helper()

    def __init__(self, *args, colleagues, **kwargs):
        """``colleagues``: memberships of those who can be chosen."""
        super().__init__(*args, **kwargs)
        self.colleagues = {str(row.user.public_id): row.user for row in colleagues}
        self.fields["people"].choices = named(colleagues)

    def chosen(self):
        """The people who are asked, from a valid form."""
        return [self.colleagues[one] for one in self.cleaned_data["people"]]


class ReadyForm(forms.Form):
    """What capital says to whoever transmits the response."""

    note = RawText(
        label=_("Note to the other focal points"),
        help_text=_(
            "It may be left empty. It is read here alone, by your national team, and goes into no mail."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "short"}),
    )

    helper = helper()


def named(memberships):
    """Choices of people: the random id, and the name with the capacity."""
    return [
        (str(row.user.public_id), ", ".join(part for part in (str(row.user), row.capacity) if part))
        for row in memberships
    ]
