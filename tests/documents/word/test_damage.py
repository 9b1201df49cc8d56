"""Files damaged on their way, or such as no word processor writes: nothing worse than a sentence comes of them."""

import io
import random

import pytest
from lxml import etree

from responses.documents.word.reading import read
from responses.documents.word.shapes import Reading
from responses.documents.word.unreadable import Unreadable
from responses.documents.word.writing import questionnaire
from tests.growth import growth

from .corpus import CASES
from .drafts import packed, unpacked
from .rounds import QUESTIONS, answering, given

TIMES = 40
VALUES = ("", "-1", "9" * 20, "abc", "0", "٣", "1.5", "F0B7", "110000", "D800", "../../etc/passwd")
TEXTS = ("", "\u2028", " HYPERLINK ", "SYMBOL 99999999", "GCM1/a-b/XRU/en/99999999T999999Z/1.1", " IF ")


def cut(content, chance):
    """Only its beginning arrived."""
    return content[: chance.randrange(len(content))]


def flipped(content, chance):
    """Some bits are wrong."""
    damaged = bytearray(content)
    for _bit in range(chance.choice((1, 3, 20))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def disordered(content, chance):
    """The XML is XML, and says what nobody would say."""
    parts = unpacked(content)
    main = next(name for name in parts if name.endswith(("/document.xml", "/document2.xml")))
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))] + [main] * 6)
    root = etree.fromstring(parts[name])
    for _place in range(chance.choice((1, 3, 20))):
        found = chance.choice(list(root.iter()))
        CHANGES[chance.randrange(len(CHANGES))](found, root, chance)
    return packed(parts | {name: etree.tostring(root)})


def _remove(found, _root, _chance):
    if found.getparent() is not None:
        found.getparent().remove(found)


def _say(found, _root, chance):
    found.text = chance.choice(TEXTS)


def _set(found, _root, chance):
    if found.attrib:
        found.set(chance.choice(list(found.attrib)), chance.choice(VALUES))


def _rename(found, root, chance):
    found.tag = chance.choice(list(root.iter())).tag


def _hang(found, root, chance):
    place = chance.choice(list(root.iter()))
    if found not in (place, *place.iterancestors()):
        place.append(found)


CHANGES = (_remove, _say, _set, _rename, _hang)


@pytest.mark.parametrize("damage", [cut, flipped, disordered])
def test_damage_ends_in_a_reading_or_in_a_sentence(damage):
    chance = random.Random(2026)
    contents = [case.content() for case in list(CASES.values())[::4]]
    for _time in range(TIMES):
        try:
            found = read(io.BytesIO(damage(chance.choice(contents), chance)), QUESTIONS)
        except Unreadable as refused:
            found = refused
        assert isinstance(found, Reading) or str(found).endswith(".")


def _written(lines):
    """The questionnaire with so many lines in each answer, as a file to be read."""
    text = "\n".join(f"{number} The Government of Ruritania continues its work." for number in range(lines))
    return questionnaire(given(answering(dict.fromkeys(range(1, 6), text))))


def test_the_time_to_read_grows_with_the_length():
    def act(content):
        read(io.BytesIO(content), QUESTIONS)

    assert growth(act, (_written(100),), (_written(400),)) < 7


def test_the_time_to_write_grows_with_the_length():
    def act(lines):
        _written(lines)

    assert growth(act, (100,), (400,)) < 7
