"""Writing an answer: one question to a page, and the replies to clarifications."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses import languages
from responses.models import AnswerVersion, Clarification
from responses.rules import cleared, deadlines, drafting, pages, permissions, presence, replying
from responses.rules.finding import Address
from responses.rules.refused import Refused
from responses.rules.team import team_at
from responses.status import Status
from responses.text import count_words

from . import between
from .access import answer_at, answer_of, for_members, for_members_at_answer
from .enclosures import annexes_for, translated_into
from .forms import AnswerForm, ReplyForm
from .settling import settle
from .wording import words_for_loss, words_for_merge


def fresh():
    """A name for one opened page, or for one text to be saved."""
    return secrets.token_urlsafe(12)


def opened(answer):
    """The form as it opens: the answer as stored, and which version that is."""
    initial = {
        "text": answer.text,
        "language": answer.language,
        "completeness": answer.completeness,
        "base": answer.version,
        "key": fresh(),
        "page": pages.name_page(answer),
    }
    return AnswerForm(initial=initial)


def context_of(request, answer, form, note_form=None, **more):
    """What the question page shows around its form; ``note_form`` is a note that was not taken."""
    response, team = answer.response, team_at(answer)
    cleared.attach([answer])
    writable = answer.is_writable and not deadlines.is_closed(response, timezone.now())
    clarifications = list(
        answer.clarifications.exclude(state=Clarification.State.CLOSED).order_by("asked_at", "pk")
        if response.status != Status.DRAFTING  # nothing is asked before the first submission
        else ()
    )
    for item in clarifications:
        item.form = ReplyForm(
            auto_id=f"id_{item.pk}_%s",
            initial={
                "reply": item.draft_reply,
                "base": item.draft_number,
                "clarification": item.pk,
                "page": form["page"].value(),
            },
        )
        item.is_open = item.state == Clarification.State.OPEN
    return {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answer": answer,
        "question": answer.question,
        "form": form,
        "deadline": deadlines.deadline_for(response),
        "words": count_words(form["text"].value() or ""),
        "writable": writable,
        "may_draft": permissions.may_draft(request.user, response),
        "clarifications": clarifications,
        "others": presence.others(answer, request.user, team) if writable else (),
        "autosave_seconds": settings.AUTOSAVE_SECONDS,
        "beside": kept_beside(answer) if writable else None,
        "annexes": annexes_for(request.user, answer, form["language"].value()),
        "translations": [languages.name(code) for code in translated_into(answer)],
        **between.at_question(request, answer, form["page"].value(), team, note_form),
        **more,
    }


def kept_beside(answer):
    """The last text that waits beside the answer for a choice, where nothing has been saved since; or None."""
    if answer.last_number == answer.version:
        return None
    rows = answer.versions.filter(outcome=AnswerVersion.Outcome.STALE, number__gt=answer.version)
    return rows.select_related("by").defer("text").order_by("-number").first()


@require_http_methods(["GET", "HEAD", "POST"])
def question(request, slug, alpha3, number):
    """One question in full, and the place for its answer; takes what a former member was still writing, too."""
    if request.method == "POST" and request.user.is_authenticated:
        return save(request, slug, alpha3, number)
    return open_question(request, slug, alpha3, number)


@for_members_at_answer
def open_question(request, answer):
    """The question page for members of the delegation."""
    return render(request, "delegation/question.html", context_of(request, answer, opened(answer)))


def save(request, *here):
    """Saves what was typed; the answer and all that is around it are read only where they are to be shown."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_again(request, here, form, 422)
    try:
        saved = drafting.save_answer(Address(*here), by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return show_again(request, here, form, refusal.status, sentence=str(refusal))
    if not saved.stands:
        reads = permissions.may_read_answer(request.user, saved.answer)
        return show_kept(request, here, saved) if reads else hand_in(request, form, saved.answer)
    presence.note(saved.answer, request.user, saved.answer.version)
    tell(request, form, saved)
    if "go_on" in request.POST and saved.answer.completeness == form.cleaned_data["completeness"]:
        return redirect(following(request.user, saved.answer.response, *here))
    return redirect("question", *here)


def show_again(request, here, form, status, **more):
    """The question page with what was typed and could not be saved. Raises Http404 for whoever is not a member."""
    context = context_of(request, answer_at(request.user, *here), form, **more)
    return render(request, "delegation/question.html", context, status=status)


def tell(request, form, saved):
    """Says what became of the text: colleagues' changes and the small changes at the door included."""
    messages.success(request, _("Saved."))
    if saved.colleagues:
        messages.info(request, words_for_merge(saved))
    if saved.removed:
        text = ngettext(
            "%(count)s character that no document can hold was removed.",
            "%(count)s characters that no document can hold were removed.",
            saved.removed,
        )
        messages.warning(request, text % {"count": saved.removed})
    if saved.line_breaks:
        messages.warning(request, _("Page breaks in the text became line ends."))
    if saved.answer.completeness != form.cleaned_data["completeness"]:
        messages.warning(request, why_not_complete(saved))


def why_not_complete(saved):
    """Why the answer is not what its writer said of it."""
    if saved.colleagues:
        return _("Read the whole answer once more before you mark it complete.")
    return _("There is no text to be complete yet. Write the answer, or say that no information is provided.")


def following(user, response, slug, alpha3, number):
    """The next question that is open and that the person reads, or the task list after the last one."""
    readable = permissions.answers_readable_by(user).filter(response=response)
    numbers = readable.filter(is_open=True, question__number__gt=number)
    after = numbers.order_by("question__number").values_list("question__number", flat=True).first()
    if after is None:
        return reverse("task_list", args=[slug, alpha3])
    return reverse("question", args=[slug, alpha3, after])


def hand_in(request, form, answer):
    """Somebody who may not write here any more is shown nothing but the text, which is kept."""
    context = {name: form.cleaned_data[name] for name in ("text", "language")}
    context["sentence"] = words_for_loss(request.user, answer)
    return render(request, "delegation/handed_in.html", context, status=423)


def show_kept(request, here, saved):
    """The page that a text ends on when it could not become the answer: nothing of it is lost."""
    answer = answer_at(request.user, *here)
    if saved.outcome == AnswerVersion.Outcome.CLOSED:
        context = context_of(request, answer, opened(answer), version=saved.version)
        return render(request, "delegation/kept.html", context, status=423)
    return settle(request, answer, saved.version, status=409)


@for_members
@require_http_methods(["POST"])
def reply(request, response, number):
    """Saves the delegation's reply to a clarification."""
    answer = answer_of(request.user, response, number)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Http404
    item = get_object_or_404(
        answer.clarifications.select_related("answer"), pk=form.cleaned_data["clarification"]
    )
    item.answer = answer
    try:
        item, version = replying.save_reply(
            item, text=form.cleaned_data["reply"], base=form.cleaned_data["base"], by=request.user
        )
    except Refused as refusal:
        context = context_of(request, answer, opened(answer), sentence=str(refusal))
        for shown in context["clarifications"]:
            if shown.pk == item.pk:
                shown.form = form
        return render(request, "delegation/question.html", context, status=refusal.status)
    if version is None or version.stands:
        messages.success(
            request, _("Reply saved. It goes to the secretariat when the response is submitted again.")
        )
        return redirect("question", response.session.slug, response.member_state.alpha3, number)
    context = context_of(request, answer, opened(answer), item=item, version=version)
    return render(request, "delegation/two_replies.html", context, status=409)
