"""The embedded database is one that cannot lose what it has confirmed; another is not used without a warning."""

import pytest
from django.db import connection

from gcmreview import sqlite

VERSIONS = {
    # version: (journal mode, warnings)
    (3, 6, 23): ("WAL", 0),
    (3, 7, 0): ("TRUNCATE", 1),
    (3, 40, 1): ("TRUNCATE", 1),
    (3, 51, 2): ("TRUNCATE", 1),
    (3, 51, 3): ("WAL", 0),
    (3, 53, 4): ("WAL", 0),
}


@pytest.mark.parametrize(("version", "expected"), VERSIONS.items(), ids=str)
def test_a_library_that_can_lose_writes_is_told_apart(version, expected):
    journal, count = expected
    assert f"journal_mode={journal};" in sqlite.pragmas(version)
    assert [warning.id for warning in sqlite.warnings(version)] == ["gcmreview.W001"] * count


@pytest.mark.django_db
def test_the_library_in_use_is_not_affected_and_writes_ahead():
    if connection.vendor != "sqlite":
        assert sqlite.check_library() == []
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = tuple(map(int, cursor.fetchone()[0].split(".")))
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
    assert (sqlite.is_affected(version), journal, sqlite.check_library()) == (False, "wal", [])
