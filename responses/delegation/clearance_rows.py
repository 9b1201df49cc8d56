"""The rows of the list of clearances, and the texts that one of them is about."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from responses.models import AnswerVersion, Clearance, ClearanceRequest, ClearedText, RequestedText
from responses.rules import cleared, officials, permissions, version_codes
from responses.rules.officials import Stands


@dataclass
class Row:
    """One clearance, or one request on which nobody has decided."""

    source: object
    at: datetime
    texts: list = field(default_factory=list)
    is_whole: bool = False
    """Whether it is about the whole response, and the reader reads it whole."""

    @property
    def is_request(self):
        """Whether it is a request on which nobody has decided."""
        return isinstance(self.source, ClearanceRequest)

    @property
    def numbers(self):
        """The numbers of the questions, in order; of those the reader reads."""
        return sorted(text.answer.question.number for text in self.texts)

    @property
    def says(self):
        """What has become of it, in words."""
        return says_of_request(self.source) if self.is_request else self.source.get_outcome_display()

    @property
    def changed(self):
        """The texts that were changed since, in the order of the questions."""
        if not self.is_request and self.source.struck_at:
            return []
        changed = [text for text in self.texts if not text.is_current]
        return sorted(changed, key=lambda text: text.answer.question.number)

    @property
    def asker(self):
        """Who asked."""
        return self.source.as_name or str(self.source.asked_by)

    @property
    def is_waiting(self):
        """Whether an official can still decide."""
        return self.is_request and officials.stands(self.source) == Stands.OPEN


SORTS = {
    "newest": (gettext_lazy("newest first"), lambda row: -row.at.timestamp()),
    "question": (gettext_lazy("by question"), lambda row: (row.numbers[:1], -row.at.timestamp())),
    "authority": (
        gettext_lazy("by authority"),
        lambda row: (row.source.authority.casefold(), -row.at.timestamp()),
    ),
}
"""The orders of the list: what they are called, and by what they sort."""


def says_of_request(asked):
    """What has become of a request that was not decided."""
    state = officials.stands(asked)
    if state == Stands.WITHDRAWN:
        return _("Request withdrawn")
    day = date_format(asked.expires_at.astimezone(asked.response.session.review.tzinfo), "j F Y")
    if state == Stands.EXPIRED:
        return _("No decision by %(day)s") % {"day": day}
    return _("Asked for, until %(day)s") % {"day": day}


def rows_of(user, response, sort):
    """The rows that somebody may know of, in an order of :data:`SORTS`. Five queries, however many there are."""
    own = {"response": response}
    given = cleared.readable(user, Clearance.objects.filter(**own).order_by("pk")).select_related("by")
    asked = ClearanceRequest.objects.filter(clearance=None, **own).order_by("pk")
    rows = {("clearance", row.pk): Row(row, row.at) for row in given}
    rows |= {
        ("request", row.pk): Row(row, row.asked_at)
        for row in cleared.readable(user, asked).select_related("asked_by", "clearance")
    }
    answers = permissions.answers_readable_by(user).filter(response=response).select_related("question")
    mine = {answer.pk: answer for answer in answers.order_by()}
    for model, owner in ((ClearedText, "clearance"), (RequestedText, "request")):
        for text in model.objects.filter(answer__in=mine).order_by("pk"):
            if row := rows.get((owner, getattr(text, f"{owner}_id"))):
                row.texts.append(placed(text, mine[text.answer_id]))
    reads_everything = permissions.reads_everything(user, response)
    for row in rows.values():
        row.source.response = response
        row.is_whole = row.source.whole_response and reads_everything
    return sorted(rows.values(), key=SORTS[sort][1])


def texts_of(user, source):
    """The texts of a clearance or a request that somebody reads, each with its version and its code."""
    readable = permissions.answers_readable_by(user).order_by()
    return with_versions(source, source.texts.filter(answer__in=readable))


def with_versions(source, rows):
    """Texts of a clearance or a request, in the order of the questions, each with its version and its code."""
    texts = list(rows.select_related("answer__question").order_by("answer__question__number"))
    versions = versions_of(texts)
    for text in texts:
        text.answer.response = source.response
        placed(text, text.answer).saved = versions[text.pk]
        text.code = version_codes.of_version(text.answer, text.saved, no_information=text.no_information)
    return texts


def placed(text, answer):
    """A text of a clearance or a request with its answer, and whether it is the answer as it stands."""
    text.answer, text.is_current = answer, cleared.is_current(text, answer)
    return text


def versions_of(texts):
    """The version of the answer that each text names: ``{pk of the text: AnswerVersion or None}``."""
    wanted = {(text.answer_id, text.version): text.pk for text in texts}
    rows = AnswerVersion.objects.filter(
        answer__in={text.answer_id for text in texts}, number__in={text.version for text in texts}
    )
    found = {wanted[key]: row for row in rows if (key := (row.answer_id, row.number)) in wanted}
    return {text.pk: found.get(text.pk) for text in texts}
