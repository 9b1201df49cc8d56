"""One row for each State: its standing submission, with an answer to each question side by side."""

from operator import attrgetter

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses import languages
from responses.models import GuidingQuestion, Session, SubmittedAnnex, SubmittedAnswer

from .formats import Kind
from .sheet import SheetField, by_session, by_state, names_of
from .standing import WordsResource, consent_fields, receipt_fields, standing, with_consent

_ANSWER = "number text language no_information".split()


def _annexes(row):
    """Number and title of each annex, one to a line; None where there is none."""
    found = sorted(row.annexes.all(), key=attrgetter("number"))
    return "\n".join(f"{annex.number}. {annex.title}" for annex in found) or None


class WideResource(WordsResource):
    """Standing submissions; the columns of the questions are those of the sessions at hand."""

    title = gettext_lazy("Responses")
    chunk = 25
    frozen_columns = 2

    code = SheetField(gettext_lazy("Code"), attrgetter("response.member_state.alpha3"), width=8)
    state = SheetField(gettext_lazy("Member State"), lambda row: str(row.response.member_state))
    session = SheetField(gettext_lazy("Session"), attrgetter("response.session.slug"), width=16)
    status = SheetField(gettext_lazy("Status"), lambda row: str(row.response.label))
    reference = SheetField(gettext_lazy("Reference"), attrgetter("reference"), width=30)
    channel, received_on, received_at = receipt_fields()
    received_after_deadline = SheetField(
        gettext_lazy("Received after the deadline"), attrgetter("is_after_deadline"), Kind.BOOLEAN
    )
    languages = SheetField(gettext_lazy("Languages"), lambda row: names_of(row.languages))
    words = SheetField(gettext_lazy("Words"), attrgetter("words"), Kind.NUMBER)
    annexes = SheetField(gettext_lazy("Annexes"), _annexes, width=40)

    def __init__(self, user, responses, **kwargs):
        super().__init__(user, responses, **kwargs)
        self.fields.update(consent_fields())
        for number, title in self._questions():
            self.fields.update(_question_fields(number, title))

    def get_queryset(self):
        """The rows; the records, which hold each text a second time, stay in the database."""
        related = "response__member_state", "response__session__review__commission"
        answers = Prefetch("answers", SubmittedAnswer.objects.only("submission_id", *_ANSWER))
        annexes = Prefetch("annexes", SubmittedAnnex.objects.only("submission_id", "number", "title"))
        return (
            with_consent(standing(self.user, self.responses), "pk")
            .select_related(*related)
            .prefetch_related(answers, annexes)
            .defer("record", "search_text")
            .order_by(*by_session("response__session"), *by_state("response__member_state"), "pk")
        )

    def _questions(self):
        """Number and title of each question; without titles when several sessions are side by side."""
        sessions = Session.objects.filter(pk__in=self.responses.order_by().values("session"))
        questions = GuidingQuestion.objects.filter(session__in=sessions.values("pk"))
        titles = {question.number: question.title for question in questions}
        if sessions.count() > 1:
            titles = dict.fromkeys(titles, "")
        return sorted(titles.items())


def _question_fields(number, title):
    """The three columns of one question."""

    def answer(row):
        return next((one for one in row.answers.all() if one.number == number), None)

    def text(row):
        return found.text if (found := answer(row)) else None

    def language(row):
        found = answer(row)
        return str(languages.name(found.language)) if found and found.text else None

    def no_information(row):
        return found.no_information if (found := answer(row)) else None

    asked = {"number": number}
    header = f"{number}. {title}" if title else _("Question %(number)s") % asked
    return {
        f"answer_{number}": SheetField(header, text, Kind.LONG_TEXT),
        f"language_{number}": SheetField(_("Language of answer %(number)s") % asked, language, width=16),
        f"no_information_{number}": SheetField(
            _("No information is provided on question %(number)s") % asked, no_information, Kind.BOOLEAN
        ),
    }
