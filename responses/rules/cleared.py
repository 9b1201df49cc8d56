"""Which clearances hold for an answer as it stands, which do not any more, and what is still asked for.

A clearance is for one text: its characters, its language, and whether no information is provided. It holds while the
answer says exactly that, and again once the answer says it again: an official clears words, not a number.
"""

from datetime import date
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.models import Clearance, ClearedText, RequestedText
from responses.models.event import canonical, sha256
from responses.prepared import Prepared
from responses.status import Completeness
from responses.text import fold

from . import permissions

Outcome = Clearance.Outcome
CLEARS = {Outcome.CLEARED, Outcome.NO_OBJECTION}
"""What counts where a delegation requires clearances. Not "subject to changes": of the text as it stands the official
has said that it is to change, and of the changed text nobody knows yet whether it is what the official meant."""

SAYS = {
    Outcome.CLEARED: gettext_lazy("Cleared by %(authority)s, %(day)s"),
    Outcome.SUBJECT_TO_CHANGES: gettext_lazy("Cleared subject to changes by %(authority)s, %(day)s"),
    Outcome.NO_OBJECTION: gettext_lazy("No objection from %(authority)s, %(day)s"),
    Outcome.NOT_CLEARED: gettext_lazy("Not cleared by %(authority)s, %(day)s"),
}


def says(text, language, *, no_information):
    """What a text says, as a SHA-256 of its characters and its language, or of there being no information."""
    return sha256(canonical([None, None] if no_information else [text, language]))


def is_silent(answer):
    """Whether the answer says that no information is provided."""
    return answer.completeness == Completeness.NO_INFORMATION


def said_by(answer):
    """What an answer says as it stands."""
    return says(answer.text, answer.language, no_information=is_silent(answer))


def is_current(text, answer):
    """Whether a text of a clearance, or of a request, is the answer as it stands."""
    is_same_version = text.version == answer.version and text.no_information == is_silent(answer)
    return is_same_version or text.says == said_by(answer)


class Word(NamedTuple):
    """What an official said last of one answer, in words."""

    answer: object
    version: int
    is_current: bool
    """Whether it was said of the text as it stands."""
    outcome: str
    official: str
    authority: str
    given_on: date
    public_id: UUID
    """Of the clearance."""

    @property
    def says(self):
        """As "Cleared by Ministry of Labour, 3 December 2026"."""
        return SAYS[self.outcome] % {"authority": self.authority, "day": date_format(self.given_on, "j F Y")}

    @property
    def clears(self):
        """Whether the text as it stands is cleared by it."""
        return self.is_current and self.outcome in CLEARS


class Asked(NamedTuple):
    """A request on which an official can still decide."""

    authority: str
    is_current: bool
    """Whether the official is asked about the text as it stands."""
    public_id: UUID
    """Of the request."""


# Put together once: every question page asks, and composing took longer than asking. Sorting is done below likewise.
_TEXT = ("answer_id", "version", "no_information", "says")
_CLEARED = (
    ClearedText.objects.filter(clearance__struck_at=None)
    .order_by()
    .values_list(
        *_TEXT, "clearance__outcome", "clearance__official_name", "clearance__authority", "clearance__given_on",
        "clearance__at", "clearance__public_id", "pk", named=True,
    )
)  # fmt: skip
_WAITING = (
    RequestedText.objects.filter(request__clearance=None, request__withdrawn_at=None)
    .order_by()
    .values_list(*_TEXT, "request__authority", "request__expires_at", "request__public_id", "pk", named=True)
)
_CLEARED_OF_ONE = Prepared(lambda answer: _CLEARED.filter(answer=answer), int)
_WAITING_OF_ONE = Prepared(lambda answer: _WAITING.filter(answer=answer), int)


def attach(answers):
    """Give each answer ``clearances``, the last :class:`Word` of each official, and ``asked``, its :class:`Asked`.

    Two queries, however many there are. An official's word about the text as it stands counts before a later word
    about another text. The newest comes first. Returns the answers.
    """
    mine = {answer.pk: answer for answer in answers}
    for answer in answers:
        answer.clearances, answer.asked = [], []
    words = {}
    given = attrgetter("clearance__given_on", "clearance__at", "pk")
    is_one = len(mine) == 1  # as on the page that is open all day
    cleared = _CLEARED_OF_ONE.rows(*mine) if is_one else _CLEARED.filter(answer__in=mine)
    waiting = _WAITING_OF_ONE.rows(*mine) if is_one else _WAITING.filter(answer__in=mine)
    for row in sorted(cleared, key=given):
        word = _word(row, mine[row.answer_id])
        official = row.answer_id, fold(word.official), fold(word.authority)
        earlier = words.pop(official, word)
        words[official] = earlier if earlier.is_current and not word.is_current else word
    for word in reversed(words.values()):
        word.answer.clearances.append(word)
    now = timezone.now()
    for row in sorted(waiting, key=attrgetter("pk"), reverse=True):
        if row.request__expires_at > now:
            answer = mine[row.answer_id]
            asked = Asked(row.request__authority, is_current(row, answer), row.request__public_id)
            answer.asked.append(asked)
    return answers


def _word(row, answer):
    return Word(
        answer, row.version, is_current(row, answer), row.clearance__outcome, row.clearance__official_name,
        row.clearance__authority, row.clearance__given_on, row.clearance__public_id,
    )  # fmt: skip


def is_cleared(answer):
    """Whether somebody cleared an (attached) answer as it stands, and nobody has said otherwise of that text."""
    current = [word for word in answer.clearances if word.is_current]
    return bool(current) and all(word.clears for word in current)


def lacking(response, answers):
    """What is missing where a delegation requires clearances before it submits: sentences; none where it does not."""
    if not response.requires_clearance:
        return []
    if not all(hasattr(answer, "clearances") for answer in answers):
        attach(answers)
    return [_lacks(answer) for answer in answers if answer.is_open and not is_cleared(answer)]


def _lacks(answer):
    outcomes = {word.outcome: word.authority for word in reversed(answer.clearances) if word.is_current}
    authority = outcomes.get(Outcome.NOT_CLEARED) or outcomes.get(Outcome.SUBJECT_TO_CHANGES)
    if Outcome.NOT_CLEARED in outcomes:
        text = _("Question %(number)s: %(authority)s has not cleared the text as it stands.")
    elif outcomes:
        text = _("Question %(number)s: %(authority)s has asked for changes to the text as it stands.")
    elif answer.clearances:
        text = _("Question %(number)s: the text was changed since its clearance; a new one is needed.")
    else:
        text = _("Question %(number)s: a clearance is needed; your delegation has chosen to require it.")
    return text % {"number": answer.question.number, "authority": authority}


# --- who reads them -----------------------------------------------------------------------------


def readable(user, rows):
    """Those of some clearances, or requests, that are about a question which the person reads."""
    texts = ClearedText if rows.model is Clearance else RequestedText
    owner = "clearance" if rows.model is Clearance else "request"
    mine = texts.objects.order_by().filter(
        **{owner: OuterRef("pk")}, answer__in=permissions.answers_readable_by(user).order_by()
    )
    return rows.filter(Exists(mine))


def reads_whole(user, row):
    """Whether the person reads every question that a clearance, or a request, is about.

    Remarks, notes and scans may speak of all of them: they are for those alone who read all.
    """
    if permissions.reads_everything(user, row.response):
        return True
    readable_answers = permissions.answers_readable_by(user).order_by()
    return not row.texts.exclude(answer__in=readable_answers).exists()
