"""Ten thousand long rows take no more memory than a thousand, in each format (measured on Linux)."""

import pytest
from django.urls import reverse

from responses.exports.formats import FORMATS
from tests.bench.peak import peak
from tests.bench.received import CHARACTERS, STATES, receive
from tests.exports.reading import rows_of

MOST_MB = 10
"""Above the idle process, for the formats alone; with the admin's view around them, 40 are allowed."""


@pytest.mark.parametrize("rows", [1_000, 10_000])
@pytest.mark.parametrize("name", FORMATS)
def test_the_peak_stays_where_it_is(name, rows):
    assert peak("formats", name, rows).peak_mb < MOST_MB


@pytest.mark.django_db
def test_what_make_bench_measures_with_is_what_the_desk_exports(client, reviewer):
    """It is written directly into the tables: when these change, this says so before a measurement stops."""
    receive([1], reviewer)
    client.force_login(reviewer)
    file = client.post(reverse("admin:responses_response_export"), {"shape": "wide", "format": "json"})
    rows = rows_of("json", file.getvalue())
    lengths = {len(row[f"answer_{number}"]) for row in rows for number in range(1, 6)}
    assert (len(rows), lengths) == (STATES, {CHARACTERS})
