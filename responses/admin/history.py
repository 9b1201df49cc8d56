"""What happened to a response, in words: staff by name, delegates as "the delegation"."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from responses.models.event import broken_links
from responses.moments import in_round
from responses.rules.workflow import HAPPENED
from responses.status import CAME, Attribution, Channel, Publication, Role


class Happening(NamedTuple):
    """One event as it is shown."""

    number: int
    at: datetime
    what: str
    who: str
    details: list


def actor(event):
    """Who did it: a delegation acts as one, staff by name."""
    if event.role in Role.values:
        return _("the delegation")
    return str(event.by) if event.by_id else _("the site’s operator")


def _moment(text, review):
    return in_round(datetime.fromisoformat(text), review)


def _numbers(numbers):
    return ", ".join(str(number) for number in numbers)


def _came(channel):
    """How a response came, where it was not on this site."""
    if channel == Channel.SITE:
        return ""
    return _("Received %(came)s") % {"came": CAME[Channel(channel)]}


def _day(text):
    return date_format(date.fromisoformat(text), "j F Y")


WORDS = {
    "reference": lambda value, review: value,
    "questions": lambda value, review: _("Questions: %(numbers)s") % {"numbers": _numbers(value)},
    "reply_by": lambda value, review: _("Reply welcome by %(when)s") % {"when": _moment(value, review)},
    "until": lambda value, review: _("Until %(when)s") % {"when": _moment(value, review)},
    "reason": lambda value, review: _("Reason: %(reason)s") % {"reason": value},
    "wish": lambda value, review: _("The State’s wish: %(wish)s") % {"wish": value},
    "publication": lambda value, review: str(Publication(value).label),
    "attribution": lambda value, review: str(Attribution(value).label),
    "closed": lambda value, review: _("Clarifications closed: %(count)s") % {"count": value},
    "channel": lambda value, review: _came(value),
    "received_on": lambda value, review: _("The document was received on %(day)s") % {"day": _day(value)},
    "annexes": lambda value, review: _("With annexes"),
    "instruction": lambda value, review: _("On the State’s written instruction"),
}


def details_of(event, review):
    """What is remembered of an event, as short sentences; codes and hashes stay in the record."""
    said = event.details
    shown = [words(said[key], review) for key, words in WORDS.items() if said.get(key)]
    return [sentence for sentence in shown if sentence]


def history_of(response):
    """The events of a response, the latest first, and whether their chain holds."""
    chain = getattr(response, "chain", None)
    if chain is None:
        return [], True
    review = response.session.review
    events = chain.events.select_related("by").order_by("-number")
    shown = [
        Happening(
            event.number,
            event.at,
            str(HAPPENED.get(event.name, event.name)),
            actor(event),
            details_of(event, review),
        )
        for event in events
    ]
    return shown, not broken_links(chain)
