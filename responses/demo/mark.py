"""The mark by which a database says that it holds a demonstration and nothing real.

The mark is a table. It is made only here, only in a database without any table, and before anything else, so
that no database of real responses can ever have it, and a first start that is interrupted leaves no riddle.
"""

import threading
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from responses.rules.refused import Refused

TABLE = "demonstration_data"

_found = threading.Event()


def _tables():
    return set(connection.introspection.table_names())


def is_marked():
    """Whether this database holds a demonstration; asked once, since a mark does not go away."""
    if not _found.is_set() and TABLE in _tables():
        _found.set()
    return _found.is_set()


def claim():
    """Mark an empty database. Raises :class:`Refused` when it holds something and has no mark."""
    if is_marked():
        return
    if _tables():
        raise Refused(
            _(
                "This database holds data and is not a demonstration's: nothing was changed. Name an empty one, "
                "for example DATABASE_URL=sqlite:///demo.sqlite3"
            )
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (made_at varchar(40) NOT NULL)")
        cursor.execute(f"INSERT INTO {TABLE} VALUES (%s)", [datetime.now(UTC).isoformat()])  # noqa: S608 (a constant)


def empty():
    """Take everything out of a marked database, the mark included.

    Raises :class:`Refused` for a database that holds something and has no mark.
    """
    tables = _tables()
    if tables and TABLE not in tables:
        raise Refused(_("This database is not a demonstration's: it was not emptied."))
    _found.clear()
    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("-wal", "-shm", "-journal", ""):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
    elif tables:
        with transaction.atomic(), connection.cursor() as cursor:
            names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
            cursor.execute(f"DROP TABLE {names} CASCADE")
