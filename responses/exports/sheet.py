"""What all exports share: named columns, rows one by one in alphabetical order, and what the person may know."""

from django.utils.translation import get_language
from import_export.fields import Field
from import_export.resources import Resource

from responses import languages

from .formats import Column, Kind, Row, Sheet


class SheetField(Field):
    """One column: its header for people, what its cells hold, and how the value is found in an object."""

    def __init__(self, header, value, kind=Kind.TEXT, width=None):
        super().__init__(column_name=header, readonly=True, dehydrate_method=value)
        self.kind, self.width = kind, width


class SheetResource(Resource):
    """One kind of export; ``responses`` are the responses, among those visible to ``user``, that it is about.

    Subclasses name the columns, one by one, and say in :meth:`get_queryset` where the rows come from.
    """

    chunk = 50
    """Objects in memory at a time. Queries do not depend on how many objects a chunk holds."""
    title = ""
    notice = ""
    """What stands above each printed page, whatever the rows."""
    frozen_columns = 1

    def __init__(self, user, responses, **kwargs):
        super().__init__(**kwargs)
        self.user, self.responses = user, responses
        self.restricted_rows = 0

    def iter_queryset(self, queryset):
        """The objects in chunks; what belongs to them is fetched once for each chunk."""
        yield from queryset.iterator(chunk_size=self.chunk)

    def columns(self):
        """The columns, as the formats take them."""
        return [
            Column(name, str(field.column_name), field.kind, field.width)
            for name, field in self.fields.items()
        ]

    def is_restricted(self, instance):
        """Whether a row is not for distribution."""
        return False

    def count_restricted(self):
        """How many rows are not for distribution, as the database has it now."""
        return 0

    def rows(self):
        """Yield the rows, one by one; ``restricted_rows`` counts those that are not for distribution."""
        values = [field.dehydrate_method for field in self.fields.values()]
        self.restricted_rows = 0
        for instance in self.iter_queryset(self.get_queryset()):
            restricted = self.is_restricted(instance)
            self.restricted_rows += restricted
            yield Row([value(instance) for value in values], restricted=restricted)

    def sheet(self, notice):
        """The sheet, whose rows are read when it is written."""
        return Sheet(str(self.title), self.columns(), self.rows(), self.frozen_columns, str(notice))


def by_state(path):
    """The alphabetical order of States in the language of the page; ``path`` leads to the Member State."""
    code = (get_language() or "en").split("-")[0]
    return f"{path}__sort_key_{code if code in languages.UNITED_NATIONS else 'en'}", f"{path}__alpha3"


def by_session(path):
    """The order of sessions; ``path`` leads to the session."""
    return f"{path}__review__year", f"{path}__review__commission__code", f"{path}__number"


def names_of(codes):
    """The names of languages, from codes with spaces between."""
    return ", ".join(str(languages.name(code)) for code in codes.split())
