"""What staff can do with a response, one row for each button: its form, its letter, and what will happen, in words.

The moves themselves are the rules' (``workflow.TABLE``); publishing and extending are rules of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from responses.rules import annex_rights, deadlines, permissions, publishing, recording, workflow
from responses.status import CAME, Channel, ReturnedFor, Status

from . import move_forms as forms
from . import registering


@dataclass(frozen=True)
class Act:
    """One button and the page behind it."""

    name: str
    label: str
    done: str
    happens: tuple
    """What will happen, in sentences."""
    who: Callable
    is_possible: Callable
    """(user, response) -> whether the response stands where this can be done."""
    perform: Callable
    """(response, user, form): calls the rule, which may refuse."""
    form: type = forms.MoveForm
    letter: Callable | None = None
    """(response, form) -> (kind, facts) of the letter; the form is filled in where ``previews`` is set."""
    previews: bool = False
    """Whether the letter depends on what is typed, so that it is shown in a step of its own."""

    fields: str = "admin/responses/response/fields.html"
    preview: str = "admin/responses/response/preview.html"
    """The templates of the form, and of what is shown before anything happens."""
    outlook: str = ""
    """The template of what everyone would then see, where that is so."""
    go_on: str = _("Go on to the letter")
    """The words on the button that leads there."""

    leads: bool = False
    """Whether this is what usually comes next."""
    label_in_revision: str = ""
    """Other words for the button while a response is open for revision."""

    @property
    def writes(self):
        """Whether a letter goes out."""
        return self.letter is not None

    def label_for(self, response):
        """The words on the button."""
        in_revision = response.returned_for == ReturnedFor.REVISION
        return self.label_in_revision if in_revision and self.label_in_revision else self.label


def of_move(name, *happens, **more):
    """The act that makes a move of the table."""
    move = workflow.MOVES[name]

    def make(response, user, form):
        return workflow.perform(name, response, by=user, data=form.data_of_move())

    def is_possible(user, response):
        return response.status in move.sources

    perform = more.pop("perform", make)
    return Act(name, move.label, move.done, happens, move.who, is_possible, perform, **more)


def _asks(response, form):
    data = form.data_of_move()
    return "clarification_requested", {"questions": sorted(data.requests), "deadline": data.reply_by}


def _reopens(response, form):
    data = form.data_of_move()
    facts = {"questions": sorted(data.questions), "wish": data.wish.strip(), "deadline": data.reply_by}
    return "open_for_revision", facts


def _registers(response, form):
    """The letter as it will go, but for the integrity code, which covers the moment of registration."""
    data = form.data_of_move()
    facts = {
        "reference": recording.reference_for(response, response.submissions.count() + 1),
        "came": CAME[Channel(data.channel)],
        "day": data.received_on,
        "code": _("(given when it is registered)"),
        "stated": data.states_consent,
    }
    return "registered", facts


def _register(response, user, form):
    workflow.perform("register", response, by=user, data=form.data_of_move())
    form.attached.forget()


def _publishable(user, response):
    return permissions.may_be_published(response) and annex_rights.has_more_to_publish(response)


TABLE = (
    of_move(
        "start_review",
        _("The response is shown as “Being read”, with you as its reviewer."),
        _(
            "From then on the delegation does not recall it by itself; it can still ask for a correction or withdraw."
        ),
    ),
    of_move(
        "accept",
        _("The reading of this response is completed."),
        _("It can then be published, as far as its State has agreed."),
        letter=lambda response, form: ("reading_completed", {"submission": response.standing_submission}),
        leads=True,
    ),
    of_move(
        "return",
        _("Only the questions that you choose are open to the delegation."),
        _("The response as submitted remains on record meanwhile."),
        form=forms.RequestsForm,
        letter=_asks,
        previews=True,
    ),
    of_move(
        "close_clarification",
        _("The response is being read again, and the text as submitted stands."),
        _("What the delegation has begun to write stays with the delegation."),
        form=forms.NoteForm,
        letter=lambda response, form: (
            "clarification_closed",
            {"reason": form.data_of_move().reason.strip()},
        ),
        label_in_revision=_("End the revision"),
        previews=True,
    ),
    of_move(
        "open_for_revision",
        _("The questions that you choose are open to the delegation again, as it wished."),
        _("Until a new text is submitted, the response as submitted stands, published or not."),
        form=forms.RevisionForm,
        letter=_reopens,
        previews=True,
    ),
    of_move("release", _("The response is shown as “Received” again, and the delegation can recall it.")),
    of_move(
        "reopen",
        _("The response is being read again, with you as its reviewer. What is published stays published."),
        form=forms.ReasonForm,
    ),
    Act(
        "publish",
        _("Publish"),
        _("Published"),
        (_("Everyone can read this submission, as far as its State has agreed."),),
        permissions.is_publisher,
        _publishable,
        lambda response, user, form: publishing.publish(response, by=user),
        letter=lambda response, form: ("published", {"submission": response.standing_submission}),
        outlook="admin/responses/response/goes_public.html",
        leads=True,
    ),
    Act(
        "unpublish",
        _("End the publication"),
        _("Publication ended"),
        (_("The response is not shown to the public any more. It remains on record."),),
        permissions.is_publisher,
        lambda user, response: response.published_submission_id is not None,
        lambda response, user, form: publishing.unpublish(
            response, by=user, reason=form.data_of_move().reason
        ),
        form=forms.ReasonForm,
        letter=lambda response, form: ("unpublished", {}),
    ),
    Act(
        "extend",
        _("Extend the deadline"),
        _("Deadline extended"),
        (_("This State gets a deadline of its own, later than the one in force."),),
        permissions.may_set_up,
        lambda user, response: response.status == Status.DRAFTING,
        lambda response, user, form: deadlines.extend(
            response, form.cleaned_data["until"], by=user, reason=form.data_of_move().reason
        ),
        form=forms.ExtensionForm,
        letter=lambda response, form: ("deadline_extended", {"deadline": form.cleaned_data["until"]}),
        previews=True,
    ),
    of_move(
        "register",
        _(
            "What the document says is entered word for word, and becomes the official submission of this State."
        ),
        _("The deadline is held against the day on which the document was received."),
        _(
            "What the delegation may have drafted here stays with it, in its history, and is not shown to you."
        ),
        form=registering.RegistrationForm,
        perform=_register,
        letter=_registers,
        previews=True,
        fields="admin/responses/response/register.html",
        preview="admin/responses/response/registered.html",
        go_on=_("See what will be on record"),
    ),
    of_move(
        "unregister",
        _("Only for a mistake of ours: another State, another document, a text that is not word for word."),
        _("The submission keeps its reference and stays on record, and counts no more."),
        _("Where the delegation had begun to write, its own text is the answer again."),
        form=forms.ReasonForm,
        letter=lambda response, form: (
            "unregistered",
            {"reference": response.standing_submission.reference},
        ),
    ),
    of_move(
        "withdraw",
        _("Only on the State’s written instruction, which you attach."),
        _(
            "Nothing of it is shown, compiled or newly exported from then on; what is published is taken away."
        ),
        _("The delegation keeps every text, and can take the response up again at any time."),
        form=forms.WithdrawalForm,
        letter=lambda response, form: ("withdrawn", {}),
    ),
)

ACTS = {act.name: act for act in TABLE}


def open_to(user, response):
    """The buttons that a person has for a response where it stands, in the order in which they are used."""
    return [act for act in TABLE if act.who(user, response) and act.is_possible(user, response)]
