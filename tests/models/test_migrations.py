"""Migrations keep what is there: each is run over rows made before it."""

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
