"""Replying to a clarification: drafts are kept like answers, and go out with the next submission only."""

import pytest

from responses.models import Clarification, ReplyVersion
from responses.rules import drafting, replying
from responses.rules.refused import Refused
from responses.status import Status
from tests.record import snapshot

pytestmark = pytest.mark.postgres


@pytest.fixture
def item(response, bring_to):
    """The open clarification on question 2."""
    bring_to(response, Status.RETURNED, 2)
    return Clarification.objects.select_related("answer__response").get()


def save(item, text, by, base=0):
    return replying.save_reply(item, text=text, base=base, by=by)


def history(item):
    return list(item.versions.order_by("number").values_list("number", "text", "stands"))


def test_each_text_is_a_version_and_the_draft_is_the_latest(item, focal_point, contributor):
    save(item, "One", focal_point)
    stored, version = save(item, "One, two\r\n", contributor, base=1)
    assert (stored.draft_reply, stored.draft_number, version.number) == ("One, two\n", 2, 2)
    assert history(item) == [(1, "One", True), (2, "One, two\n", True)]
    assert (stored.reply, stored.state) == ("", "open")


def test_the_same_text_makes_no_second_version(item, focal_point):
    save(item, "One", focal_point)
    assert save(item, "One", focal_point)[1] is None
    assert len(history(item)) == 1


def test_a_colleagues_reply_is_not_overwritten_unseen(item, focal_point, contributor):
    save(item, "Theirs", contributor)
    stored, version = save(item, "Mine", focal_point)
    assert (stored.draft_reply, version.stands, version.text) == ("Theirs", False, "Mine")
    assert save(item, "Both", focal_point, base=1)[1].stands


@pytest.mark.parametrize("name", ["close_clarification", "withdraw", "submit"])
def test_a_reply_that_comes_when_nothing_is_asked_any_more_is_kept(item, response, focal_point, make, name):
    save(item, "In time", focal_point)
    make(name, response)
    stored, version = save(item, "Too late", focal_point, base=1)
    assert (stored.draft_reply, version.stands, version.text) == ("In time", False, "Too late")


def test_what_went_back_is_what_stood_when_it_was_submitted(item, response, focal_point, make):
    save(item, "In time", focal_point)
    make("submit", response)
    save(item, "Too late", focal_point, base=1)
    item.refresh_from_db()
    assert (item.state, item.reply, item.answered_in.number) == ("answered", "In time", 2)


def test_who_may_reply(item, cast):
    writers = {"focal_point", "contributor", "limited"}  # who is limited to the question that was asked about
    refused = {person: 403 if person == "observer" else 404 for person in set(cast) - writers}
    before, found = snapshot(), {}
    for person in refused:
        with pytest.raises(Refused) as refusal:
            save(item, "Foreign words", cast[person])
        found[person] = refusal.value.status
    assert (found, snapshot()) == (refused, before)


def test_a_reply_larger_than_5_mb_is_refused_in_words(item, focal_point):
    with pytest.raises(drafting.TooLarge) as refusal:
        save(item, "ж" * (5 * 1024 * 1024 // 2 + 1), focal_point)
    assert (refusal.value.status, ReplyVersion.objects.count()) == (413, 0)
