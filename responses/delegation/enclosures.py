"""What comes with an answer, as its page shows it: the annexes that it can refer to, and its translations."""

from django.db.models.functions import Length

from responses.models import Annex, CourtesyTranslation
from responses.prepared import Prepared
from responses.rules import permissions

from .wording import see_annex

_TRANSLATED = Prepared(
    lambda answer: (
        CourtesyTranslation.objects.filter(answer=answer, stands=True)
        .annotate(length=Length("text"))
        .order_by("number")
        .values_list("language", "length")
    ),
    int,
)
_ANNEXES = Prepared(
    lambda response: (
        Annex.objects.present()
        .filter(response=response)
        .order_by("number")
        .values_list("number", "title", "answer_id", named=True)
    ),
    int,
)


def translated_into(answer):
    """The languages into which the State has translated an answer itself; of each the latest text holds."""
    lengths = dict(_TRANSLATED.rows(answer.pk))
    return sorted(code for code, length in lengths.items() if length)


def annexes_for(user, answer, language):
    """The annexes that an answer can refer to, its own and those of the whole response: (annex, the sentence)."""
    here = {answer.pk, None} if permissions.reads_everything(user, answer.response) else {answer.pk}
    found = _ANNEXES.rows(answer.response_id)
    return [(row, see_annex(row, language)) for row in found if row.answer_id in here]
