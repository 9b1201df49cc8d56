"""Annexes are attached, named, removed and put back by who writes there, until the delegation submits."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from responses.models import Annex, AnswerVersion, Event, StoredFile
from responses.rules import annex_rights, annexing, drafting, filing, workflow
from responses.rules.refused import Refused
from responses.status import Role, Status
from tests import factories, files
from tests.annexes import TITLE, attach, limited, pdf
from tests.files import upload

pytestmark = pytest.mark.django_db


def answer_of(response, number):
    return response.answers.select_related("question", "response").get(question__number=number)


def status_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.status


def inner_life(response):
    return list(
        Event.objects.filter(chain__delegation=response.member_state)
        .order_by("number")
        .values_list("name", flat=True)
    )


def test_an_annex_is_numbered_named_and_noted_in_the_delegation_s_own_chain(response, focal_point):
    focal_point.said_name = "Flavia (deputy)"
    first = attach(response, focal_point, title="")
    second = attach(response, focal_point, answer_of(response, 2), pdf(2), title="  Annual\u202e  report ")
    assert (first.number, first.title, first.answer) == (1, "national report", None)
    assert (second.number, second.title, second.answer.question.number) == (2, "Annual report", 2)
    assert first.file.as_name == "Flavia (deputy)"
    assert inner_life(response) == ["add_annex", "add_annex"]
    assert not Event.objects.filter(chain__response=response).exists()
    said = Event.objects.filter(name="add_annex").first().data
    assert TITLE not in said
    assert "national_report" not in said


def test_the_same_file_is_not_attached_twice(response, focal_point, contributor):
    annex = attach(response, focal_point)
    found = filing.examine(upload("other name.pdf"))
    again, is_new = annexing.add(
        response, None, found, title="Other", language="fr", is_publishable=False, by=contributor
    )
    assert (again, is_new, again.title) == (annex, False, TITLE)
    assert StoredFile.objects.count() == len(default_storage.listdir("delegations")[1]) == 1


def test_twenty_annexes_are_enough(response, focal_point, monkeypatch):
    monkeypatch.setattr(annexing, "MOST", 2)
    first = attach(response, focal_point, content=pdf(1))
    attach(response, focal_point, content=pdf(2))
    assert status_of(attach, response, focal_point, content=pdf(3)) == 422
    annexing.remove(first, by=focal_point)
    assert attach(response, focal_point, content=pdf(3)).number == 3
    assert status_of(annexing.restore, first, by=focal_point) == 422
    assert len(default_storage.listdir("delegations")[1]) == 3


def test_a_file_whose_transaction_fails_leaves_nothing(response, focal_point):
    assert status_of(attach, response, focal_point, language="xx") == 422
    assert (Annex.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert default_storage.listdir("delegations") == ([], [])


WHO = {
    # who: (adds to question 1, adds to question 2, adds to the whole response)
    "focal_point": (None, None, None),
    "contributor": (None, None, None),
    "observer": (403, 403, 403),
    "stranger": (404, 404, 404),
    "former": (404, 404, 404),
    "reviewer": (404, 404, 404),
    "coordinator": (404, 404, 404),
    "superuser": (404, 404, 404),
}


@pytest.mark.parametrize("person", WHO)
def test_who_may_attach(request, response, person):
    by = request.getfixturevalue(person)
    places = (answer_of(response, 1), answer_of(response, 2), None)
    assert tuple(outcome(response, by, place) for place in places) == WHO[person]


def test_a_limited_member_attaches_to_the_own_questions_alone(response):
    by = limited(response, 1)
    places = (answer_of(response, 1), answer_of(response, 2), None)
    assert tuple(outcome(response, by, place) for place in places) == (None, 404, 404)
    reader = limited(response, 1, role=Role.OBSERVER)
    assert tuple(outcome(response, reader, place) for place in places) == (403, 404, 404)


def outcome(response, by, answer):
    """The status of a refusal, None when the annex is there."""
    number = answer.question.number if answer else 0
    try:
        attach(response, by, answer, pdf(number))
    except Refused as refusal:
        return refusal.status
    return None


def test_changing_removing_and_putting_back(response, focal_point, contributor, observer, stranger):
    annex = attach(response, focal_point)
    changed = annexing.change(annex, title="", language="fr", is_publishable=False, by=contributor)
    assert (changed.title, changed.language, changed.is_publishable) == (TITLE, "fr", False)
    removed = annexing.remove(annex, by=contributor)
    assert (removed.removed_by, removed.removed_at is not None) == (contributor, True)
    assert annexing.remove(annex, by=focal_point).removed_by == contributor
    assert list(annexing.removed_lately(response)) == [annex]
    said = {"title": "T", "language": "en", "is_publishable": True}
    assert status_of(annexing.change, annex, by=focal_point, **said) == 404
    for act in (annexing.remove, annexing.restore):
        assert [status_of(act, annex, by=person) for person in (observer, stranger)] == [403, 404]
    annexing.restore(annex, by=focal_point)
    assert annexing.restore(annex, by=focal_point).removed_at is None
    assert inner_life(response) == ["add_annex", "change_annex", "remove_annex", "restore_annex"]


def test_what_was_attached_again_is_not_put_back(response, focal_point):
    annex = attach(response, focal_point)
    annexing.remove(annex, by=focal_point)
    assert attach(response, focal_point).number == 2
    assert status_of(annexing.restore, annex, by=focal_point) == 409


OPEN = {
    # where: (question 1, question 2, the whole response)
    Status.DRAFTING: (None, None, None),
    Status.SUBMITTED: (409, 409, 409),
    Status.UNDER_REVIEW: (409, 409, 409),
    Status.RETURNED: (None, 409, None),  # question 1 is open
    Status.ACCEPTED: (409, 409, 409),
    Status.WITHDRAWN: (409, 409, 409),
}


@pytest.mark.parametrize("status", OPEN)
def test_when_annexes_are_open(response, focal_point, bring_to, status):
    kept = attach(response, focal_point, content=pdf("kept"))
    response = bring_to(response, status)
    places = (answer_of(response, 1), answer_of(response, 2), None)
    assert tuple(outcome(response, focal_point, place) for place in places) == OPEN[status]
    whole = OPEN[status][2]
    said = {"title": "New", "language": "en", "is_publishable": True}
    if whole:
        assert status_of(annexing.remove, kept, by=focal_point) == whole
        assert status_of(annexing.change, kept, by=focal_point, **said) == whole
    else:
        assert annexing.remove(kept, by=focal_point).removed_at


def test_a_closed_deadline_closes_the_annexes_too(response, focal_point):
    response.session.deadline_policy = "closed"
    response.session.deadline = timezone.now() - timezone.timedelta(days=1)
    response.session.save()
    assert status_of(attach, response, focal_point) == 409


def test_a_text_save_touches_no_annex(response, focal_point):
    answer = answer_of(response, 1)
    attach(response, focal_point, answer)
    before = list(Annex.objects.values()) + list(StoredFile.objects.values())
    drafting.save_answer(answer, text="New", base=0, key="k", page="p", by=focal_point)
    assert AnswerVersion.objects.count() == 1
    assert list(Annex.objects.values()) + list(StoredFile.objects.values()) == before


def test_what_was_removed_before_the_last_submission_is_not_offered_again(response, focal_point, bring_to):
    annexing.remove(attach(response, focal_point), by=focal_point)
    Annex.objects.update(removed_at=timezone.now() - timezone.timedelta(minutes=1))
    response = bring_to(response, Status.RETURNED)
    assert not annexing.removed_lately(response).exists()


PERSONS = (
    "focal_point contributor observer stranger former inactive turncoat reviewer publisher coordinator superuser"
).split()


def test_predicates_and_queries_agree_on_annexes(request, response, other_response, bring_to):
    """On drafts, and on what was submitted, recalled and published; for every member of the cast."""
    people = [request.getfixturevalue(name) for name in PERSONS]
    people += [limited(response, 1), limited(response, 1, role=Role.OBSERVER), limited(other_response, 2)]
    focal_point, stranger = people[0], people[3]
    for number, place in enumerate((answer_of(response, 1), answer_of(response, 2), None)):
        attach(response, focal_point, place, pdf(number), is_publishable=number != 1)
    attach(other_response, stranger)
    annexing.remove(attach(response, focal_point, content=pdf("gone")), by=focal_point)
    response = bring_to(response, Status.ACCEPTED)
    for shown in (False, True):
        response.published_submission, response.annexes_published = response.standing_submission, shown
        response.save()
        for user in people:
            for may, listed in (
                (annex_rights.may_read_annex, annex_rights.annexes_readable_by(user)),
                (annex_rights.may_read_submitted_annex, annex_rights.submitted_annexes_readable_by(user)),
            ):
                rows = listed.model.objects.all()
                assert {row.pk for row in rows if may(user, row)} == {row.pk for row in listed}


def test_staff_and_strangers_reach_no_annex_of_a_draft(request, response, focal_point):
    attach(response, focal_point, answer_of(response, 1))
    attach(response, focal_point, content=pdf(2))
    for name in ("stranger", "former", "reviewer", "publisher", "coordinator", "superuser"):
        assert not annex_rights.annexes_readable_by(request.getfixturevalue(name)).exists()
    assert annex_rights.annexes_readable_by(limited(response, 1)).count() == 1


def test_titles_come_from_names_of_files():
    assert annexing.title_from("national_report 2024.final.pdf") == "national report 2024.final"
    assert annexing.title_from("report") == "report"
    assert annexing.title_from(filing.safe_name("_.pdf")) == "_.pdf"
    assert len(annexing.title_from("x" * 300 + ".pdf")) == 200


def test_a_withdrawn_response_taken_up_again_has_its_annexes(response, focal_point, bring_to):
    attach(response, focal_point, content=files.PNG, name="map.png")
    response = bring_to(response, Status.WITHDRAWN)
    workflow.perform("resume", response, by=focal_point)
    factories.write_all(response, focal_point)
    assert response.annexes.present().count() == 1
