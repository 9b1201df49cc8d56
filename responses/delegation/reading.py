"""What the pages of a delegation read of a response and its answers: what they show, in one query.

These rows are wide, with each text in six languages, and every page of a delegation reads them: what is left out
here took longer to read than everything else on a page. A column that is asked for nevertheless is fetched then.
"""

from functools import cache

from modeltranslation.utils import get_language, resolution_order

from responses.models import Answer, Response, Submission
from responses.prepared import Prepared
from responses.rules import deadlines

OF_RESPONSE = """
    session member_state status returned_for reply_by standing_submission requires_clearance
    session__review session__slug session__title_* session__deadline session__deadline_policy
    session__review__commission session__review__zone session__review__zone_name
    session__review__contact_name session__review__contact_email
    session__review__commission__region
    member_state__alpha3 member_state__name_*
""".split()
OF_ANSWER = """
    response question text language completeness is_open version last_number changed_by changed_as changed_at
    question__number question__title_* question__wording_* question__points_* changed_by__name
""".split()


def responses():
    """Responses as the pages show them in the language of the reader, with their deadlines."""
    return _responses(get_language())


def answers():
    """Answers as the pages show them in the language of the reader."""
    return _answers(get_language())


def answer_at(slug, alpha3, number):
    """The answer at an address, with its response as :func:`responses` reads it; or None."""
    answer = next(iter(_answer_at(get_language()).rows(slug, alpha3, number)), None)
    if answer is not None:
        answer.response.extended_until = answer.extended_until
    return answer


def with_standing(response):
    """The same response, with its standing submission. A record is as long as a response: it is left out."""
    if response.standing_submission_id:
        rows = Submission.objects.defer("record", "search_text")
        response.standing_submission = rows.get(pk=response.standing_submission_id)
    return response


def _columns(names, language):
    """The names of columns, with those ending in * in the language of the page and those it falls back to."""
    codes = resolution_order(language)
    return [name.replace("*", code) for name in names for code in (codes if "*" in name else [""])]


# Put together once for each language: a query like these takes as long to compose as to ask.


@cache
def _responses(language):
    related = ("session__review__commission", "member_state")
    rows = Response.objects.select_related(*related).only(*_columns(OF_RESPONSE, language))
    return rows.annotate(extended_until=deadlines.extended_until("pk"))


@cache
def _answers(language):
    return Answer.objects.select_related("question", "changed_by").only(*_columns(OF_ANSWER, language))


@cache
def _answer_at(language):
    related = ("response__session__review__commission", "response__member_state", "question", "changed_by")
    names = [*OF_ANSWER, *(f"response__{name}" for name in OF_RESPONSE)]
    rows = Answer.objects.order_by().select_related(*related).only(*_columns(names, language))
    rows = rows.annotate(extended_until=deadlines.extended_until("response"))

    def at(slug, alpha3, number):
        return rows.filter(
            response__session__slug=slug, response__member_state__alpha3=alpha3, question__number=number
        )

    return Prepared(at, str, str, int)
