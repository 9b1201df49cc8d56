"""Whatever a delegation and the secretariat do, in whatever order: what must always hold, holds after each step."""

import json
import re
from datetime import timedelta
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from responses.models import AnswerVersion, Chain, Clarification, Letter, Response, Submission
from responses.models.event import broken_links, sha256
from responses.rules import drafting, moves, permissions, publishing, registering, replying, workflow
from responses.rules.refused import Refused
from responses.status import Attribution, Completeness, Publication, ReturnedFor, Role, Status
from tests import factories

CANARY = re.compile(r"W\d{5}Q")
PEOPLE = ("focal_point", "second_focal_point", "contributor", "reviewer", "publisher", "coordinator")
WRITERS = PEOPLE[:3]
NUMBERS = (1, 2, 3)

people = st.sampled_from(PEOPLE)
writers = st.sampled_from(WRITERS)
numbers = st.sampled_from(NUMBERS)
some_numbers = st.sets(numbers, min_size=1)
publications = st.sampled_from(Publication.values)
attributions = st.sampled_from(Attribution.values)
completeness = st.sampled_from([None, *Completeness.values])


class Life(RuleBasedStateMachine):
    """One response, two focal points, a contributor, and the secretariat; each text holds a canary of its own."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        response = factories.ResponseFactory(session__questions=len(NUMBERS), member_state__alpha3="XRU")
        self.key = response.pk
        self.people = {
            "focal_point": factories.member(response, Role.FOCAL_POINT),
            "second_focal_point": factories.member(response, Role.FOCAL_POINT),
            "contributor": factories.member(response, Role.CONTRIBUTOR),
            **{desk: factories.staff(desk) for desk in ("reviewer", "publisher", "coordinator")},
        }
        self.count = count(1)
        self.happened, self.refusals, self.texts, self.frozen = [], [], [], {}
        self.look()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- what happens ---------------------------------------------------------------------

    def look(self):
        """See the response as it is stored now."""
        self.response = Response.objects.get(pk=self.key)

    def words(self):
        """A text that was never written before."""
        return f"W{next(self.count):05}Q and more."

    def tell(self, act, name, *happened):
        """Do something; remember what happened unless it was refused."""
        try:
            act()
        except Refused as refusal:
            self.refusals.append(str(refusal))
            return
        self.happened += [name, *happened]
        self.look()

    def data(self, name, numbers, publication, attribution):
        ahead = timezone.now() + timedelta(days=9)
        made = {
            "submit": lambda: moves.Declaration("N", "T", "A", "N", "C", publication, attribution, True),
            "return": lambda: moves.Requests(dict.fromkeys(numbers, "Would you say more?"), ahead),
            "open_for_revision": lambda: moves.Revision("A wish", tuple(numbers), ahead),
            "close_clarification": lambda: moves.Reason("A reason"),
            "reopen": lambda: moves.Reason("A reason"),
            "withdraw": lambda: moves.Withdrawal("A reason", SimpleUploadedFile("note.pdf", b"%PDF")),
            "register": lambda: self.registration(numbers, publication, attribution),
            "unregister": lambda: moves.Reason("A reason"),
        }
        return made.get(name, lambda: None)()

    def registration(self, numbers, publication, attribution):
        """A note verbale: on every question where nothing stands yet, on some otherwise, with replies; or silent."""
        stands = self.response.standing_submission_id is not None
        entries = {
            number: registering.Entry(self.words(), "fr") for number in (numbers if stands else NUMBERS)
        }
        replies = {number: self.words() for number in registering.asked(self.response) & numbers}
        silent = len(numbers) == 2
        today = timezone.localdate(timezone=self.response.session.review.tzinfo)
        return registering.Registration(
            "note_verbale", SimpleUploadedFile("note.pdf", b"%PDF"), today, "A", "C",
            registering.NOT_STATED if silent else publication, registering.NOT_STATED if silent else attribution,
            entries=entries, replies=replies,
        )  # fmt: skip

    def make(self, name, person, *facts):
        """A move, with complete data."""
        data = self.data(name, *facts)
        before = len(self.happened)
        self.tell(lambda: workflow.perform(name, self.response, by=self.people[person], data=data), name)
        if name == "register" and len(self.happened) > before:
            answers = {answer.question.number: answer.pk for answer in self.response.answers.all()}
            self.texts += [(answers[number], entry.text) for number, entry in data.entries.items()]

    @rule(
        number=numbers,
        person=writers,
        said=completeness,
        behind=st.integers(0, 2),
        page=st.sampled_from("AB"),
    )
    def save(self, number, person, said, behind, page):
        """Somebody writes, perhaps from a page opened a version or two ago."""
        answer = self.response.answers.select_related("response").get(question__number=number)
        text = self.words()
        saved = drafting.save_answer(
            answer, text=text, base=max(0, answer.version - behind), key=text, page=f"{person}-{page}",
            by=self.people[person], completeness=said,
        )  # fmt: skip
        assert saved.version.text == text
        self.texts.append((answer.pk, text))

    @precondition(lambda self: Clarification.objects.filter(answer__response=self.key).exists())
    @rule(person=writers, pick=st.randoms(use_true_random=False))
    def reply(self, person, pick):
        """Somebody replies to a clarification, open or not any more."""
        items = Clarification.objects.filter(answer__response=self.key).select_related("answer__response")
        item = pick.choice(list(items.order_by("pk")))
        text = self.words()
        replying.save_reply(item, text=text, base=item.draft_number, by=self.people[person])
        assert item.versions.filter(text=text).count() == 1

    def finish(self, person):
        """The delegation writes and completes every question that is open to it."""
        for answer in self.response.answers.filter(is_open=True).select_related("response"):
            text = self.words()
            drafting.save_answer(
                answer, text=text, base=answer.version, key=text, page="p", by=self.people[person],
                completeness=Completeness.COMPLETE,
            )  # fmt: skip
            self.texts.append((answer.pk, text))

    @rule(
        picks=st.lists(st.randoms(use_true_random=False), min_size=1, max_size=4),
        numbers=some_numbers,
        publication=publications,
        attribution=attributions,
    )
    def offered_moves(self, picks, numbers, publication, attribution):
        """The response goes on its way, by moves that are offered where it stands; taking back is rare."""
        for pick in picks:
            offered = {
                move.name: person
                for person, user in self.people.items()
                for move in workflow.available(user, self.response)
                if move.name not in {"withdraw", "unregister"}
            }
            name = pick.choice(sorted(offered))
            if name == "submit":
                self.finish(offered[name])
            self.make(name, offered[name], numbers, publication, attribution)

    @rule(name=st.sampled_from(sorted(workflow.MOVES)), person=people, numbers=some_numbers)
    def any_move(self, name, person, numbers):
        """Any move by anyone: a page that is out of date, or a forged request."""
        self.make(name, person, numbers, Publication.FULL, Attribution.ATTRIBUTED)

    @precondition(lambda self: self.response.status == Status.ACCEPTED)
    @rule(person=st.sampled_from(["publisher", "reviewer"]))
    def publish(self, person):
        self.tell(lambda: publishing.publish(self.response, by=self.people[person]), "publish")

    @precondition(lambda self: self.response.published_submission_id)
    @rule()
    def unpublish(self):
        by = self.people["publisher"]
        self.tell(lambda: publishing.unpublish(self.response, by=by, reason="A reason"), "unpublish")

    @precondition(lambda self: self.response.standing_submission_id)
    @rule(person=st.sampled_from(PEOPLE[:2]), publication=publications, attribution=attributions)
    def consent(self, person, publication, attribution):
        shown = self.response.published_submission_id
        ends = ["unpublish"] if shown and publication == Publication.NO else []
        self.tell(
            lambda: publishing.change_consent(
                self.response, publication=publication, attribution=attribution, by=self.people[person]
            ),
            "consent",
            *ends,
        )

    # --- what always holds ----------------------------------------------------------------

    @invariant()
    def a_refusal_is_a_sentence(self):
        assert [said for said in self.refusals if not said.endswith(".")] == []

    @invariant()
    def what_the_database_checks(self):
        connection.check_constraints()

    @invariant()
    def the_chain_is_unbroken_and_tells_what_happened(self):
        chain = Chain.objects.filter(response=self.key).first()
        names = list(chain.events.order_by("number").values_list("name", flat=True)) if chain else []
        assert names == self.happened
        assert chain is None or broken_links(chain) == []

    @invariant()
    def the_submission_that_stands_is_the_latest_that_counts(self):
        response = self.response
        counting = response.submissions.filter(recalled_at=None, withdrawn_at=None)
        assert response.standing_submission == counting.order_by("-number").first()

    @invariant()
    def what_is_published_counts_and_its_state_agrees(self):
        response = self.response
        if published := response.published_submission:
            given = (permissions.consent_of(published), permissions.last_word(response))
            assert published.counts
            assert Publication.NO not in {consent.publication for consent in given}

    @invariant()
    def submissions_stay_as_they_were_received(self):
        for submission in Submission.objects.filter(response=self.key):
            assert submission.sha256 == sha256(submission.record)
            self.frozen.setdefault(submission.number, submission.record)
            assert submission.record == self.frozen[submission.number]
            said = {answer["number"]: answer["text"] for answer in json.loads(submission.record)["answers"]}
            assert dict(submission.answers.values_list("number", "text")) == said
        assert sorted(self.frozen) == list(range(1, len(self.frozen) + 1))

    @invariant()
    def questions_are_asked_only_while_their_answer_is_awaited(self):
        response = self.response
        asked = Clarification.objects.filter(answer__response=response, state=Clarification.State.OPEN)
        assert (response.returned_for == ReturnedFor.CLARIFICATION) is asked.exists()
        assert not asked.filter(answer__is_open=False).exists()
        opened = response.answers.filter(is_open=True).count()
        assert opened == len(NUMBERS) if response.status == Status.DRAFTING else opened > 0

    @invariant()
    def no_text_is_lost_and_versions_are_numbered_without_gaps(self):
        kept = {}
        for key, number, text in AnswerVersion.objects.filter(answer__response=self.key).values_list(
            "answer", "number", "text"
        ):
            kept.setdefault(key, {})[number] = text
        for answer in self.response.answers.all():
            versions = kept.get(answer.pk, {})
            assert sorted(versions) == list(range(1, answer.last_number + 1))
            assert answer.text == versions.get(answer.version, "")
        assert all(text in kept[key].values() for key, text in self.texts)

    @invariant()
    def no_letter_holds_a_word_of_an_answer(self):
        for subject, body in Letter.objects.values_list("subject", "body"):
            assert not CANARY.search(subject + body)


def live(examples, steps):
    """Many lives of a response. The same ones in each run: a failure is a failure for everyone."""
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None
    )
    run_state_machine_as_test(Life, settings=chosen)


@pytest.mark.django_db
def test_whatever_happens_what_must_hold_holds():
    live(examples=15, steps=30)
