"""Shared mailboxes: people say who they are, and two names at one address are two people."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from responses.delegation.sittings import lines_of
from responses.models import AnswerVersion, Presence, ReplyVersion
from responses.rules import drafting, permissions, presence
from responses.status import Completeness, Role, Status
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HERE = "/ece-2024-s3/XRU/"
QUESTION = f"{HERE}questions/1/"
WHO = "/account/who/"
ANNA, BO = "Anna Lind", "Bo Ek"


@pytest.fixture
def mailbox(response):
    """A mailbox that several people of a ministry use."""
    return factories.member(
        response, Role.CONTRIBUTOR, name="Migration Unit", email="unit@example.org", is_shared=True
    )


@pytest.fixture
def answer(response):
    return response.answers.select_related("question", "response").get(question__number=1)


@pytest.fixture
def sit_down(mailbox):
    """Somebody signs in at the mailbox, in a browser of their own, and says a name."""

    def sit(name=None):
        client = Client()
        client.force_login(mailbox)
        if name:
            assert client.post(WHO, {"name": name}).status_code == 302
        return client

    return sit


def typed(text, base=0, key="k", page="p"):
    return {"text": text, "language": "en", "base": base, "key": key, "page": page}


def save(client, text, **more):
    reply = client.post(f"{QUESTION}save/", typed(text, **more), headers={"Accept": "application/json"})
    return reply.status_code, json.loads(reply.content)


def test_somebody_else_can_take_over_once_a_name_was_said(sit_down):
    link = ">Somebody else</a>"
    assert [link in sit_down(name).get(WHO).content.decode() for name in (None, ANNA)] == [False, True]


@pytest.mark.parametrize("path", ["", "questions/1/", "questions/1/versions/", "check/"])
def test_until_somebody_says_who_they_are_pages_ask_and_then_lead_back(sit_down, path):
    client = sit_down()
    asked = client.get(HERE + path)
    assert (asked.status_code, asked["Location"]) == (302, f"{WHO}?next={HERE + path}")
    assert client.get(asked["Location"]).status_code == 200
    back = client.post(WHO, {"name": f"  {ANNA}\n", "next": HERE + path})
    assert (back.status_code, back["Location"]) == (302, HERE + path)
    page = client.get(HERE + path)
    assert (page.status_code, ANNA in page.content.decode()) == (200, True)


def test_a_text_is_never_kept_back_for_want_of_a_name(sit_down, answer):
    assert save(sit_down(), "An hour’s work")[0] == 200
    answer.refresh_from_db()
    assert (answer.text, answer.signature) == ("An hour’s work", "Migration Unit")


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("   ", 422), ("\u200b", 422), ("x" * 151, 422), ("Ж" * 150, 302)]
)
def test_a_name_says_something_and_fits(sit_down, typed, status):
    assert sit_down().post(WHO, {"name": typed}).status_code == status


def test_nobody_is_led_away_from_the_site(sit_down):
    page = sit_down().post(WHO, {"name": ANNA, "next": "https://elsewhere.example/"})
    assert (page.status_code, page["Location"]) == (302, "/home/")


@pytest.mark.parametrize("person", ["focal_point", "stranger", "reviewer"])
def test_whoever_has_an_address_of_their_own_is_not_asked_and_cannot_be_another(client, request, person):
    user = request.getfixturevalue(person)
    client.force_login(user)
    assert client.get(WHO).status_code == 302
    client.post(WHO, {"name": ANNA})
    assert "said_name" not in client.session


def test_who_is_signed_out_says_no_name(client):
    assert client.get(WHO)["Location"] == f"/account/sign-in/?next={WHO}"


def test_the_name_goes_with_the_sign_in(sit_down):
    client = sit_down(ANNA)
    client.post("/account/sign-out/")
    assert "said_name" not in client.session


def test_names_given_before_are_offered_to_this_mailbox_alone(sit_down, response, client):
    save(sit_down(ANNA), "One")
    sit_down(BO).post(f"{QUESTION}here/", {"version": 1})
    assert sit_down().get(WHO).context["names"] == [ANNA, BO]
    other = factories.member(response, Role.CONTRIBUTOR, email="other@example.org", is_shared=True)
    client.force_login(other)
    page = client.get(WHO)
    assert (page.context["names"], ANNA in page.content.decode()) == ([], False)


def test_versions_and_pages_name_the_person(sit_down, focal_point, client, answer):
    save(sit_down(ANNA), "One")
    answer.refresh_from_db()
    assert (answer.signature, AnswerVersion.objects.get().as_name) == (ANNA, ANNA)
    client.force_login(focal_point)
    for path in ("", "questions/1/", "questions/1/versions/", "questions/1/versions/1/"):
        shown = client.get(HERE + path).content.decode()
        assert (path, ANNA in shown) == (path, True)
    compared = client.get(f"{QUESTION}versions/compare/?from=1&to=1").content.decode()
    assert (ANNA in compared, "Migration Unit" in compared) == (True, False)


@pytest.mark.parametrize(("second", "after"), [(ANNA, Completeness.COMPLETE), (BO, Completeness.NOT_YET)])
def test_an_edit_by_another_name_clears_complete_and_one_by_the_same_does_not(
    sit_down, answer, mailbox, second, after
):
    mailbox.said_name = ANNA
    drafting.save_answer(
        answer, text="One", base=0, key="a", page="a", by=mailbox, completeness=Completeness.COMPLETE
    )
    save(sit_down(second), "One and two", base=1)
    answer.refresh_from_db()
    assert answer.completeness == after


@pytest.mark.parametrize(("second", "lines"), [(ANNA, 1), (BO, 2)])
def test_a_sitting_is_one_person_s(sit_down, answer, second, lines):
    save(sit_down(ANNA), "One", key="1")
    save(sit_down(second), "One two", base=1, key="2")
    assert len(lines_of(answer)) == lines


def test_the_two_are_told_of_each_other(sit_down, response, answer, mailbox):
    anna, bo = sit_down(ANNA), sit_down(BO)
    anna.post(f"{QUESTION}here/", {"version": 0})
    said = json.loads(bo.post(f"{QUESTION}here/", {"version": 0}).content)
    assert (said["others"], Presence.objects.count()) == ([ANNA], 2)
    save(anna, "New")
    assert [row.signature for row in bo.get(HERE).context["unseen"]] == [ANNA]
    assert list(anna.get(HERE).context["unseen"]) == []


def test_changes_of_the_two_are_put_together_by_name_and_a_clash_tells_them_apart(sit_down, answer):
    anna, bo = sit_down(ANNA), sit_down(BO)
    save(anna, "A\n\nB", page="1", key="1")
    save(anna, "A\n\nB2", base=1, page="1", key="2")
    status, said = save(bo, "A2\n\nB", base=1, page="2", key="3")
    assert (status, said["message"]) == (200, "A change of Anna Lind to paragraph 2 was added.")
    status, said = save(anna, "A3\n\nB2", base=2, page="3", key="4")
    assert (status, said["outcome"]) == (409, "stale_version")
    assert anna.get(said["address"]).context["is_own"] is True
    other = bo.get(said["address"])
    assert (other.context["is_own"], ANNA in other.content.decode()) == (False, True)


def test_replies_to_clarifications_are_told_apart_too(sit_down, response, bring_to, mailbox):
    bring_to(response, Status.RETURNED)
    item = response.answers.get(question__number=1).clarifications.get()
    reply = {"base": 0, "clarification": item.pk, "page": "p"}
    sit_down(ANNA).post(f"{QUESTION}reply/", reply | {"reply": "Hers"})
    assert sit_down(BO).post(f"{QUESTION}reply/", reply | {"reply": "His"}).status_code == 409
    assert sorted(ReplyVersion.objects.values_list("as_name", "text", "stands")) == [
        (ANNA, "Hers", True),
        (BO, "His", False),
    ]


def test_the_name_stays_with_the_person_who_is_read_again(mailbox):
    mailbox.said_name = ANNA
    assert permissions.as_stored(mailbox).said_name == ANNA


def test_a_name_is_kept_as_long_as_accounts_may_be_shared(sit_down, mailbox, answer):
    client = sit_down(ANNA)
    type(mailbox).objects.update(is_shared=False)
    save(client, "One")
    assert AnswerVersion.objects.get().as_name == ""


def test_a_shared_mailbox_costs_no_query_more(sit_down, client, contributor, answer):
    counts = []
    for number, writer in enumerate((client, sit_down(ANNA))):
        if number == 0:
            writer.force_login(contributor)
        save(writer, f"First {number}", key=f"f{number}", base=2 * number)
        with CaptureQueriesContext(connection) as saving:
            save(writer, f"First {number} more", key=f"s{number}", base=2 * number + 1)
        with CaptureQueriesContext(connection) as opening:
            writer.get(QUESTION)
        counts.append((len(saving), len(opening)))
    assert counts[0] == counts[1]
    assert presence.others(answer, contributor) == []
