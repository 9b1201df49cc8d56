"""Turns XML into bytes, and stops at what XML cannot hold instead of writing a file that nobody can open.

Such characters are kept out where texts come in; this is the second door.
"""

import re

# Source: XML 1.0, production 2 "Char".
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_bytes(xml):
    """The XML as UTF-8; raises ``ValueError`` for a control character, half a character or a noncharacter in
    it.

    The bytes of a whole row are tested at once, which is many times faster than a search in each text.
    """
    data = xml.encode()
    if len(data.translate(None, _CONTROLS)) < len(data):
        raise ValueError("A control character cannot stand in XML.")
    if not data.isascii() and any(character in data for character in _NONCHARACTERS):
        raise ValueError("A noncharacter cannot stand in XML.")
    return data


def why_unwritable(text):
    """In words, the first character that XML cannot hold and where it stands; ``None`` without one."""
    found = _UNWRITABLE.search(text)
    return found and f"U+{ord(found[0]):04X} (character {found.start() + 1}) cannot stand in a workbook."
