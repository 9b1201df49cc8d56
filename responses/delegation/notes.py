"""The notes on one question: written, read, resolved, reopened; for the national team alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from responses.rules import noting, pages
from responses.rules.refused import Refused
from responses.rules.team import team_at

from . import answering, between
from .access import for_members_at_answer
from .forms import NoteForm
from .history import around, number_in

PAGE = 25
"""How many notes one page shows."""


@for_members_at_answer
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request, answer):
    """All notes on a question, those that wait first; a POST writes one."""
    return write(request, answer) if request.method == "POST" else show_all(request, answer, team_at(answer))


def show_all(request, answer, team, note_form=None, *, sentence="", status=200):
    """One page of all notes, with the form for a new one."""
    page = Paginator(between.rows_of(answer), PAGE).get_page(request.GET.get("page"))
    between.sign(page.object_list, team)
    form = note_form or between.opened(request, team, pages.name_page(answer))
    context = around(
        request, answer, page=page, note_form=form, sentence=sentence, on_page=True, sentence_at="id_note"
    )
    return render(request, "delegation/all_notes.html", context, status=status)


def write(request, answer):
    """Takes a new note; one that says nothing, or too much, is shown again with a sentence."""
    team = team_at(answer)
    form = NoteForm(request.POST, colleagues=team.others(request.user))
    try:
        if not form.is_valid():
            raise Refused(_("Choose a colleague who reads this question."), status=422)
        asked = form.asked()
        said = form.cleaned_data
        noting.write(answer, said["note"], by=request.user, key=said["key"], for_user=asked)
    except Refused as refusal:
        if refusal.status == 404:
            raise Http404 from refusal
        return show_again(request, answer, team, form, refusal)
    if asked:
        messages.success(request, _("Note added. %(name)s is asked by mail to look.") % {"name": asked})
    else:
        messages.success(request, _("Note added."))
    return back(request, answer)


def show_again(request, answer, team, form, refusal):
    """The page on which the note was written, with its words and what to do."""
    if "on_page" in request.POST:
        return show_all(request, answer, team, form, sentence=str(refusal), status=refusal.status)
    context = answering.context_of(
        request, answer, answering.opened(answer), form, sentence=str(refusal), sentence_at="id_note"
    )
    return render(request, "delegation/question.html", context, status=refusal.status)


def back(request, answer):
    """To the page that the form was on."""
    response = answer.response
    where = [response.session.slug, response.member_state.alpha3, answer.question.number]
    if "on_page" in request.POST:
        return redirect("notes", *where)
    return redirect(reverse("question", args=where) + "#notes")


STEPS = {"resolve": noting.resolve, "reopen": noting.reopen}


@for_members_at_answer
@require_POST
def settle_note(request, answer):
    """Resolves a note, or lets it wait again."""
    step = STEPS.get(request.POST.get("step"))
    if step is None:
        raise Http404
    note = get_object_or_404(answer.notes, pk=number_in(request.POST, "which"))
    note.answer = answer
    try:
        step(note, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    messages.success(request, _("Note resolved.") if step is noting.resolve else _("The note waits again."))
    return back(request, answer)
