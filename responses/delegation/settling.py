"""Two changes to the same paragraph: both texts and their common original side by side, and three ways on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from responses.differences import between
from responses.merging import merge
from responses.models import AnswerVersion
from responses.rules import drafting, origins, pages, permissions
from responses.rules.refused import Refused
from responses.text import count_words

from .access import answer_of, for_members
from .forms import AnswerForm

SIDES = ("theirs", "mine")


def merged_now(answer, version):
    """What the answer as it stands and a text that was kept beside it come to."""
    before = origins.text_before(answer, version.base, version.page)
    return merge(before, answer.text, version.text)


def places(found, posted):
    """The places where somebody has to choose, ready for the page."""
    for number, clash in enumerate(found.clashes):
        texts = [text.strip("\n") for text in (clash.before, clash.theirs, clash.mine)]
        yield {
            "number": number,
            "paragraph": clash.paragraph,
            "before": texts[0],
            "theirs": between(texts[0], texts[1]),
            "mine": between(texts[0], texts[2]),
            "chosen": posted.get(f"choice_{number}", ""),
        }


def settle(request, answer, version, *, status=200, sentence="", posted=None):
    """The page on which somebody settles what two people wrote."""
    response, found = answer.response, merged_now(answer, version)
    start = "theirs" if request.GET.get("start") == "theirs" else "mine"
    text = found.text([start] * len(found.clashes))
    original = answer.versions.filter(number=version.base).select_related("by").first()
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "answer": answer,
        "question": answer.question,
        "version": version,
        "is_own": (version.by_id, version.as_name) == (request.user.pk, request.user.said_name),
        "original": original,
        "places": list(places(found, posted or {})),
        "start": start,
        "writable": answer.is_writable and permissions.may_draft(request.user, response),
        "sentence": sentence,
        "words": count_words(text),
        "form": AnswerForm(
            initial={
                "text": text,
                "language": version.language,
                "completeness": "not_yet",
                "base": answer.version,
                "key": pages.fresh_key(),
                "page": pages.name_page(answer),
            }
        ),
    }
    return render(request, "delegation/two_texts.html", context, status=status)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def two_texts(request, response, number, version):
    """The permanent address of a text that was kept beside the answer; a POST makes the chosen words the answer."""
    answer = answer_of(request.user, response, number)
    kept = get_object_or_404(
        answer.versions.select_related("by"), number=version, outcome=AnswerVersion.Outcome.STALE
    )
    if request.method != "POST":
        return settle(request, answer, kept)
    return choose(request, answer, kept)


def choose(request, answer, kept):
    """Takes a choice for each place; nothing is written while one is missing or the answer has changed again."""
    if not permissions.may_draft(request.user, answer.response):
        raise PermissionDenied(str(drafting.may_not_write()))
    posted, found = request.POST, merged_now(answer, kept)
    choices = [posted.get(f"choice_{number}") for number in range(len(found.clashes))]
    if posted.get("base") != str(answer.version):
        sentence = _("The answer has been changed again meanwhile. Nothing was lost; please look once more.")
        return settle(request, answer, kept, status=409, sentence=sentence)
    if not all(choice in SIDES for choice in choices):
        sentence = _("Choose one of the two texts for each place.")
        return settle(request, answer, kept, status=422, sentence=sentence, posted=posted)
    try:
        saved = drafting.save_answer(
            answer,
            text=found.text(choices),
            language=kept.language,
            base=answer.version,
            key=pages.key_in(posted.get("key", "")),
            page=pages.key_in(posted.get("page", "")),
            by=request.user,
        )
    except Refused as refusal:
        return settle(request, answer, kept, status=refusal.status, sentence=str(refusal), posted=posted)
    if not saved.stands:
        sentence = _("The answer has been changed again meanwhile. Nothing was lost; please look once more.")
        return settle(request, answer, kept, status=409, sentence=sentence)
    response = answer.response
    messages.success(request, _("Your choice is the answer now. All texts stay among the versions."))
    return redirect("question", response.session.slug, response.member_state.alpha3, answer.question.number)
