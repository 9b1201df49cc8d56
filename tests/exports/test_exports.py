"""Exports: every character, exactly the rows that the person may see, and nothing else."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from responses.exports.exporting import export
from responses.exports.formats import FORMATS, unescape_cell
from responses.exports.shapes import SHAPES, shapes_for
from responses.models import Chain, Event, Response
from responses.models.event import broken_links
from responses.rules import annexing, drafting, permissions, publishing, registering, workflow
from responses.rules.refused import Refused
from responses.status import Attribution, Publication, Role, Status
from tests import clearances, factories
from tests.annexes import attach, pdf, translate
from tests.exports.reading import about

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

TRAPS = {
    "40,000 characters": "Beginning " + "word " * 7_998,
    "20,000 emoji": "😀" * 20_000,
    "a formula": "=1+1",
    "two equal signs": "==1",
    "a plus": "+41 22 917 00 00",
    "a minus": "- the first measure\n- the second",
    "an at sign": "@SUM(A1)",
    "a tab": "\tindented\tby tabs",
    "a full-width equal sign": "＝1+1",
    "Arabic": "تلتزم الدولة بالميثاق العالمي من أجل الهجرة",
    "Chinese": "《安全、有序和正常移民全球契约》",
    "decomposed accents": "Re\u0301ponse a\u0300 la question",
    "quotes": "“so” \"called\" 'measures', «sic»",
    "lines": "First line\n\n\nSecond, with a trailing space \n",
    "markup": "<b>&amp;</b> <script>alert(1)</script> _x000D_",
    "an apostrophe": "'=1+1",
}

ANSWER = {"xlsx": "Answer", "csv": "Answer", "json": "text"}
CODE = {"xlsx": "Code", "csv": "Code", "json": "code"}
CANARIES = (
    "flavia",
    "Flavia Strelsau",
    "fritz@example.org",
    "Fritz Tarlenheim",
    "Rudolf Elphberg",
    "DRAFT-CANARY",
    *clearances.CANARIES.values(),
    "NOTE-CANARY",
)

MAY_EXPORT = {
    "focal_point": [],
    "observer": [],
    "stranger": [],
    "reviewer": ["wide", "long", "progress"],
    "publisher": ["wide", "long", "progress"],
    "coordinator": ["progress", "contacts"],
    "operator": [],
}


@pytest.fixture
def operator(db):
    """A superuser without a group."""
    return factories.staff(name="Otto Operator", email="operator@example.org", is_superuser=True)


@pytest.fixture
def submit_texts(declaration):
    """Submit texts, as answers to the questions in their order, as responses of as many States as it takes."""

    def submit(texts):
        session = factories.SessionFactory()
        for beginning in range(0, len(texts), factories.QUESTIONS):
            made = factories.ResponseFactory(session=session)
            lead = factories.member(made)
            answers = list(made.answers.select_related("question", "response").order_by("question__number"))
            for place, answer in enumerate(answers, start=beginning):
                text, complete = (texts[place], "complete") if place < len(texts) else ("", "no_information")
                drafting.save_answer(
                    answer, text=text, base=0, key="once", page="test", by=lead, completeness=complete
                )
            workflow.perform("submit", made, by=lead, data=declaration)

    return submit


@pytest.fixture
def another(response, bring_to):
    """Make a response of another State, with a focal point of its own, in a status."""

    def make(status=Status.SUBMITTED):
        made = factories.ResponseFactory(session=response.session)
        return bring_to(made, status, by=factories.member(made, Role.FOCAL_POINT))

    return make


# --- characters -------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_character_comes_back(format_name, submit_texts, reviewer, exported):
    texts = list(TRAPS.values())
    submit_texts(texts)
    long = exported(reviewer, "long", format_name)
    by_number = [f"answer_{n}" if format_name == "json" else f"{n}. Title {n}" for n in range(1, 6)]
    wide = exported(reviewer, "wide", format_name)
    came_back = {
        "one below the other": [row[ANSWER[format_name]] or "" for row in long.rows],
        "side by side": [row[header] or "" for row in wide.rows for header in by_number],
    }
    silent = [""] * (-len(texts) % factories.QUESTIONS)
    assert dict.fromkeys(came_back, texts + silent) == came_back
    for counts in (long.done.counts, wide.done.counts):
        assert (counts.answers, counts.characters) == (len(texts), sum(map(len, texts)))


@pytest.mark.parametrize("shape", ["wide", "long", "progress"])
def test_how_and_when_a_response_came(
    shape, response, other_response, bring_to, coordinator, reviewer, exported, settings, tmp_path
):
    """Of a document the day is known and no moment; of what came on this site both are."""
    settings.MEDIA_ROOT = tmp_path
    bring_to(response, Status.SUBMITTED)
    moment = response.standing_submission.received_at
    entries = {number: registering.Entry("Texte", "fr") for number in range(1, 6)}
    day = date(2024, 3, 11)
    data = registering.Registration(
        "email", SimpleUploadedFile("mail.pdf", b"%PDF"), day, "A", "C", "full", "attributed", entries=entries
    )
    workflow.perform("register", other_response, by=coordinator, data=data)
    rows = {row["code"]: row for row in exported(reviewer, shape).rows}
    found = {
        code: [row[key] for key in ("channel", "received_on", "received_at")] for code, row in rows.items()
    }
    local = moment.astimezone(response.session.review.tzinfo)
    assert found == {
        "XRU": ["This site", f"{local:%Y-%m-%d}", f"{moment:%Y-%m-%dT%H:%M:%SZ}"],
        "XSY": ["E-mail", "2024-03-11", None],
    }


def test_csv_escapes_what_a_spreadsheet_takes_for_a_formula(submit_texts, reviewer, exported):
    signs = "= + - @ \t ＝ ＋ － ＠".split(" ")
    submit_texts([f"{sign}1" for sign in signs])
    stored = exported(reviewer, "long", "csv").content.decode("utf-8-sig")
    assert [stored.count(f'"\'{sign}1"') for sign in signs] == [1] * len(signs)
    assert [unescape_cell(f"'{sign}1") for sign in signs] == [f"{sign}1" for sign in signs]


# --- rows -------------------------------------------------------------------------------------


def test_a_list_narrows_the_export_and_never_widens_it(another, reviewer, exported):
    first, _second = another(), another()
    drafts = Response.objects.filter(status=Status.DRAFTING)
    listed = Response.objects.filter(pk=first.pk).with_progress().order_by("complete")
    assert [row["code"] for row in exported(reviewer, "wide", responses=listed).rows] == [
        first.member_state.alpha3
    ]
    assert exported(reviewer, "wide", responses=drafts).rows == []


def test_another_session_stays_out(response, another, bring_to, reviewer, exported):
    here = another()
    session = factories.SessionFactory(review=response.session.review, number=4)
    there = factories.ResponseFactory(session=session)
    bring_to(there, Status.SUBMITTED, by=factories.member(there))
    assert [row["code"] for row in exported(reviewer, "wide", session=response.session).rows] == [
        here.member_state.alpha3
    ]
    both = exported(reviewer, "wide", "xlsx")
    assert [row["Session"] for row in both.rows] == ["ece-2024-s3", "ece-2024-s4"]
    assert "Question 1" in both.rows[0]
    assert both.done.filename.startswith("gcm-responses-wide-")


def test_states_stand_in_alphabetical_order(response, reviewer, exported):
    for name in ("Türkmen Valley", "Åland Hills", "Zubrowka", "Turkeyland"):
        factories.ResponseFactory(session=response.session, member_state__name_en=name)
    names = [row["state"] for row in exported(reviewer, "progress").rows]
    assert names == ["Åland Hills", "Ruritania", "Turkeyland", "Türkmen Valley", "Zubrowka"]


def test_a_resubmitted_response_is_exported_as_it_stands_now(
    response, bring_to, focal_point, declaration, reviewer, exported
):
    bring_to(response, Status.RETURNED, 1)
    answer = response.answers.select_related("question", "response").get(question__number=1)
    drafting.save_answer(
        answer,
        text="DRAFT-CANARY",
        base=answer.version,
        key="later",
        page="test",
        by=focal_point,
        completeness="complete",
    )
    before = exported(reviewer, "long").rows
    assert before[0]["text"] == "Answer to question 1."
    workflow.perform("submit", response, by=focal_point, data=declaration)
    after = exported(reviewer, "long").rows
    assert [row["text"] for row in after] == ["DRAFT-CANARY", *(row["text"] for row in before[1:])]
    assert {row["reference"] for row in after} == {"GCM-ECE-2024-S3-XRU-02"}


# --- what never leaves ------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["wide", "long", "progress"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_no_draft_and_no_contact_leaves_with_the_answers(
    shape,
    format_name,
    response,
    other_response,
    bring_to,
    contributor,
    focal_point,
    stranger,
    reviewer,
    media,
):
    bring_to(response, Status.SUBMITTED)
    clearances.put_on_record(response, focal_point)
    factories.write_all(other_response, stranger, text="DRAFT-CANARY {number}")
    for one, member in ((response, contributor), (other_response, stranger)):
        factories.talk(one.answers.get(question__number=1), member, "NOTE-CANARY")
    file = io.BytesIO()
    export(reviewer, shape, format_name, file=file)
    said = str(_everything(format_name, file.read()))
    assert [canary for canary in CANARIES if canary in said] == []


def _everything(format_name, content):
    if format_name != "xlsx":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name).decode() for name in package.namelist()]


def test_progress_has_no_words_and_no_times_of_drafts(response, focal_point, reviewer, exported):
    factories.write_all(response, focal_point, text="DRAFT-CANARY {number}")
    assert exported(reviewer, "progress").rows == [
        {
            "code": "XRU",
            "state": "Ruritania",
            "session": "ece-2024-s3",
            "status": "In preparation",
            "complete": 5,
            "questions": 5,
            "channel": None,
            "received_on": None,
            "received_at": None,
            "reply_by": None,
        }
    ]


def test_contacts_are_the_people_who_belong_to_the_delegation_now(
    response, focal_point, contributor, observer, coordinator, exported
):
    observer.memberships.update(ended_at=response.invited_at)
    contributor.is_active = False
    contributor.save()
    made = exported(coordinator, "contacts")
    assert [(row["code"], row["name"], row["email"], row["role"], row["capacity"]) for row in made.rows] == [
        ("XRU", "Flavia Strelsau", "flavia@example.org", "Focal point", "Ministry")
    ]


# --- consent ----------------------------------------------------------------------------------

CONSENTS = {
    (Publication.FULL, Attribution.ATTRIBUTED): False,
    (Publication.WITHOUT_ANNEXES, Attribution.ATTRIBUTED): False,
    (Publication.NO, Attribution.ATTRIBUTED): True,
    (Publication.FULL, Attribution.NOT_ATTRIBUTED): True,
    (Publication.NO, Attribution.NOT_ATTRIBUTED): True,
}


@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize(("consent", "restricted"), CONSENTS.items(), ids=str)
def test_rows_not_for_distribution_are_marked(
    shape, consent, restricted, response, bring_to, focal_point, reviewer, exported
):
    bring_to(response, Status.ACCEPTED)
    publication, attribution = consent
    publishing.change_consent(response, publication=publication, attribution=attribution, by=focal_point)
    made = exported(reviewer, shape, "xlsx")
    said = [
        (row["Publication consent"], row["Attribution consent"], row["Not for distribution"])
        for row in made.rows
    ]
    assert set(said) == {(publication.label, attribution.label, restricted)}
    assert made.done.restricted_rows == (len(made.rows) if restricted else 0)
    assert about(made.content)["Distribution"].startswith("Not for distribution") is restricted


# --- the first sheet, the record --------------------------------------------------------------


def test_the_first_sheet_says_what_this_is(response, bring_to, reviewer, exported):
    bring_to(response, Status.SUBMITTED)
    made = exported(reviewer, "wide", "xlsx", filter_words="status: Received")
    told = about(made.content)
    assert told["Session"] == "ECE 2024, Session 3"
    assert told["Exported by"] == "Rosa Keller"
    assert told["Left out"].startswith("The files of annexes, and courtesy translations by States")
    assert told["Filter"] == "status: Received"
    assert told["Made at"].endswith(" UTC")
    assert told["Made at, in the zone of the round"].endswith(" Geneva time")
    assert told["Answers counted in the finished sheet"] == told["Answers that went in"] == 5
    assert told["Characters of the answers that went in"] == sum(
        len(f"Answer to question {n}.") for n in range(1, 6)
    )
    assert made.done.filename.startswith("gcm-ece-2024-s3-responses-wide-20")
    assert made.done.filename.endswith(".xlsx")


def test_an_export_is_on_record_without_names(response, bring_to, reviewer, exported):
    bring_to(response, Status.SUBMITTED)
    done = exported(reviewer, "long", "csv", filter_words="Search: “Flavia”", filters=["q"]).done
    event = Event.objects.get(name="export")
    assert (event.by, event.role, event.chain.response) == (reviewer, "reviewer", None)
    assert event.details == {
        "shape": "long",
        "format": "csv",
        "session": "ece-2024-s3",
        "filters": ["q"],
        "rows": 5,
        "answers": 5,
        "characters": done.counts.characters,
        "not_for_distribution": 0,
        "sha256": done.sha256,
    }
    assert broken_links(Chain.objects.get(response=None)) == []


@pytest.mark.parametrize("person", MAY_EXPORT)
@pytest.mark.parametrize("shape", SHAPES)
def test_who_may_not_export_gets_nothing(shape, person, request, response, bring_to):
    bring_to(response, Status.ACCEPTED)
    user, file = request.getfixturevalue(person), io.BytesIO()
    assert list(shapes_for(user)) == MAY_EXPORT[person]
    if shape in MAY_EXPORT[person]:
        export(user, shape, "json", file=file)
        assert Event.objects.filter(name="export", by=user).count() == 1
        return
    with pytest.raises(Refused) as refusal:
        export(user, shape, "json", file=file)
    assert refusal.value.status == 403
    assert file.getvalue() == b""
    assert not Event.objects.filter(name="export").exists()


@pytest.mark.parametrize("shape", SHAPES)
def test_queries_do_not_grow_with_the_rows(shape, another, reviewer, coordinator, django_assert_num_queries):
    user = coordinator if shape == "contacts" else reviewer
    resource = SHAPES[shape].resource
    another()
    expected = 3 if shape == "wide" else 1
    made = resource(user, permissions.responses_visible_to(user))
    with django_assert_num_queries(expected):
        list(made.rows())
    another(Status.RETURNED)
    another(Status.ACCEPTED)
    with django_assert_num_queries(expected):
        assert len(list(made.rows())) >= 3


def test_annexes_are_named_by_the_submission_and_translations_are_left_out(
    response, bring_to, focal_point, reviewer, exported, media
):
    answer = response.answers.select_related("question", "response").get(question__number=1)
    attach(response, focal_point, title="Report")
    attach(response, focal_point, answer, pdf(2), title="Map")
    annexing.remove(attach(response, focal_point, content=pdf(3), title="REMOVED-CANARY"), by=focal_point)
    translate(answer, focal_point, "TRANSLATION-CANARY")
    bring_to(response, Status.SUBMITTED)
    for shape in ("wide", "long"):
        made = exported(reviewer, shape, "json")
        assert b"CANARY" not in made.content
    assert exported(reviewer, "wide", "xlsx").rows[0]["Annexes"] == "1. Report\n2. Map"


def test_a_consent_that_changes_meanwhile_is_told_in_the_file(
    response, bring_to, focal_point, reviewer, exported
):
    """The first page is written about the rows that are in the file, not about those of a moment before."""
    bring_to(response, Status.ACCEPTED)
    changes = [{"publication": Publication.NO, "attribution": Attribution.ATTRIBUTED}]

    def change_before_reading(execute, sql, *rest):
        if changes and "COUNT(" not in sql and "responses_consent" in sql:
            publishing.change_consent(response, by=focal_point, **changes.pop())
        return execute(sql, *rest)

    with connection.execute_wrapper(change_before_reading):
        made = exported(reviewer, "wide", "xlsx")
    assert changes == []
    assert about(made.content)["Distribution"].startswith("Not for distribution: 1 row")
    assert made.done.restricted_rows == 1
    assert [row["Not for distribution"] for row in made.rows] == [True]
