"""What a delegation fills in about its annexes and translations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from responses import languages
from responses.rules.annexing import LONGEST_TITLE

from .forms import LanguageSelect, RawText

WHOLE = "response"
"""The place of what belongs to no single question."""
MAY_BE_PUBLISHED = (
    ("yes", _("It may be published, when the response is published in full")),
    ("no", _("It is for the secretariat only")),
)


class FilesInput(forms.FileInput):
    """A field for one file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One uploaded file or several; what they hold is looked at by the rules."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """The files as a list. An empty one is let through: the rules say what to do about it."""
        files = data if isinstance(data, list | tuple) else [data]
        files = [file for file in files if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"])
        return files


class AboutAnnexForm(forms.Form):
    """What is said of an annex."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_(
            "Left empty, it is the name of the file. Several files at once are called by their names."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the file"), choices=languages.choices, widget=LanguageSelect
    )
    publishable = forms.ChoiceField(
        label=_("May it be published?"),
        choices=MAY_BE_PUBLISHED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it may be published.")},
    )

    def said(self):
        """What the rules take, from a valid form."""
        about = self.cleaned_data
        return {
            "title": about["title"], "language": about["language"],
            "is_publishable": about["publishable"] == "yes",
        }  # fmt: skip


class AttachForm(AboutAnnexForm):
    """One file or several, and where they belong."""

    files = FilesField(
        label=_("File"),
        help_text=_("PDF, Word (.docx), OpenDocument (.odt), .xlsx, .pptx, PNG or JPEG, up to 25 MB each."),
    )
    place = forms.ChoiceField(label=_("It comes with"))

    field_order = ("files", "place", "title", "language", "publishable")

    def __init__(self, *args, places, **kwargs):
        """``places``: what can be chosen, as pairs of value and label."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class TranslationForm(forms.Form):
    """A State's own translation of one answer."""

    text = RawText(
        label=_("Courtesy translation"),
        help_text=_(
            "Your own translation, beside the answer. To take it away, leave the field empty and save."
        ),
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TranslateIntoForm(forms.Form):
    """The language of a translation to be written."""

    language = forms.ChoiceField(label=_("Language"), choices=languages.choices, widget=LanguageSelect)

    def __init__(self, *args, of, **kwargs):
        """``of``: the language of the answer, which is not offered, as little as one that has no name."""
        super().__init__(*args, **kwargs)
        self.fields["language"].widget.without = (of, languages.UNKNOWN)
