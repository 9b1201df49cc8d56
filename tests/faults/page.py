"""What an opened question page does: its writer changes the text, it sends the form, and it reads the reply."""

import hashlib
import json
import random
from functools import lru_cache
from urllib.parse import quote_plus

PROSE = (
    "The working group of nine ministries meets every quarter and reports to Cabinet on the progress made. "
    "Interpretation is free of charge in all reception centres, and the legal aid scheme covers appeals. "
)
SHARED = 0
"""The place of the paragraph that every writer may change; each has one of their own besides."""
KEEPS = frozenset({"saved", "merged", "stale_version", "closed"})
"""The outcomes that say: this text is kept."""
KNOWN = KEEPS | {"signed_out", "too_large", "invalid", "unavailable"}

encoded = lru_cache(maxsize=20_000)(quote_plus)


def beginning(writers, characters):
    """The text that all writers of one answer start from: paragraphs with quiet ones between them."""
    count = 2 * writers + 1
    body = (PROSE * (characters // len(PROSE) + 1))[: max(characters // count - 12, 1)].strip()
    return [f"Paragraph {place}. {body}" for place in range(count)]


class Page:
    """One page of one writer. ``place`` is the writer's number among those of the same answer."""

    def __init__(self, facts, seed=0):
        self.path, self.place = facts["path"], facts["place"]
        self.name = f"{facts['state']}{self.place}-{seed}"
        self.paragraphs = beginning(facts["writers"], facts["characters"])
        self.own = 2 * self.place + 1
        self.base, self.saves = facts.get("base", 0), 0
        self.chance = random.Random(self.name)
        self.key = self.text = None
        self.common = self.paragraphs[SHARED]
        self.head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Cookie: sessionid={facts['session']}; csrftoken={'c' * 32}\r\nX-CSRFToken: {'c' * 32}\r\n"
        ).encode()

    def write(self, clashes=0.0):
        """The writer changes a sentence: mostly in a paragraph of their own, now and then in the shared one."""
        self.saves += 1
        place = SHARED if self.chance.random() < clashes else self.own
        text = self.paragraphs[place].partition(" [")[0]
        self.paragraphs[place] = f"{text} [{self.name}, {self.saves}]"
        self.key, self.text = f"{self.name}-{self.saves}", "\n\n".join(self.paragraphs)

    def form(self):
        """The body of the request."""
        text = "%0A%0A".join(map(encoded, self.paragraphs))
        return f"text={text}&language=en&base={self.base}&key={self.key}&page={self.name}".encode()

    def sha256(self):
        return hashlib.sha256(self.text.encode()).hexdigest()

    def take(self, told):
        """Go on from what the reply says.

        Where a colleague changed the shared paragraph too, the writer leaves it to them and goes on with their own:
        the text is kept beside the answer, and the next save brings both together.
        """
        if told["outcome"] == "stale_version":
            self.paragraphs[SHARED] = self.common
        elif told["outcome"] in KEEPS:
            self.base = told["version"]
            if "text" in told:
                self.paragraphs = told["text"].split("\n\n")
            self.common = self.paragraphs[SHARED]


def read(status, body):
    """What a reply says, or None when it is not one of the replies that a page understands."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and told.get("outcome") in KNOWN else None
