"""A member who is limited to certain questions reads and writes these and learns nothing of the others."""

import pytest
from django.utils import timezone

from responses.models import AnswerVersion, Presence
from responses.rules import drafting, pages, permissions
from responses.rules.refused import Refused
from responses.status import Role, Status
from tests import factories

pytestmark = pytest.mark.django_db
OWN, OTHERS = 2, (1, 3, 4, 5)
SECRET, THEIRS, COLLEAGUE = "CANARY-SECRET", "CANARY-OWN", "Rupert of Hentzau"
HERE = "/ece-2024-s3/XRU/"

OF_A_QUESTION = {
    "question": "",
    "versions": "versions/",
    "one version": "versions/1/",
    "the text kept beside": "versions/3/two/",
    "comparison": "versions/compare/?from=1&to=2",
}
TYPED = {"text": "INTRUSION", "base": 1, "key": "k", "page": "p", "language": "en"}
POSTS = {
    "saving": ("", {**TYPED, "completeness": "complete"}),
    "autosave": ("save/", TYPED),
    "a sign of life": ("here/", {"version": 1}),
    "restoring": ("versions/1/", {"base": 1, "key": "k"}),
    "choosing between two texts": ("versions/3/two/", {"base": 1, "key": "k", "choice_0": "mine"}),
    "a reply": ("reply/", {"reply": "INTRUSION", "base": 0, "clarification": 1}),
}  # fmt: skip
OF_THE_RESPONSE = ("", "check/")


@pytest.fixture
def texts(response):
    """Every question has an answer, a second version by a colleague, a text beside it, and one that was rescued."""
    colleague = factories.member(response, Role.CONTRIBUTOR, name=COLLEAGUE, email="rupert@example.org")
    for answer in response.answers.select_related("question", "response"):
        text = THEIRS if answer.question.number == OWN else f"{SECRET} {answer.question.number}"
        for number in (1, 2):
            drafting.save_answer(
                answer, text=f"{text} {number}", base=number - 1, key=f"text {number}", page="x", by=colleague
            )
            answer.refresh_from_db()
        for number, (kind, outcome) in enumerate(
            (("conflict", "stale_version"), ("rescued", "closed")), start=3
        ):
            AnswerVersion.objects.create(
                answer=answer, number=number, text=f"{text} {kind}", language="en", words=2, kind=kind, base=1,
                outcome=outcome, key=kind, page="x", by=colleague, at=answer.changed_at,
            )  # fmt: skip
        Presence.objects.create(answer=answer, user=colleague, at=answer.changed_at, version=2)
        answer.last_number = 4
        answer.save(update_fields=["last_number"])
    return colleague


@pytest.fixture(params=[Role.CONTRIBUTOR, Role.OBSERVER])
def member(request, limited):
    """Limited to question 2, as a contributor and as an observer."""
    limited.memberships.update(role=request.param)
    return limited


def address(number, rest=""):
    return f"{HERE}questions/{number}/{rest}"


@pytest.mark.parametrize("name", OF_A_QUESTION)
def test_pages_of_a_question_open_for_the_chosen_one_alone(client, texts, member, name):
    client.force_login(member)
    found = {
        number: client.get(address(number, OF_A_QUESTION[name])).status_code for number in (OWN, *OTHERS)
    }
    assert found == {OWN: 200} | dict.fromkeys(OTHERS, 404)


@pytest.mark.parametrize("name", POSTS)
def test_nothing_can_be_sent_to_another_question(client, texts, member, name):
    client.force_login(member)
    rest, data = POSTS[name]
    before = list(AnswerVersion.objects.order_by("pk").values_list("pk", flat=True))
    presences = Presence.objects.filter(user=member)
    for number in OTHERS:
        page = client.post(address(number, rest), data)
        assert (number, page.status_code) == (number, 404)
        assert SECRET not in page.content.decode()
        assert COLLEAGUE not in page.content.decode()
    assert list(AnswerVersion.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert not presences.exists()


@pytest.mark.parametrize("status", [Status.DRAFTING, Status.SUBMITTED, Status.RETURNED, Status.WITHDRAWN])
@pytest.mark.parametrize("rest", OF_THE_RESPONSE)
def test_pages_of_the_response_show_the_chosen_question_alone(
    client, response, texts, member, bring_to, status, rest
):
    if status != Status.DRAFTING:
        bring_to(response, status, 1, 2)
    response.answers.exclude(question__number=OWN).update(text=SECRET)
    client.force_login(member)
    page = client.get(f"{HERE}{rest}")
    shown = page.content.decode()
    assert page.status_code == 200
    assert SECRET not in shown
    assert [number for number in range(1, 6) if f"questions/{number}/" in shown] == [OWN]
    assert [number for number in range(1, 6) if f"Title {number}" in shown] == [OWN]
    assert [answer.question.number for answer in page.context["answers"]] == [OWN]


def test_what_is_complete_and_what_is_missing_are_said_of_the_chosen_question_alone(
    client, response, texts, limited
):
    client.force_login(limited)
    page = client.get(HERE)
    assert (page.context["finished"], len(page.context["missing"])) == (0, 1)
    assert [answer.question.number for answer in page.context["unseen"]] == [OWN]
    assert [version.answer.question.number for version in page.context["rescued"]] == [OWN]
    second = factories.ResponseFactory(session__number=4, member_state=response.member_state)
    listed = client.get("/home/").context["responses"]
    assert {row.pk: (row.complete, row.questions) for row in listed} == {
        response.pk: (0, 1),
        second.pk: (0, 0),
    }


BEFORE = {
    "focal_point": (
        "Before you can submit",
        "Nothing is missing. Check your answers, then declare and submit.",
    ),
    "contributor": (
        "Before a focal point can submit",
        "Nothing is missing. A focal point of your State can submit the response.",
    ),
    "limited": (
        ">Your questions</h2>",
        "Your questions are finished. A focal point of your State sees the others, and submits the response.",
    ),
}


@pytest.mark.parametrize("cast", BEFORE)
def test_what_is_missing_is_said_as_far_as_somebody_sees_and_does_it(client, request, response, cast):
    user = request.getfixturevalue(cast)
    client.force_login(user)
    pages_of_it = [client.get(f"{HERE}{rest}").content.decode() for rest in OF_THE_RESPONSE]
    assert [BEFORE[cast][0] in page for page in pages_of_it] == [True, True]
    own = response.answers.filter(question__number=OWN) if cast == "limited" else response.answers.all()
    own.update(text="Words.", completeness="complete")
    shown = client.get(HERE).content.decode()
    assert [sentence for _heading, sentence in BEFORE.values() if sentence in shown] == [BEFORE[cast][1]]


def test_saving_and_going_on_leads_past_what_is_not_theirs(client, response, texts, limited):
    limited.memberships.get().questions.add(response.session.questions.get(number=4))
    client.force_login(limited)
    base = response.answers.get(question__number=OWN).version
    data = {
        "text": "Mine",
        "base": base,
        "key": "k",
        "page": "p",
        "language": "en",
        "completeness": "complete",
        "go_on": 1,
    }
    assert client.post(address(OWN), data).url == address(4)


def test_a_question_that_is_taken_away_while_it_is_written_loses_no_word(client, response, texts, limited):
    answer = response.answers.get(question__number=OWN)
    page = pages.name_page(answer)
    limited.memberships.get().questions.clear()
    client.force_login(limited)
    data = {"text": "What I was writing", "base": 2, "key": "k", "page": page, "language": "en"}
    said = client.post(address(OWN, "save/"), data)
    kept = answer.versions.get(by=limited)
    assert (said.status_code, said.json()["outcome"], kept.kind, kept.text) == (
        423, "closed", "rescued", "What I was writing",
    )  # fmt: skip
    shown = client.post(address(OWN), data | {"text": "And went on", "key": "k2", "completeness": "not_yet"})
    assert (shown.status_code, "And went on" in shown.content.decode()) == (423, True)
    assert THEIRS not in shown.content.decode()
    assert COLLEAGUE not in shown.content.decode()
    answer.refresh_from_db()
    assert (answer.text, answer.version) == (f"{THEIRS} 2", 2)


def test_who_never_had_the_question_open_is_not_rescued_there(response, texts, limited):
    answer = response.answers.get(question__number=1)
    foreign = pages.name_page(response.answers.get(question__number=OWN))
    with pytest.raises(Refused) as refusal:
        drafting.save_answer(answer, text="INTRUSION", base=2, key="k", page=foreign, by=limited)
    assert (refusal.value.status, answer.versions.filter(by=limited).exists()) == (404, False)


def test_a_member_who_left_is_rescued_at_the_chosen_questions_alone(response, texts, limited):
    answers = {number: response.answers.get(question__number=number) for number in (1, OWN)}
    names = {number: pages.name_page(answer) for number, answer in answers.items()}
    limited.memberships.update(ended_at=answers[1].changed_at.replace(year=2200))
    permissions.refresh(limited)
    outcomes = {}
    for number, answer in answers.items():
        try:
            saved = drafting.save_answer(
                answer, text="Kept", base=2, key="left", page=names[number], by=limited
            )
            outcomes[number] = saved.outcome
        except Refused as refusal:
            outcomes[number] = refusal.status
    assert outcomes == {1: 404, OWN: "closed"}


def test_a_submission_is_a_whole_response(client, response, limited, bring_to):
    bring_to(response, Status.SUBMITTED)
    client.force_login(limited)
    submission = response.submissions.get()
    page = client.get(submission.get_absolute_url())
    assert page.status_code == 403
    assert "Answer to question" not in page.content.decode()
    assert submission.get_absolute_url() not in client.get(HERE).content.decode()


SENT = {
    "a translation": ("questions/1/translations/fr/", {"text": "CANARY", "base": 0, "key": "k"}),
    "a reply": ("questions/1/reply/", {"reply": "CANARY", "base": 0, "clarification": 1}),
    "a note": ("questions/1/notes/", {"note": "CANARY", "key": "k"}),
}


@pytest.mark.parametrize("person", ["limited", "stranger", "contributor"])
@pytest.mark.parametrize(("where", "fields"), SENT.values(), ids=SENT)
def test_words_that_can_be_taken_no_more_are_shown_again(enter, contributor, person, where, fields):
    """The part ended, or was limited to other questions, while they were being written."""
    contributor.memberships.update(ended_at=timezone.now())
    page = enter(person).post(f"{HERE}{where}", fields)
    assert page.status_code == 404
    assert "CANARY</textarea>" in page.content.decode()
