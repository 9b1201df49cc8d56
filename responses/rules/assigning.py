"""With whom a question is: a focal point asks colleagues to write an answer, or a contributor takes it up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Answer, Assignment

from . import permissions, post
from .noting import lock, put_down, require_reader
from .refused import Refused
from .team import team_at


def may_assign(user, answer):
    """Whether the person asks others to write this answer."""
    return permissions.is_focal_point(user, answer.response)


def may_take(user, answer):
    """Whether the person says of this answer "I write it": everybody who may write it."""
    return permissions.may_draft_answer(user, answer)


def today(answer):
    """The day in the zone of the round."""
    return timezone.localdate(timezone=answer.response.session.review.tzinfo)


@transaction.atomic
def assign(answer, people, *, by, due_on=None):
    """Ask people to write an answer, if possible by a day; returns the new or changed :class:`Assignment` rows.

    Whom the question is with already keeps it; another day is put down, and told. Everybody but the person who
    asks gets a letter. Raises :class:`Refused` (404, 403, 422).
    """
    answer = lock(answer)
    person = require_reader(by, answer)
    _require(person, answer, people, due_on)
    team = team_at(answer)
    if not people or not {one.pk for one in people} <= {row.user_id for row in team.writers}:
        raise Refused(_("Choose one colleague or more who can write this answer."), status=422)
    there = {row.user_id: row for row in answer.assignments.filter(ended_at=None)}
    new = []
    for one in people:
        row = there.get(one.pk) or Assignment(answer=answer, user=one)
        if row.pk and row.due_on == due_on:
            continue
        row.by, row.as_name, row.at, row.due_on = person, by.said_name, timezone.now(), due_on
        row.save()
        new.append(row)
    for row in new:  # after all rows: whoever ends them holds the rows first, the chain of events afterwards
        put_down("assign", answer, person, person=str(row.user.public_id))
        if row.user_id != person.pk:
            post.owe(letters.assigned(answer, row.user, team.signed(row), due_on, person.email))
    return new


def _require(by, answer, people, due_on):
    """Focal points ask everybody; who writes the answer takes it up for himself or herself."""
    own = {one.pk for one in people} <= {by.pk}
    if not may_assign(by, answer) and not (own and may_take(by, answer)):
        raise Refused(
            _("A focal point of your State asks colleagues to write an answer. You can take it up yourself.")
            if may_take(by, answer)
            else _("You can read this response, but not change it. Ask a focal point of your State."),
            status=403,
        )
    if due_on is not None and due_on < today(answer):
        raise Refused(_("Give a day that is still to come."), status=422)


@transaction.atomic
def end(answer, user, *, by):
    """A question is not with somebody any more; returns whether it was. Focal points end it, and who has it.

    Raises :class:`Refused` (404, 403).
    """
    answer = lock(answer)
    person = require_reader(by, answer)
    if not may_assign(person, answer) and user.pk != person.pk:
        raise Refused(_("A focal point of your State can end this."), status=403)
    return bool(_end(answer.assignments.filter(user=user), person, timezone.now()))


def end_all(membership, *, by, at):
    """The part of a person in a delegation has ended: so have the assignments. Returns how many.

    Runs inside the transaction of what ended it; ``by`` is None where an operator's command did.
    """
    theirs = Assignment.objects.filter(
        user=membership.user_id, answer__response__member_state=membership.member_state_id
    )
    return _end(theirs, by, at)


def end_unwritable(membership, *, by, at):
    """The part of a person was changed: end the assignments to questions that the person does not write any more.

    Runs inside the transaction of the change, after it. Returns how many.
    """
    theirs = Answer.objects.filter(response__member_state=membership.member_state_id)
    lost = theirs.exclude(pk__in=permissions.written_by(membership.user, theirs).values("pk"))
    return _end(Assignment.objects.filter(user=membership.user_id, answer__in=lost), by, at)


def _end(rows, by, at):
    """End what has not ended of some assignments; each is put down in the delegation's chain.

    Without a person (an operator's command) the row names whose it was.
    """
    related = ("user", "answer__question", "answer__response__member_state", "answer__response__session")
    open_rows = list(
        rows.filter(ended_at=None).select_for_update(of=("self",), no_key=True).select_related(*related)
    )
    for row in open_rows:
        row.ended_at, row.ended_by = at, by or row.user
        row.save(update_fields=["ended_at", "ended_by"])
        put_down("end_assignment", row.answer, by, person=str(row.user.public_id))
    return len(open_rows)
