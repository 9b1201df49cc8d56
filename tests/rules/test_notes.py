"""Notes between colleagues, assignments, and "ready for transmission": who may, what is stored, who is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from responses.models import Assignment, Event, Letter, Membership, Note, Readiness
from responses.models.event import broken_links
from responses.rules import (
    assigning,
    drafting,
    noting,
    permissions,
    readiness,
    readying,
    replying,
    rounds,
    submitting,
    team,
)
from responses.rules.refused import Refused
from responses.status import Role, Status
from tests import factories
from tests.annexes import attach, translate
from tests.record import snapshot

from .conftest import written

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
CANARY = "CANARY-NOTE"


@pytest.fixture
def answer(response):
    """The answer to the second question."""
    return response.answers.select_related("question", "response").get(question__number=2)


@pytest.fixture
def limited(response):
    """A contributor who reads and writes question 1 alone."""
    user = factories.member(response, Role.CONTRIBUTOR, name="Lim Ited", email="limited@example.org")
    part = user.memberships.get()
    part.is_limited = True
    part.save()
    part.questions.set(response.session.questions.filter(number=1))
    return user


@pytest.fixture
def mission(response):
    """A second focal point, at the Permanent Mission."""
    user = factories.member(response, Role.FOCAL_POINT, name="Maria Mission", email="mission@example.org")
    user.memberships.update(capacity="Permanent Mission")
    return user


def happened(response):
    """What stands in the delegation's own chain, first to last."""
    rows = Event.objects.filter(chain__delegation=response.member_state_id).order_by("number")
    return list(rows.values_list("name", flat=True))


def refusals(people, act):
    """Tries something as each person; returns the status of each refusal, 200 where there was none."""
    found = {}
    for name, person in people.items():
        try:
            with transaction.atomic():
                act(person)
                transaction.set_rollback(True)
            found[name] = 200
        except Refused as refusal:
            found[name] = refusal.status
    return found


OUTSIDE = dict.fromkeys(
    "stranger reviewer publisher coordinator superuser inactive former turncoat anonymous".split(), 404
)
TEAM = dict.fromkeys(("focal_point", "contributor", "observer"), 200)
POLICIES = {
    "write": TEAM | OUTSIDE | {"limited": 404},
    "resolve": TEAM | OUTSIDE | {"limited": 404},
    "take up oneself": TEAM | OUTSIDE | {"limited": 404, "observer": 403},
    "assign to another": TEAM | OUTSIDE | {"limited": 404, "contributor": 403, "observer": 403},
    "end another's": TEAM | OUTSIDE | {"limited": 404, "contributor": 403, "observer": 403},
    "mark as ready": OUTSIDE | {"focal_point": 200, "contributor": 403, "observer": 403, "limited": 403},
    "take back": OUTSIDE | {"focal_point": 200, "contributor": 403, "observer": 403, "limited": 403},
}


@pytest.mark.parametrize("deed", POLICIES)
def test_who_may_do_what(deed, cast, limited, mission, answer, response, focal_point):
    factories.write_all(response, focal_point)
    note = noting.write(answer, "A note", by=focal_point)
    assigning.assign(answer, [mission], by=focal_point)
    deeds = {
        "write": lambda by: noting.write(answer, "A note", by=by),
        "resolve": lambda by: noting.resolve(note, by=by),
        "take up oneself": lambda by: assigning.assign(answer, [by], by=by),
        "assign to another": lambda by: assigning.assign(answer, [cast["contributor"], mission], by=by),
        "end another's": lambda by: assigning.end(answer, mission, by=by),
        "mark as ready": lambda by: readying.mark(response, by=by),
        "take back": lambda by: readying.take_back(response, by=by),
    }
    before = snapshot()
    people = cast | {"limited": limited}
    assert refusals(people, deeds[deed]) == POLICIES[deed]
    assert snapshot() == before


def test_the_team_at_a_question_agrees_with_the_permissions(cast, limited, mission, response):
    people = {person.pk: person for person in [*cast.values(), limited, mission] if person.pk}
    for answer in response.answers.select_related("question", "response"):
        found = team.team_at(answer)
        reads = {pk for pk, one in people.items() if permissions.may_read_answer(one, answer)}
        writes = {pk for pk, one in people.items() if permissions.may_draft_answer(one, answer)}
        assert {row.user_id for row in found.readers} == reads
        assert {row.user_id for row in found.writers} == writes


# --- notes ----------------------------------------------------------------------------------------


def test_another_note_under_a_key_that_was_used_is_stored_too(answer, contributor, focal_point, response):
    """Somebody went back to the page, wrote on and sent it again; each of the two once."""
    for text, colleague in (("One.", None), ("Two.", None), ("Two.", None), ("One.", focal_point)):
        for _retry in range(2):
            noting.write(answer, text, by=contributor, key="k" * 64, for_user=colleague)
    assert list(answer.notes.values_list("text", flat=True)) == ["One.", "Two.", "One."]
    assert happened(response) == ["note"] * 3
    assert written() == [("please_look", focal_point.email)]


def test_a_note_is_stored_once_for_each_key_and_says_who_wrote_it(answer, contributor, response):
    contributor.said_name = "Rupert of the night shift"
    first, again = (
        noting.write(answer, "Please check\r\nthe figure.\x00", by=contributor, key="k") for _ in "12"
    )
    assert (first.pk, Note.objects.count()) == (again.pk, 1)
    assert (first.text, first.as_name, first.by) == (
        "Please check\nthe figure.", "Rupert of the night shift", contributor,
    )  # fmt: skip
    assert (happened(response), written()) == (["note"], [])
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(answer=answer, text="x", by=contributor, at=timezone.now(), key="k")


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00", "x" * (noting.LONGEST + 1)])
def test_a_note_that_says_nothing_or_is_too_long_is_refused_in_words(answer, focal_point, text):
    with pytest.raises(Refused) as refusal:
        noting.write(answer, text, by=focal_point)
    assert (refusal.value.status, Note.objects.count()) == (422, 0)


def test_a_note_is_resolved_once_and_waits_again(answer, focal_point, observer, response):
    note = noting.write(answer, "A note", by=focal_point)
    moment = noting.resolve(note, by=observer).resolved_at
    again = noting.resolve(note, by=focal_point)
    assert (again.resolved_at, again.resolved_by) == (moment, observer)
    opened = noting.reopen(note, by=focal_point)
    assert (opened.resolved_at, opened.resolved_by, opened.resolved_as) == (None, None, "")
    assert happened(response) == ["note", "resolve_note", "reopen_note"]


def test_who_is_asked_to_look_gets_a_letter_without_a_word_of_the_note(answer, focal_point, observer):
    factories.write_all(answer.response, focal_point, text=CANARY)
    noting.write(answer, CANARY, by=focal_point, for_user=observer)
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.is_delegation) == ("please_look", observer, True)
    assert CANARY not in letter.subject + letter.body
    assert "/ece-2024-s3/XRU/questions/2/#notes\n" in letter.body
    assert "Flavia Strelsau, Ministry" in letter.body


@pytest.mark.parametrize("person", ["stranger", "reviewer", "former", "inactive", "limited", "focal_point"])
def test_nobody_is_asked_to_look_who_does_not_read_the_question(answer, cast, limited, focal_point, person):
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        noting.write(answer, "A note", by=focal_point, for_user=(cast | {"limited": limited})[person])
    assert (refusal.value.status, snapshot()) == (422, before)


# --- assignments ----------------------------------------------------------------------------------


def with_whom(answer):
    return [(row.user.name, row.due_on) for row in team.team_at(answer).assigned]


def test_a_question_is_with_those_who_were_asked_and_a_second_click_tells_nobody_again(
    answer, focal_point, contributor, response
):
    day = assigning.today(answer) + timedelta(days=3)
    for _click in range(2):
        assigning.assign(answer, [contributor, focal_point], by=focal_point, due_on=day)
    assert with_whom(answer) == [("Flavia Strelsau", day), ("Fritz Tarlenheim", day)]
    assert written() == [("assigned", "fritz@example.org")]
    assert Letter.objects.get().is_delegation
    assigning.assign(answer, [contributor], by=focal_point)
    assert with_whom(answer) == [("Flavia Strelsau", day), ("Fritz Tarlenheim", None)]
    assert assigning.end(answer, contributor, by=contributor)
    assert not assigning.end(answer, contributor, by=contributor)
    assert with_whom(answer) == [("Flavia Strelsau", day)]
    assert happened(response) == ["assign", "assign", "assign", "end_assignment"]


@pytest.mark.parametrize("person", ["observer", "limited", "stranger", "former"])
def test_a_question_is_given_to_those_alone_who_can_write_it(answer, cast, limited, focal_point, person):
    with pytest.raises(Refused) as refusal:
        assigning.assign(answer, [(cast | {"limited": limited})[person]], by=focal_point)
    assert (refusal.value.status, Assignment.objects.count()) == (422, 0)


def test_a_day_that_has_passed_is_refused_in_words(answer, focal_point):
    yesterday = assigning.today(answer) - timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        assigning.assign(answer, [focal_point], by=focal_point, due_on=yesterday)
    assert (refusal.value.status, Assignment.objects.count()) == (422, 0)


@pytest.mark.parametrize("with_a_coordinator", [True, False])
def test_the_end_of_a_membership_ends_its_assignments(
    answer, other_response, focal_point, contributor, coordinator, with_a_coordinator
):
    assigning.assign(answer, [focal_point, contributor], by=focal_point)
    by = coordinator if with_a_coordinator else None
    rounds.end_membership(contributor.memberships.get(), by=by)
    assert with_whom(answer) == [("Flavia Strelsau", None)]
    assert Assignment.objects.filter(ended_at=None).count() == 1


def test_a_narrower_part_ends_the_assignments_that_do_not_fit_any_more(
    answer, response, limited, focal_point
):
    first = response.answers.select_related("question", "response").get(question__number=1)
    assigning.assign(first, [limited], by=focal_point)
    part = limited.memberships.get()
    with transaction.atomic():
        assert assigning.end_unwritable(part, by=focal_point, at=timezone.now()) == 0
        part.role = Role.OBSERVER
        part.save()
        assert assigning.end_unwritable(part, by=focal_point, at=timezone.now()) == 1


# --- ready for transmission -----------------------------------------------------------------------


@pytest.fixture
def complete(response, focal_point):
    factories.write_all(response, focal_point)
    return response


def mark_of(response):
    answers = submitting.answers_of(response)
    replies = dict(submitting.open_clarifications(response).values_list("answer_id", "draft_number"))
    return readiness.mark_of(response, answers, replies)


def save(response, number, text, by, completeness=None):
    answer = response.answers.get(question__number=number)
    return drafting.save_answer(
        answer, text=text, base=answer.version, key=f"{number}-{answer.last_number}", page="page", by=by,
        completeness=completeness,
    )  # fmt: skip


def test_the_other_focal_points_are_told_and_a_second_click_tells_nobody_again(
    complete, focal_point, mission
):
    for _click in range(2):
        readying.mark(complete, by=mission, note=CANARY)
    assert (Readiness.objects.count(), written()) == (1, [("ready_for_transmission", "flavia@example.org")])
    letter = Letter.objects.get()
    assert letter.is_delegation
    assert CANARY not in letter.subject + letter.body
    assert "Maria Mission, Permanent Mission" in letter.body
    mark = mark_of(complete)
    assert (mark.name, mark.changes, mark.row.note) == ("Maria Mission, Permanent Mission", [], CANARY)
    assert happened(complete) == ["ready"]


def test_a_mark_waits_until_nothing_is_missing(response, focal_point):
    with pytest.raises(Refused) as refusal:
        readying.mark(response, by=focal_point)
    assert (refusal.value.status, len(refusal.value.reasons)) == (422, 5)
    assert Readiness.objects.count() == 0


CHANGES = {
    "another text": ("Another text", "complete", (1, 2, True)),
    "no information any more": ("Answer to question 2.", "no_information", (1, 1, False)),
}


@pytest.mark.parametrize(("text", "says", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_was_changed_since_is_named(complete, focal_point, text, says, expected):
    readying.mark(complete, by=focal_point)
    save(complete, 2, text, focal_point, says)
    changes = mark_of(complete).changes
    assert [(one.number, (one.before, one.after, one.can_be_compared)) for one in changes] == [(2, expected)]
    readying.mark(complete, by=focal_point)
    assert (mark_of(complete).changes, Readiness.objects.count()) == ([], 2)


def test_a_reply_that_was_changed_since_is_named(response, bring_to, focal_point):
    bring_to(response, Status.RETURNED, 2)
    item = response.answers.get(question__number=2).clarifications.select_related("answer__response").get()
    replying.save_reply(item, text="One", base=0, by=focal_point)
    readying.mark(response, by=focal_point)
    assert mark_of(response).changes == []
    replying.save_reply(item, text="Two", base=1, by=focal_point)
    assert [one.number for one in mark_of(response).changes] == [2]


def test_annexes_and_translations_that_were_changed_since_are_named(complete, focal_point, media):
    readying.mark(complete, by=focal_point)
    assert mark_of(complete).holds
    attach(complete, focal_point)
    translate(complete.answers.first(), focal_point)
    mark = mark_of(complete)
    assert (mark.holds, mark.changes, mark.row.annexes, mark.row.translations) == (False, [], True, True)
    readying.mark(complete, by=focal_point)
    assert mark_of(complete).holds


def test_another_note_makes_another_mark(complete, focal_point, mission):
    """Two press the button at the same time, or somebody goes back and says more."""
    for by, note in ((focal_point, "One"), (mission, "Two"), (mission, "Two"), (focal_point, "")):
        readying.mark(complete, by=by, note=note)
    assert list(Readiness.objects.order_by("pk").values_list("note", flat=True)) == ["One", "Two"]
    assert mark_of(complete).row.note == "Two"


def test_a_mark_is_taken_back_by_any_focal_point(complete, focal_point, mission):
    readying.mark(complete, by=mission)
    assert readying.take_back(complete, by=focal_point)
    assert not readying.take_back(complete, by=focal_point)
    assert (mark_of(complete), happened(complete)) == (None, ["ready", "take_ready_back"])


@pytest.mark.parametrize("move", ["submit", "register"])
def test_a_mark_ends_when_the_response_leaves_the_delegation(complete, make, focal_point, move):
    readying.mark(complete, by=focal_point)
    assert make(move, complete).status == Status.SUBMITTED
    assert mark_of(complete) is None
    with pytest.raises(Refused) as refusal:
        readying.mark(complete, by=focal_point)
    assert refusal.value.status == 409


def test_nothing_waits_for_a_mark(complete, make):
    assert make("submit", complete).status == Status.SUBMITTED


def test_the_chain_of_the_delegation_holds_and_says_no_word_no_name_no_address(
    complete, answer, focal_point, contributor, response, mission
):
    note = noting.write(answer, CANARY, by=focal_point, for_user=contributor)
    noting.resolve(note, by=contributor)
    assigning.assign(answer, [contributor], by=focal_point)
    assigning.end(answer, contributor, by=focal_point)
    readying.mark(complete, by=focal_point, note=CANARY)
    chain = response.member_state.chain
    said = " ".join(chain.events.values_list("data", flat=True))
    assert broken_links(chain) == []
    words = [CANARY, "Strelsau", "Tarlenheim", "Mission", "@"]
    assert [word for word in words if word in said] == []
    assert not Event.objects.filter(chain__response=response).exclude(name__in=["invite"]).exists()
    assert Membership.objects.count() == 3
