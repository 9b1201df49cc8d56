"""Where the mails of a demonstration go: to the console, and to a page of the site."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.mail.backends import console

from .models import SentMail

_quiet = ContextVar("quiet", default=False)


@contextmanager
def off_the_console():
    """Mails sent meanwhile are found on the page alone; there are too many of them while the story is made."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


class ConsoleAndPageBackend(console.EmailBackend):
    """Writes each mail to the console and keeps it for the page."""

    def send_messages(self, email_messages):
        """Take over the mails; returns how many."""
        for message in email_messages:
            SentMail.objects.create(to=", ".join(message.to), subject=message.subject, text=message.body)
        return len(email_messages) if _quiet.get() else super().send_messages(email_messages)
