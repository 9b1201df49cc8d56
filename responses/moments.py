"""How moments are written: 11 March 2024, 18:00 Geneva time."""

from datetime import UTC

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def in_round(moment, review, *, seconds=False):
    """A moment in the round's zone, as "14 December 2026, 18:00 Geneva time"; "" for no moment."""
    if moment is None:
        return ""
    local = moment.astimezone(review.tzinfo)
    pattern = "j F Y, H:i:s" if seconds else "j F Y, H:i"
    return _("%(moment)s %(zone)s time") % {"moment": date_format(local, pattern), "zone": review.zone_name}


def in_utc(moment, *, seconds=False):
    """A moment in UTC, as "14 December 2026, 17:00 UTC"."""
    local = timezone.localtime(moment, UTC)
    return f"{date_format(local, 'j F Y, H:i:s' if seconds else 'j F Y, H:i')} UTC"


def day(moment, review):
    """The day of a moment in the round's zone, as "14 December 2026"."""
    return date_format(moment.astimezone(review.tzinfo), "j F Y") if moment else ""
