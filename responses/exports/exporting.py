"""Exports: checks who asks, writes the file, says in it what it is, and puts on record that it was made."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from responses import moments
from responses.models import Session, User
from responses.models.event import record
from responses.rules import permissions
from responses.rules.refused import Refused

from .formats import FORMATS, Counts, Facts, Words
from .shapes import SHAPES

_MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Exported:
    """A finished export: what the file is called, what was counted in it, and its hash (in hexadecimal)."""

    filename: str
    content_type: str
    counts: Counts
    restricted_rows: int
    sha256: str


def export(user, shape_name, format_name, *, file, session=None, responses=None, filter_words="", filters=()):
    """Write an export into ``file`` (binary, seekable, readable; left at its beginning); returns :class:`Exported`.

    ``responses`` narrows what the person may see to what a list shows, ``session`` to one session. ``filter_words``
    tell the readers of the file which filter was set; ``filters`` are the mere names of the filters, for the record:
    what somebody searched for may be a person's name.

    Raises :class:`Refused` (403) before anything is written, and ``formats.ExportFailed``; the file is then empty.
    """
    shape, written_as = SHAPES[shape_name], FORMATS[format_name]
    user = User.objects.get(pk=user.pk)  # a part may have ended since the page was opened
    if not shape.may(user):
        raise Refused(_("This export is not among those you can make."), status=403)
    visible = visible_among(user, session=session, responses=responses)
    session = session or _only_session(visible)
    now = timezone.now()
    told = {_("Filter"): filter_words or _("None"), _("Exported by"): str(user)}
    resource = shape.resource(user, visible)
    counts = _write(resource, shape, written_as, file, _Told(session, now, told))
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    data = {
        "shape": shape_name, "format": format_name, "session": session.slug if session else "",
        "filters": sorted(filters), "rows": counts.rows, "answers": counts.answers, "characters": counts.characters,
        "not_for_distribution": resource.restricted_rows, "sha256": sha256,
    }  # fmt: skip
    with transaction.atomic():
        record("export", by=user, role=shape.part_of(user), data=data, at=now)
    name = filename(shape, written_as, session, now)
    return Exported(name, written_as.content_type, counts, resource.restricted_rows, sha256)


def visible_among(user, *, session=None, responses=None):
    """The responses that the person may see, narrowed to a session and to what a list shows."""
    visible = permissions.responses_visible_to(user)
    if session is not None:
        visible = visible.filter(session=session)
    if responses is not None:
        visible = visible.filter(pk__in=responses.order_by().values("pk"))
    return visible


def how_many(user, name, responses):
    """How many rows an export of this kind will hold."""
    return SHAPES[name].resource(user, visible_among(user, responses=responses)).get_queryset().count()


def filename(shape, written_as, session, now):
    """How the file is called, as gcm-ece-2024-s3-responses-wide-2026-11-24.xlsx; the day is the round's."""
    day = now.astimezone(session.review.tzinfo) if session else now
    about = ["gcm", *([session.slug] if session else []), shape.file, f"{day:%Y-%m-%d}"]
    return f"{'-'.join(about)}.{written_as.extension}"


def _only_session(responses):
    """The session that all the responses belong to, or None."""
    sessions = Session.objects.filter(pk__in=responses.order_by().values("session"))
    found = list(sessions.select_related("review__commission")[:2])
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class _Told:
    """What the file says about itself whatever its rows hold."""

    session: Session | None
    now: timezone.datetime
    pairs: dict

    def facts(self, shape, restricted_rows):
        """The facts for the formats."""
        review = self.session.review if self.session else None
        pairs = {
            _("Holds"): f"{shape.label}: {shape.about}",
            **({_("Left out"): str(shape.leaves_out)} if shape.leaves_out else {}),
            _("Session"): str(self.session) if self.session else _("Several"),
            _("Made at"): moments.in_utc(self.now, seconds=True),
        }
        if review:
            pairs[_("Made at, in the zone of the round")] = moments.in_round(self.now, review, seconds=True)
        pairs |= self.pairs
        pairs[_("Distribution")] = distribution(restricted_rows)
        zone = {"zone": review.tzinfo} if review else {}
        return Facts(str(shape.label), self.now, tuple(pairs.items()), words=_words(), **zone)


def distribution(restricted_rows):
    """Whether a file can be passed on, in words."""
    if not restricted_rows:
        return _("No row is marked as not for distribution.")
    return ngettext(
        "Not for distribution: %(rows)s row is marked. Its State did not agree to be published or to be named.",
        "Not for distribution: %(rows)s rows are marked. Their States did not agree to be published or to be named.",
        restricted_rows,
    ) % {"rows": restricted_rows}


def _write(resource, shape, written_as, file, told):
    """Write until what the first page says of restricted rows is true of the rows, and return the counts.

    A State may change its consent while the file is being written.
    """
    restricted_rows = resource.count_restricted()
    for _attempt in range(_MOST_ATTEMPTS):
        notice = resource.notice or (_("Not for distribution") if restricted_rows else "")
        counts = written_as.write(file, [resource.sheet(notice)], told.facts(shape, restricted_rows))
        if resource.restricted_rows == restricted_rows:
            return counts
        restricted_rows = resource.restricted_rows
    file.seek(0)
    file.truncate()
    raise Refused(_("The consent of several States is changing at this moment. Export again in a minute."))


def _words():
    """The words of the formats, in the language of the page."""
    return Words(
        about=_("About this file"),
        rows_in=_("Rows that went in"),
        rows_out=_("Rows counted in the finished sheet"),
        answers_in=_("Answers that went in"),
        answers_out=_("Answers counted in the finished sheet"),
        characters_in=_("Characters of the answers that went in"),
        characters_out=_("Characters of the answers counted in the finished sheet"),
        agree=_("What went in and what was counted are the same, to the character"),
        yes=_("Yes"),
        continued=_("Texts that continue in the next column, marked (2), (3) and so on"),
    )
