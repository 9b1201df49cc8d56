"""Gathers small pieces into large writes, so that a file is written in few steps and little memory."""

ENOUGH = 256 * 1024
"""Bytes that are gathered before they are written."""


class Buffered:
    """Passes bytes on to ``write`` in large pieces; ``size`` is how many came. Leave with ``flush``."""

    def __init__(self, write):
        self.size = 0
        self._write = write
        self._pieces = []
        self._waiting = 0

    def add(self, piece):
        """Take one piece of bytes."""
        self._pieces.append(piece)
        self._waiting += len(piece)
        if self._waiting >= ENOUGH:
            self.flush()

    def flush(self):
        """Write what is waiting."""
        self._write(b"".join(self._pieces))
        self.size += self._waiting
        self._pieces.clear()
        self._waiting = 0
