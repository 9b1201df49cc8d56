"""A delegate drafts, checks, declares and submits; and later recalls, changes consent, replies, withdraws."""

import json

import pytest

from responses.models import AnswerVersion, Submission
from responses.models.event import sha256
from responses.rules import moves, publishing, workflow
from responses.status import Completeness, Publication, Status
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HERE = "/ece-2024-s3/XRU/"

DECLARED = {
    "authorized_name": "Rudolf Elphberg",
    "authorized_title": "Deputy Minister",
    "authorized_authority": "Ministry of Foreign Affairs",
    "transmitted_name": "Flavia Strelsau",
    "transmitted_capacity": "Permanent Mission in Geneva",
    "publication": "full",
    "attribution": "attributed",
}


def typed(page, **said):
    """What a browser sends back of a question page: its hidden fields, and what was typed."""
    form = page.context["form"]
    hidden = {name: form[name].value() for name in ("base", "key", "page", "language", "completeness")}
    return hidden | {"text": form["text"].value()} | said


def write(client, number, **said):
    address = f"{HERE}questions/{number}/"
    return client.post(address, typed(client.get(address), **said))


def test_a_delegate_drafts_checks_declares_and_submits(
    client, response, focal_point, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(focal_point)
    for number in range(1, 5):
        answer = f"Première ligne {number}.\r\n\r\n= deuxième 🕊"
        page = write(client, number, text=answer, completeness="complete", language="fr", go_on="1")
        assert page.status_code == 302
        assert page.url == f"{HERE}questions/{number + 1}/"
    page = write(client, 5, text="", completeness="no_information", go_on="1")
    assert page.url == HERE
    assert client.get(HERE).context["missing"] == []
    assert client.get(f"{HERE}check/").status_code == 200

    page = client.post(f"{HERE}declare/", DECLARED)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["no_information_confirmed"]
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"{HERE}declare/", DECLARED | {"no_information_confirmed": "on"})
    submission = Submission.objects.get()
    assert page.url == "/submissions/GCM-ECE-2024-S3-XRU-01/"
    shown = client.get(page.url).content.decode()
    assert " ".join(submission.sha256[at : at + 8] for at in range(0, 64, 8)) in shown
    assert submission.sha256 == sha256(submission.record)
    assert json.loads(submission.record)["answers"][0]["text"] == "Première ligne 1.\n\n= deuxième 🕊"
    assert [mail.to for mail in mailoutbox] == [["flavia@example.org"]]
    assert "deuxième" not in mailoutbox[0].body


def test_a_second_click_on_submit_leads_to_the_same_submission(client, response, focal_point, bring_to):
    bring_to(response, Status.SUBMITTED)
    client.force_login(focal_point)
    page = client.post(f"{HERE}declare/", DECLARED)
    assert page.url == "/submissions/GCM-ECE-2024-S3-XRU-01/"
    assert Submission.objects.count() == 1


def test_a_stale_save_shows_both_texts_and_what_they_started_from(client, response, focal_point, contributor):
    client.force_login(focal_point)
    write(client, 1, text="The common text.", completeness="not_yet")
    mine = client.get(f"{HERE}questions/1/")
    client.force_login(contributor)
    write(client, 1, text="What the colleague wrote.", completeness="not_yet")
    client.force_login(focal_point)
    page = client.post(f"{HERE}questions/1/", typed(mine, text="What I wrote."))
    assert page.status_code == 409
    place = page.context["places"][0]
    texts = ["".join(p.text for p in place[side] if p.kind != "removed") for side in ("theirs", "mine")]
    assert (place["before"], *texts) == ("The common text.", "What the colleague wrote.", "What I wrote.")
    assert list(AnswerVersion.objects.order_by("number").values_list("text", "outcome")) == [
        ("The common text.", "saved"),
        ("What the colleague wrote.", "saved"),
        ("What I wrote.", "stale_version"),
    ]
    page = client.post(f"{HERE}questions/1/", typed(page, text="Both."))
    assert page.status_code == 302
    assert response.answers.get(question__number=1).text == "Both."


def test_the_same_text_sent_again_is_stored_once(client, response, focal_point):
    client.force_login(focal_point)
    sent = typed(client.get(f"{HERE}questions/1/"), text="Once.")
    for _attempt in range(3):
        assert client.post(f"{HERE}questions/1/", sent).status_code == 302
    assert AnswerVersion.objects.count() == 1


def test_a_text_saved_after_submission_is_kept_and_nothing_submitted_changes(
    client, response, focal_point, contributor, bring_to
):
    client.force_login(contributor)
    page = client.get(f"{HERE}questions/1/")
    bring_to(response, Status.SUBMITTED)
    answer = client.post(f"{HERE}questions/1/", typed(page, text="A late sentence."))
    assert answer.status_code == 423
    assert "A late sentence." in answer.content.decode()
    assert response.answers.get(question__number=1).text == "Answer to question 1."
    assert [version.text for version in client.get(HERE).context["rescued"]] == ["A late sentence."]


def test_a_clarification_opens_the_chosen_questions_and_the_reply_goes_back(
    client, response, focal_point, bring_to
):
    bring_to(response, Status.RETURNED, 2)
    client.force_login(focal_point)
    page = client.get(HERE)
    assert [answer.word for answer in page.context["answers"]] == [
        "Closed",
        "Clarification requested",
        "Closed",
        "Closed",
        "Closed",
    ]
    assert page.context["missing"] == ["Question 2: reply to the clarification, or change the answer."]
    question = client.get(f"{HERE}questions/2/")
    item = question.context["clarifications"][0]
    client.post(f"{HERE}questions/2/reply/", {"reply": "Gladly: more.", "base": 0, "clarification": item.pk})
    assert client.get(HERE).context["missing"] == []
    assert write(client, 1, text="Not open.").status_code == 423
    client.post(f"{HERE}declare/", DECLARED)
    second = Submission.objects.get(number=2)
    assert json.loads(second.record)["clarifications"] == [
        {"question": 2, "request": "Please tell us more about 2.", "reply": "Gladly: more."}
    ]
    assert [answer.is_changed for answer in second.answers.order_by("number")] == [False] * 5


def test_recall_consent_and_withdrawal_each_have_a_page_to_confirm(client, response, focal_point, bring_to):
    bring_to(response, Status.SUBMITTED)
    client.force_login(focal_point)
    assert client.get(f"{HERE}recall/").status_code == 200
    client.post(f"{HERE}recall/")
    response.refresh_from_db()
    assert response.status == Status.DRAFTING
    client.post(f"{HERE}declare/", DECLARED)
    client.post(f"{HERE}consent/", {"publication": "no", "attribution": "not_attributed"})
    response.refresh_from_db()
    assert [c.publication for c in response.standing_submission.consents.all()] == [
        Publication.NO,
        Publication.FULL,
    ]
    assert client.post(f"{HERE}withdraw/", {"reason": ""}).status_code == 422
    client.post(f"{HERE}withdraw/", {"reason": "A decision of Government."})
    response.refresh_from_db()
    assert response.status == Status.WITHDRAWN
    client.post(f"{HERE}resume/")
    response.refresh_from_db()
    assert response.status == Status.DRAFTING


@pytest.mark.parametrize("address", ["declare/", "consent/", "recall/", "withdraw/", "resume/"])
@pytest.mark.parametrize(("person", "status"), [("contributor", 403), ("observer", 403), ("stranger", 404)])
def test_steps_of_a_focal_point_are_refused_to_others(
    client, request, response, focal_point, address, person, status
):
    client.force_login(request.getfixturevalue(person))
    assert client.get(HERE + address).status_code == status
    assert client.post(HERE + address).status_code == status


def test_an_observer_reads_and_cannot_write(client, response, observer, focal_point):
    factories.write_all(response, focal_point)
    client.force_login(observer)
    page = client.get(f"{HERE}questions/1/")
    assert "Answer to question 1." in page.content.decode()
    assert 'name="text"' not in page.content.decode()
    assert client.post(f"{HERE}questions/1/", typed(page, text="No.")).status_code == 403
    assert AnswerVersion.objects.filter(by=observer).count() == 0


def test_characters_that_no_document_can_hold_are_removed_and_said(client, response, focal_point):
    client.force_login(focal_point)
    write(client, 1, text="a\x00b\x0bc")
    assert response.answers.get(question__number=1).text == "ab\nc"
    said = [str(message) for message in client.get(f"{HERE}questions/1/").context["messages"]]
    assert said == [
        "Saved.",
        "1 character that no document can hold was removed.",
        "Page breaks in the text became line ends.",
    ]


def test_complete_without_text_is_saved_as_not_yet_and_said(client, response, focal_point):
    client.force_login(focal_point)
    page = write(client, 1, text="  ", completeness="complete", go_on="1")
    assert page.url == f"{HERE}questions/1/"
    assert response.answers.get(question__number=1).completeness == Completeness.NOT_YET


def test_an_earlier_version_can_be_made_the_answer_again(client, response, focal_point):
    client.force_login(focal_point)
    for text in ("First.", "Second."):
        write(client, 1, text=text)
    client.post(f"{HERE}questions/1/versions/1/", {"key": "again"})
    answer = response.answers.get(question__number=1)
    assert (answer.text, answer.version) == ("First.", 3)
    assert client.get(f"{HERE}questions/1/versions/").status_code == 200


def test_a_published_response_is_public_and_its_particulars_are_not(
    client, response, focal_point, publisher, bring_to
):
    bring_to(response, Status.ACCEPTED)
    address = response.standing_submission.get_absolute_url()
    assert client.get(address).status_code == 302
    publishing.publish(response, by=publisher)
    shown = client.get(address).content.decode()
    assert "Answer to question 1." in shown
    assert "Elphberg" not in shown
    assert "Strelsau" not in shown
    assert client.get("/ece-2024-s3/published/").context["responses"].count() == 1
    workflow.perform("withdraw", response, by=focal_point, data=moves.Withdrawal("Our decision"))
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_few_queries(client, response, focal_point, django_assert_max_num_queries, count):
    client.force_login(focal_point)
    for number in range(1, count + 1):
        write(client, number, text="Words.")
    with django_assert_max_num_queries(11):
        client.get(f"{HERE}questions/1/")
    with django_assert_max_num_queries(19):
        client.get(HERE)
