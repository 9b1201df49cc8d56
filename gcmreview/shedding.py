"""Under more load than the machine can carry, a save that has waited too long is asked to come again in a moment.

The page keeps the text, says that it is not saved yet, and sends it again by itself. Without this every save would wait
a little longer than the one before, until all of them come too late; with it those that are taken in are taken in
promptly, and the others hear the truth at once. Pages are not shed: someone who opens a page waits for it.
"""

import logging

from django.http import JsonResponse
from django.urls import Resolver404, resolve

WAITED = "gcmreview.waited"
"""The seconds a request waited in the queue, as ``gcmreview.worker`` puts them into its environment."""
LONGEST_WAIT = 3.0
COME_AGAIN_IN = 5
SAVES = frozenset({"autosave", "here"})
"""The names of the addresses that a page calls by itself, and calls again by itself."""


def shed(get_response):
    """Answers a save that has waited longer than ``LONGEST_WAIT`` seconds with 503, before any work is done for it.

    A save that ends in an error of the server is told the same, in the words that the page understands; the error
    itself was logged where it happened.
    """

    def middleware(request):
        if request.META.get(WAITED, 0) > LONGEST_WAIT and is_save(request):
            return unavailable()
        response = get_response(request)
        if response.status_code == 500 and is_save(request):
            return unavailable()
        return response

    return middleware


def is_save(request):
    """Whether a request comes from a page that keeps its text and sends it again by itself."""
    try:
        return resolve(request.path_info).url_name in SAVES
    except Resolver404:
        return False


def unavailable():
    """The reply that says: not saved, come again in a moment."""
    return JsonResponse({"outcome": "unavailable"}, status=503, headers={"Retry-After": str(COME_AGAIN_IN)})


class QuietWhenBusy(logging.Filter):
    """A 503 is a line in the log and no letter to the operators: there would be hundreds, when mail helps least."""

    def filter(self, record):
        """Every record stays; those of a 503 become warnings."""
        if getattr(record, "status_code", None) == 503:
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return True
