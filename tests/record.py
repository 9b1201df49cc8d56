"""The whole database, looked at from outside: what is stored now, and what a piece of code tries to write."""

import re
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

OWN_AFFAIRS = {"django_session", "throttle_counts"}
"""What a visit may write about itself: who is signed in in this browser, and how often something was tried."""

WRITING = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def snapshot():
    """All rows of all tables: ``{table: [row]}``; what a request of others must leave as it is."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in models
        if model._meta.db_table not in OWN_AFFAIRS
    }


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
