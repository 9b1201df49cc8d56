"""A query that is put together once and asked many times: for the pages that a delegation has open all day.

Django puts the SQL of a query together anew each time it is asked, which takes several times longer than a small query
itself. Here that is done on the first use; afterwards only the values change. docs/decisions/web.md has the figures.
"""

import copy

from django.db import connection

LARGEST = 2**63
"""No database takes a larger number; nothing has it."""


class Prepared:
    """A queryset whose values are given when it is asked.

    ``build`` takes a stand-in for each value and returns a queryset that filters by them. Whatever else it says stays
    as it was on the first use: nothing in it may depend on the moment, the person or the language. ``kinds`` are the
    types of the values, ``int`` or ``str``.
    """

    def __init__(self, build, *kinds):
        self._build, self._kinds, self._composed = build, kinds, {}
        # Small enough for every column of numbers, and nothing that a query says otherwise.
        self._stand_ins = [kind(31_000 + place) for place, kind in enumerate(kinds)]

    def rows(self, *values):
        """What the queryset gives for these values: a list."""
        if any(isinstance(value, int) and abs(value) >= LARGEST for value in values):
            return []
        queryset, compiler, sql, params = self._compose()
        given = dict(zip(self._stand_ins, values, strict=True))
        said = sql, tuple(given.get(param, param) for param in params)
        # A copy: what a compiler remembers of its work is read again below, by several threads at the same time.
        compiler = copy.copy(compiler)
        compiler.connection, compiler.as_sql = connection, lambda *_args, **_more: said
        asked = queryset.all()
        asked.query.get_compiler = lambda *_args, **_more: compiler
        return list(asked)

    def _compose(self):
        """The queryset, its compiler after its work, and the SQL with the stand-ins; once for each kind of database."""
        if connection.vendor not in self._composed:
            queryset = self._build(*self._stand_ins)
            compiler = queryset.query.get_compiler(connection=connection)
            self._composed[connection.vendor] = queryset, compiler, *compiler.as_sql()
        return self._composed[connection.vendor]
