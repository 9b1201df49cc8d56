"""A virus scanner (ClamAV) looks at what comes in, where an operator has set one up.

The setting ``CLAMAV_SOCKET`` names it: the path of a unix socket, or host:port. A file goes over the socket piece by
piece (clamd's INSTREAM) and nowhere else. A scanner that was set up and does not answer lets nothing through: the
sender is asked to come again, and nothing of what was typed is lost.
"""

import logging
import socket
import struct
import time

from django.conf import settings
from django.utils.translation import gettext as _

from .refused import Refused

LONGEST = 30.0
"""In seconds: how long all of one look may take."""
PIECE = 256 * 1024
LONGEST_REPLY = 4096
logger = logging.getLogger(__name__)


class Away(Exception):
    """The scanner did not say whether a file is clean."""


def require_clean(file):
    """Show a file (with ``chunks()``) to the scanner, if there is one.

    Raises :class:`Refused` with a sentence: 422 when something was found, 503 when the scanner did not answer.
    Runs outside of transactions: a look takes its time.
    """
    if not settings.CLAMAV_SOCKET:
        return
    try:
        reply = _ask(settings.CLAMAV_SOCKET, file)
        is_clean = _read(reply)
    except (OSError, Away):
        logger.exception("The virus scanner did not answer: files are refused until it does.")
        raise Refused(
            _("The file could not be checked for viruses just now, and was not taken. Try again in a while."),
            status=503,
        ) from None
    if not is_clean:
        logger.warning("The virus scanner found something in a file that was sent: %s", reply)
        raise Refused(
            _("The virus check found something harmful in this file: it was not taken. Attach a clean copy."),
            status=422,
        )


def _read(reply):
    """Whether a reply says that a file is clean. Raises :class:`Away` when it says neither."""
    if reply.endswith(": OK"):
        return True
    if reply.endswith(" FOUND"):
        return False
    raise Away(reply)


def _ask(address, file):
    """What the scanner says of a file. Raises ``OSError`` when it is not there, is silent, or breaks off."""
    until = time.monotonic() + LONGEST
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for chunk in file.chunks(PIECE):
            _allow(line, until)
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        return _reply(line, until)


def _reply(line, until):
    said = b""
    while b"\0" not in said and len(said) < LONGEST_REPLY:
        _allow(line, until)
        if not (more := line.recv(LONGEST_REPLY)):
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _allow(line, until):
    """Let the next step take what is left of the time."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)


def _connected(address):
    """A socket to the scanner."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and host not in {"", "unix"}:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=LONGEST)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(LONGEST)
    try:
        line.connect(address.removeprefix("unix:"))
    except OSError:
        line.close()
        raise
    return line
