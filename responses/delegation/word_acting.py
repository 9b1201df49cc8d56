"""What is done with an uploaded Word file: its choices are applied, it is set aside, or attached as it came."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from responses.rules import word_applying, word_files
from responses.rules.refused import Refused

from .access import for_members
from .word import file_at
from .word_choosing import chosen_in, problems_of
from .word_preview import compared, preview


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def word_file(request, response, number):
    """A file that was uploaded, beside the answers as they stand now."""
    found = file_at(request, response, number)
    if request.method == "POST":
        return act(request, found)
    return preview(request, found)


def act(request, found):
    """Does what a button of the page says."""
    acts = {
        "apply": apply,
        "set_aside": lambda request, found: word_files.set_aside(found, by=request.user),
        "take_up_again": lambda request, found: word_files.take_up_again(found, by=request.user),
        "attach": attach,
        "read_anyway": lambda request, found: word_files.read_anyway(found, by=request.user),
    }
    wanted = request.POST.get("act")
    try:
        answer = acts[wanted](request, found) if wanted in acts else None
    except Refused as refusal:
        fresh = file_at(request, found.response, found.number)
        return preview(request, fresh, status=refusal.status, sentence=str(refusal), posted=request.POST)
    if answer is not None:
        return answer
    response = found.response
    return redirect("word_file", response.session.slug, response.member_state.alpha3, found.number)


def apply(request, found):
    """Applies the choices of the page; nothing is written while one is missing."""
    reading, rows = compared(request, found)
    chosen = chosen_in(request.POST, reading, rows)
    if problems := problems_of(chosen, rows):
        return preview(request, found, status=422, problems=problems, posted=request.POST)
    done = word_applying.apply(found, chosen, by=request.user)
    outcomes = Counter(said["outcome"] for number, said in done.items() if number in chosen)
    messages.success(request, words_for(outcomes["saved"] + outcomes["merged"]))
    if outcomes["stale_version"] + outcomes["closed"]:
        messages.warning(
            request, _("Not every text could become the answer; what is kept beside it is named below.")
        )
    if "attach" in request.POST:
        attach(request, found)
    return None


def attach(request, found):
    """Attaches the file as it came to the response; what was applied stays applied where that cannot be."""
    try:
        word_files.attach(found, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _(
            "The file is attached as the formatted version of the response. It is not for publication yet."
        )
        messages.success(request, said)


def words_for(written):
    """How much was taken from a file, in a sentence."""
    if not written:
        return _("Nothing was taken from the file; the answers are as they were.")
    text = ngettext(
        "The text of the file was taken for %(count)s question.",
        "The text of the file was taken for %(count)s questions.",
        written,
    )
    return text % {"count": written}
