"""What staff fill in for a move. The forms hold no rules: they read what was typed; the rules say what is missing."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.rules import deadlines, moves
from responses.text import clean

from .documents import validate_document

TWO_WEEKS = timedelta(weeks=2)
END_OF_WORK = time(18)


class MomentInput(forms.MultiWidget):
    """A day and a time, each in a field of its own."""

    def __init__(self, attrs=None):
        day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "aria-label": gettext_lazy("Day")})
        hour = forms.TimeInput(format="%H:%M", attrs={"type": "time", "aria-label": gettext_lazy("Time")})
        super().__init__([day, hour], attrs)
        self.zone = timezone.get_default_timezone()

    def decompress(self, value):
        """The day and the time in the round's zone."""
        local = value.astimezone(self.zone) if value else None
        return [local.date(), local.time()] if local else [None, None]


class HiddenMomentInput(MomentInput):
    """The same two values, carried along unseen."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.widgets = [forms.HiddenInput(), forms.HiddenInput()]

    is_hidden = True


class MomentField(forms.MultiValueField):
    """A moment in the round's zone, which the label names; a day that is over is not taken."""

    widget = MomentInput
    hidden_widget = HiddenMomentInput
    default_error_messages = {
        "over": gettext_lazy("This moment is over: choose a later one."),
        "incomplete": gettext_lazy("Give the day and the time."),
    }

    def __init__(self, review, **kwargs):
        self.review = review
        help_text = _("%(zone)s time.") % {"zone": review.zone_name}
        parts = (forms.DateField(), forms.TimeField())
        super().__init__(parts, help_text=help_text, require_all_fields=False, **kwargs)
        self.widget.zone = review.tzinfo

    def compress(self, values):
        """A moment with its zone, or None when nothing was given."""
        if not any(values or ()):
            return None
        if not all(values):
            raise forms.ValidationError(self.error_messages["incomplete"])
        moment = datetime.combine(*values, tzinfo=self.review.tzinfo)
        if moment <= timezone.now():
            raise forms.ValidationError(self.error_messages["over"])
        return moment


def in_two_weeks(review):
    """A date to begin with: 18:00 in the round's zone, two weeks from today."""
    day = timezone.now().astimezone(review.tzinfo).date() + TWO_WEEKS
    return datetime.combine(day, END_OF_WORK, tzinfo=review.tzinfo)


def note(rows=4, **kwargs):
    """A text that staff write."""
    widget = forms.Textarea(attrs={"rows": rows, "class": "form-control short"})
    return forms.CharField(required=False, widget=widget, **kwargs)


class MoveForm(forms.Form):
    """A move that takes nothing but a yes; the others add their fields."""

    use_required_attribute = False

    def __init__(self, response, *args, **kwargs):
        self.response = response
        super().__init__(*args, **kwargs)

    def data_of_move(self):
        """The frozen data that the rule takes; None when it takes none."""
        return

    def lacks(self):
        """What the rule finds missing, in sentences."""
        data = self.data_of_move()
        return [str(sentence) for sentence in data.lacks()] if data else []


class ReasonForm(MoveForm):
    """Why: kept on record."""

    reason = note(label=gettext_lazy("Reason"), help_text=gettext_lazy("Kept on record."))

    def data_of_move(self):
        """The reason."""
        return moves.Reason(clean(self.cleaned_data["reason"]).text)


class NoteForm(ReasonForm):
    """A reason that goes to the delegation with the letter."""

    reason = note(
        label=gettext_lazy("Note to the delegation"),
        help_text=gettext_lazy("Goes out with the letter, and is kept on record."),
    )


class WithdrawalForm(ReasonForm):
    """The State's decision, with the document that says so."""

    instruction = forms.FileField(
        label=gettext_lazy("The State’s written instruction"),
        required=False,
        help_text=gettext_lazy("PDF, Word (.docx), OpenDocument (.odt), PNG or JPEG, up to 25 MB."),
        validators=[validate_document],
        widget=forms.FileInput(attrs={"class": "form-control"}),
    )

    def data_of_move(self):
        """The reason and the document."""
        return moves.Withdrawal(clean(self.cleaned_data["reason"]).text, self.cleaned_data["instruction"])


class QuestionsForm(MoveForm):
    """A tick for each question; the questions of the session are its fields."""

    def __init__(self, response, *args, **kwargs):
        super().__init__(response, *args, **kwargs)
        self.questions = list(response.session.questions.order_by("number"))
        for question in self.questions:
            self.fields[f"choose_{question.number}"] = forms.BooleanField(
                label=str(question),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
        label = _("Reply welcome by")
        self.fields["reply_by"] = MomentField(response.session.review, label=label, required=False)

    def chosen(self):
        """The numbers of the questions that were ticked."""
        return [q.number for q in self.questions if self.cleaned_data.get(f"choose_{q.number}")]


class RequestsForm(QuestionsForm):
    """What the secretariat would be grateful to learn: one text for each chosen question, and a date."""

    def __init__(self, response, *args, **kwargs):
        super().__init__(response, *args, **kwargs)
        self.initial.setdefault("reply_by", in_two_weeks(response.session.review))
        for question in self.questions:
            label = _("Further information would be welcome on")
            self.fields[f"request_{question.number}"] = note(label=label)

    def clean(self):
        """Points that were written for a question without its tick would be lost unseen."""
        for question in self.questions:
            name = f"request_{question.number}"
            if self.cleaned_data.get(name) and not self.cleaned_data.get(f"choose_{question.number}"):
                sentence = _("Choose question %(number)s, or empty this text: it would not be sent.")
                self.add_error(name, sentence % {"number": question.number})
        return self.cleaned_data

    def data_of_move(self):
        """The requests by number of question, and the date."""
        texts = {number: clean(self.cleaned_data[f"request_{number}"]).text for number in self.chosen()}
        return moves.Requests(texts, self.cleaned_data.get("reply_by"))


class RevisionForm(QuestionsForm):
    """The State's wish to correct or to add, the questions it concerns, and a date if one was agreed."""

    wish = note(
        label=gettext_lazy("The State’s wish"),
        help_text=gettext_lazy("As the delegation put it; it is repeated in the letter and kept on record."),
    )

    def data_of_move(self):
        """The wish, the questions, the date."""
        wish = clean(self.cleaned_data["wish"]).text
        return moves.Revision(wish, tuple(self.chosen()), self.cleaned_data.get("reply_by"))


class ExtensionForm(ReasonForm):
    """A deadline of the State's own."""

    def __init__(self, response, *args, **kwargs):
        super().__init__(response, *args, **kwargs)
        label = _("New deadline for this State")
        self.fields["until"] = MomentField(response.session.review, label=label)
        self.initial["until"] = deadlines.deadline_for(response)  # most of it stays: the year, the hour
        self.order_fields(["until", "reason"])
