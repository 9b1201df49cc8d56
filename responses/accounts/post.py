"""Sign-in codes leave beside the page that was asked for.

A page that waited for the mail server, or failed with it, would tell strangers which addresses are known.
"""

import logging
from concurrent.futures import ThreadPoolExecutor, wait

log = logging.getLogger(__name__)

_carriers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="sign-in-codes")
_under_way = set()


def send_soon(message):
    """Send a mail without making the caller wait. A mail that cannot leave is logged, without its text."""
    future = _carriers.submit(_send, message)
    _under_way.add(future)
    future.add_done_callback(_under_way.discard)


def wait_until_sent(seconds=10):
    """Return when nothing is under way any more, or after some seconds; for tests."""
    wait(set(_under_way), timeout=seconds)


def _send(message):
    try:
        message.send()
    except Exception as error:
        log.error("A sign-in code could not be sent: %s", type(error).__name__)  # noqa: TRY400 (no more than that)
