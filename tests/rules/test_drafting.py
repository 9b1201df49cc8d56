"""Saving an answer: versions without gaps, retries that count once, and no text lost whatever happens meanwhile."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from responses.models import Answer, AnswerVersion, Session
from responses.rules import drafting, finding, pages, permissions
from responses.rules.refused import Refused
from responses.status import Completeness, Role, Status
from tests import factories
from tests.growth import growth
from tests.record import snapshot

pytestmark = pytest.mark.postgres

NOT_YET, COMPLETE, SILENT = Completeness.NOT_YET, Completeness.COMPLETE, Completeness.NO_INFORMATION


@pytest.fixture
def answer(response):
    return response.answers.select_related("question", "response").get(question__number=2)


@pytest.fixture
def save(answer, focal_point):
    """Save a text of the answer; a new key each time, from the version that stands, unless told otherwise."""
    count = iter(range(1000))

    def saved(text, by=focal_point, **told):
        answer.refresh_from_db()
        facts = {"base": answer.version, "key": f"key-{next(count)}", "page": "page"} | told
        return drafting.save_answer(answer, text=text, by=by, **facts)

    return saved


def history(answer):
    """The versions, first to last: (number, text, outcome)."""
    return list(answer.versions.order_by("number").values_list("number", "text", "outcome"))


def current(answer):
    """The answer as stored: (text, version, last number)."""
    stored = Answer.objects.get(pk=answer.pk)
    return stored.text, stored.version, stored.last_number


# --- versions ---------------------------------------------------------------------------------


def test_every_text_is_a_version_numbered_without_gaps(answer, save, contributor, focal_point):
    save("One")
    save("One, two", by=contributor)
    save("One, two, three")
    assert history(answer) == [(1, "One", "saved"), (2, "One, two", "saved"), (3, "One, two, three", "saved")]
    assert current(answer) == ("One, two, three", 3, 3)
    assert list(answer.versions.order_by("number").values_list("base", "by", "kind")) == [
        (0, focal_point.pk, "typed"), (1, contributor.pk, "typed"), (2, focal_point.pk, "typed"),
    ]  # fmt: skip


def test_the_answer_says_who_wrote_last_and_when(answer, save, contributor):
    version = save("Text", by=contributor, language="fr").version
    answer.refresh_from_db()
    assert (answer.changed_by, answer.changed_at, answer.language) == (contributor, version.at, "fr")
    assert (version.language, version.words, version.page) == ("fr", 1, "page")


def test_a_blank_text_over_a_text_is_a_version(answer, save):
    """Somebody cleared the answer: on record, and the text before it is one version away."""
    save("Text")
    save("")
    assert history(answer) == [(1, "Text", "saved"), (2, "", "saved")]


def test_a_text_stored_already_makes_no_second_version(answer, save):
    assert save("").version is None
    save("Text")
    assert save("Text").version is None
    assert save("Text", base=0, page="another").outcome == "saved"
    assert history(answer) == [(1, "Text", "saved")]


def test_another_language_is_another_version(answer, save):
    save("Plan", language="en")
    save("Plan", language="fr")
    assert list(answer.versions.order_by("number").values_list("text", "language")) == [
        ("Plan", "en"),
        ("Plan", "fr"),
    ]


def test_without_a_language_it_stays_as_it_was(answer, save):
    save("План", language="ru")
    assert save("План и закон").version.language == "ru"


def test_a_restored_version_is_a_new_one(answer, save):
    save("First")
    save("Second")
    save("First", kind=AnswerVersion.Kind.RESTORED)
    assert history(answer) == [(1, "First", "saved"), (2, "Second", "saved"), (3, "First", "saved")]
    assert answer.versions.get(number=3).kind == "restored"


# --- retries ----------------------------------------------------------------------------------


def test_a_retry_counts_once_though_its_reply_was_lost(answer, save):
    first = save("Text", base=0, key="k")
    again = save("Text", base=0, key="k")
    assert (again.outcome, again.version, history(answer)) == ("saved", first.version, [(1, "Text", "saved")])


def test_a_retry_after_a_colleagues_save_is_no_conflict(answer, save, contributor):
    """The reply was lost, a colleague wrote on; the retry says what became of the text when it came."""
    save("Text", base=0, key="k", page="mine")
    save("Text and more", by=contributor, page="theirs")
    assert save("Text", base=0, key="k", page="mine").outcome == "saved"
    assert current(answer) == ("Text and more", 2, 2)


def test_a_retry_of_a_conflict_is_the_same_conflict(answer, save, contributor):
    save("Theirs", by=contributor, page="theirs")
    first = save("Mine", base=0, key="k", page="mine")
    again = save("Mine", base=0, key="k", page="mine")
    assert (first.outcome, again.outcome, again.version) == ("stale_version", "stale_version", first.version)
    assert len(history(answer)) == 2


def test_another_text_under_a_key_that_was_used_is_not_lost(answer, save):
    """Back to the page as it was opened, and written on: the page sends its old key, and the text is new."""
    save("Text", base=0, key="k")
    further = save("Text, written on", base=0, key="k")
    assert (further.outcome, current(answer)) == ("saved", ("Text, written on", 2, 2))
    assert save("Text, written on", base=0, key="k").version == further.version
    assert save("Text, and on", base=0, key="k").version.number == 3
    assert [text for _number, text, _outcome in history(answer)] == [
        "Text",
        "Text, written on",
        "Text, and on",
    ]


def test_keys_of_one_answer_say_nothing_about_another(answer, save, response, focal_point):
    save("Text", key="k")
    other = response.answers.select_related("response").get(question__number=3)
    saved = drafting.save_answer(other, text="Other", base=0, key="k", page="p", by=focal_point)
    assert (saved.outcome, saved.version.number) == ("saved", 1)


# --- two writers ------------------------------------------------------------------------------


def test_a_stale_text_is_kept_beside_the_answer(answer, save, contributor):
    save("Common", page="p0")
    save("Theirs", by=contributor, base=1, page="p1")
    saved = save("Mine", base=1, page="p2", completeness=COMPLETE)
    assert (saved.outcome, saved.stands, saved.version.kind, saved.version.base) == (
        "stale_version", False, "conflict", 1,
    )  # fmt: skip
    assert history(answer) == [(1, "Common", "saved"), (2, "Theirs", "saved"), (3, "Mine", "stale_version")]
    assert current(answer) == ("Theirs", 2, 3)
    answer.refresh_from_db()
    assert (answer.completeness, answer.changed_by) == (NOT_YET, contributor)


def test_after_a_conflict_one_goes_on_from_what_stands(answer, save, contributor):
    save("Theirs", by=contributor, page="p1")
    save("Mine", base=0, page="p2")
    assert save("Both", base=1, page="p3").outcome == "saved"
    assert current(answer) == ("Both", 3, 3)


def test_ones_own_page_is_no_one_else(answer, save):
    """A page that saves twice from the version it opened with does not quarrel with itself."""
    save("One", base=0, page="mine")
    assert save("One, two", base=0, page="mine").outcome == "saved"


def test_ones_other_page_is_someone_else(answer, save):
    save("In this window", base=0, page="this")
    assert save("In that window", base=0, page="that").outcome == "stale_version"


def test_ones_own_page_does_not_hide_a_colleague(answer, save, contributor):
    save("Mine", base=0, page="mine")
    save("Theirs", by=contributor, base=1, page="theirs")
    assert save("Mine, further", base=0, page="mine").outcome == "stale_version"


def test_the_same_text_from_two_pages_is_no_conflict(answer, save, contributor):
    save("Agreed", by=contributor, page="theirs")
    assert save("Agreed", base=0, page="mine").outcome == "saved"
    assert len(history(answer)) == 1


def test_a_conflict_kept_in_between_makes_no_further_conflict(answer, save, contributor):
    """Only a text that became the answer can be overwritten."""
    save("Common", page="p0")
    save("Theirs", by=contributor, base=1, page="p1")
    save("Mine", base=1, page="p2")
    assert save("Theirs, further", by=contributor, base=2, page="p1").outcome == "saved"


def test_a_base_that_does_not_exist_yet_is_no_conflict(answer, save):
    save("Text")
    assert save("Further", base=99).version.base == 1


# --- two writers, different paragraphs ----------------------------------------------------------


def test_changes_to_different_paragraphs_are_put_together(answer, save, contributor, focal_point):
    """The writer's own text is kept as it came; the merge is the next version, and it stands."""
    save("A\n\nB", page="p0")
    save("A\n\nB2", by=contributor, base=1, page="p1")
    saved = save("A2\n\nB", base=1, key="mine", page="p2", completeness=COMPLETE)
    assert (saved.outcome, saved.stands, saved.colleagues, saved.merge.theirs) == (
        "merged", True, ("Fritz Tarlenheim",), (2,),
    )  # fmt: skip
    assert history(answer)[2:] == [(3, "A2\n\nB", "merged"), (4, "A2\n\nB2", "saved")]
    assert current(answer) == ("A2\n\nB2", 4, 4)
    whole = answer.versions.get(number=4)
    assert (whole.kind, whole.by, whole.base, saved.version.number) == ("merged", focal_point, 3, 3)
    answer.refresh_from_db()
    assert answer.completeness == NOT_YET


def test_a_retry_of_a_merge_is_the_same_merge(answer, save, contributor):
    save("A\n\nB", page="p0")
    save("A\n\nB2", by=contributor, base=1, page="p1")
    first = save("A2\n\nB", base=1, key="mine", page="p2")
    again = save("A2\n\nB", base=1, key="mine", page="p2")
    assert (again.outcome, again.version, again.answer.text) == ("merged", first.version, "A2\n\nB2")
    assert len(history(answer)) == 4


@pytest.mark.parametrize("base", [1, 3], ids=["from where the page was opened", "from its own last text"])
def test_a_page_that_has_not_taken_the_merge_over_writes_on_and_loses_nobodys_words(
    answer, save, contributor, base
):
    save("A\n\nB", page="p0")
    save("A\n\nB2", by=contributor, base=1, page="p1")
    save("A2\n\nB", base=1, page="p2")
    saved = save("A2, and on\n\nB", base=base, page="p2")
    assert (saved.outcome, current(answer)) == ("merged", ("A2, and on\n\nB2", 6, 6))


def test_a_page_that_has_taken_the_merge_over_goes_on_from_it(answer, save, contributor):
    save("A\n\nB", page="p0")
    save("A\n\nB2", by=contributor, base=1, page="p1")
    save("A2\n\nB", base=1, page="p2")
    saved = save("A2\n\nB2, and on", base=4, page="p2")
    assert (saved.outcome, current(answer)) == ("saved", ("A2\n\nB2, and on", 5, 5))


def test_a_clash_keeps_both_and_later_texts_of_the_page_do_not_overwrite(answer, save, contributor):
    save("A\n\nB", page="p0")
    save("A\n\nTheirs", by=contributor, base=1, page="p1")
    for text in ("A\n\nMine", "A\n\nMine, and on"):
        saved = save(text, base=1, page="p2")
        assert (saved.outcome, saved.version.kind, len(saved.merge.clashes)) == (
            "stale_version",
            "conflict",
            1,
        )
    assert current(answer) == ("A\n\nTheirs", 2, 4)
    assert save("A2\n\nB", base=1, page="p2").outcome == "merged"
    assert current(answer)[0] == "A2\n\nTheirs"


def test_a_colleague_who_made_the_same_change_is_no_clash(answer, save, contributor):
    save("A\n\nB", page="p0")
    save("A\n\nB2", by=contributor, base=1, page="p1")
    saved = save("A2\n\nB2", base=1, page="p2")
    assert (saved.outcome, current(answer)) == ("saved", ("A2\n\nB2", 3, 3))


def test_a_text_that_was_overtaken_on_its_way_is_kept_and_does_not_come_back(answer, save):
    """The page pressed "Save" while an earlier autosave was still under way, and that one arrives last."""
    save("Plan", key="000001.a", page="mine")
    save("Plan and law", base=1, key="000003.c", page="mine")
    saved = save("Plan and", base=1, key="000002.b", page="mine")
    assert (saved.outcome, current(answer)) == ("merged", ("Plan and law", 2, 3))
    assert history(answer)[2] == (3, "Plan and", "merged")


def test_a_text_that_was_overtaken_and_is_the_answer_again_is_saved(answer, save):
    """Somebody wrote on and took it back, before the first text arrived."""
    for turn, text in ((2, "Plan and law"), (3, "Plan"), (1, "Plan")):
        saved = save(text, base=0, key=f"00000{turn}.k", page="mine")
    assert (saved.outcome, saved.version, current(answer)) == ("saved", None, ("Plan", 2, 2))


def test_two_windows_of_one_writer_are_two_pages(answer, save):
    save("A\n\nB", page="p0")
    save("A\n\nB2", base=1, page="this")
    assert save("A2\n\nB", base=1, page="that").outcome == "merged"
    assert current(answer)[0] == "A2\n\nB2"


def test_a_key_that_was_used_is_looked_up_though_nobody_wrote_since(answer, save):
    save("One", base=0, key="k")
    save("Two", base=1, key="l")
    assert save("Three", base=2, key="k").version.number == 3
    assert save("One", base=3, key="k").version.number == 1
    assert current(answer) == ("Three", 3, 3)


def test_an_answer_can_be_found_by_a_query_while_it_is_locked(answer, save, focal_point):
    found = finding.Address("ece-2024-s3", "XRU", 2)
    saved = drafting.save_answer(found, text="Text", base=0, key="k", page="p", by=focal_point)
    assert (saved.outcome, saved.answer, current(answer)) == ("saved", answer, ("Text", 1, 1))
    nowhere = finding.Address("ece-2024-s3", "XRU", 99)
    with pytest.raises(Refused) as refusal:
        drafting.save_answer(nowhere, text="Text", base=0, key="k", page="p", by=focal_point)
    assert refusal.value.status == 404


# --- whose part has ended -----------------------------------------------------------------------


@pytest.fixture
def leave(contributor, answer):
    """The contributor opens a page, and the membership ends so many hours ago; returns the name of the page."""

    def left(*, hours_ago, opened_hours_ago):
        now = timezone.now()
        with time_machine.travel(now - timedelta(hours=opened_hours_ago), tick=False):
            page = pages.name_page(answer)
        contributor.memberships.update(ended_at=now - timedelta(hours=hours_ago))
        permissions.refresh(contributor)
        return page

    return left


# hours since: (membership ended, page opened); whether the text is kept
LEFT = [(1, 2, True), (23, 30, True), (25, 30, False), (2, 1, False)]


@pytest.mark.parametrize(("ended", "opened", "kept"), LEFT)
def test_a_text_begun_before_the_membership_ended_is_kept_for_the_delegation(
    answer, save, contributor, leave, ended, opened, kept
):
    save("Text")
    page = leave(hours_ago=ended, opened_hours_ago=opened)
    if kept:
        saved = save("Last words", by=contributor, page=page)
        assert (saved.outcome, saved.version.kind) == ("closed", "rescued")
    else:
        with pytest.raises(Refused) as refusal:
            save("Last words", by=contributor, page=page)
        assert refusal.value.status == 404
    assert (current(answer)[0], len(history(answer))) == ("Text", 1 + kept)


TRIES = {
    "sent again": [("Last words", "one")] * 3,
    "saved by the page, then by its button": [
        ("Last words", "one"),
        ("Last words", "two"),
        ("Last words", "two"),
    ],
    "written on under the same key": [("Last", "one"), ("Last words", "one"), ("Last words", "one")],
}


@pytest.mark.parametrize("tries", TRIES.values(), ids=TRIES)
def test_what_a_former_member_sends_again_is_kept_once(answer, save, contributor, leave, tries):
    save("Text")
    page = leave(hours_ago=1, opened_hours_ago=2)
    kept = [save(text, by=contributor, page=page, key=key) for text, key in tries]
    assert {saved.outcome for saved in kept} == {"closed"}
    assert [saved.version.text for saved in kept] == [text for text, _key in tries]
    texts = list(dict.fromkeys(text for text, _key in tries))
    rescued = answer.versions.filter(kind="rescued").order_by("number")
    assert list(rescued.values_list("text", flat=True)) == texts


def test_a_page_of_another_answer_opens_no_door(answer, save, contributor, leave, response):
    leave(hours_ago=1, opened_hours_ago=2)
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        elsewhere = pages.name_page(response.answers.get(question__number=3))
    with pytest.raises(Refused):
        save("Last words", by=contributor, page=elsewhere)


def test_ten_texts_of_a_former_member_are_kept_for_each_question(answer, save, contributor, leave):
    page = leave(hours_ago=1, opened_hours_ago=2)
    for number in range(10):
        save(f"Last words {number}", by=contributor, page=page)
    with pytest.raises(Refused):
        save("One more", by=contributor, page=page)
    assert len(history(answer)) == 10


# --- what is said about the answer ------------------------------------------------------------

# (what was said, by whom) before; (text, what is said, by whom) then; what is said afterwards
SAID = [
    (COMPLETE, "focal_point", "Other text", None, "contributor", NOT_YET),
    (COMPLETE, "focal_point", "Other text", None, "focal_point", COMPLETE),
    (COMPLETE, "focal_point", "Text", None, "contributor", COMPLETE),
    (COMPLETE, "focal_point", "Other text", COMPLETE, "contributor", COMPLETE),
    (COMPLETE, "focal_point", "Text", NOT_YET, "contributor", NOT_YET),
    (COMPLETE, "focal_point", " \n", COMPLETE, "focal_point", NOT_YET),
    (SILENT, "focal_point", "Other text", None, "contributor", NOT_YET),
    (SILENT, "focal_point", "Other text", SILENT, "contributor", SILENT),
    (NOT_YET, "focal_point", "Text", COMPLETE, "contributor", COMPLETE),
]


@pytest.mark.parametrize(("before", "first", "text", "said", "second", "after"), SAID)
def test_completeness(answer, save, cast, before, first, text, said, second, after):
    save("Text", by=cast[first], completeness=before)
    save(text, by=cast[second], completeness=said)
    answer.refresh_from_db()
    assert answer.completeness == after


def test_no_information_keeps_the_draft(answer, save):
    save("Half a sentence", completeness=NOT_YET)
    save("Half a sentence", completeness=SILENT)
    answer.refresh_from_db()
    assert (answer.text, answer.completeness, answer.is_finished) == ("Half a sentence", SILENT, True)


def test_no_information_needs_no_text(answer, save):
    save("", completeness=SILENT)
    answer.refresh_from_db()
    assert (answer.completeness, history(answer)) == (SILENT, [])


# --- what cannot stand is kept ----------------------------------------------------------------


@pytest.mark.parametrize("position", ["submitted", "under_review", "accepted", "withdrawn"])
def test_a_text_that_comes_when_the_pen_is_elsewhere_is_rescued(response, answer, save, stand, position):
    """Submitted meanwhile: the page was opened before. The words are kept, and the answer is as it was."""
    stand(response, position)
    saved = save("Words that came too late", base=1, completeness=SILENT)
    assert (saved.outcome, saved.version.kind, saved.version.number) == ("closed", "rescued", 2)
    assert current(answer) == ("Answer to question 2.", 1, 2)
    answer.refresh_from_db()
    assert answer.completeness == COMPLETE


@pytest.mark.parametrize(("position", "number"), [("returned", 1), ("revision", 2)])
def test_only_open_questions_take_text(response, stand, focal_point, position, number):
    """The others keep what comes beside the answer."""
    stand(response, position)
    outcomes = {}
    for answer in response.answers.select_related("question", "response"):
        saved = drafting.save_answer(answer, text="New", base=1, key="k", page="p", by=focal_point)
        outcomes[answer.question.number] = saved.outcome
    opened = {"returned": {1}, "revision": {2, 4}}[position]
    assert {question for question, outcome in outcomes.items() if outcome == "saved"} == opened
    assert {question for question, outcome in outcomes.items() if outcome == "closed"} == {
        1,
        2,
        3,
        4,
        5,
    } - opened


def test_a_text_after_the_deadline_of_a_closed_round_is_rescued(response, answer, save):
    session = response.session
    session.deadline_policy, session.deadline = (
        Session.DeadlinePolicy.CLOSED,
        timezone.now() - timedelta(days=1),
    )
    session.save()
    assert (save("Late").outcome, current(answer)) == ("closed", ("", 0, 1))


def test_a_text_that_stands_already_needs_no_rescue(response, answer, save, stand):
    stand(response, "submitted")
    saved = save("Answer to question 2.", base=1)
    assert (saved.outcome, saved.version) == ("closed", None)


def test_a_rescued_text_is_in_nobodys_way_later(response, answer, save, stand, make):
    stand(response, "submitted")
    save("Too late", base=1)
    make("recall", response)
    assert save("Answer to question 2, revised.", base=1, page="new").outcome == "saved"
    assert current(answer) == ("Answer to question 2, revised.", 3, 3)


# --- who --------------------------------------------------------------------------------------

REFUSED = {
    "observer": 403,
    "stranger": 404,
    "reviewer": 404,
    "publisher": 404,
    "coordinator": 404,
    "superuser": 404,
    "inactive": 404,
    "former": 404,
    "turncoat": 404,
    "anonymous": 404,
}


def test_who_may_save(answer, save, cast):
    """The delegation's writers; observers are told so, and for everyone else there is no such answer."""
    save("Text")
    before = snapshot()
    found = {}
    for person in REFUSED:
        with pytest.raises(Refused) as refusal:
            save("Foreign words", by=cast[person])
        found[person] = refusal.value.status
    assert (found, snapshot()) == (REFUSED, before)
    assert set(cast) - set(REFUSED) == {"focal_point", "contributor", "limited"}


# --- the door ---------------------------------------------------------------------------------


def test_what_was_changed_at_the_door_is_told(answer, save):
    saved = save("One\r\ntwo\x0bthree\x00\x07")
    assert (saved.removed, saved.line_breaks, current(answer)[0]) == (2, 1, "One\ntwo\nthree")


def test_what_was_changed_at_the_door_is_told_again_on_a_retry(save):
    save("One\x00", base=0, key="k")
    assert save("One\x00", base=0, key="k").removed == 1


LARGEST = 5 * 1024 * 1024


@pytest.mark.parametrize("text", ["x" * LARGEST, "ж" * (LARGEST // 2), "😀" * (LARGEST // 4)])
def test_the_largest_text_is_stored_whole(answer, save, text):
    save(text)
    assert Answer.objects.get(pk=answer.pk).text == text


@pytest.mark.parametrize("text", ["x" * (LARGEST + 1), "ж" * (LARGEST // 2 + 1), "😀" * (LARGEST // 4 + 1)])
def test_a_larger_text_is_refused_in_words(save, text):
    before = snapshot()
    with pytest.raises(drafting.TooLarge) as refusal:
        save(text)
    assert (refusal.value.status, snapshot()) == (413, before)
    assert "5 MB" in str(refusal.value)


def test_what_cannot_be_stored_does_not_count_towards_the_size(answer, save):
    saved = save("x" * LARGEST + "\x00")
    assert (saved.outcome, saved.removed) == ("saved", 1)


def test_saving_takes_time_in_step_with_the_length_of_the_text(answer, save):
    turn = itertools.count()

    def save_text(text):
        save(f"{next(turn)} {text}")

    words = "Words of the plan. "
    assert growth(save_text, [words * 500], [words * 5_000]) <= 15


def test_two_members_of_two_states_never_meet(response, other_response, focal_point, stranger):
    theirs = other_response.answers.select_related("response").first()
    drafting.save_answer(theirs, text="Syldavia's words", base=0, key="k", page="p", by=stranger)
    assert not AnswerVersion.objects.filter(answer__response=response).exists()


def test_a_contributor_who_became_an_observer_reads_on(answer, save, contributor):
    contributor.memberships.update(role=Role.OBSERVER)
    with pytest.raises(Refused) as refusal:
        save("Text", by=contributor)
    assert refusal.value.status == 403


def test_write_all_is_what_the_other_tests_build_on(response, focal_point):
    factories.write_all(response, focal_point)
    assert set(response.answers.values_list("completeness", "version")) == {("complete", 1)}
    assert response.status == Status.DRAFTING
