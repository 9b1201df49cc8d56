"""Letters leave when what they tell of is stored, and again until they have left."""

import logging
from contextlib import suppress
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from responses.models import Letter

log = logging.getLogger(__name__)

TRY_AGAIN_AFTER = timedelta(minutes=5)
"""How long a letter is left to the process that is sending it before another may try."""


def owe(written):
    """Put letters into the outbox and send them as soon as the transaction is stored; returns them."""
    stored = list(written)
    for letter in stored:
        letter.save()
    if stored:
        transaction.on_commit(lambda: send([letter.pk for letter in stored]), robust=True)
    return stored


def send(keys=None):
    """Send unsent letters, all or the given ones; returns (sent, failed).

    A mail server that is away makes no move fail: the letter stays in the outbox, and the secretariat sees it there.
    """
    due = Letter.objects.unsent().filter(
        Q(tried_at__isnull=True) | Q(tried_at__lt=timezone.now() - TRY_AGAIN_AFTER)
    )
    if keys is not None:
        due = due.filter(pk__in=keys)
    return deliver(due)


def send_now(letters):
    """Send the given unsent letters without waiting; returns (sent, failed). For the button in the admin.

    A letter that another process is sending at this moment is left to it.
    """
    being_sent = Q(error="", tried_at__gte=timezone.now() - TRY_AGAIN_AFTER)
    return deliver(letters.unsent().exclude(being_sent))


def deliver(due):
    """Send letters over one connection; each is claimed first, so that two processes never send it twice.

    A mail server that cannot be reached is asked once, not once for each letter.
    """
    sent = failed = 0
    connection, away = get_connection(), None
    for letter in due.select_related("to").order_by("pk"):
        claim = Letter.objects.unsent().filter(pk=letter.pk, attempts=letter.attempts)
        if not claim.update(attempts=F("attempts") + 1, tried_at=timezone.now(), error=""):
            continue
        away = away or _reach(connection)
        if problem := away or _leave(letter, connection):
            failed += 1
            log.warning("A letter could not be sent (%s): %s", letter.pk, problem)
            Letter.objects.filter(pk=letter.pk).update(error=problem)
        else:
            sent += 1
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), error="")
    _part(connection)
    return sent, failed


def _reach(connection):
    """Open the connection unless it is open; returns what went wrong, or None."""
    try:
        connection.open()
    except OSError as error:  # SMTP errors are OSErrors too
        return _said(error)
    return None


def _leave(letter, connection):
    """Send one letter; returns what went wrong, or None. A letter that cannot be sent holds up no other."""
    try:
        reply_to = [letter.reply_to] if letter.reply_to else None
        EmailMessage(
            letter.subject, letter.body, to=[letter.recipient], reply_to=reply_to, connection=connection
        ).send()
    except (OSError, ValueError) as error:  # an address or a header that no mail can carry is a ValueError
        _part(connection)  # the server may have hung up: the next letter asks anew
        return _said(error)
    return None


def _part(connection):
    """Close the connection; what the server says to that changes nothing any more."""
    with suppress(OSError):
        connection.close()


def _said(error):
    return (str(error) or type(error).__name__)[:500]
