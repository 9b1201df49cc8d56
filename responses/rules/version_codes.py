"""Short codes on paper that lead back to the exact text which an official signed.

A code as 2-14-K7QX-3M9T-B names question 2 and version 14; eight signs of a SHA-256 tie it to the State, the session,
the language and the text, and the last sign finds most slips of the pen. Letters and digits that look alike on paper
count as the same, capitals or not.
"""

import hashlib
import re
import unicodedata
from typing import NamedTuple

from responses.models.event import canonical
from responses.status import Completeness

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U."""

_ALIKE = str.maketrans("ILO", "110")
_SIGNS, _LONGEST = 8, 60
_FORM = re.compile(rf"(\d{{1,4}})[^0-9A-Z]+(\d{{1,9}})[^0-9A-Z]+([{ALPHABET}]{{{_SIGNS}}})([{ALPHABET}])")


class Code(NamedTuple):
    """What a code says: the number of a question, the number of a version, and the signs of the text."""

    number: int
    version: int
    signs: str

    @property
    def written(self):
        """As it is printed."""
        check = _check(self.number, self.version, self.signs)
        return f"{self.number}-{self.version}-{self.signs[:4]}-{self.signs[4:]}-{check}"


def code_of(response, number, version, *, text, language, no_information):
    """The code of a text: eight signs are 40 bits. Where no information is provided, no text and no language counts."""
    said = [None, None] if no_information else [text, language]
    about = [response.session.slug, response.member_state.alpha3, number, version, *said]
    bits = int.from_bytes(hashlib.sha256(canonical(about).encode()).digest()[:5], "big")
    signs = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(_SIGNS)))
    return Code(number, version, signs)


def of_answer(answer):
    """The code of an answer as it stands, as it is printed."""
    is_silent = answer.completeness == Completeness.NO_INFORMATION
    return _of(answer, answer.version, answer, no_information=is_silent)


def of_version(answer, saved, *, no_information=False):
    """The code of one version of an answer; ``saved`` is None for what was said before anything was written."""
    return _of(answer, saved.number if saved else 0, saved, no_information=no_information)


def _of(answer, version, source, *, no_information):
    facts = {"text": source.text, "language": source.language} if source else {"text": "", "language": ""}
    number = answer.question.number
    return code_of(answer.response, number, version, no_information=no_information, **facts).written


def read(typed):
    """The :class:`Code` that somebody typed from a sheet, or None where a sign of it is wrong or missing."""
    # Digits of any script; compatibility forms fold to plain letters.
    plain = unicodedata.normalize("NFKC", typed[:_LONGEST]).upper().translate(_ALIKE)
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain).strip()
    parts = re.split(r"[^0-9A-Z]+", plain.strip(" .,;:-–"))
    if len(parts) < 3:
        return None
    found = _FORM.fullmatch(f"{parts[0]}-{parts[1]}-{''.join(parts[2:])}")
    if found is None:
        return None
    number, version, signs, check = int(found[1]), int(found[2]), found[3], found[4]
    return Code(number, version, signs) if check == _check(number, version, signs) else None


def _check(number, version, signs):
    """The last sign: Luhn's, for 32 signs; it finds each wrong sign and nearly each pair that changed places."""
    total, factor = 0, 2
    for sign in reversed(f"{number}Z{version}Z{signs}"):
        product = factor * ALPHABET.index(sign)
        total += product // 32 + product % 32
        factor = 3 - factor
    return ALPHABET[-total % 32]
