"""What saving while somebody writes costs, as a multiple of a bare view that stores the same text."""

import json
from itertools import count

from django.test import override_settings

from .pages import OURS, PROSE, alternating, delegation, figures, queries_of
from .visitor import Visitor

LIMITS = {"autosave_ratio": 1.5, "autosave_queries": 9, "autosave_reply_bytes": 1000}


def measure():
    """Returns the figures of one save that meets nobody; finds an empty database."""
    user, answers = delegation()
    bare, number = f"/bare/{answers[1].pk}/save/", count(1)
    with override_settings(ROOT_URLCONF="tests.bench.bare"):
        visitor = Visitor(user)
        visitor.get(OURS)  # brings the mark of the forms
        bases = {OURS: answers[0].version, bare: answers[1].version}

        def save(address, page):
            turn = next(number)
            fields = {
                "text": f"{PROSE}{turn}",
                "language": "en",
                "base": bases[page],
                "key": f"k{turn}",
                "page": "p",
            }
            answered = visitor.post(address, fields, status=200)
            said = json.loads(answered.body)
            if said["outcome"] != "saved":
                raise AssertionError(f"A save that met nobody is {said['outcome']}.")
            bases[page] = said["version"]
            return answered

        def ours():
            return save(f"{OURS}save/", OURS)

        ours()  # the first one makes the sign-in last, too
        taken = alternating(lambda: ours().seconds, lambda: save(bare, bare).seconds)
        asked = {"autosave_queries": queries_of(ours), "autosave_reply_bytes": len(ours().body)}
    return figures("autosave", taken) | asked
