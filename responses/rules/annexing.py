"""Files that come with a response: attached, named, removed and put back by the delegation, until it submits."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.languages import NAMES, UNKNOWN
from responses.models import Annex
from responses.models.event import record
from responses.status import Pen

from . import annex_rights, deadlines, filing, permissions
from .refused import Refused
from .workflow import lock

MOST = 20
"""How many annexes a response can have."""
LONGEST_TITLE = 200


def is_open(response, answer=None):
    """Whether annexes of an answer, or of the response as a whole, can be changed now, by who may."""
    holds = response.pen == Pen.DELEGATION if answer is None else answer.is_writable
    return holds and not deadlines.is_closed(response, timezone.now())


def add(response, answer, found, *, title, language, is_publishable, by, kind=Annex.Kind.ANNEX):
    """Attach a file to an answer, or (None) to the response as a whole; returns (annex, whether it is a new one).

    ``found`` is what ``filing.examine`` returned. A file that is there already, to the byte, is not attached a second
    time. Raises :class:`Refused` with a sentence: 404, 403, 409 when that is closed, 422 when there are too many.
    """
    with transaction.atomic():  # before the content is stored: strangers store nothing
        if same := _check_room(response, answer, found.sha256, permissions.as_stored(by)):
            return same, False
    laid = filing.lay_up(found)
    try:
        with transaction.atomic():
            by = permissions.as_stored(by)
            same = _check_room(response, answer, laid.sha256, by)
            annex = same or _attach(response, answer, laid, title, language, is_publishable, by, kind)
    except Exception as error:
        filing.discard_after(error, laid)
        raise
    if same:
        filing.discard(laid)
    return annex, not same


def _check_room(response, answer, sha256, by):
    """The annex that this file is already, or None, with the response locked.

    Raises :class:`Refused` when no further one can be attached.
    """
    locked = lock(response)
    _require(by, locked, answer)
    present = locked.annexes.present()
    if same := present.filter(file__sha256=sha256, answer=answer).first():
        return same
    if present.count() >= MOST:
        raise Refused(
            _("A response can have %(most)s annexes. Remove one first.") % {"most": MOST}, status=422
        )
    return None


def _require(by, response, answer):
    """Raises :class:`Refused` unless the person may change annexes there, and they are open."""
    if answer is not None:
        answer = response.answers.get(pk=answer.pk)
        answer.response = response
    readable = (
        permissions.may_read_answer(by, answer) if answer else permissions.reads_everything(by, response)
    )
    if not readable:
        raise Refused(_("There is no such place."), status=404)
    if not annex_rights.may_give_annex(by, response, answer):
        raise Refused(
            _("You can read the annexes, but not change them. Ask a focal point of your State."), status=403
        )
    if not is_open(response, answer):
        raise Refused(_("The annexes are closed now: what was submitted stays as it is."))


def _attach(response, answer, laid, title, language, is_publishable, by, kind):
    numbers = Annex.objects.filter(response=response)
    annex = Annex(
        response=response, answer=answer, kind=kind, language=language, is_publishable=is_publishable,
        number=(numbers.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=_title(title) or title_from(laid.name),
    )  # fmt: skip
    _check_said(annex)
    annex.file = filing.keep(laid, member_state=response.member_state, by=by)
    annex.save()
    _note("add_annex", annex, by)
    return annex


def title_from(name):
    """What an annex is called when nobody named it: its file's name without the ending."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").split())[:LONGEST_TITLE] or name


def _title(text):
    return " ".join(filing.visible(text).split())[:LONGEST_TITLE]


def _check_said(annex):
    if annex.language not in NAMES and annex.language != UNKNOWN:
        raise Refused(_("Choose a language from the list."), status=422)
    if annex.is_publishable not in {True, False}:
        raise Refused(_("Say whether the annex may be published."), status=422)


def _note(name, annex, by):
    data = {
        "session": annex.response.session.slug, "annex": annex.number, "sha256": annex.file.sha256,
        "question": annex.answer.question.number if annex.answer else None,
    }  # fmt: skip
    state = annex.response.member_state
    role = permissions.role_in(by, annex.response)
    record(name, by=by, role=role, delegation=state, data=data)


@transaction.atomic
def change(annex, *, title, language, is_publishable, by):
    """Give an annex another title, language or permission to be published; returns it as stored.

    Raises :class:`Refused` as :func:`add` does, and 404 when it was removed.
    """
    annex, by = _locked(annex, by)
    if annex.removed_at:
        raise Refused(_("This annex was removed."), status=404)
    annex.title, annex.language, annex.is_publishable = _title(title) or annex.title, language, is_publishable
    _check_said(annex)
    annex.save(update_fields=["title", "language", "is_publishable"])
    _note("change_annex", annex, by)
    return annex


@transaction.atomic
def remove(annex, *, by):
    """Take an annex out of the response; its file is kept, and :func:`restore` puts it back. Returns it as stored.

    One that is removed already stays so. Raises :class:`Refused` as :func:`add` does.
    """
    annex, by = _locked(annex, by)
    if annex.removed_at is None:
        annex.removed_at, annex.removed_by = timezone.now(), by
        annex.save(update_fields=["removed_at", "removed_by"])
        _note("remove_annex", annex, by)
    return annex


@transaction.atomic
def restore(annex, *, by):
    """Put a removed annex back under its number; returns it as stored.

    Raises :class:`Refused` as :func:`add` does, and when the same file was attached again meanwhile.
    """
    annex, by = _locked(annex, by)
    if annex.removed_at is None:
        return annex
    if same := _check_room(annex.response, annex.answer, annex.file.sha256, by):
        raise Refused(_("The same file is there already, as annex %(number)s.") % {"number": same.number})
    annex.removed_at = annex.removed_by = None
    annex.save(update_fields=["removed_at", "removed_by"])
    _note("restore_annex", annex, by)
    return annex


def _locked(annex, by):
    """The annex as it is stored now, with its response locked, and the person; once it is clear that they may."""
    response, by = lock(annex.response), permissions.as_stored(by)
    annex = Annex.objects.select_related("file", "answer__question").get(pk=annex.pk)
    annex.response = response
    _require(by, response, annex.answer)
    return annex, by


def removed_lately(response):
    """The annexes that were removed since the response was last submitted: what can be put back."""
    last = response.submissions.aggregate(last=Max("received_at"))["last"]
    removed = Annex.objects.filter(response=response, removed_at__isnull=False)
    return removed.filter(removed_at__gt=last) if last else removed
