"""How a session stands: a row of figures, and one equal tile for each State. For the secretariat only."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses.models import Letter, Session
from responses.rules import deadlines, permissions
from responses.status import ReturnedFor, Status

from .wording import name_of, progress_of, sort_key_field, status_of


class Figure(NamedTuple):
    """One figure and where it leads; ``address`` is empty when there is nothing to open."""

    number: int
    words: str
    address: str = ""


class Tile(NamedTuple):
    """One State: its name, and where its response stands, in words."""

    name: str
    words: str
    kind: str
    address: str


def open_sessions():
    """The sessions to which States were invited, the latest first."""
    return list(
        Session.objects.filter(opened_at__isnull=False)
        .select_related("review__commission")
        .order_by("-review__year", "review__commission__code", "number")
    )


def responses_of(session, user):
    """The responses of a session that the person may know of, in alphabetical order, with their progress."""
    return list(
        permissions.responses_visible_to(user)
        .filter(session=session)
        .with_progress()
        .select_related("member_state")
        .order_by(sort_key_field("member_state__"), "member_state__alpha3")
    )


def tile(response):
    """The tile of one State."""
    words = status_of(response)
    if response.status == Status.DRAFTING and response.complete:
        words = f"{words}, {progress_of(response)}"
    blank = response.status == Status.DRAFTING and not response.complete
    return Tile(
        name=name_of(response.member_state),
        words=words,
        kind="not_started" if blank else response.status,
        address=reverse("admin:responses_response_change", args=[response.pk]),
    )


def figures(session, responses):
    """What came in of these responses and what waits for the secretariat."""
    at = {status: sum(response.status == status for response in responses) for status in Status}
    asked = sum(response.returned_for == ReturnedFor.CLARIFICATION for response in responses)
    received = sum(response.standing_submission_id is not None for response in responses)
    where = reverse("admin:responses_response_changelist")

    def among(**chosen):
        return f"{where}?{urlencode({'session': session.slug} | chosen)}"

    return [
        Figure(received, _("of %(all)s received") % {"all": len(responses)}, among(received="yes")),
        Figure(at[Status.SUBMITTED], _("to read"), among(status=Status.SUBMITTED)),
        Figure(at[Status.UNDER_REVIEW], _("being read"), among(status=Status.UNDER_REVIEW)),
        Figure(
            asked,
            ngettext("clarification open", "clarifications open", asked),
            among(status=ReturnedFor.CLARIFICATION),
        ),
        Figure(
            at[Status.ACCEPTED],
            ngettext("reading completed", "readings completed", at[Status.ACCEPTED]),
            among(status=Status.ACCEPTED),
        ),
    ]


def days_left(session):
    """The figure of the deadline; none when no deadline is set."""
    if session.deadline is None:
        return []
    days = deadlines.days_left(session.deadline, timezone.now(), session.review.tzinfo)
    if days < 0:
        return [Figure(-days, ngettext("day since the deadline", "days since the deadline", -days))]
    return [Figure(days, ngettext("day left", "days left", days))]


def unsent_letters(user):
    """The figure of the letters that have not left; for those who see letters."""
    if not permissions.may_set_up(user):
        return []
    number = Letter.objects.of_the_secretariat().unsent().count()
    address = reverse("admin:responses_letter_changelist") + "?sent=no"
    return [Figure(number, ngettext("letter not sent", "letters not sent", number), address)]


def overview(user, slug=""):
    """What the first page of the desk shows: the chosen session (or the latest), its figures and its tiles."""
    sessions = open_sessions() if permissions.is_secretariat(user) else []
    session = next((one for one in sessions if one.slug == slug), sessions[0] if sessions else None)
    if session is None:
        return {"sessions": [], "session": None, "figures": unsent_letters(user)}
    responses = responses_of(session, user)
    real = [response for response in responses if not response.member_state.is_invented]
    invented = [response for response in responses if response.member_state.is_invented]
    return {
        "sessions": sessions,
        "session": session,
        "review": session.review,
        "figures": figures(session, real) + days_left(session) + unsent_letters(user),
        "tiles": [tile(response) for response in real],
        "invented_figures": figures(session, invented) if invented else [],
        "invented_tiles": [tile(response) for response in invented],
    }
