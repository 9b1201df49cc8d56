"""Migrations keep what is there: each is run over rows made before it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
APP = "responses"


@pytest.fixture
def migrate():
    """Brings the tables to a migration and returns the models as they were then; all is up to date again afterwards."""

    def to(name):
        executor = MigrationExecutor(connection)
        executor.migrate([(APP, name)])
        return executor.loader.project_state([(APP, name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def make_answer(apps):
    """A response with one answer and one version, made with the models of an earlier day."""

    def make(model, **fields):
        return apps.get_model(APP, model).objects.create(**fields)

    commission = make("Commission", code="ECE", name="Commission", region="UNECE region")
    review = make(
        "Review", commission=commission, year=2024, title="Review", contact_name="C", contact_email="c@e.org"
    )
    session = make("Session", review=review, number=3, slug="ece-2024-s3", title="Session 3")
    question = make("GuidingQuestion", session=session, number=1, title="Title", wording="Wording?")
    state = make("MemberState", alpha3="XRU", name="Ruritania")
    user = make("User", email="flavia@example.org", name="Flavia")
    response = make("Response", session=session, member_state=state)
    answer = make(
        "Answer",
        response=response,
        question=question,
        text="Words",
        version=1,
        last_number=1,
        changed_by=user,
    )
    make(
        "AnswerVersion", answer=answer, number=1, text="Words", language="en", words=1, kind="typed", outcome="saved",
        base=0, key="k", page="p", by=user, at=response.invited_at,
    )  # fmt: skip
    return answer


def test_presence_and_new_kinds_of_versions_leave_every_text_as_it_was(migrate):
    answer = make_answer(migrate("0003_throttle_counts"))
    apps = migrate("0004_presence_and_kinds")
    version = apps.get_model(APP, "AnswerVersion").objects.get()
    kept = apps.get_model(APP, "Answer").objects.get(pk=answer.pk)
    assert (version.text, version.kind, version.outcome, kept.text, kept.version) == (
        "Words", "typed", "saved", "Words", 1,
    )  # fmt: skip
    assert apps.get_model(APP, "Presence").objects.count() == 0


RECEIVED = {
    "before midnight in Geneva": (datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC), date(2026, 12, 14)),
    "after midnight in Geneva": (datetime(2026, 12, 14, 23, 0, 0, tzinfo=UTC), date(2026, 12, 15)),
}


def make_submissions(apps):
    """One submission for each moment of receipt, with its consent, as they were stored then."""
    answer = make_answer(apps)
    response, user = answer.response, answer.changed_by
    for number, (moment, _day) in enumerate(RECEIVED.values(), start=1):
        submission = apps.get_model(APP, "Submission").objects.create(
            response=response, number=number, reference=f"R-{number}", record="{}", sha256="0" * 64, words=1,
            received_at=moment, transmitted_by=user, came_from="drafting",
        )  # fmt: skip
        apps.get_model(APP, "Consent").objects.create(
            submission=submission, publication="full", attribution="attributed", by=user, at=moment
        )


def test_what_was_received_before_came_on_this_site_on_its_day_in_the_round(migrate):
    make_submissions(migrate("0004_presence_and_kinds"))
    apps = migrate("0005_received_by_other_means")
    rows = apps.get_model(APP, "Submission").objects.order_by("number")
    assert list(rows.values_list("received_on", "channel", "document")) == [
        (day, "site", None) for _moment, day in RECEIVED.values()
    ]
    stated = apps.get_model(APP, "Consent").objects.values_list("publication_stated", "attribution_stated")
    assert list(stated) == [(True, True)] * len(RECEIVED)


def test_the_way_back_from_documents_keeps_what_was_received(migrate):
    make_submissions(migrate("0004_presence_and_kinds"))
    migrate("0005_received_by_other_means")
    rows = migrate("0004_presence_and_kinds").get_model(APP, "Submission").objects.order_by("number")
    assert list(rows.values_list("received_at", flat=True)) == [moment for moment, _day in RECEIVED.values()]


def test_delegations_at_work_leave_people_texts_letters_and_chains_as_they_were(migrate):
    apps = migrate("0005_received_by_other_means")
    answer = make_answer(apps)
    user, state = answer.changed_by, answer.response.member_state
    part = apps.get_model(APP, "Membership").objects.create(user=user, member_state=state, role="focal_point")
    apps.get_model(APP, "Letter").objects.create(kind="invitation", to=user, subject="Subject", body="Body")
    apps.get_model(APP, "Chain").objects.create(last_number=7)
    apps = migrate("0006_delegations_at_work")
    letter = apps.get_model(APP, "Letter").objects.get()
    chain = apps.get_model(APP, "Chain").objects.get()
    version = apps.get_model(APP, "AnswerVersion").objects.get()
    part = apps.get_model(APP, "Membership").objects.get(pk=part.pk)
    assert (letter.to_id, letter.address, letter.is_delegation) == (user.pk, "", False)
    assert (chain.last_number, chain.response_id, chain.delegation_id) == (7, None, None)
    assert (version.text, version.kind, version.as_name) == ("Words", "typed", "")
    assert (part.role, part.is_limited, part.questions.count()) == ("focal_point", False, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("0006_delegations_at_work", "0007_files_and_invitations"),
        ("0007_files_and_invitations", "0008_notes"),
        ("0008_notes", "0009_clearances"),
        ("0009_clearances", "0010_annexes_and_translations"),
        ("0010_annexes_and_translations", "0011_word_files"),
        ("0011_word_files", "0012_integrity_code_index"),
        ("0012_integrity_code_index", "0013_shared_mailboxes"),
        ("0013_shared_mailboxes", "0014_handing_over"),
    ],
)
def test_new_tables_leave_the_answers_as_they_were(migrate, before, after):
    answer = make_answer(migrate(before))
    apps = migrate(after)
    kept = apps.get_model(APP, "Answer").objects.get(pk=answer.pk)
    version = apps.get_model(APP, "AnswerVersion").objects.get()
    assert (kept.text, kept.version, version.text) == ("Words", 1, "Words")


def test_what_was_published_before_there_were_annexes_is_published_without_any(migrate):
    make_submissions(migrate("0004_presence_and_kinds"))
    apps = migrate("0009_clearances")
    response, submission = apps.get_model(APP, "Response").objects, apps.get_model(APP, "Submission").objects
    response.update(
        status="accepted", standing_submission=submission.last(), published_submission=submission.last()
    )
    apps = migrate("0010_annexes_and_translations")
    kept = apps.get_model(APP, "Response").objects.get()
    assert (kept.published_submission.reference, kept.annexes_published) == ("R-1", False)
    assert apps.get_model(APP, "SubmittedAnnex").objects.count() == 0
    assert {one.record for one in apps.get_model(APP, "Submission").objects.all()} == {"{}"}
