"""Leads the rows of a sheet through, one at a time, each value turned into what a format writes.

A column's kind decides; a value of another kind stops the export with a sentence that says where it stands.
"""

from datetime import UTC, date, datetime

from .problems import UnwritableValue
from .table import Kind


def pass_through(sheet, renderers):
    """Yield ``(cells, restricted)`` per row of ``sheet.rows``; nothing is kept.

    ``renderers`` maps each :class:`Kind` to a function of one value, which raises ``ValueError`` with the
    reason when it cannot hold it. Raises :class:`UnwritableValue`.
    """
    functions = [renderers[column.kind] for column in sheet.columns]
    width = len(functions)
    for position, row in enumerate(sheet.rows, start=1):
        if len(row) != width:
            raise UnwritableValue(sheet.title, position, "", f"{len(row)} values for {width} columns.")
        try:
            cells = [function(value) for function, value in zip(functions, row, strict=True)]
        except (ValueError, OverflowError):
            _explain(sheet, position, row, functions)
            raise
        yield cells, getattr(row, "restricted", False)


def _explain(sheet, position, row, functions):
    for column, function, value in zip(sheet.columns, functions, row, strict=True):
        try:
            function(value)
        except (ValueError, OverflowError) as problem:
            raise UnwritableValue(sheet.title, position, column.header, str(problem)) from problem


def text(value):
    """A text as it stands; an empty one for ``None``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise ValueError(f"{type(value).__name__} is not a text.")


def text_or_nothing(value):
    """A text as it stands, or ``None``."""
    return None if value is None else text(value)


def number(value):
    """A whole number or a fraction, or ``None``."""
    if value is None or type(value) is int:
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
        raise ValueError(f"{type(value).__name__} is not a number that can be written.")
    return value + 0


def boolean(value):
    """True or false, or ``None``."""
    if value is None or isinstance(value, bool):
        return value
    raise ValueError(f"{type(value).__name__} is neither true nor false.")


def moment(value):
    """An aware date time, or ``None``."""
    if value is None or (isinstance(value, datetime) and value.tzinfo is not None):
        return value
    raise ValueError(f"{type(value).__name__} is not a date time with a time zone.")


def day(value):
    """A date without time, or ``None``."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise ValueError(f"{type(value).__name__} is not a date.")


def iso_moment(value):
    """A date time in ISO 8601, in UTC (``2024-03-11T14:05:09Z``), or ``None``."""
    value = moment(value)
    return value and value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def iso_day(value):
    """A date in ISO 8601 (``2024-03-11``), or ``None``."""
    value = day(value)
    return value and value.isoformat()


PLAIN = {
    Kind.TEXT: text_or_nothing,
    Kind.LONG_TEXT: text_or_nothing,
    Kind.NUMBER: number,
    Kind.DATE_TIME: iso_moment,
    Kind.DATE: iso_day,
    Kind.BOOLEAN: boolean,
}
"""Renderers of formats that know no dates: values that JSON can hold."""


def kind_of(value):
    """The kind that fits one single value, for facts, which come without columns."""
    for kind, types in (
        (Kind.BOOLEAN, bool),
        (Kind.NUMBER, int | float),
        (Kind.DATE_TIME, datetime),
        (Kind.DATE, date),
    ):
        if isinstance(value, types):
            return kind
    return Kind.TEXT
