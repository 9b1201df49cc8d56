"""What is filled in about clearances: by members of a delegation, and by an official who was asked."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from responses.models import Clearance
from responses.rules import deadlines, officials
from responses.rules.clearance_records import Given
from responses.rules.clearing import Official, Seen

from .forms import RawText, helper

WEEKS = timedelta(weeks=2)
_SEEN = re.compile(r"([0-9]{1,4})-([0-9]{1,9})(-none)?")


def day_input():
    """A field for a day, with the browser's calendar where it has one."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control day"})


class TextsField(forms.MultipleChoiceField):
    """Questions to choose, each with the version that the page showed, as "2-14"; the rules know which there are.

    "2-14-none" says that no information was provided, whatever stood there before.
    """

    def valid_value(self, value):
        """Whether it has the form of one."""
        return bool(_SEEN.fullmatch(value))

    def clean(self, value):
        """``{number of question: Seen}``."""
        found = (_SEEN.fullmatch(each) for each in super().clean(value))
        return {int(each[1]): Seen(int(each[2]), bool(each[3])) for each in found}


class TextsForm(forms.Form):
    """Which texts it is about, and who the official is."""

    texts = TextsField(
        label=_("Which texts"), required=False, error_messages={"required": _("Choose one question or more.")}
    )
    name = forms.CharField(label=_("Name of the official"), max_length=150)
    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("For example: Director General."))
    authority = forms.CharField(
        label=_("Ministry or authority"), max_length=200, help_text=_("For example: Ministry of Labour.")
    )

    helper = helper()

    def official(self):
        """The :class:`Official`, from a valid form."""
        return Official(*(self.cleaned_data[part].strip() for part in ("name", "title", "authority")))


class AskForm(TextsForm):
    """Who is asked to clear which texts, and until when."""

    email = forms.EmailField(
        label=_("E-mail address of the official"),
        max_length=254,
        help_text=_("The link and the code go to this address; it should be the official’s own."),
    )
    until = forms.DateField(
        label=_("Until"), widget=day_input(), help_text=_("The link is valid until the end of that day.")
    )
    note = forms.CharField(
        label=_("Note to the official"),
        required=False,
        max_length=2_000,
        help_text=_("Shown with the texts, after the code; it does not stand in the mail."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "dir": "auto"}),
    )

    field_order = ("texts", "name", "title", "authority", "email", "until", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["texts"].required = True


def until_when(response):
    """The day offered: two weeks from now, or the day before the deadline, where that is sooner."""
    zone = response.session.review.tzinfo
    today = timezone.localdate(timezone=zone)
    due = deadlines.deadline_for(response)
    eve = due.astimezone(zone).date() - timedelta(days=1) if due else today + WEEKS
    return min(today + WEEKS, eve) if eve > today else today + WEEKS


class DecisionForm(forms.Form):
    """What an official decides of the texts shown."""

    outcome = forms.ChoiceField(
        label=_("Your decision on the text above"),
        choices=[(each.value, each.label) for each in officials.OFFERED],
        widget=forms.RadioSelect,
    )
    remark = RawText(
        label=_("Remark"),
        max_length=20_000,
        help_text=_(
            "Needed where the text is not cleared, or subject to changes. It is for the delegation alone."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "class": "short", "dir": "auto"}),
    )

    helper = helper()


class RecordForm(TextsForm):
    """A clearance given elsewhere: by letter, by mail, in a meeting, or signed on a sheet."""

    codes = forms.CharField(
        label=_("Version codes"),
        required=False,
        max_length=2_000,
        help_text=_(
            "From a signed clearance sheet, one on a line. They lead to the exact texts that were signed."
        ),
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "short code", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"), required=False, max_length=200, help_text=_("For example: the Minister.")
    )
    given_on = forms.DateField(label=_("Given on"), widget=day_input())
    outcome = forms.ChoiceField(label=_("Decision"), choices=Clearance.Outcome, widget=forms.RadioSelect)
    remark = RawText(
        label=_("Remark"),
        max_length=20_000,
        help_text=_("Needed where the text is not cleared, or subject to changes."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "short", "dir": "auto"}),
    )
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        help_text=_("The signed sheet or letter: PDF, PNG or JPEG, up to 25 MB. For your delegation alone."),
    )

    field_order = ("texts codes name title authority on_behalf_of given_on outcome remark scan").split()

    def __init__(self, *args, leads, **kwargs):
        """``leads``: whether the person is a focal point, who alone records that there was no objection."""
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        if not leads:
            choices = self.fields["outcome"].choices
            self.fields["outcome"].choices = [
                choice for choice in choices if choice[0] != Clearance.Outcome.NO_OBJECTION
            ]

    def ask_for_the_scan_again(self):
        """Say that a scan has to be chosen once more: no browser keeps a file on a page that is shown again."""
        if self.files.get("scan") and "scan" not in self.errors:
            self.add_error(
                "scan", _("Choose the file again: it is not kept while something is still missing.")
            )

    def codes_given(self):
        """The version codes, one a line."""
        return [line for line in self.cleaned_data["codes"].replace(",", "\n").splitlines() if line.strip()]

    def given(self):
        """What was decided: :class:`Given`, from a valid form."""
        names = ("outcome", "given_on", "on_behalf_of", "remark", "scan")
        return Given(official=self.official(), **{name: self.cleaned_data[name] for name in names})


class ReasonForm(forms.Form):
    """Why an entry is struck out."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("It is kept on record."), widget=forms.TextInput
    )

    helper = helper()
