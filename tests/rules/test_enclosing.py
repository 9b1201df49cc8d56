"""A submission freezes its annexes by their hashes, and the State's translations; what stands stays on record."""

import hashlib
import json

import pytest

from responses.models import SubmittedAnnex, SubmittedTranslation
from responses.models.kept import WrittenOnceError
from responses.rules import annex_rights, annexing, enclosing, moves, publishing, workflow
from responses.status import Publication, Status
from tests import factories, files
from tests.annexes import attach, pdf, translate

from .test_annexing import answer_of

pytestmark = pytest.mark.django_db


def annexes_in(submission):
    return json.loads(submission.record)["annexes"]


def test_the_record_names_each_annex_with_its_hash(response, focal_point, declaration):
    attach(
        response,
        focal_point,
        answer_of(response, 2),
        title="Map",
        name="map.png",
        content=files.PNG,
        language="fr",
    )
    annexing.remove(attach(response, focal_point, content=pdf(2)), by=focal_point)
    attach(response, focal_point, is_publishable=False)
    factories.write_all(response, focal_point)
    submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert annexes_in(submission) == [
        {
            "number": 1, "question": 2, "kind": "annex", "title": "Map", "language": "fr", "name": "map.png",
            "type": "image/png", "size": len(files.PNG), "publishable": True,
            "sha256": hashlib.sha256(files.PNG).hexdigest(),
        },
        {
            "number": 3, "question": None, "kind": "annex", "title": "National report", "language": "en",
            "name": "national_report.pdf", "type": "application/pdf", "size": len(files.PDF), "publishable": False,
            "sha256": hashlib.sha256(files.PDF).hexdigest(),
        },
    ]  # fmt: skip
    rows = submission.annexes.values_list("number", "question", "title", "language", "is_publishable", "file")
    assert [row[:5] for row in rows] == [
        (one["number"], one["question"], one["title"], one["language"], one["publishable"])
        for one in annexes_in(submission)
    ]
    with pytest.raises(WrittenOnceError):
        submission.annexes.first().save()


def test_a_later_change_leaves_what_was_submitted(response, focal_point, bring_to, declaration):
    first = attach(response, focal_point)
    second = attach(response, focal_point, answer_of(response, 2), pdf(2))
    response = bring_to(response, Status.RETURNED)
    submission = response.standing_submission
    before = list(SubmittedAnnex.objects.values())
    annexing.change(first, title="Other", language="fr", is_publishable=False, by=focal_point)
    annexing.remove(first, by=focal_point)
    third = attach(response, focal_point, answer_of(response, 1), pdf(3))
    assert list(SubmittedAnnex.objects.values()) == before
    assert [one["number"] for one in annexes_in(submission)] == [1, 2]
    factories.write_all(response, focal_point, text="Changed")
    again = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert [one["number"] for one in annexes_in(again)] == [second.number, third.number]


def test_a_closed_question_comes_with_the_annexes_and_translations_that_stand(
    response, focal_point, reviewer, bring_to, declaration
):
    """What was drafted on a question that was closed again without an answer is not submitted with another one."""
    one = answer_of(response, 1)
    attach(response, focal_point, one)
    translate(one, focal_point, text="Première")
    response = bring_to(response, Status.RETURNED, 1)
    attach(response, focal_point, answer_of(response, 1), pdf("draft"))
    translate(answer_of(response, 1), focal_point, text="Brouillon", base=1, key="second")
    workflow.perform("close_clarification", response, by=reviewer, data=moves.Reason("Settled"))
    request = moves.Requests({2: "More?"}, response.reply_by)
    workflow.perform("return", response, by=reviewer, data=request)
    factories.write_all(response, focal_point, text="Changed")
    again = workflow.perform("submit", response, by=focal_point, data=declaration)
    assert [one["number"] for one in annexes_in(again)] == [1]
    assert json.loads(again.record)["answers"][0]["translations"] == [{"language": "fr", "text": "Première"}]


def test_translations_are_in_the_record_and_not_among_the_words(response, focal_point, declaration):
    for number, language, text in (
        (1, "fr", "Un deux trois"),
        (1, "es", "Uno"),
        (2, "fr", "Rien"),
        (3, "fr", "x"),
    ):
        translate(answer_of(response, number), focal_point, text, language, key=f"{number}{language}")
    translate(answer_of(response, 3), focal_point, "", "fr", base=1, key="away")
    factories.write_all(response, focal_point)
    submission = workflow.perform("submit", response, by=focal_point, data=declaration)
    answers = json.loads(submission.record)["answers"]
    assert [one.get("translations") for one in answers] == [
        [{"language": "es", "text": "Uno"}, {"language": "fr", "text": "Un deux trois"}],
        [{"language": "fr", "text": "Rien"}],
        None, None, None,
    ]  # fmt: skip
    assert submission.words == 5 * 4
    assert "deux" not in submission.search_text
    rows = SubmittedTranslation.objects.order_by("submitted_answer__number", "language")
    assert list(rows.values_list("submitted_answer__number", "language", "text")) == [
        (1, "es", "Uno"), (1, "fr", "Un deux trois"), (2, "fr", "Rien"),
    ]  # fmt: skip


def test_a_translation_into_what_is_the_answer_s_own_language_by_now_is_left_out(response, focal_point):
    answer = answer_of(response, 1)
    translate(answer, focal_point, "Texte")
    assert list(enclosing.translations_of(response)) == [1]
    response.answers.update(language="fr")
    assert enclosing.translations_of(response) == {}


def test_what_comes_by_other_means_leaves_the_delegation_s_drafts_alone(
    response, focal_point, bring_to, registration, coordinator
):
    """The annexes that stand come again, a draft one never; a translation only of a text that is the same."""
    attach(response, focal_point)
    for number in (1, 2):
        translate(answer_of(response, number), focal_point, "Texte", key=f"{number}")
    response = bring_to(response, Status.RETURNED, 1)
    attach(response, focal_point, content=pdf("draft"))
    translate(answer_of(response, 1), focal_point, "Brouillon", base=1, key="draft")
    data = registration()
    submission = workflow.perform("register", response, by=coordinator, data=data)
    record = json.loads(submission.record)
    assert [one["number"] for one in record["annexes"]] == [1]
    said = {one["number"]: one.get("translations") for one in record["answers"]}
    changed = {number for number, entry in data.entries.items() if entry.is_there}
    assert 1 in changed
    assert said[1] is None
    assert submission.annexes.count() == 1
    assert ("Brouillon" in submission.record) is False


@pytest.mark.parametrize("registered", [True, False])
def test_a_first_registration_takes_no_draft_annex(
    response, focal_point, registration, coordinator, registered
):
    attach(response, focal_point)
    translate(answer_of(response, 1), focal_point, "Brouillon")
    submission = workflow.perform("register", response, by=coordinator, data=registration())
    assert annexes_in(submission) == []
    assert "Brouillon" not in submission.record


# --- publication ------------------------------------------------------------------------------


@pytest.fixture
def completed(response, focal_point, bring_to, declaration):
    """A response whose reading is completed, with an annex that may be published and one that may not."""
    attach(response, focal_point)
    attach(response, focal_point, answer_of(response, 1), pdf(2), is_publishable=False)
    return bring_to(response, Status.ACCEPTED)


def consent(response, focal_point, publication):
    publishing.change_consent(response, publication=publication, attribution="attributed", by=focal_point)
    response.refresh_from_db()


def public(response):
    response.refresh_from_db()
    nobody = factories.UserFactory()
    return list(annex_rights.submitted_annexes_readable_by(nobody).values_list("number", flat=True))


def test_everyone_has_the_publishable_annexes_of_what_is_published_in_full(completed, publisher):
    assert public(completed) == []
    publishing.publish(completed, by=publisher)
    assert public(completed) == [1]
    publishing.unpublish(completed, by=publisher, reason="A wish")
    assert public(completed) == []


def test_without_annexes_means_without_annexes(completed, focal_point, publisher):
    consent(completed, focal_point, Publication.WITHOUT_ANNEXES)
    publishing.publish(completed, by=publisher)
    assert completed.standing_submission.annexes.count() == 2
    assert public(completed) == []


def test_narrowing_takes_the_annexes_away_at_once_and_widening_waits_for_the_publisher(
    completed, focal_point, publisher
):
    publishing.publish(completed, by=publisher)
    consent(completed, focal_point, Publication.WITHOUT_ANNEXES)
    assert public(completed) == []
    assert completed.published_submission_id
    consent(completed, focal_point, Publication.FULL)
    assert public(completed) == []
    publishing.publish(completed, by=publisher)
    assert public(completed) == [1]


def test_a_submission_without_annexes_takes_those_of_an_earlier_text_away(
    completed, focal_point, reviewer, publisher, declaration, make
):
    publishing.publish(completed, by=publisher)
    response = make("open_for_revision", completed)
    factories.write_all(response, focal_point, text="Corrected")
    narrowed = moves.Declaration(**vars(declaration) | {"publication": "without_annexes"})
    workflow.perform("submit", response, by=focal_point, data=narrowed)
    assert public(response) == []
    response.refresh_from_db()
    assert response.published_submission_id
