"""The whole database, looked at from outside: what is stored now, and what a piece of code tries to write."""

import re
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import connection

OWN_AFFAIRS = {"django_session", "throttle_counts"}
"""What a visit may write about itself: who is signed in in this browser, and how often something was tried."""

WRITING = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@cache
def _tables():
    """``{table: how all its rows are asked for}``; put together once, since tests ask thousands of times."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = {model._meta.db_table: connection.ops.quote_name(model._meta.pk.column) for model in models}
    return {
        table: f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY {key}"  # noqa: S608 (our own names)
        for table, key in found.items()
        if table not in OWN_AFFAIRS
    }


def snapshot():
    """All rows of all tables as stored, ``{table: [{column: value}]}``; what a request of others must leave."""
    found = {}
    with connection.cursor() as cursor:
        for table, question in _tables().items():
            cursor.execute(question)
            columns = [one[0] for one in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


@contextmanager
def writing():
    """Collects the names of the tables to which something is written meanwhile, visits' own affairs left out."""
    written = []

    def note(execute, sql, *rest):
        found = WRITING.match(sql)
        if found and found[1] not in OWN_AFFAIRS:
            written.append(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield written
