"""One row for each answer of the standing submissions."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from responses import languages
from responses.models import SubmittedAnswer

from .formats import Kind
from .sheet import SheetField, by_session, by_state
from .standing import WordsResource, consent_fields, receipt_fields, standing, with_consent

_RESPONSE = "submission__response"
_RELATED = f"{_RESPONSE}__member_state", f"{_RESPONSE}__session__review__commission"
# A row of ours repeats the submission; its own long texts stay in the database.
_LEFT_THERE = "wording", "submission__record", "submission__search_text"


class LongResource(WordsResource):
    """Answers as submitted, ready to be filtered and coded."""

    title = _("Answers")
    chunk = 100
    frozen_columns = 2

    code = SheetField(_("Code"), attrgetter("submission.response.member_state.alpha3"), width=8)
    state = SheetField(_("Member State"), lambda row: str(row.submission.response.member_state))
    session = SheetField(_("Session"), attrgetter("submission.response.session.slug"), width=16)
    question = SheetField(_("Question"), attrgetter("number"), Kind.NUMBER)
    title_of_question = SheetField(_("Title of the question"), attrgetter("title"), width=40)
    language = SheetField(
        _("Language"), lambda row: str(languages.name(row.language)) if row.text else None, width=16
    )
    no_information = SheetField(_("No information is provided"), attrgetter("no_information"), Kind.BOOLEAN)
    words = SheetField(_("Words"), attrgetter("words"), Kind.NUMBER)
    text = SheetField(_("Answer"), attrgetter("text"), Kind.LONG_TEXT)
    reference = SheetField(_("Reference"), attrgetter("submission.reference"), width=30)
    channel, received_on, received_at = receipt_fields("submission")

    def __init__(self, user, responses, **kwargs):
        super().__init__(user, responses, **kwargs)
        self.fields.update(consent_fields())

    def get_queryset(self):
        """The rows."""
        submissions = standing(self.user, self.responses).values("pk")
        return (
            with_consent(SubmittedAnswer.objects.filter(submission__in=submissions), "submission_id")
            .select_related(*_RELATED)
            .defer(*_LEFT_THERE)
            .order_by(*by_session(f"{_RESPONSE}__session"), *by_state(f"{_RESPONSE}__member_state"), "number")
        )
