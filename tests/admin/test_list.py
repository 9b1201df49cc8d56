"""The list of responses: what it says of each State, filters, search in every script, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from responses.models import MemberState, Submission
from responses.rules import annexing, drafting, publishing, workflow
from responses.rules.moves import Withdrawal
from responses.status import Completeness, Role, Status
from tests import factories
from tests.annexes import attach, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LIST = "/admin/responses/response/"


def rows(client, **query):
    """The rows of the list as lists of their cells, in their order."""
    page = client.get(LIST, query)
    listed = page.context["cl"]
    admin = listed.model_admin
    columns = [name for name in listed.list_display if name != "action_checkbox"]
    return [[str(getattr(admin, name)(row)) if hasattr(admin, name) else getattr(row, name) for name in columns]
            for row in listed.result_list]  # fmt: skip


def names(client, **query):
    return [row[0] for row in rows(client, **query)]


def state(alpha3, response, *, submitted=None, language="en", **fields):
    """The response of another State to the same session; with a text for the first question it is submitted."""
    member_state = factories.MemberStateFactory(alpha3=alpha3, **fields)
    other = factories.ResponseFactory(session=response.session, member_state=member_state)
    lead = factories.member(other, Role.FOCAL_POINT, email=f"{alpha3.lower()}@example.org")
    if submitted is not None:
        write(other, lead, submitted, language)
        workflow.perform("submit", other, by=lead, data=factories_declaration())
        other.refresh_from_db()
    return other


def write(response, by, text, language="en"):
    for answer in response.answers.select_related("question", "response"):
        drafting.save_answer(
            answer, text=text, base=0, key=f"{answer.pk}", page="p", by=by, language=language,
            completeness=Completeness.COMPLETE,
        )  # fmt: skip


def factories_declaration():
    return workflow.moves.Declaration(
        "A", "B", "C", "D", "E", "full", "attributed", no_information_confirmed=True
    )


@pytest.mark.parametrize(
    ("written", "words", "progress"),
    [
        (0, "No response received yet", "0 of 5"),
        (1, "In preparation", "1 of 5"),
        (5, "In preparation", "5 of 5"),
    ],
)
def test_of_a_draft_the_list_says_how_many_answers_are_complete_and_nothing_else(
    enter, response, focal_point, written, words, progress
):
    for answer in response.answers.order_by("question__number")[:written]:
        drafting.save_answer(
            answer, text="Secret draft", base=0, key=str(answer.pk), page="p", by=focal_point,
            completeness=Completeness.COMPLETE,
        )  # fmt: skip
    cells = rows(enter("reviewer"))
    assert [cells[0][0], *cells[0][2:]] == ["Ruritania (invented)", progress, "", "", "", "", ""]
    assert words in cells[0][1]


def test_of_a_submission_the_list_says_languages_words_annexes_receipt_and_reviewer(
    enter, response, focal_point, reviewer, bring_to
):
    attach(response, focal_point)
    annexing.remove(attach(response, focal_point, content=pdf(2)), by=focal_point)
    bring_to(response, Status.UNDER_REVIEW)
    submission = response.standing_submission
    when = submission.received_at.astimezone(response.session.review.tzinfo)
    cells = rows(enter("reviewer"))[0]
    received = f"{when:%-d %B %Y, %H:%M} Geneva time"
    assert cells[2:] == ["5 of 5", "English", "20", "1", received, "Rosa Keller"]
    assert "Being read" in cells[1]


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
def test_the_list_says_what_is_public(enter, response, publisher, bring_to, person):
    bring_to(response, Status.ACCEPTED)
    assert ("Published" in rows(enter(person))[0][1], names(enter(person), published="yes")) == (False, [])
    publishing.publish(response, by=publisher)
    assert ("Published" in rows(enter(person))[0][1], names(enter(person), published="no")) == (True, [])


def test_a_coordinator_sees_neither_languages_nor_words(enter, response, bring_to):
    bring_to(response, Status.SUBMITTED)
    page = enter("coordinator").get(LIST)
    assert page.context["cl"].list_display[1:] == ["state", "status_words", "progress", "received", "reader"]


@pytest.mark.parametrize("person", ["reviewer", "publisher", "coordinator"])
def test_after_a_recall_nothing_of_the_submission_is_left_in_the_list(
    enter, response, focal_point, bring_to, person
):
    bring_to(response, Status.SUBMITTED)
    workflow.perform("recall", response, by=focal_point)
    cells = rows(enter(person))[0]
    assert set(cells[3:]) == {""}
    assert "In preparation" in cells[1]


def test_states_stand_in_alphabetical_order_and_the_invented_are_counted_apart(enter, response):
    for code, name in (("TKM", "Turkmenistan"), ("TUR", "Türkiye"), ("ALB", "Albania")):
        state(code, response, name_en=name)
    client = enter("reviewer")
    assert names(client) == ["Albania", "Ruritania (invented)", "Türkiye", "Turkmenistan"]
    assert client.get(LIST).context["cl"].counts == {"real": 3, "invented": 1}
    assert "3 Member States" in client.get(LIST).content.decode()


def test_the_session_is_named_when_there_are_several(enter, response):
    assert "session" not in enter("reviewer").get(LIST).context["cl"].list_display
    factories.ResponseFactory(session__number=4, member_state=response.member_state)
    client = enter("reviewer")
    assert client.get(LIST).context["cl"].list_display[2] == "session"
    assert len(names(client, session="ece-2024-s4")) == 1


# --- filters --------------------------------------------------------------------------------------


@pytest.fixture
def four(response, reviewer, bring_to):
    """Responses in several statuses, languages and sub-regions."""
    state("ALB", response, name_en="Albania", m49_subregion="Southern Europe")
    state(
        "KAZ", response, name_en="Kazakhstan", submitted="Ответ", language="ru", m49_subregion="Central Asia"
    )
    late = state("MCO", response, name_en="Monaco", submitted="Réponse", language="fr")
    Submission.objects.filter(response=late).update(is_after_deadline=True)
    bring_to(response, Status.RETURNED, 1)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "not_started"}, ["Albania"]),
        ({"status": "submitted"}, ["Kazakhstan", "Monaco"]),
        ({"status": "clarification"}, ["Ruritania (invented)"]),
        ({"status": "revision"}, []),
        ({"received": "yes"}, ["Kazakhstan", "Monaco", "Ruritania (invented)"]),
        ({"received": "no"}, ["Albania"]),
        ({"received": "late"}, ["Monaco"]),
        ({"published": "yes"}, []),
        ({"published": "no", "received": "late"}, ["Monaco"]),
        ({"language": "ru"}, ["Kazakhstan"]),
        ({"subregion": "Central Asia"}, ["Kazakhstan"]),
        ({"session": "ece-2024-s3"}, ["Albania", "Kazakhstan", "Monaco", "Ruritania (invented)"]),
    ],
)
def test_filter(enter, four, query, found):
    assert names(enter("reviewer"), **query) == found


def test_filter_by_reviewer(enter, four, reviewer):
    assert names(enter("publisher"), reviewer=str(reviewer.public_id)) == ["Ruritania (invented)"]


def test_a_coordinator_is_offered_no_language_of_submissions(enter, four):
    titles = [spec.title for spec in enter("coordinator").get(LIST).context["cl"].filter_specs]
    assert "language of the answers" not in titles


# --- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("миграция", ["Kazakhstan"]),
        ("МИГРАЦИЯ", ["Kazakhstan"]),
        ("ЖЕНЕВСКИЙ миграция", ["Kazakhstan"]),
        ('"миграция женевский"', []),
        ("straße", ["Austria"]),
        ("STRASSE", ["Austria"]),
        ("100%", ["Austria"]),
        ("100_", []),
        ("AUSTRIA", ["Austria"]),
        ("автрия", []),
        ("австрия", ["Austria"]),
        ("АВСТРИЯ", ["Austria"]),
        ("Turkiye", ["Türkiye"]),
        ("TÜRKİYE", ["Türkiye"]),
        ("GCM-ECE-2024-S3-AUT-01", ["Austria"]),
        ("gcm-ece-2024-s3-aut-01", ["Austria"]),
        ("nowhere", []),
    ],
)
def test_search_knows_no_case_in_any_script(enter, response, query, found):
    state("KAZ", response, name_en="Kazakhstan", submitted="Женевский план: МИГРАЦИЯ.", language="ru")
    state(
        "AUT",
        response,
        name_en="Austria",
        name_ru="Австрия",
        submitted="Die Straße. 100% done",
        language="de",
    )
    state("TUR", response, name_en="Türkiye")
    assert names(enter("reviewer"), q=query) == found


def test_search_finds_an_accent_however_it_is_stored(enter, response):
    state("FRA", response, name_en="France", submitted="Une re\u0301ponse", language="fr")
    assert names(enter("reviewer"), q="r\u00e9ponse") == ["France"]


def test_search_reads_only_what_the_person_may_read(enter, response):
    state("KAZ", response, name_en="Kazakhstan", submitted="unmistakable", language="en")
    assert names(enter("publisher"), q="unmistakable") == ["Kazakhstan"]
    assert names(enter("coordinator"), q="unmistakable") == []
    assert names(enter("coordinator"), q="kazakh") == ["Kazakhstan"]


def test_search_finds_nothing_of_what_was_recalled_or_withdrawn(enter, response):
    gone = state("KAZ", response, name_en="Kazakhstan", submitted="unmistakable")
    lead = gone.member_state.memberships.get().user
    workflow.perform("recall", gone, by=lead)
    assert names(enter("reviewer"), q="unmistakable") == []
    workflow.perform("submit", gone, by=lead, data=factories_declaration())
    workflow.perform("withdraw", gone, by=lead, data=Withdrawal("The State's decision"))
    assert names(enter("reviewer"), q="unmistakable") == []


def test_search_finds_only_the_submission_that_counts(enter, response, reviewer):
    """What was said in an earlier submission and is not said any more is not found."""
    other = state("KAZ", response, name_en="Kazakhstan", submitted="earlier words")
    lead = other.member_state.memberships.get().user
    workflow.perform(
        "open_for_revision", other, by=reviewer, data=workflow.moves.Revision("A correction", (1, 2, 3, 4, 5))
    )
    for answer in other.answers.select_related("question", "response"):
        drafting.save_answer(
            answer, text="later", base=answer.version, key=f"b{answer.pk}", page="q", by=lead,
            completeness=Completeness.COMPLETE,
        )  # fmt: skip
    workflow.perform("submit", other, by=lead, data=factories_declaration())
    assert names(enter("reviewer"), q="earlier") == []
    assert names(enter("reviewer"), q="later") == ["Kazakhstan"]


# --- what it costs --------------------------------------------------------------------------------


def queries(client, address, **query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)


@pytest.mark.parametrize("person", ["reviewer", "coordinator"])
@pytest.mark.parametrize("query", [{}, {"q": "text"}], ids=("list", "search"))
def test_the_number_of_queries_does_not_grow_with_the_rows(enter, response, person, query):
    state("ALB", response, name_en="Text One", submitted="Text")
    client = enter(person)
    client.get(LIST)
    few = queries(client, LIST, **query)
    for code in ("AND", "ARM"):
        state(code, response, name_en=f"Text {code}", submitted="Text")
    assert queries(client, LIST, **query) == few
    assert few <= 12


def test_the_desk_costs_few_queries_however_many_states_there_are(enter, response):
    client = enter("coordinator")
    client.get("/admin/")
    few = queries(client, "/admin/")
    for code in ("AND", "ARM"):
        state(code, response, name_en=f"Text {code}", submitted="Text")
    assert queries(client, "/admin/") == few
    assert few <= 7


def test_the_list_does_not_load_what_was_written(enter, response, django_assert_max_num_queries):
    state("ALB", response, name_en="Albania", submitted="Text")
    with CaptureQueriesContext(connection) as captured:
        enter("reviewer").get(LIST)
    columns = " ".join(query["sql"].split(" FROM ")[0] for query in captured)
    assert [
        name for name in ('"search_text"', '"record"', '"draft_reply"', '."text"') if name in columns
    ] == []


def test_an_empty_desk_says_what_to_do(enter, reviewer, coordinator):
    assert "There is no response yet" in enter("reviewer").get(LIST).content.decode()
    assert "No session is open yet" in enter("coordinator").get("/admin/").content.decode()


def test_a_search_without_result_says_so(enter, response):
    assert "Nothing was found" in enter("reviewer").get(LIST, {"q": "nowhere"}).content.decode()


def test_figures_and_tiles_of_the_desk(enter, response, four):
    page = enter("reviewer").get("/admin/")
    assert [(figure.number, figure.words) for figure in page.context["figures"]] == [
        (2, "of 3 received"), (2, "to read"), (0, "being read"), (0, "clarifications open"),
        (0, "readings completed"), (21, "days left"),
    ]  # fmt: skip
    assert [(tile.name, tile.words) for tile in page.context["tiles"]] == [
        ("Albania", "No response received yet"), ("Kazakhstan", "Received"), ("Monaco", "Received"),
    ]  # fmt: skip
    assert [(tile.name, tile.words) for tile in page.context["invented_tiles"]] == [
        ("Ruritania (invented)", "Clarification requested")
    ]


def test_each_figure_leads_to_as_many_rows(enter, response, four):
    client = enter("reviewer")
    page = client.get("/admin/")
    for figure in page.context["figures"]:
        if figure.address:
            found = client.get(figure.address).context["cl"].counts["real"]
            assert (figure.words, found) == (figure.words, figure.number)


def test_a_hundred_rows_to_a_page(enter, response):
    states = [
        MemberState(alpha3=f"A{chr(65 + n // 26)}{chr(65 + n % 26)}", name_en=f"State {n}")
        for n in range(101)
    ]
    for one in states:
        one.save()
        factories.ResponseFactory(session=response.session, member_state=one)
    client = enter("reviewer")
    assert (len(names(client)), len(names(client, p=2))) == (100, 2)
    assert timezone.now() > response.invited_at
