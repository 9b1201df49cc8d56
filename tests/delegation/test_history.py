"""The history of an answer: who saved what and when, what changed between two versions, and taking one up again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from responses.models import Answer, AnswerVersion
from responses.rules import drafting
from responses.status import Role, Status
from tests import factories
from tests.histories import CLOSED, MERGED, STALE, days_of_writing, remember

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

HERE = "/ece-2024-s3/XRU/questions/1/versions/"


@pytest.fixture
def answer(response):
    return response.answers.get(question__number=1)


@pytest.fixture
def people(focal_point, contributor):
    """The two who write, by the letters that stand for them below."""
    return {"a": focal_point, "b": contributor}


@pytest.fixture
def reader(client, observer):
    """The browser of somebody who only reads."""
    client.force_login(observer)
    return client


@pytest.fixture
def writer(client, focal_point):
    client.force_login(focal_point)
    return client


def shown(client, address=HERE):
    """The lines of a history page, each as (its number, how many saves, compared with, change in words)."""
    return [
        (
            line.last.number,
            len(line.saves),
            line.before.number if line.before else None,
            line.change,
        )
        for line in client.get(address).context["page"]
    ]


# Each save as (who, minute, kind, words, outcome); the lines as (number, saves, compared with, change).
SITTINGS = {
    "nothing yet": ([], []),
    "a save": ([("a", 0, "typed", 3)], [(1, 1, None, "+3")]),
    "two saves are two lines": (
        [("a", 0, "typed", 3), ("a", 1, "typed", 5)],
        [(2, 1, 1, "+2"), (1, 1, None, "+3")],
    ),
    "what was saved while writing is one line, and its last save stands for it": (
        [("a", 0, "typed", 3), ("a", 1, "autosaved", 4), ("a", 2, "autosaved", 9), ("a", 3, "autosaved", 7)],
        [(4, 3, 1, "+4"), (1, 1, None, "+3")],
    ),
    "five minutes are the same sitting": (
        [("a", 0, "autosaved", 1), ("a", 5, "autosaved", 2), ("a", 10, "autosaved", 3)],
        [(3, 3, None, "+3")],
    ),
    "more than five minutes are not": (
        [("a", 0, "autosaved", 1), ("a", 5.1, "autosaved", 1)],
        [(2, 1, 1, "±0"), (1, 1, None, "+1")],
    ),
    "another writer begins another line": (
        [("a", 0, "autosaved", 9), ("b", 1, "autosaved", 2), ("a", 2, "autosaved", 3)],
        [(3, 1, 2, "+1"), (2, 1, 1, "−7"), (1, 1, None, "+9")],
    ),
    "a button ends a sitting": (
        [("a", 0, "autosaved", 1), ("a", 1, "typed", 2), ("a", 2, "autosaved", 3)],
        [(3, 1, 2, "+1"), (2, 1, 1, "+1"), (1, 1, None, "+1")],
    ),
    "a text kept beside another change is compared with what it began from": (
        [("a", 0, "typed", 1), ("b", 1, "conflict", 8, STALE), ("a", 2, "typed", 3)],
        [(3, 1, 1, "+2"), (2, 1, 1, "+7"), (1, 1, None, "+1")],
    ),
    "a text kept too late is a line of its own": (
        [("a", 0, "autosaved", 1), ("a", 1, "rescued", 4, CLOSED)],
        [(2, 1, 1, "+3"), (1, 1, None, "+1")],
    ),
    "what was put together with a colleague's change has two lines": (
        [("a", 0, "autosaved", 1), ("b", 1, "autosaved", 4, MERGED), ("b", 1, "merged", 6), ("b", 2, "autosaved", 7)],
        [(4, 1, 3, "+1"), (3, 1, 1, "+5"), (2, 1, 1, "+3"), (1, 1, None, "+1")],
    ),
    "a blank save is a version": (
        [("a", 0, "typed", 5), ("a", 1, "typed", 0)],
        [(2, 1, 1, "−5"), (1, 1, None, "+5")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("saves", "lines"), SITTINGS.values(), ids=SITTINGS)
def test_the_history_shows(reader, answer, people, saves, lines):
    remember(
        answer,
        *((people[who], minute, kind, "w " * words, *rest) for who, minute, kind, words, *rest in saves),
    )
    assert shown(reader) == lines


def test_an_empty_history_says_so(reader, answer):
    assert "Nothing has been saved yet." in reader.get(HERE).content.decode()


def test_a_line_says_who_when_what_and_which_stands(reader, answer, people):
    days_of_writing(answer, people["a"], people["b"])
    page = " ".join(reader.get(HERE).content.decode().split())
    assert page.count("The answer now") == 1
    for said in (
        "<strong>Flavia Strelsau</strong>, 2 September 2024, 11:35 Geneva time",
        "restored",
        "put together with a colleague’s change",
        "went into the next version",
        "kept beside another change",
        "kept after the question was closed",
        "3 saves in one sitting",
        "0 words (−26)",
    ):
        assert said in page, said


def test_a_sitting_opens_to_a_page_of_its_saves(reader, answer, people):
    days_of_writing(answer, people["a"], people["b"])
    assert shown(reader, f"{HERE}?sitting=4") == [(4, 1, 3, "+1"), (3, 1, 2, "+1"), (2, 1, 1, "+1")]
    assert reader.get(f"{HERE}?sitting=3").status_code == 404
    assert reader.get(f"{HERE}?sitting={'9' * 40}").status_code == 200


def test_a_long_history_comes_in_pages_and_long_sittings_stay_short(reader, answer, people):
    kinds = ["typed"] * 9 + ["autosaved"] * 501 + ["typed"] * 1_490
    remember(answer, *((people["a"], number, kind, "word " * 40) for number, kind in enumerate(kinds)))
    first = reader.get(HERE)
    assert [line.last.number for line in first.context["page"]] == list(range(2_000, 1_950, -1))
    assert len(first.content) < 100_000
    last = shown(reader, f"{HERE}?page=30")
    assert last[40:43] == [(510, 501, 9, "±0"), (9, 1, 8, "±0"), (8, 1, 7, "±0")]
    assert len(last) == 50
    assert len(reader.get(f"{HERE}?page=30").content) < 100_000
    assert [n for n, *_rest in shown(reader, f"{HERE}?sitting=510&page=10")] == list(range(60, 10, -1))
    assert shown(reader, f"{HERE}?page=nonsense") == shown(reader)
    assert shown(reader, f"{HERE}?page=99") == last


def queries(client, address):
    """The statements that a page needs."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("address", [HERE, f"{HERE}3/", f"{HERE}compare/?from=1&to=3"])
def test_a_page_takes_as_many_queries_for_many_versions_as_for_three(reader, answer, people, address):
    remember(answer, *((people["a"], 10 * n, "typed", "word " * n) for n in range(3)))
    few = queries(reader, address)
    others = [factories.member(answer.response, Role.CONTRIBUTOR) for _n in range(3)]
    remember(answer, *((others[n % 3], 100 + 10 * n, "typed", "word " * n) for n in range(30)))
    assert len(queries(reader, address)) == len(few) <= 8


def test_the_list_reads_no_texts(reader, answer, people):
    remember(answer, (people["a"], 0, "typed", "word"), (people["a"], 1, "autosaved", "word two"))
    reading = [sql for sql in queries(reader, HERE) if '"text"' in sql]
    assert reading == []


# --- what changed ----------------------------------------------------------------------------


def test_what_changed_between_two_versions_is_told_with_whose_they_are(reader, answer, people):
    days_of_writing(answer, people["a"], people["b"])
    page = reader.get(f"{HERE}compare/?from=1&to=5")
    assert [tuple(piece) for piece in page.context["pieces"]] == [
        ("kept", "Ruritania adopted a national strategy in "),
        ("removed", "2023"),
        ("added", "2022"),
        ("kept", ".\n\n"),
        ("removed", "Five"),
        ("added", "Six"),
        ("kept", " centres "),
        ("added", "in all regions "),
        ("kept", "inform newcomers about their rights."),
    ]
    said = " ".join(page.content.decode().split())
    assert "Flavia Strelsau, 2 September 2024, 10:00 Geneva time · saved · 14 words" in said
    assert (
        "Fritz Tarlenheim, 2 September 2024, 10:17 Geneva time · kept beside another change · 17 words"
        in said
    )
    assert 'href="?from=5&amp;to=1"' in said


def test_two_versions_with_one_text_are_said_to_be_the_same(reader, answer, people):
    days_of_writing(answer, people["a"], people["b"])
    for same in ("from=7&to=9", "from=8&to=8"):
        assert "The two texts are the same." in reader.get(f"{HERE}compare/?{same}").content.decode()


def test_a_change_of_language_is_told(reader, answer, people):
    remember(answer, (people["a"], 0, "typed", "Oui."))
    drafting.save_answer(answer, text="Oui.", language="fr", base=1, key="k", page="p", by=people["a"])
    page = reader.get(f"{HERE}compare/?from=1&to=2").content.decode()
    assert "The language was changed from English to French." in page


ASKED = {
    "": 400,
    "?from=1": 400,
    "?to=1": 400,
    "?from=&to=1": 400,
    "?from=one&to=1": 400,
    "?from=-1&to=1": 400,
    "?from=1.0&to=1": 400,
    f"?from=1&to={'9' * 40}": 400,
    "?from=0&to=1": 404,
    "?from=1&to=3": 404,
    "?from=1&to=999999999": 404,
    "?from=1&to=2": 200,
    "?from=2&to=1": 200,
    "?from=2&to=2": 200,
}
SENTENCES = {400: "Choose two versions to compare.", 404: "of this answer.", 200: "version 2"}


@pytest.mark.parametrize(("asked", "status"), ASKED.items())
def test_a_comparison_that_cannot_be_made_is_answered_by_a_sentence(reader, answer, people, asked, status):
    remember(answer, (people["a"], 0, "typed", "One."), (people["a"], 1, "typed", "Two."))
    page = reader.get(f"{HERE}compare/{asked}")
    assert page.status_code == status
    assert SENTENCES[status] in page.content.decode()


def test_a_version_of_another_answer_is_not_compared(reader, answer, response, people):
    remember(answer, (people["a"], 0, "typed", "One."))
    remember(
        response.answers.get(question__number=2),
        *((people["a"], n, "typed", f"Other {n}.") for n in range(3)),
    )
    page = reader.get(f"{HERE}compare/?from=1&to=3")
    assert page.status_code == 404
    assert "Other" not in page.content.decode()


# --- one version -----------------------------------------------------------------------------

STANDS_AFTERWARDS = {"restored": "First.", "not": "Second."}


def test_a_version_leads_to_what_changed_in_it(reader, answer, people):
    days_of_writing(answer, people["a"], people["b"])
    found = {n: reader.get(f"{HERE}{n}/").context["before"] for n in range(1, 11)}
    assert found == {1: None, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 4, 8: 7, 9: 8, 10: 9}


def test_a_blank_version_says_that_it_is_blank(reader, answer, people):
    remember(
        answer,
        (people["a"], 0, "typed", "One."),
        (people["a"], 1, "typed", ""),
        (people["a"], 2, "typed", " \n"),
    )
    said = "This version is blank: it holds no text."
    assert [said in reader.get(f"{HERE}{number}/").content.decode() for number in (1, 2, 3)] == [
        False,
        True,
        True,
    ]


@pytest.fixture
def two_versions(answer, people):
    return remember(answer, (people["a"], 0, "typed", "First."), (people["b"], 10, "typed", "Second."))


def test_restoring_makes_a_new_version_and_leaves_all_others(writer, two_versions):
    before = list(AnswerVersion.objects.order_by("number").values())
    page = writer.get(f"{HERE}1/")
    sent = {"key": page.context["key"], "base": two_versions.version}
    for _click in range(2):
        assert writer.post(f"{HERE}1/", sent).status_code == 302
    answer = Answer.objects.get(pk=two_versions.pk)
    assert (answer.text, answer.version, answer.last_number) == ("First.", 3, 3)
    assert list(AnswerVersion.objects.order_by("number").values())[:2] == before
    assert AnswerVersion.objects.get(number=3).kind == "restored"
    assert [str(said) for said in writer.get(HERE).context["messages"]] == [
        "Version 1 is the answer again."
    ] * 2


@pytest.mark.parametrize("key", ["\x00", "k" * 65, "ключ"])
def test_a_key_that_can_be_none_stands_in_no_way(writer, two_versions, key):
    assert writer.post(f"{HERE}1/", {"base": 2, "key": key}).status_code == 302


def test_restoring_a_blank_version_empties_the_answer_and_loses_nothing(writer, answer, people):
    remember(answer, (people["a"], 0, "typed", ""), (people["a"], 10, "typed", "Second."))
    writer.post(f"{HERE}1/", {"key": "k", "base": "2"})
    answer.refresh_from_db()
    assert (answer.text, answer.version) == ("", 3)
    assert AnswerVersion.objects.get(number=2).text == "Second."


def test_what_a_colleague_changed_since_the_page_was_opened_is_not_passed_over(writer, answer, people):
    one, two = "First paragraph.\n\nSecond paragraph.", "First paragraph, longer.\n\nSecond paragraph."
    remember(answer, (people["a"], 0, "typed", one), (people["a"], 1, "typed", two))
    page = writer.get(f"{HERE}1/")
    sent = {"key": page.context["key"], "base": answer.version}
    remember(answer, (people["b"], 10, "typed", two.replace("Second", "Last")))
    assert writer.post(f"{HERE}1/", sent).status_code == 302
    answer.refresh_from_db()
    assert answer.text == "First paragraph.\n\nLast paragraph."


WHO_MAY = {
    "focal_point": (Status.DRAFTING, "button"),
    "contributor": (Status.DRAFTING, "button"),
    "observer": (Status.DRAFTING, "Focal points and contributors of your State"),
}


@pytest.mark.parametrize(("person", "expected"), WHO_MAY.items(), ids=WHO_MAY)
def test_a_version_is_taken_up_again_by_those_who_write(client, request, two_versions, person, expected):
    client.force_login(request.getfixturevalue(person))
    page = client.get(f"{HERE}1/").content.decode()
    assert ("Make this the answer again" in page) == (expected[1] == "button")
    assert expected[1] == "button" or expected[1] in page
    status = client.post(f"{HERE}1/", {"key": "k", "base": "2"}).status_code
    assert status == (302 if expected[1] == "button" else 403)
    assert (
        Answer.objects.get(pk=two_versions.pk).text
        == STANDS_AFTERWARDS["restored" if status == 302 else "not"]
    )


def test_nothing_is_taken_up_again_once_the_response_is_submitted(writer, response, two_versions, bring_to):
    bring_to(response, Status.SUBMITTED)
    page = writer.get(f"{HERE}1/").content.decode()
    assert "Make this the answer" not in page
    assert "The question is closed now." in page
    stood = Answer.objects.get(pk=two_versions.pk).text
    answered = writer.post(f"{HERE}1/", {"key": "k", "base": "2"})
    assert answered.status_code == 423
    assert Answer.objects.get(pk=two_versions.pk).text == stood
    assert AnswerVersion.objects.filter(kind="rescued", text="First.").count() == 1


def test_the_version_that_stands_has_no_button(writer, two_versions):
    page = writer.get(f"{HERE}2/").content.decode()
    assert "This is the answer as it stands." in page
    assert "Make this the answer" not in page


def test_a_number_that_is_no_version_is_not_found(reader, two_versions):
    assert [reader.get(f"{HERE}{number}/").status_code for number in (0, 3, "9" * 30)] == [404, 404, 404]


# --- long texts ------------------------------------------------------------------------------


def test_a_text_of_50_000_words_is_shown_and_compared_with_what_stayed_folded_away(reader, answer, people):
    parts = [
        f"Paragraph {number}: " + " ".join(f"word{number * n % 997}" for n in range(120))
        for number in range(417)
    ]
    old = "\n\n".join(parts)
    new = old.replace("Paragraph 3:", "Section 3:").replace("Paragraph 400:", "Section 400:")
    remember(answer, (people["a"], 0, "typed", old), (people["a"], 10, "typed", new))
    assert "Section 400:" in reader.get(f"{HERE}2/").content.decode()
    page = reader.get(f"{HERE}compare/?from=1&to=2")
    said = page.content.decode()
    assert [count for count in (2, 394, 15) if f"{count} unchanged paragraphs" in said] == [394, 15]
    assert said.count("<ins>") == said.count("<del>") == 2
    assert len(page.content) < len(new.encode()) * 1.1
