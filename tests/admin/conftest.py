"""More of the cast: staff without a group, and the operator."""

from types import SimpleNamespace

import pytest

from responses.models import User
from tests import factories


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
