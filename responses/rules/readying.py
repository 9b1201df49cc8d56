"""Capital marks a response as ready for transmission; whoever transmits it sees that. It is a sign, never a gate."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Readiness
from responses.models.event import record
from responses.status import Pen
from responses.text import clean

from . import permissions, post, readiness, submitting, workflow
from .noting import LONGEST
from .refused import Refused


def _opened(response, by):
    """The response, locked, and the person as stored. Raises :class:`Refused` (404, 403, 409)."""
    response, person = workflow.lock(response), permissions.as_stored(by)
    if not permissions.is_member(person, response):
        raise Refused(_("There is no such response."), status=404)
    if not permissions.is_focal_point(person, response):
        raise Refused(_("This step is for the focal points of your State. Ask one of them."), status=403)
    if response.pen != Pen.DELEGATION:
        raise Refused(_("The response is not with your delegation now, so there is nothing to mark."))
    return response, person


def _replies(response):
    return dict(submitting.open_clarifications(response).values_list("answer_id", "draft_number"))


@transaction.atomic
def mark(response, *, by, note=""):
    """Mark a response, as it stands, as ready for transmission; returns the :class:`Readiness`.

    All other focal points are told by letter, without a word of the answers or of the note. What is marked already
    and unchanged stays as it is, unless there is another note; after a change a new mark takes the place of the old
    one.
    Raises :class:`Refused` (404, 403, 409), and (422) while something is missing for the submission.
    """
    response, person = _opened(response, by)
    answers = submitting.answers_of(response)
    if missing := submitting.missing(response, answers):
        raise Refused(" ".join(str(reason) for reason in missing), status=422, reasons=missing)
    note = clean(note).text.strip()
    if len(note) > LONGEST:
        raise Refused(_("A note can have up to %(most)s characters.") % {"most": f"{LONGEST:,}"}, status=422)
    now, versions = timezone.now(), readiness.stands(answers, _replies(response))
    there = readiness.current(response)
    if there and readiness.Mark(there, readiness.changes(there, versions)).holds and note in {"", there.note}:
        return there
    readiness.end(response, by=person, at=now)
    row = Readiness.objects.create(
        response=response, versions=versions, note=note, by=person, as_name=by.said_name, at=now
    )
    _put_down("ready", response, person, now)
    name = readiness.Mark(readiness.current(response), []).name
    post.owe(letters.ready_for_transmission(response, person, name, row.at))
    return row


@transaction.atomic
def take_back(response, *, by):
    """Take the mark back; returns whether there was one. Every focal point may. Raises as :func:`mark`."""
    response, person = _opened(response, by)
    now = timezone.now()
    if not readiness.end(response, by=person, at=now):
        return False
    _put_down("take_ready_back", response, person, now)
    return True


def _put_down(name, response, by, at):
    """One event in the chain of the delegation; the response's own chain is the secretariat's to read."""
    role = permissions.role_in(by, response)
    where = {"session": response.session.slug}
    record(name, by=by, role=role, delegation=response.member_state, data=where, at=at)
