"""The pages behind the buttons: what will happen, what is to be filled in, the letter as it will go; then the move."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Textarea
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses import letters
from responses.rules import annex_rights, permissions, workflow
from responses.rules.refused import Refused

from . import reading
from .acts import ACTS
from .wording import name_of

WRITE, PREVIEW, SEND = "write", "preview", "send"


class Shown(NamedTuple):
    """A letter as it will go out, and to how many people."""

    subject: str
    body: str
    recipients: int


def letter_of(act, response, form):
    """The letter of an act, exactly as it will be written; None when no letter goes out."""
    if act.letter is None:
        return None
    kind, facts = act.letter(response, form)
    subject, body = letters.compose(kind, response, **facts)
    return Shown(subject, body, letters.focal_points(response).distinct().count())


def done_sentence(act, response):
    """What is said afterwards: the deed, and the letters that go with it."""
    sentence = f"{act.done}."
    if act.letter is None:
        return sentence
    number = letters.focal_points(response).distinct().count()
    if not number:
        return sentence + " " + _("No letter went out: this State has no focal point.")
    return (
        sentence
        + " "
        + ngettext("%(count)s letter goes out.", "%(count)s letters go out.", number) % {"count": number}
    )


def fields_of(form, answers):
    """The fields of a form in the order in which they are shown, questions with their submitted answer beside them."""
    if not hasattr(form, "questions"):
        return {"plain": list(form)}
    texts = {answer.number: answer for answer in answers}
    questions = [
        {
            "question": question,
            "choose": form[f"choose_{question.number}"],
            "request": form[f"request_{question.number}"]
            if f"request_{question.number}" in form.fields
            else None,
            "answer": texts.get(question.number),
        }
        for question in form.questions
    ]
    own = [form[name] for name in form.fields if not name.startswith(("choose_", "request_"))]
    return {"plain": own, "questions": questions}


def texts_in(form):
    """What somebody typed into the texts of a form, each with its label; for whoever can no longer send it."""
    areas = [field for field in form if isinstance(field.field.widget, Textarea)]
    return [(field.label, field.value()) for field in areas if field.value()]


def outlook_of(response):
    """What everyone would see of a response if it were published now, and which annexes would not be shown."""
    submission = response.standing_submission
    going = list(annex_rights.annexes_to_publish(response))
    staying = [annex for annex in submission.annexes.order_by("number") if annex not in going]
    consent = permissions.consent_of(submission)
    translated = submission.answers.filter(translations__isnull=False).exists()
    return {
        "submission": submission, "consent": consent, "going": going, "staying": staying, "translated": translated,
    }  # fmt: skip


class MovePage:
    """One request to the page of one act; the steps of the form are its methods."""

    template = "admin/responses/response/move.html"

    def __init__(self, admin, request, act, response):
        self.admin, self.request, self.act, self.response = admin, request, act, response
        self.label = act.label_for(response)
        self.back = admin.address("change", response.pk)

    def show(self, form, *, status=200, reasons=(), preview=False):
        """The page with its form, or with the letter to be sent."""
        shown = self._submission() if hasattr(form, "questions") else None
        letter = letter_of(self.act, self.response, form) if preview or not self.act.previews else None
        context = self.admin.frame(
            self.request,
            title=self.label,
            act=self.act,
            response=self.response,
            state=name_of(self.response.member_state),
            session=self.response.session,
            review=self.response.session.review,
            form=form,
            reasons=list(reasons),
            preview=preview,
            letter=letter,
            back=self.back,
            **fields_of(form, shown.answers.order_by("number") if shown else ()),
        )
        if self.act.outlook:
            context |= outlook_of(self.response)
        if preview and hasattr(form, "questions"):
            context["chosen"] = [
                row for row in context["questions"] if row["choose"].value() in {True, "True", "on"}
            ]
        return TemplateResponse(self.request, self.template, context, status=status)

    def _submission(self):
        readable = reading.readable_submissions(self.request.user, self.response)
        return reading.chosen(readable, self.response, None)

    def closed(self, form=None):
        """What is said when the response no longer stands where this can be done; what was typed is shown again."""
        sentence = _("Nothing was changed: the status of this response is now “%(status)s”.")
        context = self.admin.frame(
            self.request,
            title=self.label,
            act=self.act,
            response=self.response,
            state=name_of(self.response.member_state),
            closed=sentence % {"status": self.response.label},
            typed=texts_in(form) if form else [],
            back=self.back,
        )
        return TemplateResponse(self.request, self.template, context, status=409)

    def post(self):
        """One step further; nothing that was typed is lost on the way."""
        form = self.act.form(self.response, self.request.POST, self.request.FILES)
        step = self.request.POST.get("step", PREVIEW)
        if step == WRITE:
            return self.show(form)
        if not form.is_valid():
            return self.show(form, status=422)
        if lacking := form.lacks():
            return self.show(form, status=422, reasons=lacking)
        if self.act.previews and step != SEND:
            return self.show(form, preview=True)
        try:
            self.act.perform(self.response, self.request.user, form)
        except Refused as refusal:
            return self.show(form, status=refusal.status, reasons=refusal.reasons or [str(refusal)])
        messages.success(self.request, done_sentence(self.act, self.response))
        return redirect(self.back)


def move_view(admin, request, key, name):
    """The page of one act for one response: GET shows it, POST goes on with it.

    Raises Http404 for a response or an act that is not there for the person, and PermissionDenied for an act of others.
    """
    response = reading.response_or_404(request.user, key)
    act = ACTS.get(name)
    if act is None:
        raise Http404
    if not act.who(request.user, response):
        raise PermissionDenied(_("This step is not among those you can take for this response."))
    page = MovePage(admin, request, act, response)
    if not act.is_possible(request.user, response):
        return page.closed(act.form(response, request.POST) if request.method == "POST" else None)
    if request.method == "POST":
        return page.post()
    return page.show(act.form(response), reasons=missing(act, response, request.user))


def missing(act, response, user):
    """What a move of the table still needs before it can be made, in sentences."""
    return workflow.missing(act.name, response, by=user) if act.name in workflow.MOVES else []
