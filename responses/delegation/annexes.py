"""Files that come with a response: attached, named, removed and put back; the file itself as a download."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from responses.models.people import signature
from responses.rules import annex_rights, annexing, deadlines, filing, permissions
from responses.rules.refused import Refused

from . import reading
from .access import for_members
from .annex_forms import WHOLE, AboutAnnexForm, AttachForm
from .files import handed_out


def readable(user, response):
    """The annexes of a response that the person may read, with what a list shows."""
    rows = annex_rights.annexes_readable_by(user).filter(response=response)
    return rows.select_related("file__by", "answer__question", "removed_by")


def annex_of(request, response, number):
    """The annex of this number. Raises Http404 for none, and for one that the person may not read."""
    found = get_object_or_404(readable(request.user, response), number=number)
    found.response = response
    return found


@dataclass(frozen=True)
class Place:
    """Where annexes can be: at one question, or (no answer) with the response as a whole."""

    value: str
    label: str
    answer: object = None
    is_open: bool = False
    """Whether the person can change the annexes there now."""


def places_of(user, response):
    """The places whose annexes the person may read, the response as a whole first."""
    answers = [*reading.answers().filter(response=response).order_by("question__number")]
    found = []
    if permissions.reads_everything(user, response):
        may = annex_rights.may_give_annex(user, response) and annexing.is_open(response)
        found.append(Place(WHOLE, _("The response as a whole"), is_open=may))
    for answer in answers:
        answer.response = response
        if permissions.may_read_answer(user, answer):
            may = annex_rights.may_give_annex(user, response, answer)
            open_now = may and answer.is_open and annexing.is_open(response)
            label = _("Question %(number)s: %(title)s") % {
                "number": answer.question.number, "title": answer.question.title,
            }  # fmt: skip
            found.append(Place(str(answer.question.number), label, answer, open_now))
    return found


def place_of(annex):
    """The value of the place where an annex is."""
    return str(annex.answer.question.number) if annex.answer else WHOLE


def context_of(request, response, places, form=None, **more):
    """What the page of annexes shows."""
    rows = list(readable(request.user, response).order_by("number"))
    open_now = {place.value for place in places if place.is_open}
    for row in rows:
        row.is_open, row.signature = place_of(row) in open_now, signature(row.file)
    lately = set(annexing.removed_lately(response).values_list("pk", flat=True)) if open_now else set()
    kept = [row for row in rows if row.removed_at is None]
    groups = [(place, [row for row in kept if place_of(row) == place.value]) for place in places]
    return {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "groups": [(place, found) for place, found in groups if found],
        "count": len(kept),
        "removed": [row for row in rows if row.pk in lately and row.is_open],
        "most": annexing.MOST,
        "largest": filing.LARGEST,
        "form": form if open_now and len(kept) < annexing.MOST else None,
        "is_full": bool(open_now) and len(kept) >= annexing.MOST,
        "kinds": ",".join(filing.ANNEXES),
        "may_draft": permissions.may_draft(request.user, response),
        "deadline": deadlines.deadline_for(response),
    } | more


def choices_of(places):
    """The open places, as a select shows them."""
    return [(place.value, place.label) for place in places if place.is_open]


def opened(request, places):
    """The form as it opens; nobody has said yet whether a file may be published: that is the State's to say."""
    choices = dict(choices_of(places))
    asked = request.GET.get("question", "")
    here = asked if asked in choices else next(iter(choices), "")
    answers = [place.answer for place in places if place.answer and here in {WHOLE, place.value}]
    initial = {"place": here, "language": answers[0].language if answers else "en"}
    return AttachForm(initial=initial, places=list(choices.items()))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def annexes(request, response):
    """The annexes of a response, and the place for further ones."""
    places = places_of(request.user, response)
    if request.method == "POST":
        return attach(request, response, places)
    return render(
        request,
        "delegation/annexes.html",
        context_of(request, response, places, opened(request, places)),
    )


def closed_to(user, response):
    """Why a person cannot change annexes now: a status and a sentence."""
    if permissions.may_draft(user, response):
        return 409, _("The annexes are closed now: what was submitted stays as it is.")
    return 403, _("You can read the annexes, but not change them. Ask a focal point of your State.")


def attach(request, response, places):
    """Attaches the files that were sent; each is taken or refused by itself."""
    form = AttachForm(request.POST, request.FILES, places=choices_of(places))
    if not choices_of(places):
        return answered(request, response, places, form, [], [closed_to(request.user, response)])
    if not form.is_valid():
        problems = [problem for field in form.errors.values() for problem in field]
        return answered(request, response, places, form, [], [(422, " ".join(problems))], shown=False)
    place = next(place for place in places if place.value == form.cleaned_data["place"])
    taken, refused = [], []
    said = form.said()
    if len(form.cleaned_data["files"]) > 1:
        said["title"] = ""  # one title for several files would tell nobody which is which
    for file in form.cleaned_data["files"]:
        try:
            found = filing.examine(file, kinds=filing.ANNEXES)
            annex, is_new = annexing.add(response, place.answer, found, by=request.user, **said)
        except Refused as refusal:
            refused.append((refusal.status, f"{filing.safe_name(file.name)}: {refusal}"))
            continue
        sentence = _("Annex %(number)s attached: %(title)s") if is_new else _(
            "This file is there already, as annex %(number)s: %(title)s"
        )  # fmt: skip
        taken.append(sentence % {"number": annex.number, "title": annex.title})
    return answered(request, response, places, form, taken, refused)


def answered(request, response, places, form, taken, refused, *, shown=True):
    """What became of the files: as a page, or in a word for the page's own script."""
    sentences = [sentence for _status, sentence in refused]
    status = refused[0][0] if refused else 200
    if "application/json" in request.headers.get("Accept", ""):
        outcome = "refused" if refused else "attached"
        return JsonResponse({"outcome": outcome, "messages": sentences or taken}, status=status)
    for sentence in taken:
        messages.success(request, sentence)
    if not refused:
        return redirect("annexes", response.session.slug, response.member_state.alpha3)
    context = context_of(request, response, places, form, sentences=sentences if shown else [])
    return render(request, "delegation/annexes.html", context, status=status)


@for_members
@require_safe
def annex(request, response, number):
    """One file of the draft, as a download."""
    return handed_out(annex_of(request, response, number).file)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, response, number):
    """Another title or language, or whether an annex may be published."""
    row = annex_of(request, response, number)
    place = next(one for one in places_of(request.user, response) if one.value == place_of(row))
    if row.removed_at:
        raise Http404
    initial = {
        "title": row.title, "language": row.language, "publishable": "yes" if row.is_publishable else "no",
    }  # fmt: skip
    form = AboutAnnexForm(request.POST or None, initial=initial)
    context = {"response": response, "session": response.session, "review": response.session.review}
    context |= {"annex": row, "form": form, "is_open": place.is_open}
    if request.method != "POST":
        return render(request, "delegation/annex.html", context)
    if not place.is_open:
        status, context["sentence"] = closed_to(request.user, response)
        return render(request, "delegation/annex.html", context, status=status)
    if not form.is_valid():
        return render(request, "delegation/annex.html", context, status=422)
    try:
        annexing.change(row, by=request.user, **form.said())
    except Refused as refusal:
        context["sentence"] = str(refusal)
        return render(request, "delegation/annex.html", context, status=refusal.status)
    messages.success(request, _("Saved."))
    return redirect("annexes", response.session.slug, response.member_state.alpha3)


def _act(rule, done):
    """A button of the list: ``rule`` is carried out on the annex, and ``done`` says so."""

    @for_members
    @require_POST
    def act(request, response, number):
        row = annex_of(request, response, number)
        try:
            rule(row, by=request.user)
        except Refused as refusal:
            places = places_of(request.user, response)
            context = context_of(request, response, places, opened(request, places), sentences=[str(refusal)])
            return render(request, "delegation/annexes.html", context, status=refusal.status)
        messages.success(request, done % {"number": row.number, "title": row.title})
        return redirect("annexes", response.session.slug, response.member_state.alpha3)

    return act


remove = _act(
    annexing.remove,
    gettext_lazy("Annex %(number)s removed: %(title)s. Until you submit you can put it back."),
)
restore = _act(annexing.restore, gettext_lazy("Annex %(number)s is back: %(title)s"))
