"""Which SQLite holds the record: one that cannot lose what it has confirmed.

SQLite 3.7.0 to 3.51.2 can lose committed writes in WAL mode when two connections write and checkpoint at the same
moment (the "WAL-reset" defect, sqlite.org/wal.html). Python uses the library of the operating system, which is often
one of these; the package ``pysqlite3`` brings a newer one. docs/decisions/databases.md says why, with figures.
"""

import sqlite3
import sys

from django.core import checks
from django.db import connection

try:
    import pysqlite3
except ImportError:  # no wheel for this kind of machine
    pysqlite3 = None

FIXED_IN = (3, 51, 3)


def use_newest():
    """Let Django's backend find the newer of the two libraries under the name ``sqlite3``; returns its version.

    Runs at the top of the settings, before anything has opened a database.
    """
    if pysqlite3 and pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, pysqlite3.dbapi2
        return pysqlite3.sqlite_version_info
    return sqlite3.sqlite_version_info


def is_affected(version):
    """Whether a version of SQLite can lose committed writes in WAL mode."""
    return (3, 7, 0) <= version < FIXED_IN


def journal(version):
    """The journal mode in which a version of SQLite keeps what it has confirmed.

    WAL, in which readers and the writer do not wait for each other; the rollback journal where WAL may lose a write.
    """
    return "TRUNCATE" if is_affected(version) else "WAL"


def pragmas(version, *, synchronous="FULL"):
    """What each new connection is told."""
    return (
        f"PRAGMA journal_mode={journal(version)}; PRAGMA synchronous={synchronous}; PRAGMA foreign_keys=ON;"
    )


def check_library(app_configs=None, **kwargs):
    """The start-up check: warns where the database in use is a SQLite that can lose writes in WAL mode."""
    return warnings(connection.Database.sqlite_version_info) if connection.vendor == "sqlite" else []


def warnings(version):
    """What that check says of a version of SQLite: nothing, or one warning."""
    if not is_affected(version):
        return []
    running = ".".join(map(str, version))
    return [
        checks.Warning(
            f"SQLite {running} can lose confirmed writes in WAL mode; the slower rollback journal is used instead.",
            hint="Install the package pysqlite3 (it brings its own SQLite), or use PostgreSQL.",
            id="gcmreview.W001",
        )
    ]
