"""Reads the finished sheet of a workbook again, one row at a time, so that what is in it can be counted.

It shares nothing with the writing but the format itself.
"""

from xml.parsers import expat

from .styles import marks_restricted

_CHUNK = 64 * 1024


def read_rows(stream, width):
    """Yield ``(cells, restricted)`` for each row of the XML in ``stream``: ``width`` strings, headers first.

    Raises ``expat.ExpatError`` for what is no XML, ``ValueError`` for cells that stand where no column is.
    """
    reader = _Reader(width)
    while chunk := stream.read(_CHUNK):
        reader.parser.Parse(chunk, False)
        yield from reader.take()
    reader.parser.Parse(b"", True)
    yield from reader.take()


def gather(rows, parts):
    """Yield the rows with texts put together again that continue over as many columns as ``parts`` says."""
    starts, ends, end = [], [], 0
    for count in parts:
        starts.append(end)
        end += count
        ends.append(end)
    spans = list(zip(starts, ends, strict=True))
    for cells, restricted in rows:
        yield ["".join(cells[start:end]) for start, end in spans], restricted


class _Reader:
    def __init__(self, width):
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = _CHUNK
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._width = width
        self._columns = {}
        self._finished = []
        self._text = []
        self._column = 0
        self._new_row()

    def _new_row(self):
        self._cells = [""] * self._width
        self._restricted = False

    def take(self):
        """The rows that ended since the last call."""
        finished, self._finished = self._finished, []
        return finished

    def _start(self, name, attributes):
        if name == "t" or name == "v":
            self.parser.CharacterDataHandler = self._text.append
        elif name == "c":
            told = dict(zip(attributes[::2], attributes[1::2], strict=True))
            self._column = self._column_of(told["r"])
            if marks_restricted(int(told.get("s", 0))):
                self._restricted = True

    def _end(self, name):
        if name == "t" or name == "v":
            self.parser.CharacterDataHandler = None
        elif name == "c":
            if self._text:
                self._cells[self._column] = "".join(self._text)
                self._text.clear()
        elif name == "row":
            self._finished.append((self._cells, self._restricted))
            self._new_row()

    def _column_of(self, reference):
        name = reference.rstrip("0123456789")
        if name not in self._columns:
            number = 0
            for letter in name:
                number = 26 * number + ord(letter) - 64
            if not 1 <= number <= self._width:
                raise ValueError(f"The cell {reference} stands beside the columns.")
            self._columns[name] = number - 1
        return self._columns[name]
