"""Sets the stage for a fault in an empty database, and looks afterwards whether all that was confirmed is there.

Each command runs in a process of its own, whose DATABASE_URL says which database:

    python -m tests.faults.stage make STATES GROUPS WRITERS CHARACTERS
    python -m tests.faults.stage move
    python -m tests.faults.stage hold SECONDS
    python -m tests.faults.stage check JOURNAL [JOURNAL ...]
"""

import json
import os
import sys
import time
from collections import defaultdict

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, InterfaceError, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from responses.models import Answer, AnswerVersion, Chain, Response, User  # noqa: E402
from responses.models.event import broken_links, sha256  # noqa: E402
from responses.rules import moves, workflow  # noqa: E402
from responses.status import Attribution, Publication, Role, Status  # noqa: E402
from tests import factories  # noqa: E402
from tests.faults.page import KEEPS, beginning  # noqa: E402

MOVER = "mover@example.org"
DECLARATION = moves.Declaration(
    authorized_name="Rudolf Elphberg",
    authorized_title="Deputy Minister",
    authorized_authority="Ministry of Foreign Affairs",
    transmitted_name="Flavia Strelsau",
    transmitted_capacity="Permanent Mission in Geneva",
    publication=Publication.NO,
    attribution=Attribution.NOT_ATTRIBUTED,
    no_information_confirmed=True,
)


def make(states, groups, writers, characters):
    """The pages of all writers: ``groups`` of them in each State, one answer to a group. One State more moves."""
    call_command("migrate", verbosity=0)
    pages, start = [], "\n\n".join(beginning(writers, characters))
    with transaction.atomic():
        for number in range(states):
            response = factories.ResponseFactory(member_state__alpha3=alpha3(number))
            people = [factories.member(response, Role.CONTRIBUTOR) for _ in range(groups * writers)]
            factories.write_all(response, people[0], text=start)
            pages += [
                page(response, index, person, writers, characters) for index, person in enumerate(people)
            ]
        moving = factories.ResponseFactory(member_state__alpha3="XZZ")
        factories.write_all(moving, factories.member(moving, Role.FOCAL_POINT, email=MOVER))
    return pages


def alpha3(number):
    """The code of an invented State."""
    return f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def page(response, index, person, writers, characters):
    """What :class:`tests.faults.page.Page` needs to know: where, who, and which of the writers there."""
    client = Client()
    client.force_login(person)
    state = response.member_state.alpha3
    return {
        "path": f"/{response.session.slug}/{state}/questions/{index // writers + 1}/save/",
        "state": state,
        "group": index // writers,
        "place": index % writers,
        "writers": writers,
        "characters": characters,
        "session": client.cookies["sessionid"].value,
        "base": 1,
    }


def move():
    """Submit and recall one response again and again, so that faults meet a chain of events that grows.

    Until it is killed, or whoever started it has gone.
    """
    starter = os.getppid()
    while os.getppid() == starter:
        try:
            response = Response.objects.get(member_state__alpha3="XZZ")
            mover = User.objects.get(email=MOVER)
            if response.status == Status.DRAFTING:
                workflow.perform("submit", response, by=mover, data=DECLARATION)
            else:
                workflow.perform("recall", response, by=mover)
            time.sleep(0.1)
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.5)


def hold(seconds):
    """Keep every answer locked, as a long administrative act may do."""
    with transaction.atomic():
        list(Answer.objects.select_for_update().values_list("pk"))
        time.sleep(seconds)


def check(journals):
    """A dictionary of what was found; every figure but the first three has to be 0."""
    confirmed = defaultdict(dict)
    for journal in journals:
        with open(journal, encoding="utf-8") as lines:  # noqa: PTH123 (a path as given)
            for told in filter(None, map(complete, lines)):
                if told["outcome"] in KEEPS:
                    confirmed[told["path"]][told["key"]] = told
    found = {"acknowledged": sum(map(len, confirmed.values())), "versions": AnswerVersion.objects.count()}
    found["events"] = sum(Chain.objects.values_list("last_number", flat=True))
    found |= {"lost": 0, "misplaced": 0}
    for path, texts in confirmed.items():
        compare(answer_at(path), texts, found)
    found["gaps"] = sum(map(has_gap, Answer.objects.all()))
    found["broken_links"] = sum(len(broken_links(chain)) for chain in Chain.objects.all())
    found["damaged"] = damaged()
    return found


def complete(line):
    """What a line of a journal says; None for the last one of a writer that was stopped while writing it."""
    return json.loads(line) if line.endswith("\n") else None


def answer_at(path):
    """The answer that a page saved to."""
    _, slug, state, _, number, *_ = path.split("/")
    return Answer.objects.get(
        response__session__slug=slug, response__member_state__alpha3=state, question__number=number
    )


def compare(answer, texts, found):
    """Count the confirmed texts that are not there byte for byte, and those that are not where the reply said."""
    by_key, by_number, every = {}, {}, set()
    for key, number, text in answer.versions.values_list("key", "number", "text").iterator():
        by_key[key] = by_number[number] = sha256(text)
        every.add(by_key[key])
    for key, told in texts.items():
        there = by_key.get(key) == told["sha256"] or told["sha256"] in every
        found["lost"] += not there
        placed = by_number.get(told["version"])
        found["misplaced"] += placed is None or (told["outcome"] == "saved" and placed != told["sha256"])


def has_gap(answer):
    """Whether the numbers of an answer's versions have a gap, or the answer is not the version that stands."""
    numbers = list(answer.versions.order_by("number").values_list("number", flat=True))
    standing = answer.versions.filter(number=answer.version).values_list("text", flat=True).first() or ""
    return numbers != list(range(1, answer.last_number + 1)) or standing != answer.text


def damaged():
    """How many defects the database finds in itself."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        told = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        return len(cursor.fetchall()) + (told != ["ok"])


if __name__ == "__main__":
    command, *given = sys.argv[1:]
    commands = {
        "make": lambda: make(*map(int, given)),
        "move": move,
        "hold": lambda: hold(float(*given)),
        "check": lambda: check(given),
    }
    print(json.dumps(commands[command]()))
