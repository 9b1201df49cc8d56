"""Publishing is an act of its own: narrowing works at once, widening waits for the publisher."""

from dataclasses import replace

import pytest

from responses.models import Consent, Letter, Response
from responses.rules import permissions, publishing, workflow
from responses.rules.refused import Refused
from responses.status import Attribution, Publication, Status
from tests.record import snapshot

from .conftest import events, last_event

pytestmark = pytest.mark.postgres

FULL, WITHOUT, NO = Publication.FULL, Publication.WITHOUT_ANNEXES, Publication.NO
PUBLISH, UNPUBLISH, CONSENT = "publish", "unpublish", "consent"
ACTS = {
    PUBLISH: lambda response, by: publishing.publish(response, by=by),
    UNPUBLISH: lambda response, by: publishing.unpublish(response, by=by, reason="An error in the text."),
    CONSENT: lambda response, by: publishing.change_consent(
        response, publication=NO, attribution=Attribution.NOT_ATTRIBUTED, by=by
    ),
}
WHOSE = {PUBLISH: ["publisher"], UNPUBLISH: ["publisher"], CONSENT: ["focal_point"]}


@pytest.fixture
def accepted(response, bring_to):
    """Reading completed; the State agreed to publication in full."""
    return bring_to(response, Status.ACCEPTED)


@pytest.fixture
def published(accepted, publisher):
    """The first submission, shown to everyone."""
    return publishing.publish(accepted, by=publisher)


@pytest.fixture
def consent(response, focal_point):
    """Change what the State agrees to."""
    return lambda publication, attribution=Attribution.ATTRIBUTED: publishing.change_consent(
        response, publication=publication, attribution=attribution, by=focal_point
    )


def stored(response):
    return Response.objects.get(pk=response.pk)


def reference(response):
    """The number of the published submission, or None."""
    submission = stored(response).published_submission
    return submission and submission.number


def refusal_of(act, *args, **kwargs):
    """The status code of a refusal that changes nothing."""
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    assert snapshot() == before
    return refusal.value.status


# --- who, and where ---------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_its_person(published, cast, act):
    """Everyone else is refused, and nothing changes."""
    people = set(cast) - set(WHOSE[act])
    assert {person: refusal_of(ACTS[act], published, cast[person]) for person in people} == dict.fromkeys(
        people, 403
    )


@pytest.mark.parametrize(
    "position", ["drafting", "submitted", "under_review", "returned", "revision", "withdrawn"]
)
def test_only_a_completed_reading_is_published(response, stand, publisher, position):
    stand(response, position)
    assert refusal_of(publishing.publish, response, by=publisher) == 409


@pytest.mark.parametrize("position", ["drafting", "withdrawn"])
def test_consent_needs_a_submission_that_stands(response, stand, consent, position):
    stand(response, position)
    assert refusal_of(consent, FULL) == 409


@pytest.mark.parametrize("position", ["submitted", "under_review", "returned", "revision", "accepted"])
def test_consent_can_be_changed_at_any_time(response, stand, consent, position):
    stand(response, position)
    assert consent(NO).submission == stored(response).standing_submission


# --- what each act leaves ---------------------------------------------------------------------


def test_publish(published, publisher, focal_point):
    event = last_event(published)
    assert reference(published) == 1
    assert (event.name, event.role, event.by, event.details) == (
        "publish", "publisher", publisher, {"reference": "GCM-ECE-2024-S3-XRU-01"},
    )  # fmt: skip
    assert list(Letter.objects.filter(kind="published").values_list("to", flat=True)) == [focal_point.pk]


def test_publishing_twice_is_told(published, publisher):
    assert refusal_of(publishing.publish, published, by=publisher) == 409


def test_unpublish(published, publisher, focal_point):
    publishing.unpublish(published, by=publisher, reason=" An error in the text. ")
    event = last_event(published)
    assert reference(published) is None
    assert (event.name, event.role, event.details) == (
        "unpublish", "publisher", {"reference": "GCM-ECE-2024-S3-XRU-01", "reason": "An error in the text."},
    )  # fmt: skip
    assert list(Letter.objects.filter(kind="unpublished").values_list("to", flat=True)) == [focal_point.pk]


def test_unpublish_needs_a_reason_and_something_published(published, publisher):
    assert refusal_of(publishing.unpublish, published, by=publisher, reason=" ") == 422
    publishing.unpublish(published, by=publisher, reason="An error in the text.")
    assert refusal_of(publishing.unpublish, published, by=publisher, reason="Again.") == 409


def test_consent_is_appended(accepted, consent, focal_point):
    """No row is ever changed; the latest holds."""
    consent(WITHOUT, Attribution.NOT_ATTRIBUTED)
    rows = Consent.objects.order_by("pk").values_list("publication", "attribution", "by")
    assert list(rows) == [
        ("full", "attributed", focal_point.pk),
        ("without_annexes", "not_attributed", focal_point.pk),
    ]
    assert permissions.consent_of(accepted.standing_submission).publication == WITHOUT
    event = last_event(accepted)
    assert (event.name, event.role, event.details) == (
        "consent",
        "focal_point",
        {
            "reference": "GCM-ECE-2024-S3-XRU-01",
            "publication": "without_annexes",
            "attribution": "not_attributed",
        },
    )


@pytest.mark.parametrize(
    ("publication", "attribution"), [("", "attributed"), ("all", "attributed"), ("no", ""), ("no", "x")]
)
def test_an_unknown_choice_is_refused(accepted, consent, publication, attribution):
    assert refusal_of(consent, publication, attribution) == 422


# --- narrowing and widening -------------------------------------------------------------------


def test_narrowing_works_at_once(published, consent):
    consent(NO)
    assert reference(published) is None
    assert events(published)[-2:] == ["consent", "unpublish"]
    event = last_event(published)
    assert (event.role, event.details["reason"]) == ("focal_point", "consent")
    assert Letter.objects.filter(kind="unpublished").count() == 1


def test_narrowing_to_the_text_without_annexes_leaves_the_text(published, consent):
    consent(WITHOUT)
    assert reference(published) == 1


def test_widening_waits_for_the_publisher(published, consent, publisher):
    consent(NO)
    assert refusal_of(publishing.publish, published, by=publisher) == 409
    consent(FULL)
    assert reference(published) is None
    publishing.publish(published, by=publisher)
    assert reference(published) == 1


def test_nothing_is_taken_away_where_nothing_is_shown(accepted, consent):
    consent(NO)
    assert events(accepted)[-1] == "consent"
    assert not Letter.objects.filter(kind="unpublished").exists()


# --- while a revision is under way ------------------------------------------------------------


def test_the_published_text_stays_until_its_successor_is_published(published, make, publisher):
    for name in ("open_for_revision", "submit", "start_review", "accept"):
        response = make(name, published)
        assert (name, reference(response)) == (name, 1)
    publishing.publish(response, by=publisher)
    assert reference(response) == 2


@pytest.mark.parametrize("name", ["reopen", "open_for_revision"])
def test_reading_again_takes_nothing_away(published, make, name):
    assert reference(make(name, published)) == 1


def test_a_recalled_revision_leaves_what_is_public(published, make):
    for name in ("open_for_revision", "submit", "recall"):
        response = make(name, published)
    assert (response.status, reference(response), response.standing_submission.number) == ("returned", 1, 1)


def test_withdrawing_takes_the_public_text_away(published, make):
    response = make("withdraw", published)
    assert reference(response) is None
    assert last_event(response).details["unpublished"] == "GCM-ECE-2024-S3-XRU-01"


def test_narrowing_for_a_successor_ends_the_publication_of_what_came_before(published, make, consent):
    make("submit", make("open_for_revision", published))
    consent(NO)
    assert reference(published) is None


def test_a_declaration_that_says_no_ends_publication_at_once(published, make, declaration):
    """A State that declares "do not publish" with its new text does not find its old one public."""
    make("open_for_revision", published)
    Letter.objects.all().delete()
    response = make("submit", published, None, replace(declaration, publication=NO))
    assert reference(response) is None
    assert last_event(response).details["unpublished"] == "GCM-ECE-2024-S3-XRU-01"
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["received", "unpublished"]


def test_a_no_given_for_a_recalled_submission_binds(published, make, consent, publisher):
    """The State's last word counts, for whichever submission it was said."""
    make("submit", make("open_for_revision", published))
    consent(NO)
    for name in ("recall", "close_clarification", "accept"):
        response = make(name, published)
    assert refusal_of(publishing.publish, response, by=publisher) == 409
    consent(FULL)
    publishing.publish(response, by=publisher)
    assert reference(response) == 1


def test_a_yes_given_for_a_recalled_submission_does_not_reach_back(accepted, make, consent, publisher):
    """What a State kept to itself stays so, though it would have shown the successor that it recalled."""
    consent(NO)
    for name in ("open_for_revision", "submit", "recall", "close_clarification", "accept"):
        response = make(name, accepted)
    assert permissions.last_word(response).publication == FULL
    assert refusal_of(publishing.publish, response, by=publisher) == 409


def test_a_part_that_ended_since_the_page_was_opened_has_ended(published, focal_point, publisher, consent):
    assert permissions.is_focal_point(focal_point, published)
    focal_point.memberships.update(ended_at=published.invited_at)
    assert refusal_of(consent, NO) == 403
    assert permissions.is_publisher(publisher)
    publisher.groups.clear()
    assert refusal_of(publishing.unpublish, published, by=publisher, reason="An error.") == 403


def test_what_is_published_is_never_recalled_from_under_the_readers(published, make, reviewer):
    """Reading once completed is not put back unread: the public text would lose its ground."""
    make("reopen", published)
    assert refusal_of(workflow.perform, "release", published, by=reviewer) == 422


def test_a_withdrawn_response_is_not_published_when_taken_up_again(published, make, publisher):
    make("withdraw", published)
    response = make("resume", published)
    assert refusal_of(publishing.publish, response, by=publisher) == 409
    for name in ("submit", "start_review", "accept"):
        response = make(name, response)
    publishing.publish(response, by=publisher)
    assert reference(response) == 2
