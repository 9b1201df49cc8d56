"""What a coordinator enters from a document: the form, and what it shows before anything is registered."""

from typing import NamedTuple

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from responses import languages
from responses.rules import recording, registering
from responses.status import Attribution, Channel, Publication
from responses.text import clean, count_words

from . import attached
from .documents import validate_document
from .move_forms import MoveForm

CHANNELS = [(channel.value, channel.label) for channel in Channel if channel != Channel.SITE]
PUBLICATION = [
    *Publication.choices,
    (registering.NOT_STATED, gettext_lazy("The document says nothing: not published")),
]
ATTRIBUTION = [
    *Attribution.choices,
    (registering.NOT_STATED, gettext_lazy("The document says nothing: not named")),
]


class RawText(forms.CharField):
    """A text as it was pasted, spaces at its ends included; the rules say what of it cannot be stored."""

    def __init__(self, rows, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows, "class": "form-control", "dir": "auto"})
        super().__init__(strip=False, required=False, widget=widget, **kwargs)
        self.validators = []


def line(label, *, required=True, **kwargs):
    """One line, as the document has it."""
    widget = forms.TextInput(attrs={"class": "form-control"})
    return forms.CharField(label=label, required=required, max_length=200, widget=widget, **kwargs)


def choice(label, choices, **kwargs):
    """One of a few, none selected beforehand."""
    widget = forms.RadioSelect(attrs={"class": "form-check-input"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


def language(label, none, **kwargs):
    """Any language; ``none`` is what the empty choice says."""
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(
        label=label, choices=lambda: [("", none), *languages.choices()], widget=widget, **kwargs
    )


class Row(NamedTuple):
    """One question of the form: its fields, and what was entered on it."""

    question: object
    text: object
    language: object
    no_information: object
    reply: object
    """None where no clarification is open."""
    entry: registering.Entry
    words: int
    said: str
    """The reply that was entered."""


class RegistrationForm(MoveForm):
    """How and when a document came, what it is, who stands for it, what may be shown, and what it says."""

    channel = choice(gettext_lazy("How did the response come?"), CHANNELS)
    received_on = forms.DateField(
        label=gettext_lazy("Received on"),
        help_text=gettext_lazy(
            "The day on which the document reached the secretariat, not the day of today."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control day"}),
    )
    document = forms.FileField(
        label=gettext_lazy("The document"),
        required=False,
        help_text=gettext_lazy("PDF, Word (.docx), OpenDocument (.odt), PNG or JPEG, up to 25 MB."),
        validators=[validate_document],
        widget=forms.FileInput(attrs={"class": "form-control"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    authorized_authority = line(
        gettext_lazy("Authority that authorized the text"),
        help_text=gettext_lazy("For example: Ministry of Foreign Affairs."),
    )
    authorized_name = line(gettext_lazy("Name of the official who authorized it"), required=False)
    authorized_title = line(gettext_lazy("Title of this official"), required=False)
    transmitted_capacity = line(
        gettext_lazy("Office that transmitted it"),
        help_text=gettext_lazy("For example: Permanent Mission in Geneva."),
    )
    transmitted_name = line(gettext_lazy("Name of the person who transmitted it"), required=False)
    publication = choice(gettext_lazy("What does the document say about publication?"), PUBLICATION)
    attribution = choice(
        gettext_lazy("What does it say about naming the State in the synthesis?"), ATTRIBUTION
    )
    language = language(gettext_lazy("Language of the document"), gettext_lazy("Choose a language"))

    def __init__(self, response, data=None, files=None, **kwargs):
        super().__init__(response, data.copy() if data is not None else None, files, **kwargs)
        self.questions_asked = list(response.session.questions.order_by("number"))
        self.asked, self.removed = registering.asked(response), 0
        self.something_stands = response.standing_submission_id is not None
        self.attached = attached.found(self.data.get("kept", ""), response) if self.is_bound else None
        for question in self.questions_asked:
            self._add_fields_of(question.number)

    def _add_fields_of(self, number):
        self.fields[f"text_{number}"] = RawText(8, label=_("What the document says"))
        self.fields[f"language_{number}"] = language(
            _("Language of this text"), _("The language of the document"), required=False
        )
        self.fields[f"no_information_{number}"] = forms.BooleanField(
            label=_("The document provides no information on this question"),
            required=False,
            widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        )
        if number in self.asked:
            self.fields[f"reply_{number}"] = RawText(
                4, label=_("Reply to the clarification that was requested")
            )

    def clean(self):
        """Keep the document for the next step; say beside each question what is to be looked at again.

        From here on the form carries the texts as they would be stored: no page can show what no document holds.
        """
        for name in [name for name in self.fields if name.startswith(("text_", "reply_"))]:
            stored = clean(self.cleaned_data.get(name, ""))
            self.data[name] = self.cleaned_data[name] = stored.text
            self.removed += stored.removed
        if uploaded := self.cleaned_data.get("document"):
            self.data["kept"] = attached.keep(uploaded, self.response)
            if self.attached:
                self.attached.forget()
            self.attached = attached.found(self.data["kept"], self.response)
        if self.attached is None and "document" not in self.errors:
            self.add_error(
                "document", _("Attach the document: it is the authority for what is entered here.")
            )
        for number, sentence in registering.problems(self.response, self.data_of_move()).items():
            self.add_error(f"text_{number}", sentence)
        return self.cleaned_data

    def data_of_move(self):
        """What the rule takes."""
        given = {
            name: clean(value).text if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }
        names = (
            "channel authorized_authority authorized_name authorized_title transmitted_capacity transmitted_name "
            "publication attribution"
        ).split()
        return registering.Registration(
            document=self.attached,
            received_on=given.get("received_on"),
            entries={question.number: self._entry(question.number) for question in self.questions_asked},
            replies={number: given.get(f"reply_{number}", "") for number in self.asked},
            **{name: given.get(name, "") for name in names},
        )

    def _entry(self, number):
        given = self.cleaned_data
        code = given.get(f"language_{number}") or given.get("language", "") or languages.UNKNOWN
        silent = given.get(f"no_information_{number}", False)
        return registering.Entry(given.get(f"text_{number}", ""), code, silent)

    def lacks(self):
        """What the rules find missing, the calendar included, before anything is shown as it would be registered."""
        data = self.data_of_move()
        return [*super().lacks(), *map(str, registering.needs(self.response, None, data, timezone.now()))]

    # --- what the pages show --------------------------------------------------------------------

    def rows(self):
        """The questions, one :class:`Row` each."""
        rows = []
        for question in self.questions_asked:
            number = question.number
            entry = self._entry(number) if self.is_bound and self.is_valid() else registering.NOTHING
            reply = self[f"reply_{number}"] if number in self.asked else None
            fields = [self[f"{name}_{number}"] for name in ("text", "language", "no_information")]
            said = reply.value() if reply else ""
            rows.append(Row(question, *fields, reply, entry, count_words(entry.text), said))
        return rows

    def beside(self):
        """The fields that do not belong to a question, by name."""
        return {name: self[name] for name in self.base_fields}

    def receipt(self):
        """How it would be registered: the day, and whether the deadline had passed by then."""
        return registering.receipt_of(self.response, self.data_of_move())

    def declared(self):
        """Who stands for the text, and what may be shown of it, in words."""
        data = self.data_of_move()
        return {
            "authorized_by": recording.authorized_by(data),
            "transmitted_by": recording.transmitted_by(data),
            "publication": dict(PUBLICATION)[data.publication],
            "attribution": dict(ATTRIBUTION)[data.attribution],
        }

    def removal(self):
        """What is said when a text held characters that no document can hold."""
        words = ngettext(
            "%(count)s character that cannot be stored was removed.",
            "%(count)s characters that cannot be stored were removed.",
            self.removed,
        )
        return words % {"count": self.removed} if self.removed else ""
