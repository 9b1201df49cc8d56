"""Different steps at the same time in one delegation: none waits for another that waits for it.

PostgreSQL ends such a circle by breaking one of the steps off, and its page with it.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from responses.models import Event, User
from responses.models.event import broken_links
from responses.rules import assigning, inviting, members, noting, workflow
from responses.status import Role
from tests import factories
from tests.annexes import attach, pdf

from .test_parallel import at_once, refused_or

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TIMES = 12


@pytest.fixture
def colleagues(response):
    """Three contributors."""
    return [factories.member(response, Role.CONTRIBUTOR) for _one in range(3)]


def both(one, other):
    """Do two things many times, both at the same time."""

    def act(number):
        for time in range(TIMES):
            (one, other)[number](time)

    at_once(2, act)


def stored(user):
    return User.objects.get(pk=user.pk)


def the_answer(response):
    return response.answers.get(question__number=1)


def test_a_note_that_asks_a_colleague_and_a_step_of_the_response(response, focal_point, contributor):
    """The letter to the colleague names the response, which the step holds while it waits for the answer."""

    def write(time):
        noting.write(the_answer(response), f"Note {time}", by=stored(focal_point), for_user=contributor)

    @transaction.atomic
    def step(time):
        workflow.lock(response)

    both(write, step)
    assert the_answer(response).notes.count() == TIMES


def test_an_invitation_and_a_file(response, focal_point, contributor):
    """The letter names the response, which attaching holds; the file names the State, which inviting holds."""

    def invite(time):
        part = members.Part(Role.OBSERVER)
        inviting.invite(response, part, email=f"colleague{time}@example.org", by=stored(focal_point))

    both(invite, lambda time: attach(response, stored(contributor), content=pdf(time)))
    assert response.annexes.count() == response.member_state.invitations.count() == TIMES


def test_asking_colleagues_anew_and_changing_the_part_of_one(response, focal_point, colleagues):
    """Both end at the delegation's chain of events, and hold what is written down of the last colleague."""
    soon, last = timezone.localdate() + timedelta(days=2), colleagues[-1]
    parts = [members.Part(role) for role in (Role.OBSERVER, Role.CONTRIBUTOR)]

    def ask(time):
        days = {"by": stored(focal_point), "due_on": soon + timedelta(days=time)}
        refused_or(assigning.assign, the_answer(response), colleagues, **days)

    def change(time):
        members.change_member(last.memberships.get(), parts[time % 2], by=stored(focal_point))

    both(ask, change)
    chain = Event.objects.filter(chain__delegation=response.member_state).first().chain
    assert broken_links(chain) == []
