"""Your delegation: who takes part, with what part, and since when; who is invited."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from responses.models import Handover, Membership
from responses.rules import inviting, permissions
from responses.status import Role

from .access import for_focal_points, for_members
from .files import handed_out

HANDOVERS_SHOWN = 20


def members_of(response):
    """All memberships of a State, past and present, in the order of names."""
    rows = Membership.objects.filter(member_state=response.member_state_id).select_related(
        "user", "invitation__invited_by"
    )
    return rows.prefetch_related("questions").order_by("user__name", "started_at", "pk")


def active_among(rows):
    """Those that have not ended, focal points first."""
    order = list(Role.values)
    present = [row for row in rows if row.ended_at is None]
    return sorted(present, key=lambda row: order.index(row.role))


def numbers_of(row, session):
    """The numbers of the questions of a session that a limited member reads; None for who reads all."""
    if not row.is_limited:
        return None
    return sorted(one.number for one in row.questions.all() if one.session_id == session.pk)


def invitations_of(response):
    """The invitations that were neither accepted nor withdrawn, the latest first."""
    rows = response.member_state.invitations.waiting().select_related("invited_by")
    found = list(rows.prefetch_related("questions").order_by("-sent_at", "-pk"))
    for row in found:
        row.has_expired = inviting.state_of(row) == inviting.EXPIRED
        row.numbers = numbers_of(row, response.session)
    return found


def handovers_of(response):
    """The latest handings over, for focal points."""
    rows = Handover.objects.filter(member_state=response.member_state_id)
    related = ("outgoing__user", "incoming__user", "invitation__membership__user", "letter", "by")
    found = list(rows.select_related(*related).order_by("-at", "-pk")[:HANDOVERS_SHOWN])
    for row in found:
        taken = row.incoming or row.invitation.membership
        row.successor = str(taken.user) if taken else row.invitation.name or row.invitation.email
        row.waits = taken is None and row.invitation.withdrawn_at is None
        row.was_dropped = taken is None and not row.waits
    return found


@for_members
@require_safe
def delegation(request, response):
    """The page of the delegation: everybody sees who takes part, focal points see who is invited too."""
    leads = permissions.is_focal_point(request.user, response)
    rows = list(members_of(response))
    for row in rows:
        row.numbers = numbers_of(row, response.session)
    present = [row for row in active_among(rows) if row.user.is_active]
    context = {
        "response": response,
        "session": response.session,
        "review": response.session.review,
        "members": present,
        "ended": [row for row in rows if row.ended_at],
        "leads": leads,
        "reads_everything": permissions.reads_everything(request.user, response),
        "focal_points": [row for row in present if row.role == Role.FOCAL_POINT],
        "invitations": invitations_of(response) if leads else (),
        "handovers": handovers_of(response) if leads else (),
    }
    return render(request, "delegation/delegation.html", context)


@for_focal_points
@require_safe
def nomination(request, response, number):
    """The letter of nomination of one handing over, as a download."""
    rows = Handover.objects.filter(member_state=response.member_state_id, letter__isnull=False)
    return handed_out(get_object_or_404(rows.select_related("letter"), pk=number).letter)
