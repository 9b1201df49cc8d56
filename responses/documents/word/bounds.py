"""How much of a file is read, and for how long: what a delegation's file never reaches, and a hostile one soon does."""

import time

from .unreadable import Unreadable, Why

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of the file as sent."""
LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes of all its parts together, unpacked."""
MOST_PARTS = 2_000
HIGHEST_RATIO, LOOKED_AT_FROM = 150, 4 * 1024 * 1024
"""How many times larger than packed a part may be, asked of parts that unpack to so many bytes or more."""
MOST_TAGS = 2_500_000
"""Tags and attributes in all parts that are parsed: they, and not the bytes, are what takes time and memory."""
MOST_LINES = 250_000
"""Paragraphs."""
LONGEST = 10
"""Seconds of processor time for one file."""

_OFTEN = 64


class Budget:
    """What is left for one file; raises :class:`~.unreadable.Unreadable` when nothing is."""

    def __init__(self, seconds=LONGEST, tags=MOST_TAGS, unpacked=LARGEST_UNPACKED):
        self._until = time.thread_time() + seconds
        self._tags, self._bytes, self._lines, self._steps = tags, unpacked, MOST_LINES, 0

    def line(self):
        """To be called for each paragraph."""
        self._lines -= 1
        if self._lines < 0:
            raise Unreadable(Why.UNPACKS_TOO_LARGE)

    def step(self):
        """To be called wherever a loop goes on; looks at the clock now and then."""
        self._steps += 1
        if self._steps % _OFTEN == 0:
            self.look_at_the_clock()

    def look_at_the_clock(self):
        """Stops when the time is up. The processor's time, so that a busy machine refuses nothing."""
        if time.thread_time() > self._until:
            raise Unreadable(Why.TOO_LONG)

    def spend(self, data):
        """Counts bytes as they are unpacked; returns them."""
        self._bytes -= len(data)
        self._tags -= data.count(b"<") + data.count(b"=")
        if self._bytes < 0 or self._tags < 0:
            raise Unreadable(Why.UNPACKS_TOO_LARGE)
        return data


class Counted:
    """A binary file for a parser to read from, whose every byte is counted."""

    def __init__(self, file, budget):
        self._file, self._budget = file, budget

    def read(self, size=-1):
        """The next bytes."""
        self._budget.look_at_the_clock()
        return self._budget.spend(self._file.read(size if size and size > 0 else 65_536))
