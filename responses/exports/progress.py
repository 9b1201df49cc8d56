"""One row for each invited State: where its response stands and how many answers are complete. No words, no names."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from responses.status import Status

from .formats import Kind
from .sheet import SheetField, SheetResource, by_session, by_state
from .standing import receipt_fields


def _status(row):
    if row.status == Status.DRAFTING and not row.complete:
        return _("No response received yet")
    return row.label


class ProgressResource(SheetResource):
    """Responses whose existence and progress the person may know."""

    title = _("Progress")
    chunk = 200
    frozen_columns = 2

    code = SheetField(_("Code"), attrgetter("member_state.alpha3"), width=8)
    state = SheetField(_("Member State"), lambda row: str(row.member_state))
    session = SheetField(_("Session"), attrgetter("session.slug"), width=16)
    status = SheetField(_("Status"), lambda row: str(_status(row)))
    complete = SheetField(_("Complete answers"), attrgetter("complete"), Kind.NUMBER)
    questions = SheetField(_("Questions"), attrgetter("questions"), Kind.NUMBER)
    channel, received_on, received_at = receipt_fields("standing_submission")
    reply_by = SheetField(_("Reply by"), attrgetter("reply_by"), Kind.DATE_TIME)

    def get_queryset(self):
        """The rows; of a submission nothing but the time of its receipt is read."""
        return (
            self.responses.with_progress()
            .select_related("member_state", "session__review__commission", "standing_submission")
            .defer("standing_submission__record", "standing_submission__search_text")
            .order_by(*by_session("session"), *by_state("member_state"), "pk")
        )
