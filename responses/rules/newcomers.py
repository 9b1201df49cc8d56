"""Focal points who were named after their State was invited: they have had no letter yet."""

from django.db import transaction
from django.utils.translation import gettext as _

from responses import letters
from responses.models import Letter, Membership, Response, Session
from responses.models.event import record
from responses.status import Desk, Role, Status

from . import permissions, post
from .refused import Refused


def waiting(session):
    """Who is still owed the invitation: a set of (response, person) keys, for responses that are in preparation."""
    leading = Membership.objects.active().filter(
        role=Role.FOCAL_POINT,
        user__is_active=True,
        user__is_staff=False,
        member_state__responses__session=session,
        member_state__responses__status=Status.DRAFTING,
    )
    had = Letter.objects.filter(kind="invitation", response__session=session)
    return set(leading.values_list("member_state__responses", "user")) - set(
        had.values_list("response", "to")
    )


@transaction.atomic
def write_to(session, *, by):
    """Write the invitation to focal points who have not had it; returns the letters.

    Raises :class:`Refused` when the person does not set up rounds.
    """
    if not permissions.may_set_up(by):
        raise Refused(_("Rounds are set up by a coordinator."), status=403)
    session = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    owed = waiting(session)
    related = ("session__review__commission", "member_state")
    responses = Response.objects.filter(pk__in={key for key, _person in owed}).select_related(*related)
    written = post.owe(
        letter
        for response in responses.order_by("pk")
        for letter in letters.invitation(response)
        if (letter.response_id, letter.to_id) in owed
    )
    if written:
        data = {"session": session.slug, "letters": len(written)}
        record("write_to_newcomers", by=by, role=Desk.COORDINATOR, data=data)
    return written
