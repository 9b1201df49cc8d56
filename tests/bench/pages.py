"""What the question page costs, as a multiple of the bare page, in one run."""

import statistics
import time

from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

ROUNDS = 200
PROSE = (
    "The working group of nine ministries meets every quarter and reports to Cabinet on progress. " * 45
)[:4000]


def cpu(action):
    """Seconds of this process's own time that an action takes."""
    begun = time.process_time()
    action()
    return time.process_time() - begun


def alternating(ours, bare, rounds=ROUNDS):
    """The median of the time of ours over the median of the bare one's, each measured by turns."""
    pairs = [(cpu(bare), cpu(ours)) for _round in range(rounds + 20)][20:]
    return statistics.median(pair[1] for pair in pairs) / statistics.median(pair[0] for pair in pairs)


@override_settings(ROOT_URLCONF="tests.bench.bare")
def measure():
    """Returns the figures of the question page as a dictionary; needs an empty database."""
    from django.db import connection  # noqa: PLC0415 (Django must be set up first)

    from tests import factories  # noqa: PLC0415

    response = factories.ResponseFactory(member_state__alpha3="XRU", member_state__name_en="Ruritania")
    user = factories.member(response)
    factories.write_all(response, user, text=PROSE)
    answers = list(response.answers.order_by("question__number"))
    client = Client()
    client.force_login(user)
    page, bare = "/ece-2024-s3/XRU/questions/1/", f"/bare/{answers[1].pk}/"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        shown = client.get(page)
    counter = iter(range(10**9))
    base = {"page": "bench", "language": "en", "completeness": "complete"}

    def save():
        number = next(counter)
        answers[0].refresh_from_db(fields=["version"])
        sent = base | {"text": f"{PROSE}{number}", "key": f"k{number}", "base": answers[0].version}
        assert client.post(page, sent).status_code == 302

    def save_bare():
        answers[0].refresh_from_db(fields=["version"])
        assert client.post(bare, {"text": f"{PROSE}{next(counter)}"}).status_code == 302

    return {
        "question_page_ratio": round(alternating(lambda: client.get(page), lambda: client.get(bare)), 2),
        "question_page_queries": len(queries),
        "question_page_kb": round(len(shown.content) / 1000, 1),
        "saving_ratio": round(alternating(save, save_bare), 2),
    }
