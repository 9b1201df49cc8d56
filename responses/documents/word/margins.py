"""What stands beside the text of a file: comments, footnotes and endnotes."""

from .blocks import text_of
from .counting import roman
from .tags import local, value

_LONGEST_ABOUT = 300
_MOST_OPEN = 50


class Comments:
    """The comments of a file, and the words to which each is attached."""

    def __init__(self):
        self.written = {}
        """By id: (author, text)."""
        self._open, self._about = {}, {}

    def begin(self, comment):
        """From here on, what is written is what a comment is about."""
        if len(self._open) < _MOST_OPEN:
            self._open[comment] = self._about.setdefault(comment, [])

    def end(self, comment):
        """To here."""
        self._open.pop(comment, None)

    def hear(self, text):
        """Text that is written while comments are open."""
        for comment, heard in list(self._open.items()):
            heard.append(text[:_LONGEST_ABOUT])
            if len(heard) > _LONGEST_ABOUT:
                del self._open[comment]

    def about(self, comment):
        """The words to which a comment is attached."""
        return "".join(self._about.get(comment, ()))[:_LONGEST_ABOUT]

    def read(self, root, walk):
        """Reads the part that holds the comments; ``walk`` makes blocks of an element."""
        for row in root if root is not None else ():
            if local(row) == "comment":
                self.written[value(row, "id")] = (value(row, "author"), text_of(walk(row)).strip())


class Notes:
    """Footnotes and endnotes, numbered as Word shows them: by the order in which the text refers to them."""

    def __init__(self):
        self._texts = {"footnoteReference": {}, "endnoteReference": {}}
        self._labels = {}
        self._counts = {"footnoteReference": 0, "endnoteReference": 0}

    def refer(self, kind, note):
        """The number and the text of a note referred to; ("", "") for one that is not in the file."""
        if note not in self._texts[kind]:
            return "", ""
        if (kind, note) not in self._labels:
            self._counts[kind] += 1
            count = self._counts[kind]
            self._labels[kind, note] = str(count) if kind == "footnoteReference" else roman(count)
        return self._labels[kind, note], self._texts[kind][note]

    def read(self, kind, root, walk):
        """Reads the part that holds the notes of one kind."""
        for row in root if root is not None else ():
            if local(row) in ("footnote", "endnote") and value(row, "type", "normal") == "normal":
                self._texts[kind][value(row, "id")] = text_of(walk(row)).strip()
