"""Clearances: who asks, who records, what holds for which text, what a submission needs, and who learns of it."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from responses.models import (
    Chain,
    Clearance,
    ClearanceRequest,
    Event,
    Letter,
    Membership,
    Submission,
)
from responses.models.event import broken_links
from responses.rules import (
    clearance_records,
    cleared,
    clearing,
    drafting,
    members,
    officials,
    permissions,
    submitting,
    version_codes,
    workflow,
)
from responses.rules.clearing import Seen
from responses.rules.refused import Refused
from responses.status import Completeness, Status
from tests import clearances, factories, files
from tests.clearances import ADDRESS, RUPERT, SOPHIA, ask, given, next_week, record, seen
from tests.record import snapshot

from .test_parallel import at_once, refused_or

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(response, focal_point):
    factories.write_all(response, focal_point)
    return response


def answer(response, number=1):
    found = response.answers.select_related("question").get(question__number=number)
    found.response = response
    return found


def write(response, by, text, *, number=1, language="en", completeness=None):
    found = answer(response, number)
    drafting.save_answer(
        found, text=text, language=language, base=found.version, key=f"k{found.last_number}-{found.pk}", page="p",
        by=by, completeness=completeness,
    )  # fmt: skip


def words_on(response, number=1):
    """What is said of one answer: [(authority, outcome, of the text as it stands)]."""
    (found,) = cleared.attach([answer(response, number)])
    return [(word.authority, word.outcome, word.is_current) for word in found.clearances]


# --- who may ------------------------------------------------------------------------------------

WHO = {
    # asks; records; records "no objection"; strikes out; requires
    "focal_point": (True, True, True, True, True),
    "contributor": (True, True, 403, 403, 403),
    "observer": (403, 403, 403, 403, 403),
    "stranger": (404, 404, 404, 404, 404),
    "reviewer": (404, 404, 404, 404, 404),
    "publisher": (404, 404, 404, 404, 404),
    "coordinator": (404, 404, 404, 404, 404),
    "superuser": (404, 404, 404, 404, 404),
    "inactive": (404, 404, 404, 404, 404),
    "former": (404, 404, 404, 404, 404),
    "turncoat": (404, 404, 404, 404, 404),
    "anonymous": (404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("person", WHO)
def test_who_may(written, cast, focal_point, person):
    entry = record(written, focal_point, 1, official=SOPHIA)
    by = cast[person]
    acts = (
        lambda: ask(written, by, 1),
        lambda: record(written, by, 1),
        lambda: record(written, by, 1, outcome="no_objection"),
        lambda: clearance_records.strike(entry, because="Typed twice.", by=by),
        lambda: clearance_records.require_clearances(written, True, by=by),
    )
    for act, expected in zip(acts, WHO[person], strict=True):
        before = snapshot()
        came = refused_or(act)
        assert (came if isinstance(came, int) else True) == expected
        assert (snapshot() == before) == (expected is not True)


def test_a_limited_contributor_asks_and_records_for_the_questions_written(written, limited):
    assert ask(written, limited, 2).texts.get().answer.question.number == 2
    assert record(written, limited, 2).texts.get().answer.question.number == 2
    for numbers in ((1,), (1, 2), ()):
        before = snapshot()
        assert refused_or(ask, written, limited, *numbers) == 403
        assert refused_or(record, written, limited, *numbers) == 403
        assert snapshot() == before


@pytest.mark.parametrize(
    ("person", "may"), [("focal_point", True), ("contributor", True), ("observer", False)]
)
def test_who_handles_a_request_that_a_contributor_made(written, cast, contributor, person, may):
    asked = ask(written, contributor, 1)
    assert clearing.may_handle(cast[person], asked) == may
    for act in (clearing.send_again, clearing.withdraw):
        came = refused_or(act, asked, by=cast[person])
        assert (came == asked) == may


def test_a_contributor_does_not_handle_what_others_asked(written, focal_point, contributor):
    asked = ask(written, focal_point, 1)
    assert refused_or(clearing.withdraw, asked, by=contributor) == 403


# --- asking -------------------------------------------------------------------------------------


@pytest.mark.postgres
def test_asking_keeps_the_versions_that_stand_and_writes_to_the_official_alone(written, focal_point):
    asked = ask(written, focal_point, 1, 3)
    assert list(asked.texts.values_list("answer__question__number", "version", "no_information")) == [
        (1, 1, False), (3, 1, False),
    ]  # fmt: skip
    assert asked.whole_response is False
    assert [(letter.kind, letter.recipient, letter.address_name) for letter in Letter.objects.all()] == [
        ("clearance_requested", ADDRESS, "Rupert Rassendyll")
    ]
    assert ask(written, focal_point).whole_response is True


REFUSED = {
    "a text that was changed since the page was opened": ({1: Seen(7)}, {}, 409),
    "a question that there is not": ({9: Seen(1)}, {}, 403),
    "no question": ({}, {}, 422),
    "yesterday": ({1: Seen(1)}, {"until": -1}, 422),
    "in a year": ({1: Seen(1)}, {"until": 365}, 422),
    "no address": ({1: Seen(1)}, {"email": " "}, 422),
    "nobody": ({1: Seen(1)}, {"official": clearing.Official("", "Director", "Ministry")}, 422),
}


@pytest.mark.parametrize(("versions", "changed", "status"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_asked(written, focal_point, versions, changed, status):
    facts = {"email": ADDRESS, "official": RUPERT, "until": 7} | changed
    until = timezone.localdate() + timedelta(days=facts.pop("until"))
    before = snapshot()
    official = facts.pop("official")
    with pytest.raises(Refused) as refusal:
        clearing.ask(written, versions, official, until=until, by=focal_point, **facts)
    assert (refusal.value.status, snapshot() == before) == (status, True)


@pytest.mark.parametrize("first", [Completeness.COMPLETE, Completeness.NO_INFORMATION])
def test_what_a_page_showed_is_what_is_asked_about_and_recorded(written, focal_point, first):
    """Whether information is provided can change without a new version."""
    then = {Completeness.COMPLETE: Completeness.NO_INFORMATION}.get(first, Completeness.COMPLETE)
    text = answer(written).text
    write(written, focal_point, text, completeness=first)
    shown = seen(written, 1)
    write(written, focal_point, text, completeness=then)
    on_a_day = {"email": ADDRESS, "until": next_week()}
    assert refused_or(clearing.ask, written, shown, RUPERT, by=focal_point, **on_a_day) == 409
    assert refused_or(clearance_records.record_elsewhere, written, shown, given(), by=focal_point) == 409


def test_a_second_click_asks_and_records_nothing_more(written, focal_point, contributor, media, tmp_path):
    def scan():
        return SimpleUploadedFile("sheet.pdf", files.PDF)

    first = ask(written, focal_point, 1), record(written, focal_point, 2, scan=scan())
    before = snapshot()
    assert (ask(written, focal_point, 1), record(written, focal_point, 2, scan=scan())) == first
    assert (snapshot(), len([path for path in tmp_path.rglob("*") if path.is_file()])) == (before, 1)
    others = (
        ask(written, contributor, 1), ask(written, focal_point, 1, 2), ask(written, focal_point, 1, note="Please."),
        record(written, focal_point, 2), record(written, focal_point, 2, outcome="not_cleared"),
    )  # fmt: skip
    assert len({*first, *others}) == 7
    clearing.withdraw(first[0], by=focal_point)
    assert ask(written, focal_point, 1) not in first


def test_an_answer_that_says_nothing_yet_is_not_asked_about(response, focal_point):
    assert refused_or(ask, response, focal_point, 1) == 422
    write(response, focal_point, "", completeness=Completeness.NO_INFORMATION)
    assert ask(response, focal_point, 1).texts.get().no_information is True


def test_a_link_that_is_sent_again_is_another_one_and_lasts_a_week_at_least(written, focal_point):
    asked = ask(written, focal_point, 1)
    first = asked.link
    ClearanceRequest.objects.update(expires_at=timezone.now() - timedelta(days=1))
    asked.refresh_from_db()
    again = clearing.send_again(asked, by=focal_point)
    assert again.link != first
    assert again.expires_at > timezone.now() + timedelta(days=6)
    assert Letter.objects.filter(kind="clearance_requested").count() == 2


def test_a_second_click_on_sending_again_leaves_the_link_alive(written, focal_point):
    asked = clearing.send_again(ask(written, focal_point, 1), by=focal_point)
    before = snapshot()
    assert clearing.send_again(asked, by=focal_point).link == asked.link
    assert snapshot() == before
    ClearanceRequest.objects.update(sent_at=timezone.now() - clearing.A_MOMENT)
    assert clearing.send_again(asked, by=focal_point).link != asked.link


@pytest.mark.parametrize("ending", ["decided", "withdrawn"])
def test_what_has_ended_is_neither_sent_again_nor_withdrawn(written, focal_point, ending):
    asked = ask(written, focal_point, 1)
    if ending == "decided":
        officials.decide(asked, outcome="cleared")
    else:
        clearing.withdraw(asked, by=focal_point)
    before = snapshot()
    assert refused_or(clearing.withdraw, asked, by=focal_point) == 409
    assert refused_or(clearing.send_again, asked, by=focal_point) == 409
    assert refused_or(officials.decide, asked, outcome="cleared") == 409
    assert refused_or(officials.send_code, asked) == 409
    assert snapshot() == before


# --- recording ----------------------------------------------------------------------------------

RECORDED = {
    "cleared": ({}, "focal_point", True),
    "cleared, by a contributor": ({}, "contributor", True),
    "no objection": ({"outcome": "no_objection"}, "focal_point", True),
    "no objection, by a contributor": ({"outcome": "no_objection"}, "contributor", 403),
    "subject to changes": ({"outcome": "subject_to_changes"}, "focal_point", True),
    "subject to changes, not said which": (
        {"outcome": "subject_to_changes", "remark": " "},
        "focal_point",
        422,
    ),
    "not cleared": ({"outcome": "not_cleared"}, "focal_point", True),
    "not cleared, not said why": ({"outcome": "not_cleared", "remark": ""}, "focal_point", 422),
    "today": ({"given_on": 0}, "focal_point", True),
    "tomorrow": ({"given_on": 1}, "focal_point", 422),
    "another outcome": ({"outcome": "accepted", "remark": "Yes"}, "focal_point", 422),
    "nobody": ({"official": clearing.Official(" ", "", "Ministry")}, "focal_point", 422),
    "no authority": ({"official": clearing.Official("Rupert", "", "")}, "focal_point", 422),
    "a scan": ({"scan": "sheet.pdf"}, "focal_point", True),
    "a scan of another kind": ({"scan": "sheet.exe"}, "focal_point", 422),
}


@pytest.mark.parametrize(("said", "person", "expected"), RECORDED.values(), ids=RECORDED)
def test_recording(written, cast, said, person, expected):
    said = dict(said)
    if "given_on" in said:
        zone = written.session.review.tzinfo
        said["given_on"] = timezone.localdate(timezone=zone) + timedelta(days=said["given_on"])
    if "scan" in said:
        said["scan"] = SimpleUploadedFile(said["scan"], files.PDF)
    before = snapshot()
    came = refused_or(record, written, cast[person], 1, **said)
    if expected is not True:
        assert (came, snapshot() == before) == (expected, True)
        return
    assert (came.by, came.way, bool(came.scan)) == (cast[person], "elsewhere", "scan" in said)
    assert came.request is None


def test_a_shared_mailbox_signs_as_who_is_there(written, focal_point):
    focal_point.said_name = "Helga Bernenstein"
    scan = SimpleUploadedFile("s.pdf", files.PDF)
    entry = record(written, focal_point, 1, scan=scan)
    assert (entry.as_name, entry.scan.as_name, ask(written, focal_point, 1).as_name) == (
        "Helga Bernenstein",
    ) * 3


@pytest.mark.postgres
def test_a_sheet_leads_to_the_text_that_was_signed_whatever_was_written_since(written, focal_point):
    code = version_codes.of_answer(answer(written))
    write(written, focal_point, "Changed since.")
    codes = [code.lower(), version_codes.of_answer(answer(written, 2))]
    entry = clearance_records.record_from_sheet(written, codes, given(), by=focal_point)
    assert entry.way == "sheet"
    assert list(entry.texts.values_list("answer__question__number", "version")) == [(1, 1), (2, 1)]
    assert words_on(written) == [("Ministry of Labour", "cleared", False)]
    assert words_on(written, 2) == [("Ministry of Labour", "cleared", True)]


def test_a_sheet_that_says_no_information(response, focal_point):
    write(response, focal_point, "", completeness=Completeness.NO_INFORMATION)
    code = version_codes.of_answer(answer(response))
    clearance_records.record_from_sheet(response, [code], given(), by=focal_point)
    assert words_on(response) == [("Ministry of Labour", "cleared", True)]


def test_codes_that_lead_nowhere(written, other_response, focal_point, limited):
    mine, foreign = version_codes.of_answer(answer(written)), other_response.answers.get(question__number=1)
    foreign = version_codes.of_version(foreign, answer(written).versions.get())
    empty = version_codes.of_version(answer(written), None)
    tries = {
        "no code": ([], focal_point),
        "a slip": ([mine[:-1] + ("A" if mine[-1] != "A" else "B")], focal_point),
        "of another State": ([foreign], focal_point),
        "twice the same": ([mine, mine.lower()], focal_point),
        "one good, one not": ([mine, foreign], focal_point),
        "nothing written": ([empty], focal_point),
        "not what one writes": ([mine], limited),
    }
    before = snapshot()
    for name, (codes, by) in tries.items():
        assert (name, refused_or(clearance_records.record_from_sheet, written, codes, given(), by=by)) == (
            name,
            422,
        )
    assert snapshot() == before


# --- what holds ---------------------------------------------------------------------------------

SAID = ("Ministry of Labour", "cleared")
HOLDS = {
    "nothing was changed": ([], True),
    "another text": (["Other."], False),
    "one more space": (["Answer to question 1. "], False),
    "the same text again": (["Other.", "Answer to question 1."], True),
    "another language": ([("Answer to question 1.", "fr")], False),
    "the same language again": ([("Answer to question 1.", "fr"), ("Answer to question 1.", "en")], True),
    "no information": ([("Answer to question 1.", "en", "no_information")], False),
    "no information, and the text again": (
        [("Answer to question 1.", "en", "no_information"), ("Answer to question 1.", "en", "complete")], True,
    ),
    "not complete any more": ([("Answer to question 1.", "en", "not_yet")], True),
}  # fmt: skip


@pytest.mark.postgres
@pytest.mark.parametrize(("changes", "holds"), HOLDS.values(), ids=HOLDS)
def test_a_clearance_holds_for_exactly_the_text_that_was_read(written, focal_point, changes, holds):
    record(written, focal_point, 1)
    for change in changes:
        text, *rest = (change,) if isinstance(change, str) else change
        write(written, focal_point, text, **dict(zip(("language", "completeness"), rest, strict=False)))
    assert words_on(written) == [(*SAID, holds)]
    assert words_on(written, 2) == []


def test_what_an_official_decides_on_the_link_holds_again_once_the_text_says_it_again(written, focal_point):
    text = answer(written).text
    officials.decide(ask(written, focal_point, 1), outcome="cleared")
    for said, holds in (("Changed.", False), (text, True)):
        write(written, focal_point, said)
        assert words_on(written) == [(*SAID, holds)]


@pytest.mark.postgres
def test_no_information_is_cleared_whatever_is_drafted_behind_it(response, focal_point):
    write(response, focal_point, "", completeness=Completeness.NO_INFORMATION)
    record(response, focal_point, 1)
    assert words_on(response) == [(*SAID, True)]
    write(response, focal_point, "A draft.", completeness=Completeness.NO_INFORMATION)
    assert words_on(response) == [(*SAID, True)]
    write(response, focal_point, "A draft.", completeness=Completeness.COMPLETE)
    assert words_on(response) == [(*SAID, False)]


# Each step: what an official says (L: Labour, H: Health), or a text that is written ("=…").
CLEARED = {
    "nobody": ([], False),
    "cleared": (["L cleared"], True),
    "no objection": (["L no_objection"], True),
    "subject to changes": (["L subject_to_changes"], False),
    "subject to changes, then changed": (["L subject_to_changes", "=New."], False),
    "subject to changes, changed, cleared": (["L subject_to_changes", "=New.", "L cleared"], True),
    "not cleared": (["L not_cleared"], False),
    "cleared, then changed": (["L cleared", "=New."], False),
    "cleared, changed and back": (["L cleared", "=New.", "=Answer to question 1."], True),
    "one clears, one does not": (["L cleared", "H not_cleared"], False),
    "one clears, one wants changes": (["L cleared", "H subject_to_changes"], False),
    "who did not clear clears": (["L cleared", "H not_cleared", "H cleared"], True),
    "who cleared does not any more": (["L cleared", "L not_cleared"], False),
    "not cleared, changed, another clears": (["H not_cleared", "=New.", "L cleared"], True),
    "cleared, changed, not cleared, and back": (
        ["L cleared", "=New.", "L not_cleared", "=Answer to question 1."], True,
    ),
}  # fmt: skip


@pytest.mark.postgres
@pytest.mark.parametrize(("steps", "expected"), CLEARED.values(), ids=CLEARED)
def test_an_answer_is_cleared(written, focal_point, steps, expected):
    for step in steps:
        if step.startswith("="):
            write(written, focal_point, step[1:], completeness=Completeness.COMPLETE)
        else:
            who, outcome = step.split()
            record(written, focal_point, 1, outcome=outcome, official={"L": RUPERT, "H": SOPHIA}[who])
    (found,) = cleared.attach([answer(written)])
    assert cleared.is_cleared(found) is expected


def test_a_struck_entry_counts_no_more_and_stays(written, focal_point):
    entry = record(written, focal_point, 1)
    clearance_records.strike(entry, because="Typed twice.", by=focal_point)
    assert words_on(written) == []
    kept = Clearance.objects.get()
    assert (kept.struck_by, kept.struck_because, kept.texts.count()) == (focal_point, "Typed twice.", 1)
    assert refused_or(clearance_records.strike, entry, because="Again", by=focal_point) == 409


def test_an_entry_is_not_struck_without_a_reason(written, focal_point):
    entry = record(written, focal_point, 1)
    assert refused_or(clearance_records.strike, entry, because=" ", by=focal_point) == 422
    assert words_on(written) == [(*SAID, True)]


@pytest.mark.postgres
def test_waiting_requests_are_those_on_which_somebody_can_decide(written, focal_point):
    for ending in ("waits", "withdrawn", "decided", "run out"):
        asked = ask(written, focal_point, 1, 2, note=ending)
        if ending == "withdrawn":
            clearing.withdraw(asked, by=focal_point)
        elif ending == "decided":
            officials.decide(asked, outcome="cleared")
        elif ending == "run out":
            ClearanceRequest.objects.filter(pk=asked.pk).update(expires_at=timezone.now())
    found = cleared.attach([answer(written, number) for number in (1, 2, 3)])
    assert [len(one.asked) for one in found] == [1, 1, 0]


@pytest.mark.postgres
def test_many_answers_take_as_many_queries_as_one(written, focal_point, django_assert_num_queries):
    record(written, focal_point)
    ask(written, focal_point)
    for numbers in ((1,), (1, 2, 3, 4, 5)):
        answers = [answer(written, number) for number in numbers]
        with django_assert_num_queries(2):
            cleared.attach(answers)


# --- before submission --------------------------------------------------------------------------


def missing(response):
    response.refresh_from_db()
    return submitting.missing(response)


def test_by_default_clearances_inform(written, focal_point, declaration):
    record(written, focal_point, 1, outcome="not_cleared")
    assert missing(written) == []
    workflow.perform("submit", written, by=focal_point, data=declaration)


def test_a_delegation_may_require_them(written, focal_point, declaration):
    clearance_records.require_clearances(written, True, by=focal_point)
    record(written, focal_point, 1, 2, 3)
    record(written, focal_point, 2, outcome="not_cleared", official=SOPHIA)
    record(written, focal_point, 1, outcome="subject_to_changes", official=SOPHIA)
    write(written, focal_point, "Changed.", number=3, completeness=Completeness.COMPLETE)
    assert missing(written) == [
        "Question 1: Ministry of Health has asked for changes to the text as it stands.",
        "Question 2: Ministry of Health has not cleared the text as it stands.",
        "Question 3: the text was changed since its clearance; a new one is needed.",
        "Question 4: a clearance is needed; your delegation has chosen to require it.",
        "Question 5: a clearance is needed; your delegation has chosen to require it.",
    ]
    with pytest.raises(Refused) as refusal:
        workflow.perform("submit", written, by=focal_point, data=declaration)
    assert (refusal.value.status, refusal.value.reasons) == (422, missing(written))
    clearance_records.require_clearances(written, False, by=focal_point)
    assert missing(written) == []
    workflow.perform("submit", written, by=focal_point, data=declaration)


def test_what_is_cleared_is_submitted(written, focal_point, declaration):
    clearance_records.require_clearances(written, True, by=focal_point)
    officials.decide(ask(written, focal_point), outcome="cleared")
    workflow.perform("submit", written, by=focal_point, data=declaration)
    assert Submission.objects.count() == 1


def test_questions_that_are_closed_need_none(written, focal_point, bring_to):
    bring_to(written, Status.RETURNED, 2)
    clearance_records.require_clearances(written, True, by=focal_point)
    sentences = [sentence for sentence in missing(written) if "clearance" in sentence]
    assert sentences == ["Question 2: a clearance is needed; your delegation has chosen to require it."]


def test_the_secretariat_registers_what_came_by_other_means_and_learns_nothing(
    written, focal_point, coordinator, registration
):
    clearance_records.require_clearances(written, True, by=focal_point)
    workflow.perform("register", written, by=coordinator, data=registration())
    assert Submission.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_submission_and_the_striking_of_a_clearance_at_once(written, focal_point, declaration):
    """One comes first: nothing is submitted that was not cleared when it was."""
    clearance_records.require_clearances(written, True, by=focal_point)
    entry = record(written, focal_point)

    def act(number):
        if number:
            return refused_or(clearance_records.strike, entry, because="A mistake", by=focal_point)
        return refused_or(workflow.perform, "submit", written, by=focal_point, data=declaration)

    submitted, struck = at_once(2, act)
    assert isinstance(struck, Clearance)
    if submitted != 422:
        assert submitted.received_at <= Clearance.objects.get().struck_at


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_leave_one(written, focal_point):
    asked = ask(written, focal_point, 1)
    outcomes = ("cleared", "not_cleared", "cleared", "not_cleared")
    came = at_once(4, lambda n: refused_or(officials.decide, asked, outcome=outcomes[n], remark="A remark"))
    assert sorted(one for one in came if isinstance(one, int)) == [409] * 3
    assert Clearance.objects.count() == 1
    assert Letter.objects.filter(kind="clearance_decided").count() == 1


# --- who learns of it ---------------------------------------------------------------------------


def test_what_happens_stands_in_the_delegations_own_chain_without_a_name(written, focal_point, media):
    before = list(Event.objects.filter(chain__response=written).values())
    asked, _entry = clearances.put_on_record(written, focal_point)
    clearing.send_again(asked, by=focal_point)
    officials.decide(asked, outcome="cleared", remark="CANARY-REMARK")
    clearing.withdraw(ask(written, focal_point, 1), by=focal_point)
    clearance_records.require_clearances(written, True, by=focal_point)
    clearance_records.require_clearances(written, True, by=focal_point)  # says nothing new
    clearance_records.require_clearances(written, False, by=focal_point)
    assert list(Event.objects.filter(chain__response=written).values()) == before
    chain = Chain.objects.get(delegation=written.member_state)
    events = list(chain.events.order_by("number"))
    assert [event.name for event in events] == [
        "ask_clearance", "record_clearance", "strike_clearance", "record_clearance", "send_clearance_again",
        "decide_clearance", "ask_clearance", "withdraw_clearance_request", "require_clearances",
        "stop_requiring_clearances",
    ]  # fmt: skip
    assert [(event.by, event.role) for event in events if event.name == "decide_clearance"] == [
        (None, "official")
    ]
    assert broken_links(chain) == []
    said = json.dumps([event.details for event in events])
    assert [word for word in clearances.CANARIES.values() if word in said] == []


def test_letters_tell_whom_they_concern_and_hold_no_remark(
    written, focal_point, contributor, observer, media
):
    officials.decide(ask(written, contributor, 1), outcome="not_cleared", remark="CANARY-REMARK")
    decided = Letter.objects.filter(kind="clearance_decided")
    assert {letter.to for letter in decided} == {focal_point, contributor}
    assert [letter for letter in decided if "CANARY" in letter.subject + letter.body] == []
    assert Letter.objects.of_the_secretariat().count() == 0


def test_who_asked_and_has_left_since_is_not_written_to(written, focal_point, contributor):
    asked = ask(written, contributor, 1)
    Membership.objects.filter(user=contributor).update(ended_at=timezone.now())
    officials.decide(asked, outcome="cleared")
    assert {letter.to for letter in Letter.objects.filter(kind="clearance_decided")} == {focal_point}


def test_who_asked_and_reads_other_questions_since_is_not_written_to(written, focal_point, contributor):
    asked = [ask(written, contributor, *numbers) for numbers in ((1, 2), (2,))]
    part = contributor.memberships.get()
    members.change_member(
        part, members.Part("contributor", "", (answer(written, 2).question,)), by=focal_point
    )
    for each in asked:
        officials.decide(each, outcome="cleared")
    told = [letter.to for letter in Letter.objects.filter(kind="clearance_decided").order_by("pk")]
    assert told == [focal_point, focal_point, contributor]


def test_a_submission_holds_nothing_of_clearances(written, focal_point, declaration, media):
    clearances.put_on_record(written, focal_point)
    submission = workflow.perform("submit", written, by=focal_point, data=declaration)
    texts = submission.record + "".join(Letter.objects.of_the_secretariat().values_list("body", flat=True))
    assert [word for word in clearances.CANARIES.values() if word in texts] == []
    assert "clearance" not in submission.record


READERS = {
    "focal_point": 2,
    "contributor": 2,
    "observer": 2,
    "limited": 1,
    "stranger": 0,
    "reviewer": 0,
    "former": 0,
}


@pytest.mark.postgres
@pytest.mark.parametrize(("person", "expected"), READERS.items(), ids=READERS)
def test_who_reads_clearances(written, cast, focal_point, limited, person, expected):
    record(written, focal_point, 1)
    both = record(written, focal_point, 2, 3)
    ask(written, focal_point, 1)
    ask(written, focal_point, 2, 3)
    by = limited if person == "limited" else cast[person]
    assert cleared.readable(by, Clearance.objects.all()).count() == expected
    assert cleared.readable(by, ClearanceRequest.objects.all()).count() == expected
    assert cleared.reads_whole(by, both) == (expected == 2)


def test_a_limited_member_who_reads_all_of_it_reads_its_remark(written, focal_point, limited):
    assert cleared.reads_whole(limited, record(written, focal_point, 2)) is True
    assert permissions.reads_everything(limited, written) is False


def test_seen_names_every_answer(written):
    assert seen(written) == dict.fromkeys(range(1, 6), Seen(1))


def test_mails_to_officials_are_bounded_for_each_delegation_and_day(
    written, focal_point, contributor, monkeypatch
):
    monkeypatch.setattr(clearing, "MOST_A_DAY", 2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = ask(written, focal_point, 1)
        ask(written, contributor, 1, official=SOPHIA)
        before = snapshot()
        with pytest.raises(Refused) as refused:
            ask(written, focal_point, 2)
        assert (refused.value.status, snapshot()) == (429, before)
        with pytest.raises(Refused) as refused:
            clearing.send_again(first, by=focal_point)
        assert (refused.value.status, snapshot()) == (429, before)
        clock.shift(timedelta(days=1, seconds=1))
        clearing.send_again(first, by=focal_point)
        ask(written, focal_point, 2)


def test_requests_that_go_on_without_who_made_them_are_those_that_can_still_be_decided(
    written, focal_point, contributor
):
    decided, withdrawn = ask(written, contributor, 1), ask(written, contributor, 2)
    officials.decide(decided, outcome="cleared")
    clearing.withdraw(withdrawn, by=contributor)
    ask(written, focal_point, 3)
    waits = ask(written, contributor, 4)
    assert list(clearing.open_of(contributor, written)) == [waits]
    with time_machine.travel(waits.expires_at):
        assert list(clearing.open_of(contributor, written)) == []
