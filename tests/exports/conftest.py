"""What the tests of exports share."""

import io
from types import SimpleNamespace

import pytest

from responses.exports.exporting import export
from tests.exports.reading import rows_of


@pytest.fixture
def exported():
    """Make an export; what comes back has ``rows``, ``content`` and ``done``."""

    def make(user, shape, format_name="json", **narrowed):
        file = io.BytesIO()
        done = export(user, shape, format_name, file=file, **narrowed)
        content = file.read()
        return SimpleNamespace(done=done, content=content, rows=rows_of(format_name, content))

    return make
