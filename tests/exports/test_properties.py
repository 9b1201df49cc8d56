"""Whatever States have sent and whatever a list shows: the rows of a file are the rows that the person may see.

The worlds are drawn; what is to be expected is worked out here from what was drawn, without a query.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from responses.exports.formats import FORMATS
from responses.rules import drafting, workflow
from responses.rules.moves import Declaration, Requests, Withdrawal
from responses.status import Attribution, Completeness, Publication
from responses.text import clean
from tests import factories
from tests.exports.reading import rows_of
from tests.exports.test_exports import TRAPS

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

QUESTIONS = 2
EXPORT = reverse("admin:responses_response_export")
PLACES = (
    "not_started", "drafting", "submitted", "under_review", "clarification", "accepted", "withdrawn", "recalled",
)  # fmt: skip
STANDS = {"submitted", "under_review", "clarification", "accepted"}
NAMES = {"XBO": "Borduria", "XGR": "Grand Fenwick", "XLA": "Latveria", "XRU": "Ruritania", "XZU": "Zubrowka"}
"""In alphabetical order, as lists and files have them."""


@dataclass(frozen=True)
class Drawn:
    """What was drawn of one State: where its response is, what it wrote (None: no information) and how."""

    place: str
    texts: tuple
    language: str
    publication: str
    attribution: str

    @property
    def stands(self):
        """Whether there is a submission that counts."""
        return self.place in STANDS

    @property
    def complete(self):
        """How many answers are complete."""
        return 0 if self.place == "not_started" else QUESTIONS

    @property
    def restricted(self):
        """Whether the row is not for distribution."""
        return self.publication == Publication.NO or self.attribution == Attribution.NOT_ATTRIBUTED


words = st.one_of(
    st.none(), st.sampled_from(sorted(TRAPS.values())), st.text(max_size=40).map(lambda raw: clean(raw).text)
).map(lambda text: text if text and text.strip() else None)
states = st.builds(
    Drawn,
    place=st.sampled_from(PLACES),
    texts=st.tuples(*[words] * QUESTIONS),
    language=st.sampled_from(["en", "ru", "ar"]),
    publication=st.sampled_from(Publication.values),
    attribution=st.sampled_from(Attribution.values),
)
worlds = st.dictionaries(st.sampled_from(sorted(NAMES)), states, min_size=1)

NO_FILTER = {}
filters = st.one_of(
    st.just(NO_FILTER),
    st.sampled_from(PLACES[:-1]).map(lambda place: {"status": place}),
    st.sampled_from(["yes", "no"]).map(lambda said: {"received": said}),
    st.sampled_from(["en", "ru", "ar"]).map(lambda code: {"language": code}),
    st.sampled_from(sorted(NAMES)).map(lambda code: {"q": NAMES[code]}),
    st.sets(st.sampled_from(sorted(NAMES)), min_size=1).map(lambda codes: {"selected": codes}),
)


def matches(query, code, drawn):
    """Whether a list with this filter shows a State."""
    if "status" in query:
        place = "drafting" if drawn.place == "recalled" else drawn.place
        return place == query["status"]
    if "received" in query:
        return drawn.stands is (query["received"] == "yes")
    if "language" in query:
        return drawn.stands and any(drawn.texts) and drawn.language == query["language"]
    return NAMES[code] == query.get("q", NAMES[code]) and code in query.get("selected", NAMES)


def build(world, reviewer):
    """Make the drawn world; returns the keys of the responses by code."""
    session = factories.SessionFactory(questions=QUESTIONS)
    return {code: _state(session, code, drawn, reviewer).pk for code, drawn in world.items()}


def _state(session, code, drawn, reviewer):
    response = factories.ResponseFactory(
        session=session, member_state__alpha3=code, member_state__name_en=NAMES[code]
    )
    lead = factories.member(response)
    if drawn.place != "not_started":
        for answer in response.answers.select_related("question", "response").order_by("question__number"):
            text = drawn.texts[answer.question.number - 1]
            drafting.save_answer(
                answer, text=text or "", base=0, key="once", page="p", by=lead, language=drawn.language,
                completeness=Completeness.COMPLETE if text else Completeness.NO_INFORMATION,
            )  # fmt: skip
    if drawn.place not in {"not_started", "drafting"}:
        declared = Declaration("A", "B", "C", "D", "E", drawn.publication, drawn.attribution, True)
        workflow.perform("submit", response, by=lead, data=declared)
    for name, data in _moves(drawn.place):
        by = lead if name in {"recall", "withdraw"} else reviewer
        workflow.perform(name, response, by=by, data=data)
    return response


def _moves(place):
    soon = timezone.now() + timedelta(weeks=1)
    return {
        "recalled": [("recall", None)],
        "withdrawn": [("withdraw", Withdrawal("A decision"))],
        "under_review": [("start_review", None)],
        "clarification": [("start_review", None), ("return", Requests({1: "Figures"}, soon))],
        "accepted": [("start_review", None), ("accept", None)],
    }.get(place, [])


def download(user, shape, format_name, query):
    """The rows of a file that somebody takes from the list with this filter."""
    client = Client()
    client.force_login(user)
    answer = client.post(EXPORT, {"shape": shape, "format": format_name}, query_params=query)
    assert answer.status_code == 200
    return rows_of(format_name, answer.getvalue())


HEADERS = {
    "json": {
        "code": "code", "number": "question", "text": "text", "complete": "complete",
        "restricted": "not_for_distribution", **{n: f"answer_{n}" for n in (1, 2)},
    },
    "xlsx": {
        "code": "Code", "number": "Question", "text": "Answer", "complete": "Complete answers",
        "restricted": "Not for distribution", **{n: f"{n}. Title {n}" for n in (1, 2)},
    },
}  # fmt: skip
HEADERS["csv"] = HEADERS["xlsx"]


def plain(value):
    """A value as CSV writes it; an empty cell is an empty text."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def read(format_name, rows, *names):
    """The named cells of each row."""
    return [tuple(plain(row[HEADERS[format_name][name]]) for name in names) for row in rows]


@pytest.mark.parametrize("format_name", FORMATS)
@settings(
    max_examples=8,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # a world is small as it is drawn; making it smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(
    world={"XRU": Drawn("submitted", (None, None), "ru", Publication.FULL, Attribution.ATTRIBUTED)},
    query={"language": "en"},
)
@given(world=worlds, query=filters)
def test_the_rows_of_a_file_are_the_rows_the_person_may_see(
    format_name, reviewer, publisher, coordinator, world, query
):
    with transaction.atomic():
        keys = build(world, reviewer)
        listed = [code for code in sorted(world) if matches(query, code, world[code])]
        sent = [code for code in listed if world[code].stands]
        if "selected" in query:
            chosen = sorted(keys[code] for code in query["selected"] & set(keys)) or [0]
            query = {"id__in": ",".join(map(str, chosen))}

        wide = download(reviewer, "wide", format_name, query)
        assert read(format_name, wide, "code", 1, 2) == [
            (code, *(text or "" for text in world[code].texts)) for code in sent
        ]
        assert read(format_name, wide, "restricted") == [
            (str(world[code].restricted).lower(),) for code in sent
        ]
        assert read(format_name, download(publisher, "long", format_name, query), "code", "number", "text") == [
            (code, str(number), text or "")
            for code in sent for number, text in enumerate(world[code].texts, start=1)
        ]  # fmt: skip
        if "language" not in query:  # a coordinator's list has no such filter
            assert read(
                format_name, download(coordinator, "progress", format_name, query), "code", "complete"
            ) == [(code, str(world[code].complete)) for code in listed]
        transaction.set_rollback(True)
