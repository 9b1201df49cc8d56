"""Whether what is submitted is what the person who submits it has looked at."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses.models.event import canonical, sha256

from . import enclosing, readiness, submitting
from .refused import Refused

ANNEXES = "annexes"
LONGEST = 2_000
"""Of what a page sends back, in characters."""


def as_it_stands(answers, replies, annexes, translations):
    """What a submission would hold now, as a page carries it: a short code for each question and for the annexes.

    ``replies`` are the numbers of the drafts of replies by answer, ``annexes`` the entries of the record,
    ``translations`` rows by the number of their question. A text that was changed and put back counts as changed:
    it has another version.
    """
    stands = {
        str(answer.question.number): [
            *readiness.stand_of(answer, replies), answer.language,
            [row.pk for row in translations.get(answer.question.number, ())],
        ]
        for answer in answers
    }  # fmt: skip
    return canonical(
        {name: code_of(canonical(parts)) for name, parts in (stands | {ANNEXES: annexes}).items()}
    )


def code_of(stands):
    """A short code of what :func:`as_it_stands` says, for an address."""
    return sha256(stands)[:16]


def changed(before, now):
    """What is different now: the numbers of the questions in their order, and whether annexes are.

    ``before`` comes from a page: where it cannot be read, everything counts as changed.
    """
    now = json.loads(now)
    try:
        before = dict(json.loads(before))
    except (TypeError, ValueError, RecursionError):
        before = {}
    names = {name for name in now if before.get(name) != now[name]}
    return sorted(int(name) for name in names - {ANNEXES}), ANNEXES in names


def require(response, then):
    """Raises :class:`Refused` when something was changed since a page was opened that showed what stood ``then``.

    ``response`` is locked. Without it nobody looked at a page: a document was registered.
    """
    if not then:
        return
    answers = submitting.answers_of(response)
    replies = {pk: item.draft_number for pk, item in submitting.asked_of(response).items()}
    annexes = [one.entry for one in enclosing.annexes_of(response, answers)]
    now = as_it_stands(answers, replies, annexes, enclosing.translations_of(response))
    if then != now:
        raise Refused(sentence(*changed(then, now)), about="shown")


def sentence(numbers, annexes):
    """What was changed, and what to do about it."""
    said = []
    if numbers:
        text = ngettext(
            "Question %(numbers)s was changed after you opened this page.",
            "Questions %(numbers)s were changed after you opened this page.",
            len(numbers),
        )
        said.append(text % {"numbers": ", ".join(map(str, numbers))})
    if annexes:
        said.append(_("Annexes were changed after you opened this page."))
    said.append(_("Nothing was submitted. Look at your answers again; you can submit then."))
    return " ".join(said)
