"""More of the cast, and what every test of the rules looks at: all that is stored."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from responses import models
from responses.rules import moves, registering, workflow
from responses.status import Role, Status
from tests import factories


def written():
    """The letters in the outbox so far, each as (kind, address)."""
    return sorted(models.Letter.objects.values_list("kind", "to__email"))


def events(response):
    """The names of what happened to a response, first to last."""
    return list(
        models.Event.objects.filter(chain__response=response)
        .order_by("number")
        .values_list("name", flat=True)
    )


def last_event(response):
    """The latest event of a response."""
    return models.Event.objects.filter(chain__response=response).order_by("-number").first()


@pytest.fixture(autouse=True)
def received_documents(settings, tmp_path):
    """Documents are stored where they go with the test."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def superuser(db):
    """An operator: in no delegation, in no group."""
    return factories.UserFactory(
        name="Olga Operator", email="operator@example.org", is_staff=True, is_superuser=True
    )


@pytest.fixture
def inactive(response):
    """A focal point whose account is closed."""
    return factories.member(
        response, Role.FOCAL_POINT, name="Rupert Hentzau", email="rupert@example.org", is_active=False
    )


@pytest.fixture
def former(response):
    """A focal point whose part has ended."""
    user = factories.member(response, Role.FOCAL_POINT, name="Sapt", email="sapt@example.org")
    user.memberships.update(ended_at=timezone.now())
    return user


@pytest.fixture
def turncoat(response):
    """A focal point who came to work for the secretariat; the membership is still on file."""
    user = factories.member(response, Role.FOCAL_POINT, name="Detchard", email="detchard@example.org")
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def cast(
    focal_point,
    contributor,
    observer,
    limited,
    stranger,
    reviewer,
    publisher,
    coordinator,
    superuser,
    inactive,
    former,
    turncoat,
):
    """Everyone, by name."""
    return {
        "focal_point": focal_point,
        "contributor": contributor,
        "observer": observer,
        "limited": limited,
        "stranger": stranger,
        "reviewer": reviewer,
        "publisher": publisher,
        "coordinator": coordinator,
        "superuser": superuser,
        "inactive": inactive,
        "former": former,
        "turncoat": turncoat,
        "anonymous": AnonymousUser(),
    }


@pytest.fixture
def note():
    """A written instruction, new for each use."""
    return lambda: SimpleUploadedFile("note verbale.pdf", b"%PDF-1.7 The State withdraws its response.")


@pytest.fixture
def registration(note):
    """What a coordinator enters from a note verbale, complete; ``registration(received_on=…)`` changes something."""

    def made(**changed):
        texts = {number: registering.Entry(f"Réponse {number} de la note.", "fr") for number in range(1, 6)}
        facts = {
            "channel": "note_verbale",
            "document": note(),
            "received_on": timezone.now().astimezone(ZoneInfo("Europe/Zurich")).date(),
            "authorized_authority": "Ministry of Foreign Affairs",
            "transmitted_capacity": "Permanent Mission in Geneva",
            "publication": "full",
            "attribution": "attributed",
            "entries": texts,
        }
        return registering.Registration(**facts | changed)

    return made


@pytest.fixture
def data(declaration, note, registration):
    """What each move takes, complete; made anew for each use."""

    def ahead():
        return timezone.now() + timedelta(weeks=2)

    complete = {
        "submit": lambda: declaration,
        "register": registration,
        "unregister": lambda: moves.Reason("It was the response of another State."),
        "return": lambda: moves.Requests({2: "Please tell us more about the process."}, ahead()),
        "close_clarification": lambda: moves.Reason("The point was settled in the meeting."),
        "reopen": lambda: moves.Reason("A page was overlooked."),
        "open_for_revision": lambda: moves.Revision("An addendum on statistics.", (2, 4), ahead()),
        "withdraw": lambda: moves.Withdrawal("The State's decision", note()),
    }
    return lambda name: complete.get(name, lambda: None)()


@pytest.fixture
def make(data, focal_point, reviewer, coordinator):
    """Make a move with complete data, by the person whose move it is; returns the response as stored."""
    whose = dict.fromkeys(("submit", "recall", "withdraw", "resume"), focal_point)
    whose |= dict.fromkeys(("register", "unregister"), coordinator)

    def move(name, response, by=None, data_=None):
        workflow.perform(name, response, by=by or whose.get(name, reviewer), data=data_ or data(name))
        return models.Response.objects.get(pk=response.pk)

    return move


@pytest.fixture
def stand(bring_to, make):
    """Bring a response to a status, also to "revision" (returned because its State wished it) and to "registered"."""

    def bring(response, position):
        if position == "registered":
            return make("register", response)
        if position == "revision":
            return make("open_for_revision", bring_to(response, Status.ACCEPTED))
        return bring_to(response, Status(position))

    return bring
