"""What a file says about itself in one line: the session, the State, its language, and the versions of its answers.

The line stands in a property of the file that Word and LibreOffice keep, and small at the foot of each page, where it
survives programs that drop the property, and paper. It proves nothing: who may apply a file is decided elsewhere.
"""

import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import blake2b

from .shapes import Identity

_MOMENT = "%Y%m%dT%H%M%SZ"
_LINE = re.compile(
    r"GCM1/(?P<session>[a-z0-9-]{1,80})/(?P<state>[A-Z]{0,3})/(?P<language>[a-z-]{2,10})/"
    r"(?P<made>\d{8}T\d{6}Z)/(?P<versions>\d{1,4}\.\d{1,9}(?:-\d{1,4}\.\d{1,9}){0,500})"
)
_WORD_LIMIT = 255
"""How many characters Word shows of a property."""


def line(given):
    """The line for a :class:`~.shapes.Questionnaire`: ``GCM1/ece-2024-s3/XRU/en/20261125T130000Z/1.4-2.0``."""
    versions = "-".join(f"{question.number}.{question.version}" for question in given.questions)
    made = given.made_at.astimezone(UTC).strftime(_MOMENT)
    return f"GCM1/{given.session_slug}/{given.state_code}/{given.language}/{made}/{versions}"


def with_digests(said, texts):
    """The line and, behind a space, short digests of the form's own texts, as many as there is room for."""
    room = (_WORD_LIMIT - len(said) - 1) // 4
    digests = dict.fromkeys(digest(text) for text in texts)
    return f"{said} {''.join(list(digests)[: max(room, 0)])}".strip()


def digest(text):
    """Four characters that stand for a text, however its spaces are set."""
    return urlsafe_b64encode(blake2b(" ".join(text.split()).encode(), digest_size=3).digest()).decode()


def digests_in(written):
    """The digests behind a line."""
    found = _LINE.search(written)
    rest = written[found.end() :].strip() if found else ""
    return frozenset(rest[at : at + 4] for at in range(0, len(rest) - 3, 4))


def identity(written):
    """The :class:`~.shapes.Identity` in a text that holds such a line somewhere; None without one."""
    found = _LINE.search(written)
    if not found:
        return None
    try:
        made_at = datetime.strptime(found["made"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        made_at = None
    pairs = (pair.split(".") for pair in found["versions"].split("-"))
    versions = {int(number): int(version) for number, version in pairs}
    return Identity(found["session"], found["state"], found["language"], versions, made_at)
