"""A filled-in Word file is read and kept; nothing of it is in an answer before somebody chooses that."""

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses.documents.word.bounds import LARGEST_FILE
from responses.documents.word.reading import read
from responses.documents.word.unreadable import Unreadable, Why
from responses.languages import UNKNOWN
from responses.models import Annex, MemberState, Response, WordFile
from responses.models.event import record
from responses.text import is_too_large

from . import annex_rights, annexing, deadlines, drafting, filing, permissions, questionnaires
from .refused import Refused
from .word_readings import stored

KINDS = (".docx",)
_TOO_LARGE = {Why.TOO_LARGE, Why.UNPACKS_TOO_LARGE}


def is_open(user, response, now=None):
    """Whether there is a question of this response that the person can write now."""
    if not permissions.may_draft(user, response) or deadlines.is_closed(response, now or timezone.now()):
        return False
    answers = permissions.answers_readable_by(user).filter(response=response, is_open=True)
    return response.pen == "delegation" and answers.exists()


def take(response, upload, *, by):
    """Read an uploaded file and keep it for a choice; returns the :class:`WordFile`.

    Raises :class:`Refused` with a sentence that says what to do: 403 and 409 for the person and the moment, 413 and
    422 for the file. Then nothing is kept.
    """
    _require_open(response, by)
    questions = questionnaires.known(response.session.questions.all())
    if upload.size > LARGEST_FILE:
        raise Refused(Why.TOO_LARGE.label, status=413)
    try:
        reading = read(upload.file, questions)
    except Unreadable as problem:
        raise Refused(problem, status=413 if problem.kind in _TOO_LARGE else 422) from problem
    _require_own(response, reading)
    _require_storable(reading)
    upload.seek(0)
    laid = filing.lay_up(filing.examine(upload, kinds=KINDS, largest=LARGEST_FILE))
    try:
        found, is_new = _keep(response, laid, reading, by)
    except Exception as error:
        filing.discard_after(error, laid)
        raise
    if not is_new:
        filing.discard(laid)
    return found


@transaction.atomic
def _keep(response, laid, reading, by):
    """The file and whether it is a new one: sent twice, as by a second click, it waits once."""
    response = Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    _require_open(response, by)
    same = {"file__sha256": laid.sha256, "file__by": by, "applied_at": None, "set_aside_at": None}
    if there := response.word_files.filter(**same).first():
        return there, False
    kept = filing.keep(laid, member_state=response.member_state, by=by)
    latest = response.word_files.order_by("-number").values_list("number", flat=True).first()
    found = WordFile.objects.create(
        response=response, file=kept, number=(latest or 0) + 1, reading=stored(reading)
    )
    note("keep_word_file", found, by)
    return found, True


def may_attach(user, word_file):
    """Whether the person can attach the file as it came to the response now: as its formatted version, once."""
    response = word_file.response
    if not annex_rights.may_give_annex(user, response) or not annexing.is_open(response):
        return False
    return not response.annexes.present().filter(file__sha256=word_file.file.sha256, answer=None).exists()


def attach(word_file, *, by):
    """Attach the file as it came as the formatted version of the response; returns (annex, whether it is a new one).

    It is not for publication until somebody says so among the annexes. Raises :class:`Refused` as
    ``annexing.add`` does.
    """
    with word_file.file.file.open("rb") as content:
        found = filing.examine(File(content, word_file.file.name), kinds=KINDS, largest=LARGEST_FILE)
        about = {"title": "", "language": UNKNOWN, "is_publishable": False, "kind": Annex.Kind.FORMATTED}
        return annexing.add(word_file.response, None, found, by=by, **about)


def _require_open(response, by):
    now = permissions.as_stored(by)
    if not permissions.may_draft(now, response):
        raise drafting.may_not_write()
    if not is_open(now, response):
        raise Refused(
            _(
                "No question is open to you now, so there is nothing that a file could be taken over into. "
                "Keep the file, and upload it when a question is open again."
            )
        )


def _require_own(response, reading):
    """Raises :class:`Refused` for the file of another State, and for one in which nothing was found."""
    state = reading.identity.state_code if reading.identity else ""
    if state and state != response.member_state.alpha3:
        name = MemberState.objects.filter(alpha3=state).first() or state
        raise Refused(
            _(
                "This file was made for %(state)s, so nothing of it can be taken over here. Nothing of it was kept. "
                "If its text is meant for this response, copy it into the questionnaire of %(own)s."
            )
            % {"state": name, "own": response.member_state},
            status=422,
        )
    if not any(answer.text for answer in reading.answers) and not reading.outside:
        raise Refused(
            _("There is no text in this file. It may have been saved before it was filled in."), status=422
        )


def _require_storable(reading):
    """Raises :class:`Refused` for more text than answers can hold; of what stands beside them, for as much."""
    for answer in reading.answers:
        if is_too_large(answer.text):
            sentence = _("The text under question %(number)s is larger than 5 MB. Send it as an annex.")
            raise Refused(sentence % {"number": answer.number}, status=413)
    comments = (part for one in reading.comments for part in (one.author, one.text, one.about))
    if is_too_large("".join(reading.outside)) or is_too_large("".join(comments)):
        raise Refused(Why.UNPACKS_TOO_LARGE.label, status=413)


def is_of_another_session(word_file, reading):
    """Whether a file was made for another session, and nobody has chosen yet to read it all the same."""
    made_for = reading.identity.session_slug if reading.identity else ""
    return bool(made_for) and made_for != word_file.response.session.slug and word_file.read_anyway_at is None


@transaction.atomic
def read_anyway(word_file, *, by):
    """Let a file that was made for another session be read for this one. Raises :class:`Refused` (403, 409)."""
    word_file = waiting(word_file, by)
    word_file.read_anyway_at = timezone.now()
    word_file.save(update_fields=["read_anyway_at"])
    note("read_word_file_anyway", word_file, by)


@transaction.atomic
def set_aside(word_file, *, by):
    """Nobody needs to choose any more what is taken from a file; it stays. Raises :class:`Refused` (403, 409)."""
    word_file = waiting(word_file, by)
    word_file.set_aside_at = timezone.now()
    word_file.save(update_fields=["set_aside_at"])
    note("set_word_file_aside", word_file, by)


@transaction.atomic
def take_up_again(word_file, *, by):
    """A file that was set aside waits for a choice again. Raises :class:`Refused` (403, 409)."""
    word_file = locked(word_file, by)
    if word_file.set_aside_at is not None:
        word_file.set_aside_at = None
        word_file.save(update_fields=["set_aside_at"])
        note("take_word_file_up_again", word_file, by)


def locked(word_file, by):
    """The file as stored, locked. Raises :class:`Refused` for whoever does not read it, or does not write."""
    person = permissions.as_stored(by)
    related = ("file", "response__session__review", "response__member_state")
    found = (
        WordFile.objects.select_related(*related)
        .select_for_update(of=("self",), no_key=True)
        .get(pk=word_file.pk)
    )
    if not permissions.may_read_word_file(person, found):
        raise Refused(_("There is no such file."), status=404)
    if not permissions.may_draft(person, found.response):
        raise drafting.may_not_write()
    return found


def waiting(word_file, by):
    """The file as stored, locked, while it waits for a choice. Raises :class:`Refused` (403, 404, 409)."""
    found = locked(word_file, by)
    if found.applied_at is not None or found.set_aside_at is not None:
        raise Refused(_("Somebody has dealt with this file meanwhile. Nothing was changed now."))
    return found


def note(name, word_file, by, **more):
    """Put down in the delegation's own chain what somebody did with a file."""
    response = word_file.response
    data = {"session": response.session.slug, "file": word_file.number} | more
    role = permissions.role_in(by, response) or ""
    record(name, by=by, role=role, delegation=response.member_state, data=data)
