"""The history of an answer: every text that was saved, what changed between two, and taking one up again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from responses.differences import KEPT, between
from responses.models import AnswerVersion, User
from responses.rules import deadlines, drafting, pages, permissions, version_codes
from responses.rules.refused import Refused

from .access import answer_of, for_members
from .answering import show_kept
from .sittings import lines_of
from .wording import words_for_merge

LINES = 50
"""How many lines of a history one page shows."""
DIGITS = 9
"""Longer numbers are nobody's version."""


def around(request, answer, **more):
    """What every page of the history needs to know of its answer."""
    response = answer.response
    return {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answer": answer,
        "question": answer.question,
    } | more


def number_in(given, name):
    """A number that an address carries, or None."""
    text = given.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


@for_members
@require_safe
def versions(request, response, number):
    """Every text that was saved as this answer: who, when, and what became of it."""
    answer = answer_of(request.user, response, number, "text")
    sitting = number_in(request.GET, "sitting")
    lines = lines_of(answer)
    if sitting is not None:
        inside = next((line.saves for line in lines if line.last.number == sitting), None)
        if inside is None:
            raise Http404
        inside = {save.number for save in inside}
        lines = [line for line in lines_of(answer, one_by_one=True) if line.last.number in inside]
    page = Paginator(lines, LINES).get_page(request.GET.get("page"))
    names = User.objects.in_bulk({line.last.by_id for line in page})
    for line in page:
        line.by = line.last.as_name or names[line.last.by_id]
    shown = list(page)
    to = shown[0] if shown else None
    start = next((line for line in shown if to.before and line.last == to.before), shown[1:2] and shown[1])
    context = around(request, answer, page=page, sitting=sitting, compare_to=to, compare_from=start)
    return render(request, "delegation/versions.html", context)


@for_members
@require_safe
def compare(request, response, number):
    """What changed from one version to another, in reading order."""
    answer = answer_of(request.user, response, number, "text")
    wanted = [number_in(request.GET, name) for name in ("from", "to")]
    context = around(request, answer, start=wanted[0], end=wanted[1])
    if None in wanted:
        context["sentence"] = _("Choose two versions to compare.")
        return render(request, "delegation/compare.html", context, status=400)
    found = {
        version.number: version for version in answer.versions.filter(number__in=wanted).select_related("by")
    }
    missing = next((number for number in wanted if number not in found), None)
    if missing is not None:
        context["sentence"] = _("There is no version %(number)s of this answer.") % {"number": missing}
        return render(request, "delegation/compare.html", context, status=404)
    before, after = (found[number] for number in wanted)
    pieces = between(before.text, after.text)
    context |= {
        "before": before,
        "after": after,
        "pieces": pieces,
        "is_same": all(p.kind == KEPT for p in pieces),
    }
    return render(request, "delegation/compare.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def version(request, response, number, version):
    """One saved text in full; it can be taken up again, which makes a new version."""
    answer = answer_of(request.user, response, number, "text")
    shown = get_object_or_404(answer.versions.select_related("by"), number=version)
    if request.method == "POST":
        return restore(request, answer, shown)
    return show_version(request, answer, shown)


def show_version(request, answer, shown, *, sentence="", status=200):
    """The page of one version."""
    if shown.stands:
        earlier = answer.versions.filter(number__lt=shown.number, outcome=AnswerVersion.Outcome.SAVED)
        before = earlier.order_by("-number").values_list("number", flat=True).first()
    else:
        before = shown.base or None
    context = around(
        request,
        answer,
        version=shown,
        before=before,
        earlier=shown.number - 1,
        later=shown.number + 1 if shown.number < answer.last_number else None,
        writable=answer.is_writable and not deadlines.is_closed(answer.response, timezone.now()),
        may_draft=permissions.may_draft(request.user, answer.response),
        key=pages.fresh_key(),
        code=version_codes.of_version(answer, shown),
        sentence=sentence,
    )
    return render(request, "delegation/version.html", context, status=status)


def restore(request, answer, shown):
    """Makes an earlier text the answer again; what colleagues changed since the page was opened is not passed over."""
    base = number_in(request.POST, "base")
    try:
        saved = drafting.save_answer(
            answer,
            text=shown.text,
            language=shown.language,
            base=answer.version if base is None else base,
            key=pages.key_in(request.POST.get("key", "")),
            page=pages.name_page(answer),
            by=request.user,
            kind=AnswerVersion.Kind.RESTORED,
        )
    except Refused as refusal:
        return show_version(request, answer, shown, sentence=str(refusal), status=refusal.status)
    if not saved.stands:
        session, state = answer.response.session, answer.response.member_state
        return show_kept(request, (session.slug, state.alpha3, answer.question.number), saved)
    messages.success(request, _("Version %(number)s is the answer again.") % {"number": shown.number})
    if saved.colleagues:
        messages.info(request, words_for_merge(saved))
    response = answer.response
    return redirect("question", response.session.slug, response.member_state.alpha3, answer.question.number)
