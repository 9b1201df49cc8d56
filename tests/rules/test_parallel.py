"""Many at once, each with a connection of its own: one submission, no lost text, no letter twice.

On SQLite writers queue up for the whole file; on PostgreSQL they wait for rows. Both must come to the same.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.utils import timezone

from responses.models import (
    Annex,
    Answer,
    AnswerVersion,
    Chain,
    Clarification,
    CourtesyTranslation,
    Event,
    Letter,
    Response,
    Submission,
    User,
)
from responses.models.event import broken_links, record
from responses.rules import annexing, drafting, moves, post, replying, rounds, workflow
from responses.rules.refused import Refused
from responses.status import Completeness, Status
from tests import factories
from tests.annexes import attach, pdf, translate

from .conftest import events

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SECONDS = 30


def at_once(people, act):
    """Run an act in as many threads as asked, all starting together; returns what each came to, in their order."""
    start = threading.Barrier(people, timeout=SECONDS)

    def run(number):
        try:
            start.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(run, range(people), timeout=2 * SECONDS))


def refused_or(act, *args, **kwargs):
    """What an act returns, or the status code of its refusal."""
    try:
        return act(*args, **kwargs)
    except Refused as refusal:
        return refusal.status


def test_people_whom_two_coordinators_add_at_once_are_added_once(response, coordinator):
    people = [factories.UserFactory() for _one in range(20)]
    adding = (coordinator, factories.staff("coordinator", email="second@example.org"))

    def add(number):
        return [
            refused_or(rounds.add_member, person, response.member_state, "observer", by=adding[number])
            for person in people
        ]

    added = [one for found in at_once(2, add) for one in found if one != 409]
    assert sorted(one.user_id for one in added) == [person.pk for person in people]


def test_twenty_submits_make_one_submission_one_event_and_one_set_of_letters(
    response, focal_point, declaration
):
    colleague = factories.member(response)
    factories.write_all(response, focal_point)
    keys = (focal_point.pk, colleague.pk)

    def submit(number):
        by = User.objects.get(pk=keys[number % 2])
        return refused_or(workflow.perform, "submit", response, by=by, data=declaration)

    results = at_once(20, submit)
    assert [result for result in results if result != 409] == [Submission.objects.get()]
    assert (events(response), broken_links(response.chain)) == (["submit"], [])
    assert sorted(Letter.objects.values_list("kind", "to")) == [("received", key) for key in sorted(keys)]
    assert len(mail.outbox) == 2
    assert Response.objects.get().standing_submission.answers.count() == 5


def test_submitting_and_withdrawing_at_once_come_out_in_one_order(
    response, focal_point, declaration, bring_to, data
):
    """Recall, withdrawal and the start of reading meet at a submitted response: each is made, or refused in words."""
    reviewer = User.objects.get(email="reviewer@example.org")
    bring_to(response, Status.SUBMITTED)
    acts = [("recall", focal_point), ("withdraw", focal_point), ("start_review", reviewer)] * 4

    def move(number):
        name, person = acts[number]
        by = User.objects.get(pk=person.pk)
        result = refused_or(workflow.perform, name, response, by=by, data=data(name))
        return None if result == 409 else name

    made = [name for name in at_once(len(acts), move) if name]
    assert sorted(events(response)) == sorted(["submit", *made])
    assert broken_links(response.chain) == []
    assert Response.objects.get().status == {
        "recall": "drafting", "withdraw": "withdrawn", "start_review": "under_review",
    }[events(response)[-1]]  # fmt: skip


def test_parallel_saves_lose_nothing_and_number_without_gaps(response, focal_point):
    """Eight pages save ten texts each on one answer; every text is there, and one of them stands."""
    answer = response.answers.select_related("response").first()
    words = [[f"Page {page}, text {text}" for text in range(10)] for page in range(8)]

    def write(page):
        by = User.objects.get(pk=focal_point.pk)
        return [
            drafting.save_answer(answer, text=text, base=0, key=text, page=f"p{page}", by=by).outcome
            for text in words[page]
        ]

    outcomes = [outcome for page in at_once(8, write) for outcome in page]
    stored = Answer.objects.get(pk=answer.pk)
    versions = AnswerVersion.objects.filter(answer=answer).order_by("number")
    assert [version.number for version in versions] == list(range(1, 81))
    assert sorted(version.text for version in versions) == sorted(text for page in words for text in page)
    assert sorted(version.outcome for version in versions) == sorted(outcomes)
    assert stored.text == versions.get(number=stored.version).text
    # The first page to write goes on; each other page meets what stands there, and is kept beside it.
    assert {version.page for version in versions if version.stands} == {versions[0].page}


def test_parallel_retries_of_one_text_count_once(response, focal_point):
    answer = response.answers.select_related("response").first()

    def retry(_number):
        by = User.objects.get(pk=focal_point.pk)
        return drafting.save_answer(answer, text="Text", base=0, key="k", page="p", by=by).version.number

    assert at_once(8, retry) == [1] * 8
    assert AnswerVersion.objects.count() == 1


def test_parallel_replies_lose_nothing(response, focal_point, bring_to):
    bring_to(response, Status.RETURNED, 2)
    key = Clarification.objects.get().pk

    def reply(number):
        item = Clarification.objects.select_related("answer__response").get(pk=key)
        by = User.objects.get(pk=focal_point.pk)
        replying.save_reply(item, text=f"Reply {number}", base=0, by=by)

    at_once(8, reply)
    item = Clarification.objects.get()
    kept = item.versions.order_by("number").values_list("number", "text")
    assert [number for number, _text in kept] == list(range(1, 9))
    assert sorted(text for _number, text in kept) == [f"Reply {number}" for number in range(8)]
    assert item.draft_reply == dict(kept)[item.draft_number]


def test_parallel_sending_sends_each_letter_once(response, focal_point):
    """The command is started by two schedulers while a third process has just stored a move."""
    for number in range(10):
        Letter.objects.create(
            kind="k", to=focal_point, response=response, subject=f"Letter {number}", body="Text"
        )
    results = at_once(4, lambda _number: post.send())
    assert sorted(message.subject for message in mail.outbox) == [f"Letter {number}" for number in range(10)]
    assert (sum(sent for sent, _failed in results), Letter.objects.unsent().count()) == (10, 0)
    assert set(Letter.objects.values_list("attempts", flat=True)) == {1}


def test_parallel_events_of_the_set_up_make_one_chain(db):
    """The first event makes the chain, whoever comes first."""

    def happen(number):
        with transaction.atomic():
            return record("something", by=None, data={"number": number}).number

    assert sorted(at_once(12, happen)) == list(range(1, 13))
    assert (Chain.objects.count(), Event.objects.count(), broken_links(Chain.objects.get())) == (1, 12, [])


# --- a text on its way in while the response moves --------------------------------------------


class Meeting:
    """Two transactions that overlap: the first holds what it did until the second has knocked."""

    def __init__(self, first, second):
        self.first, self.second = first, second
        self.done = threading.Event()

    def _hold(self):
        try:
            with transaction.atomic():
                result = self.first()
                self.done.set()
                self.knocking.wait(SECONDS)
                # The second is at the door now, or on its way to it: it must not come in before this ends.
                self.came_in = self.came.wait(0.3)
            return result
        finally:
            connections.close_all()

    def _knock(self):
        try:
            self.done.wait(SECONDS)
            self.knocking.set()
            result = self.second()
            self.came.set()
            return result
        finally:
            connections.close_all()

    def hold(self):
        """(What the first came to, what the second came to); the second waited for the first."""
        self.knocking, self.came = threading.Event(), threading.Event()
        with ThreadPoolExecutor(2) as pool:
            results = [pool.submit(act) for act in (self._hold, self._knock)]
            first, second = (result.result(2 * SECONDS) for result in results)
        assert self.came_in is False
        return first, second


@pytest.fixture
def late(response, focal_point, declaration):
    """A complete response, a save of one more sentence, and its submission."""
    factories.write_all(response, focal_point)
    answer = response.answers.select_related("response").get(question__number=2)

    def save():
        by = User.objects.get(pk=focal_point.pk)
        return drafting.save_answer(
            answer, text="One more sentence.", base=1, key="late", page="p", by=by,
            completeness=Completeness.COMPLETE,
        )  # fmt: skip

    def submit():
        by = User.objects.get(pk=focal_point.pk)
        return workflow.perform("submit", response, by=by, data=declaration)

    return save, submit


def test_a_text_that_is_being_saved_goes_out_with_the_submission(late):
    save, submit = late
    saved, submission = Meeting(save, submit).hold()
    assert saved.outcome == "saved"
    assert submission.answers.get(number=2).text == "One more sentence."


def test_a_text_that_comes_while_the_response_is_submitted_is_rescued(late):
    """It is kept, the writer is told, and the draft says what was submitted."""
    save, submit = late
    submission, saved = Meeting(submit, save).hold()
    assert (saved.outcome, saved.version.kind) == ("closed", "rescued")
    drafts = Answer.objects.order_by("question__number").values_list("text", flat=True)
    assert list(drafts) == list(submission.answers.order_by("number").values_list("text", flat=True))


@pytest.mark.parametrize(("asked", "outcome"), [(2, "saved"), (4, "closed")])
def test_what_is_open_is_what_the_secretariat_has_just_asked_about(
    late, response, bring_to, reviewer, asked, outcome
):
    """A sentence on question 2 arrives while a clarification is being requested."""
    save, _submit = late
    bring_to(response, Status.UNDER_REVIEW)
    requests = moves.Requests({asked: "Please tell us more."}, timezone.now() + timedelta(days=9))

    def ask():
        by = User.objects.get(pk=reviewer.pk)
        return workflow.perform("return", response, by=by, data=requests)

    _asked, saved = Meeting(ask, save).hold()
    assert saved.outcome == outcome


def test_of_many_files_at_the_same_time_no_more_are_taken_than_a_response_can_have(response, focal_point):
    for number in range(annexing.MOST - 2):
        attach(response, focal_point, content=pdf(number))

    def add(number):
        content = pdf(f"late {number // 2}")  # each file twice
        return refused_or(attach, response, User.objects.get(pk=focal_point.pk), content=content)

    results = at_once(8, add)
    assert {type(result) for result in results} == {Annex, int}
    numbers = list(Annex.objects.values_list("number", flat=True))
    assert numbers == list(range(1, annexing.MOST + 1))
    assert len(default_storage.listdir("delegations")[1]) == annexing.MOST


def test_two_colleagues_translations_at_the_same_time_are_both_kept(response, focal_point, contributor):
    answer = response.answers.get(question__number=1)

    def save(number):
        by = User.objects.get(pk=(focal_point, contributor)[number % 2].pk)
        return translate(answer, by, f"Text {number}", key=f"{number}")

    at_once(8, save)
    rows = CourtesyTranslation.objects.order_by("number")
    assert list(rows.values_list("number", flat=True)) == list(range(1, 9))
    assert CourtesyTranslation.objects.current().count() == 1
