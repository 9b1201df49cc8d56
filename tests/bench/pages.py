"""What the question page costs, and saving it, as a multiple of a bare page on the same rows."""

import statistics
from itertools import count

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from responses.rules import assigning, noting, presence
from responses.status import Role
from tests import clearances, factories

from .prose import prose
from .static import collected
from .visitor import Visitor

LIMITS = {"question_page_ratio": 2.5, "question_page_queries": 12, "saving_ratio": 2.0}
ROUNDS, BEFORE = 200, 20
PROSE = prose(4_000, seed=1)
OURS = "/ece-2024-s3/XRU/questions/1/"


def delegation():
    """A focal point whose State has written 4,000 characters on each question; and the answers.

    The first has notes, a clearance, and a colleague who has it open.
    """
    response = factories.ResponseFactory(member_state__alpha3="XRU", member_state__name_en="Ruritania")
    user = factories.member(response)
    factories.write_all(response, user, text=PROSE)
    answers = list(response.answers.select_related("question", "response").order_by("question__number"))
    for number in range(3):
        noting.write(answers[0], f"Note {number}: is this the latest figure?", by=user)
    assigning.assign(answers[0], [user], by=user)
    clearances.ask(response, user, 1)
    clearances.record(response, user, 1)
    colleague = factories.member(response, Role.CONTRIBUTOR)
    presence.note(answers[0], colleague, 1)
    return user, answers


def alternating(ours, bare):
    """Medians of the seconds that ours and the bare one take, each measured by turns."""
    pairs = [(ours(), bare()) for _round in range(BEFORE + ROUNDS)][BEFORE:]
    return [statistics.median(seconds) for seconds in zip(*pairs, strict=True)]


def queries_of(ask):
    """How many queries a request takes."""
    with CaptureQueriesContext(connection) as queries:
        ask()
        return len(queries)


def figures(name, seconds):
    """The ratio, and for information both times in milliseconds."""
    ours, bare = seconds
    return {
        f"{name}_ratio": round(ours / bare, 2),
        f"{name}_ms": round(ours * 1000, 2),
        f"bare_{name}_ms": round(bare * 1000, 2),
    }


def measure():
    """Returns the figures of the question page; finds an empty database."""
    user, answers = delegation()
    bare, number = f"/bare/{answers[1].pk}/", count(1)
    with override_settings(ROOT_URLCONF="tests.bench.bare"), collected():
        visitor = Visitor(user)

        def ask(address):
            return visitor.get(address).seconds

        def save(address, **more):
            return visitor.post(address, {"text": f"{PROSE}{next(number)}", **more}).seconds

        def save_ours():
            answers[0].refresh_from_db(fields=["version"])
            return save(
                OURS, page="bench", language="en", completeness="complete",
                base=answers[0].version, key=f"k{next(number)}",
            )  # fmt: skip

        shown = alternating(lambda: ask(OURS), lambda: ask(bare))
        saved = alternating(save_ours, lambda: save(bare))
        asked = {"question_page_queries": queries_of(lambda: ask(OURS))}
        return figures("question_page", shown) | asked | figures("saving", saved)
