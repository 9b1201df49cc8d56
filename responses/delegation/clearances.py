"""The clearances of a response: the list, asking for one, recording one, and the sheet for the paper file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from responses.rules import clearance_records, cleared, clearing, permissions, version_codes
from responses.rules.refused import Refused

from . import reading
from .access import for_focal_points, for_members
from .clearance_forms import AskForm, RecordForm, until_when
from .clearance_rows import SORTS, rows_of
from .forms import put

ROWS = 25
"""How many rows the list shows on one page."""


def around(request, response, **more):
    """What every page about clearances needs to know."""
    return {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "leads": permissions.is_focal_point(request.user, response),
        "may_draft": permissions.may_draft(request.user, response),
    } | more


def home_of(response):
    """The arguments of the addresses of this room."""
    return response.session.slug, response.member_state.alpha3


@for_members
@require_safe
def clearances(request, response):
    """All clearances and requests of the response that the reader may know of, with what has become of them."""
    sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else next(iter(SORTS))
    page = Paginator(rows_of(request.user, response, sort), ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "delegation/clearances/list.html",
        around(request, response, page=page, sort=sort, sorts=SORTS),
    )


def for_writers(view):
    """Like :func:`for_members`; observers are told who does this."""

    def inner(request, response, *args, **kwargs):
        if not permissions.may_draft(request.user, response):
            raise PermissionDenied(
                _("Clearances are for focal points and contributors of your State. Ask one of them.")
            )
        return view(request, response, *args, **kwargs)

    return for_members(inner)


def answers_written(request, response):
    """The answers that the person writes, to be chosen from."""
    rows = reading.answers().filter(response=response)
    rows = permissions.written_by(request.user, rows).order_by("question__number")
    answers = list(rows)
    for answer in answers:
        answer.response = response
        silent = cleared.is_silent(answer)
        answer.choice = f"{answer.question.number}-{answer.version}{'-none' if silent else ''}"
        answer.has_something = silent or bool(answer.text.strip())
    return answers


def of_texts(response, answers, form):
    """What the choice of texts needs to know."""
    is_whole = clearing.covers_all(response, answers) and all(each.has_something for each in answers)
    return {"form": form, "answers": answers, "chosen": form["texts"].value() or (), "is_whole": is_whole}


def chosen_at_first(request, answers):
    """What is ticked when a page opens: the question that its address names, or all."""
    wanted = request.GET.get("question", "")
    return [
        each.choice for each in answers if wanted in {str(each.question.number), "all"} and each.has_something
    ]


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, response):
    """Asks a named official to clear one text or several, by a personal link."""
    answers = answers_written(request, response)
    initial = {"texts": chosen_at_first(request, answers), "until": until_when(response)}
    form = AskForm(request.POST or None, initial=initial)
    context = around(request, response, **of_texts(response, answers, form))
    if request.method != "POST":
        return render(request, "delegation/clearances/ask.html", context)
    if not form.is_valid():
        return render(request, "delegation/clearances/ask.html", context, status=422)
    said = {name: form.cleaned_data[name] for name in ("email", "until", "note")}
    try:
        asked = clearing.ask(response, form.cleaned_data["texts"], form.official(), by=request.user, **said)
    except Refused as refusal:
        context["sentence"] = put(form, refusal)
        return render(request, "delegation/clearances/ask.html", context, status=refusal.status)
    messages.success(request, _("A personal link is on its way to %(name)s.") % {"name": asked.official_name})
    return redirect(asked)


@for_writers
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, response):
    """Records a clearance that was given elsewhere, or on a sheet."""
    answers = answers_written(request, response)
    leads = permissions.is_focal_point(request.user, response)
    initial = {"texts": chosen_at_first(request, answers), "codes": request.GET.get("code", "")[:60]}
    form = RecordForm(request.POST or None, request.FILES or None, initial=initial, leads=leads)
    context = around(request, response, **of_texts(response, answers, form))
    if request.method != "POST":
        return render(request, "delegation/clearances/record.html", context)
    if not form.is_valid():
        form.ask_for_the_scan_again()
        return render(request, "delegation/clearances/record.html", context, status=422)
    try:
        given = enter(response, form, by=request.user)
    except Refused as refusal:
        context["sentence"] = put(form, refusal)
        form.ask_for_the_scan_again()
        return render(request, "delegation/clearances/record.html", context, status=refusal.status)
    messages.success(request, _("The clearance is recorded."))
    return redirect(given)


def enter(response, form, *, by):
    """Records what a valid form says; returns the :class:`Clearance`. Raises :class:`Refused`."""
    codes, versions = form.codes_given(), form.cleaned_data["texts"]
    if codes and versions:
        raise Refused(_("Choose questions, or type the codes of a sheet: not both at once."), status=422)
    if codes:
        return clearance_records.record_from_sheet(response, codes, form.given(), by=by)
    return clearance_records.record_elsewhere(response, versions, form.given(), by=by)


@for_members
@require_safe
def sheet(request, response):
    """A page to print: the texts in full with their version codes, and the lines for a signature."""
    rows = permissions.answers_readable_by(request.user).values("pk")
    found = reading.answers().filter(response=response, pk__in=rows).order_by("question__number")
    wanted, answers = request.GET.get("question", ""), list(found)
    numbers = [answer.question.number for answer in answers]
    if wanted:
        answers = [answer for answer in answers if str(answer.question.number) == wanted]
    if not answers:
        raise Http404
    for answer in answers:
        answer.response = response
        answer.is_silent, answer.code = cleared.is_silent(answer), version_codes.of_answer(answer)
        answer.has_something = answer.is_silent or bool(answer.text.strip())
    context = around(request, response, answers=answers, numbers=numbers, wanted=wanted)
    return render(request, "delegation/clearances/sheet.html", context)


@for_focal_points
@require_POST
def require(request, response):
    """Says whether this delegation submits only what is cleared."""
    wanted = request.POST.get("wanted") == "yes"
    try:
        clearance_records.require_clearances(response, wanted, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Clearances are required from now on.") if wanted else _("Clearances inform from now on.")
        messages.success(request, done)
    return redirect("clearances", *home_of(response))
