"""Migrations keep what is there: each is run over rows made before it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
APP = "responses"


FIRST = "0003_throttle_counts"
"""Where the way begins: those up to here only make the tables."""


@pytest.fixture
def migrate():
    """Brings the tables to a migration and returns the models as they were then; all is up to date again afterwards."""

    def to(name):
        executor = MigrationExecutor(connection)
        executor.migrate([(APP, name)])
        apps = executor.loader.project_state([(APP, name)]).apps
        return lambda model: apps.get_model(APP, model).objects

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def later_migrations():
    """The names of all migrations after the first, in their order."""
    names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == APP)
    return names[names.index(FIRST) + 1 :]


# --- rows, made with the models of their day ------------------------------------------------------------

RECEIVED = {
    "before midnight in Geneva": (datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC), date(2026, 12, 14)),
    "after midnight in Geneva": (datetime(2026, 12, 14, 23, 0, 0, tzinfo=UTC), date(2026, 12, 15)),
}


def make_answer(rows):
    """A response with one answer and one version."""
    commission = rows("Commission").create(code="ECE", name="Commission", region="UNECE region")
    review = rows("Review").create(
        commission=commission, year=2024, title="Review", contact_name="C", contact_email="c@e.org"
    )
    session = rows("Session").create(review=review, number=3, slug="ece-2024-s3", title="Session 3")
    question = rows("GuidingQuestion").create(session=session, number=1, title="Title", wording="Wording?")
    state = rows("MemberState").create(alpha3="XRU", name="Ruritania")
    user = rows("User").create(email="flavia@example.org", name="Flavia")
    response = rows("Response").create(session=session, member_state=state)
    answer = rows("Answer").create(
        response=response, question=question, text="Words", version=1, last_number=1, changed_by=user
    )
    rows("AnswerVersion").create(
        answer=answer, number=1, text="Words", language="en", words=1, kind="typed", outcome="saved",
        base=0, key="k", page="p", by=user, at=response.invited_at,
    )  # fmt: skip


def make_submissions(rows):
    """One submission for each moment of receipt, with its consent."""
    response, user = rows("Response").get(), rows("User").get()
    for number, (moment, _day) in enumerate(RECEIVED.values(), start=1):
        submission = rows("Submission").create(
            response=response, number=number, reference=f"R-{number}", record="{}", sha256="0" * 64, words=1,
            received_at=moment, transmitted_by=user, came_from="drafting",
        )  # fmt: skip
        rows("Consent").create(
            submission=submission, publication="full", attribution="attributed", by=user, at=moment
        )


def make_people(rows):
    """A member, a letter and a chain of events."""
    user = rows("User").get()
    rows("Membership").create(user=user, member_state=rows("MemberState").get(), role="focal_point")
    rows("Letter").create(kind="invitation", to=user, subject="Subject", body="Body")
    rows("Chain").create(last_number=7)


def publish(rows):
    """The last submission stands and is published."""
    last = rows("Submission").get(reference="R-2")
    rows("Response").update(status="accepted", standing_submission=last, published_submission=last)


MADE_BEFORE = {
    "0004_presence_and_kinds": make_answer,
    "0005_received_by_other_means": make_submissions,
    "0006_delegations_at_work": make_people,
    "0010_annexes_and_translations": publish,
}
"""What is made just before a migration runs, and goes through it and all that follow."""

# --- what must hold after a migration -------------------------------------------------------------------


def answers_are_as_they_were(rows):
    answer, version = rows("Answer").get(), rows("AnswerVersion").get()
    assert (answer.text, answer.version, version.text) == ("Words", 1, "Words")
    assert (version.kind, version.outcome) == ("typed", "saved")


def nobody_is_present(rows):
    assert rows("Presence").count() == 0


def what_was_received_came_on_this_site_on_its_day_in_the_round(rows):
    submissions = rows("Submission").order_by("number")
    assert list(submissions.values_list("received_on", "channel", "document")) == [
        (day, "site", None) for _moment, day in RECEIVED.values()
    ]
    stated = rows("Consent").values_list("publication_stated", "attribution_stated")
    assert list(stated) == [(True, True)] * len(RECEIVED)


def people_letters_and_chains_are_as_they_were(rows):
    letter, chain, part = rows("Letter").get(), rows("Chain").get(), rows("Membership").get()
    assert (letter.to.name, letter.address, letter.is_delegation) == ("Flavia", "", False)
    assert (chain.last_number, chain.response_id, chain.delegation_id) == (7, None, None)
    assert (part.role, part.is_limited, part.questions.count()) == ("focal_point", False, 0)
    assert rows("AnswerVersion").get().as_name == ""


def what_was_published_before_there_were_annexes_is_published_without_any(rows):
    kept = rows("Response").get()
    assert (kept.published_submission.reference, kept.annexes_published) == ("R-2", False)
    assert rows("SubmittedAnnex").count() == 0
    assert {one.record for one in rows("Submission").all()} == {"{}"}


HOLDS_AFTER = {
    "0004_presence_and_kinds": nobody_is_present,
    "0005_received_by_other_means": what_was_received_came_on_this_site_on_its_day_in_the_round,
    "0006_delegations_at_work": people_letters_and_chains_are_as_they_were,
    "0010_annexes_and_translations": what_was_published_before_there_were_annexes_is_published_without_any,
}


def test_every_row_comes_through_every_migration_and_back(migrate):
    """One way through all of them, since each way to an early migration and back takes seconds."""
    rows = migrate(FIRST)
    for name in later_migrations():
        MADE_BEFORE.get(name, lambda _rows: None)(rows)
        rows = migrate(name)
        answers_are_as_they_were(rows)
        HOLDS_AFTER.get(name, lambda _rows: None)(rows)
    rows = migrate("0004_presence_and_kinds")
    answers_are_as_they_were(rows)
    moments = rows("Submission").order_by("number").values_list("received_at", flat=True)
    assert list(moments) == [moment for moment, _day in RECEIVED.values()]


def test_what_is_made_and_asked_belongs_to_migrations_that_there_are():
    assert {*MADE_BEFORE, *HOLDS_AFTER} - set(later_migrations()) == set()
