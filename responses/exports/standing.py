"""The submissions that count, with the consent that holds for them: what all exports of words start from."""

from operator import attrgetter

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from responses.models import Consent
from responses.rules import permissions
from responses.status import Attribution, Publication

from .formats import Kind
from .sheet import SheetField, SheetResource

FREE = Q(publication__in=(Publication.FULL, Publication.WITHOUT_ANNEXES), attribution=Attribution.ATTRIBUTED)


def standing(user, responses):
    """The standing submissions of these responses, as far as the person may read them; without what is withdrawn."""
    return permissions.submissions_readable_by(user).filter(
        response__standing_submission=F("pk"),
        recalled_at__isnull=True,
        withdrawn_at__isnull=True,
        response__in=responses.order_by().values("pk"),
    )


def with_consent(queryset, submission):
    """Adds ``publication`` and ``attribution``: what the latest consent says, "" where there is none.

    ``submission`` is the path to the submission's key.
    """
    latest = Consent.objects.filter(submission=OuterRef(submission)).order_by("-at", "-pk")
    return queryset.annotate(
        publication=Coalesce(Subquery(latest.values("publication")[:1]), Value("")),
        attribution=Coalesce(Subquery(latest.values("attribution")[:1]), Value("")),
    )


def consent_fields():
    """The columns that tell what the State agreed to."""
    return {
        "publication_consent": SheetField(_("Publication consent"), _publication),
        "attribution_consent": SheetField(_("Attribution consent"), _attribution),
        "not_for_distribution": SheetField(_("Not for distribution"), is_restricted, Kind.BOOLEAN),
    }


def receipt_fields(path=""):
    """The columns channel, day and moment, which tell how and when a submission came; ``path`` leads to it.

    The day is always known; the moment only of what came on this site.
    """
    submission = attrgetter(path) if path else (lambda row: row)
    return (
        SheetField(_("Channel"), lambda row: _channel(submission(row)), width=16),
        SheetField(_("Received on"), lambda row: _day(submission(row)), Kind.DATE),
        SheetField(_("Received at"), lambda row: _moment(submission(row)), Kind.DATE_TIME),
    )


def _channel(submission):
    return str(submission.get_channel_display()) if submission else None


def _day(submission):
    return submission.received_on if submission else None


def _moment(submission):
    return submission.received_at if submission and not submission.came_by_other_means else None


def is_restricted(row):
    """Whether the State did not agree to be published, or not to be named; a missing consent counts as none."""
    shown = row.publication in (Publication.FULL, Publication.WITHOUT_ANNEXES)
    return not (shown and row.attribution == Attribution.ATTRIBUTED)


def _publication(row):
    return str(Publication(row.publication).label) if row.publication else ""


def _attribution(row):
    return str(Attribution(row.attribution).label) if row.attribution else ""


class WordsResource(SheetResource):
    """Rows with a State's own words, marked where these are not for distribution."""

    def is_restricted(self, instance):
        """See :func:`is_restricted`."""
        return is_restricted(instance)

    def count_restricted(self):
        """How many rows are not for distribution, as the database has it now."""
        return self.get_queryset().exclude(FREE).count()
