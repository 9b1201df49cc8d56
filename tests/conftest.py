"""The named cast of the tests, and the response they act on."""

import gc
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from responses.accounts import post
from responses.models import User
from responses.rules import moves, workflow
from responses.status import Attribution, Publication, Role, Status
from tests import factories


def pytest_collection_finish():
    """What is there by now stays: looking through it for garbage again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def codes_from_the_first():
    """Each test invents its States from XAA on: none meets a code that is given to another by name."""
    factories.MemberStateFactory.reset_sequence(0)


@pytest.fixture(autouse=True)
def no_mail_of_an_earlier_test():
    """A sign-in code on its way in a thread of its own arrives before the next test empties the box."""
    yield
    post.wait_until_sent()


@pytest.fixture
def declaration():
    """What a focal point declares, complete."""
    return moves.Declaration(
        authorized_name="Rudolf Elphberg",
        authorized_title="Deputy Minister",
        authorized_authority="Ministry of Foreign Affairs",
        transmitted_name="Flavia Strelsau",
        transmitted_capacity="Permanent Mission in Geneva",
        publication=Publication.FULL,
        attribution=Attribution.ATTRIBUTED,
        no_information_confirmed=True,
    )


@pytest.fixture
def response(db):
    """The response of an invented State, in preparation."""
    return factories.ResponseFactory(member_state__alpha3="XRU", member_state__name_en="Ruritania")


@pytest.fixture
def other_response(response):
    """The response of another invented State to the same session."""
    return factories.ResponseFactory(
        session=response.session, member_state__alpha3="XSY", member_state__name_en="Syldavia"
    )


@pytest.fixture
def focal_point(response):
    return factories.member(response, Role.FOCAL_POINT, name="Flavia Strelsau", email="flavia@example.org")


@pytest.fixture
def contributor(response):
    return factories.member(response, Role.CONTRIBUTOR, name="Fritz Tarlenheim", email="fritz@example.org")


@pytest.fixture
def observer(response):
    return factories.member(response, Role.OBSERVER, name="Michael Strelsau", email="michael@example.org")


@pytest.fixture
def limited(response):
    """A contributor who reads and writes question 2 and nothing else of the response."""
    user = factories.member(
        response, Role.CONTRIBUTOR, name="Antoinette Mauban", email="antoinette@example.org"
    )
    part = user.memberships.get()
    part.is_limited = True
    part.save()
    part.questions.add(response.session.questions.get(number=2))
    return user


@pytest.fixture
def stranger(other_response):
    """A focal point of another State."""
    return factories.member(other_response, Role.FOCAL_POINT, name="Ottokar", email="ottokar@example.org")


@pytest.fixture
def reviewer(db):
    return factories.staff("reviewer", name="Rosa Keller", email="reviewer@example.org")


@pytest.fixture
def publisher(db):
    return factories.staff("publisher", name="Paul Publisher", email="publisher@example.org")


@pytest.fixture
def coordinator(db):
    return factories.staff("coordinator", name="Cora Coordinator", email="coordinator@example.org")


@pytest.fixture
def bring_to(focal_point, reviewer, declaration):
    """Bring a response to a status by the moves that lead there; returns it as stored."""

    def questions(response, *numbers):
        return numbers or (response.session.questions.first().number,)

    def bring(response, status, *numbers, by=None):
        lead = by or focal_point
        if status == Status.DRAFTING:
            return response
        factories.write_all(response, lead)
        workflow.perform("submit", response, by=lead, data=declaration)
        if status == Status.WITHDRAWN:
            workflow.perform("withdraw", response, by=lead, data=moves.Withdrawal("The State's decision"))
        if status in {Status.UNDER_REVIEW, Status.RETURNED, Status.ACCEPTED}:
            workflow.perform("start_review", response, by=reviewer)
        if status == Status.RETURNED:
            asked = {
                number: f"Please tell us more about {number}." for number in questions(response, *numbers)
            }
            requests = moves.Requests(asked, timezone.now() + timedelta(weeks=2))
            workflow.perform("return", response, by=reviewer, data=requests)
        if status == Status.ACCEPTED:
            workflow.perform("accept", response, by=reviewer)
        response.refresh_from_db()
        return response

    return bring


@pytest.fixture
def newcomer(db):
    """Staff of the secretariat whom nobody has put into a group yet."""
    return factories.staff(name="Nora Newcomer", email="newcomer@example.org")


@pytest.fixture
def operator(db):
    """Keeps the machine running."""
    return User.objects.create_superuser(
        "operator@example.org", "correct horse battery", name="Otto Operator"
    )


@pytest.fixture
def enter(client, request):
    """Signs a named member of the cast in; returns the client."""

    def enter(person):
        if person == "anonymous":
            client.logout()
        else:
            client.force_login(request.getfixturevalue(person))
        return client

    return enter


@pytest.fixture
def cast(focal_point, contributor, observer, stranger, reviewer, publisher, coordinator):
    """Everyone with a part, by name."""
    return SimpleNamespace(**locals())


@pytest.fixture
def media(settings, tmp_path):
    """A folder of its own for received documents."""
    settings.MEDIA_ROOT = tmp_path
