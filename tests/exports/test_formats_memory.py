"""Ten thousand long rows take no more memory than a thousand, in each format (measured on Linux)."""

import pytest

from responses.exports.formats import FORMATS
from tests.bench.peak import peak

MOST_MB = 10
"""Above the idle process, for the formats alone; with the admin's view around them, 40 are allowed."""


@pytest.mark.parametrize("rows", [1_000, 10_000])
@pytest.mark.parametrize("name", FORMATS)
def test_the_peak_stays_where_it_is(name, rows):
    assert peak("formats", name, rows).peak_mb < MOST_MB
