"""Every page of the desk, with who may open it: the table that the tests of its doors run over."""

from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import URLResolver

from responses.models import AgendaItem, Commission, Event, Letter, Membership, Objective, Review
from responses.status import Status

from .worlds import PUBLISHED, STANDS

STAFF = ("newcomer", "reviewer", "publisher", "coordinator", "operator")
OUTSIDE = ("anonymous", "focal_point", "contributor", "observer", "stranger")
SECRETARIAT = ("reviewer", "publisher", "coordinator")
COORDINATOR = ("coordinator",)
ACCOUNTS = ("coordinator", "operator")
REVIEWER = ("reviewer",)
PUBLISHER = ("publisher",)


class Route:
    """Who is shown a page (200, or another status); other staff get ``others``, everyone else the door (302).

    403 says that a thing is for others; 404 that for this person it is not there. ``writes`` names who changes
    something by a POST there; ``at`` a place of the response where it is otherwise: ``(person, place)`` -> status.
    """

    def __init__(self, who, others=403, status=200, args=None, writes=(), at=None):
        self.who, self.others, self.status, self.args = who, others, status, args or (lambda world: ())
        self.writes, self.at = writes, at or (lambda person, place: None)

    def expected(self, person, place):
        """The status of a GET by this member of the cast, the response being at this place."""
        if person in OUTSIDE:
            return 302
        if otherwise := self.at(person, place):
            return otherwise
        if person in self.who:
            return self.status
        return self.others[person] if isinstance(self.others, dict) else self.others


def key(world):
    return (world.response.pk,)


def move(name):
    return lambda world: (world.response.pk, name)


def first(model):
    return lambda world: (model.objects.order_by("pk").first().pk,)


def session(world):
    return (world.response.session_id,)


def what_is_published(person, place):
    """A submission is there where one counts; what everyone reads a coordinator reads too."""
    if place not in STANDS:
        return 404
    return 200 if place == PUBLISHED and person == "coordinator" else None


def while_it_is_read(person, place):
    """A step that is possible while a response is being read; at another time its page says so."""
    return None if place == Status.UNDER_REVIEW or person != "reviewer" else 409


ROUTES = {
    "index": Route(STAFF),
    "app_list": Route((*SECRETARIAT, "operator"), others=404, args=lambda world: ("responses",)),
    "password_change": Route(STAFF, writes=STAFF),
    "password_change_done": Route(STAFF),
    "jsi18n": Route(STAFF),
    "autocomplete": Route((), others=403),
    "responses_response_changelist": Route(SECRETARIAT),
    "responses_response_add": Route(()),
    "responses_response_change": Route(SECRETARIAT, others=404, args=key),
    "responses_response_delete": Route((), args=key),
    "responses_response_history": Route(SECRETARIAT, others=404, status=302, args=key),
    "responses_response_submission": Route(
        ("reviewer", "publisher"),
        others=404,
        args=lambda world: (world.response.pk, world.reference),
        at=what_is_published,
    ),
    "responses_response_document": Route(
        COORDINATOR, others=404, args=lambda world: (world.response.pk, world.document)
    ),
    "responses_response_move": Route(
        REVIEWER,
        others={"newcomer": 404, "operator": 404, "publisher": 403, "coordinator": 403},
        args=move("accept"),
        writes=REVIEWER,
        at=while_it_is_read,
    ),
    "responses_session_deadline": Route(COORDINATOR, args=session, writes=COORDINATOR),
    "responses_session_invite": Route(COORDINATOR, args=session, writes=COORDINATOR),
    "responses_session_newcomers": Route(COORDINATOR, args=session, writes=COORDINATOR),
    "responses_membership_add": Route(COORDINATOR, writes=COORDINATOR),
    "responses_membership_end": Route(COORDINATOR, args=first(Membership), writes=COORDINATOR),
    "responses_membership_part": Route(COORDINATOR, args=first(Membership), writes=COORDINATOR),
    "responses_membership_hand_over": Route(COORDINATOR, args=first(Membership), writes=COORDINATOR),
    "responses_membership_import": Route(COORDINATOR, writes=COORDINATOR),
    "responses_membership_import_template": Route(COORDINATOR, args=lambda world: ("xlsx",)),
    "responses_memberstate_import": Route(COORDINATOR, writes=COORDINATOR),
    "responses_memberstate_import_template": Route(COORDINATOR, args=lambda world: ("csv",)),
    "responses_letter_send": Route(
        COORDINATOR, others=405, status=405, args=lambda world: (world.letter,), writes=COORDINATOR
    ),
    "responses_response_export": Route(SECRETARIAT, writes=SECRETARIAT),
    "responses_response_export_contacts": Route(COORDINATOR, writes=COORDINATOR),
}

SET_UP = {
    "commission": first(Commission),
    "review": first(Review),
    "session": session,
    "guidingquestion": lambda world: (world.response.session.questions.first().pk,),
    "agendaitem": first(AgendaItem),
    "memberstate": lambda world: (world.response.member_state_id,),
}
"""Nouns that coordinators add and change; of questions and agenda items new ones come on the page of their session."""
READ_ONLY = {
    "objective": first(Objective),
    "letter": first(Letter),
    "event": first(Event),
    "membership": first(Membership),
}

for noun, its in (SET_UP | READ_ONLY).items():
    changes = COORDINATOR if noun in SET_UP else ()
    ROUTES |= {
        f"responses_{noun}_changelist": Route(COORDINATOR),
        f"responses_{noun}_change": Route(COORDINATOR, args=its, writes=changes),
        f"responses_{noun}_history": Route(COORDINATOR, args=its),
        f"responses_{noun}_delete": Route((), args=its),
    }
    adds = COORDINATOR if noun in SET_UP and noun not in {"guidingquestion", "agendaitem"} else ()
    ROUTES.setdefault(f"responses_{noun}_add", Route(adds, writes=adds))

ROUTES["responses_letter_changelist"].writes = COORDINATOR  # by the action that sends again

for act in ("changelist", "change", "history", "add", "delete"):
    args = (lambda world: (world.reviewer.pk,)) if act in {"change", "history", "delete"} else None
    writes = ACCOUNTS if act in {"add", "change"} else ()
    ROUTES[f"responses_user_{act}"] = Route(ACCOUNTS if act != "delete" else (), args=args, writes=writes)

# The desk lists the events of the set-up; those of a response stand on its page.
ROUTES["responses_event_change"].args = lambda world: (
    Event.objects.filter(chain__response=None, chain__delegation=None).first().pk,
)
ROUTES["responses_event_history"].args = ROUTES["responses_event_delete"].args = ROUTES[
    "responses_event_change"
].args

ELSEWHERE = {"login", "logout"}
"""Handled by the site's one door (tests/accounts), or by POST alone."""


def routes_of_the_desk():
    """The names of all routes in the namespace of the admin."""
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            yield from _names(pattern.url_patterns)


def _names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def address(name, world):
    """The address of one page in this world."""
    return reverse(f"admin:{name}", args=ROUTES[name].args(world))
