"""The record that a PDF carries inside, taken out without opening the file as a PDF reader would.

The file comes from anyone. The embedded files of a PDF are streams that stand in the open; they are found by their
mark and unpacked within bounds, so that no file, however made, costs more than reading it once.
"""

import re
import zlib

MARK = b"/EmbeddedFile"
MOST_FILES = 20
LARGEST = 32 * 1024 * 1024
"""Of all embedded files together, unpacked; in bytes."""
LONGEST_DICTIONARY = 2_000
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})\s*(?:/|>>)")


def is_pdf(file):
    """Whether a file says that it is a PDF; some programs put a few bytes before that."""
    return b"%PDF-" in file[:1024]


def files_in(pdf):
    """The embedded files of a PDF, as bytes, one after the other; what cannot be unpacked is left out."""
    left, place = LARGEST, 0
    for _one in range(MOST_FILES):
        place = pdf.find(MARK, place)
        if place < 0:
            return
        content = _content(pdf, place, left)
        if content is not None:
            left -= len(content)
            yield content
        place += len(MARK)


def _content(pdf, place, left):
    """What the stream holds in whose dictionary the mark stands; None when there is none, or it is too large."""
    if pdf[place + len(MARK) : place + len(MARK) + 1] == b"s":  # the list of names, not a file
        return None
    begins = pdf.rfind(b"obj", max(0, place - LONGEST_DICTIONARY), place)
    ends = pdf.find(b"stream", place, place + LONGEST_DICTIONARY)
    if begins < 0 or ends < 0:
        return None
    dictionary = pdf[begins:ends]
    start = ends + len(b"stream")
    start += 2 if pdf[start : start + 2] == b"\r\n" else 1
    packed = memoryview(pdf)[start : _end(pdf, dictionary, start)]
    if b"/Filter" not in dictionary:
        return bytes(packed) if len(packed) <= left else None
    return _unpacked(packed, left) if b"/FlateDecode" in dictionary else None


def _end(pdf, dictionary, start):
    """Where a stream ends: as long as it says, or at its mark when its length stands elsewhere."""
    if said := _LENGTH.search(dictionary):
        return start + int(said[1])
    found = pdf.find(b"endstream", start)
    return found if found >= 0 else len(pdf)


def _unpacked(packed, left):
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, left + 1)
    except zlib.error:
        return None
    return content if len(content) <= left and unpacking.eof else None
