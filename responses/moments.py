"""How moments are written: 11 March 2024, 18:00 Geneva time."""

from datetime import UTC
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAY, TO_THE_MINUTE, TO_THE_SECOND = "j F Y", "j F Y, H:i", "j F Y, H:i:s"


@lru_cache(maxsize=2_000)
def _write(moment, zone, pattern, _language):
    """A moment in words. The same few deadlines stand on every page, and putting them in words takes long."""
    return date_format(moment.astimezone(zone), pattern)


def _written(moment, zone, pattern):
    return _write(moment, zone, pattern, get_language())


def in_round(moment, review, *, seconds=False):
    """A moment in the round's zone, as "14 December 2026, 18:00 Geneva time"; "" for no moment."""
    if moment is None:
        return ""
    written = _written(moment, review.tzinfo, TO_THE_SECOND if seconds else TO_THE_MINUTE)
    return _("%(moment)s %(zone)s time") % {"moment": written, "zone": review.zone_name}


def in_utc(moment, *, seconds=False):
    """A moment in UTC, as "14 December 2026, 17:00 UTC"."""
    return f"{_written(moment, UTC, TO_THE_SECOND if seconds else TO_THE_MINUTE)} UTC"


def receipt(submission, review):
    """When a submission came: the moment on this site, or "3 March 2026, by note verbale"."""
    if not submission.came_by_other_means:
        return in_round(submission.received_at, review)
    facts = {"day": date_format(submission.received_on, "j F Y"), "came": submission.came}
    return _("%(day)s, %(came)s") % facts


def day(moment, review):
    """The day of a moment in the round's zone, as "14 December 2026"."""
    return _written(moment, review.tzinfo, DAY) if moment else ""
