"""Opens the real round with invented States on this machine: makes the data if needed, then serves the pages."""

import logging
import socket

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application, run
from django.urls import reverse

from responses.demo import cast, mail, mark, story
from responses.rules.refused import Refused

HERE = "127.0.0.1"


class Command(BaseCommand):
    help = "Open the demonstration on this machine (DEMO=yes). It needs an empty database, or one of its own."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
        parser.add_argument("--reset", action="store_true", help="start over with new data")

    def handle(self, *, port, reset, **options):
        if not settings.DEMO:
            raise CommandError(
                "The demonstration signs anyone in with one click and refuses these settings. Set DEMO=yes, with "
                "a database of its own."
            )
        _require_free(port)
        settings.SITE_URL = f"http://{HERE}:{port}"  # letters lead to where this demonstration answers
        try:
            _prepare(reset=reset)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            application = get_internal_wsgi_application()
            # The console is for addresses and mails, not for each page that is opened.
            logging.getLogger("django.server").setLevel(logging.WARNING)
            run(HERE, port, application, threading=True, on_bind=lambda _port: self.say(settings.SITE_URL))
        except KeyboardInterrupt:
            self.stdout.write("\nThe demonstration has ended; its data stays.")

    def say(self, site):
        """Tell where everything is; the last line says that the pages can be opened."""
        width = max(len(str(part.title)) for part in cast.PARTS) + 2
        lines = ["", f"  {'Start page':<{width}}{site}{reverse('start')}", ""]
        lines += [
            f"  {part.title!s:<{width}}{site}{reverse('demo_sign_in', args=[part.slug])}"
            for part in cast.PARTS
        ]
        lines += [
            "",
            f"  {'All parts':<{width}}{site}{reverse('demo_index')}",
            f"  {'Mails sent':<{width}}{site}{reverse('demo_mail')}",
            "",
            "Demonstration data: nothing here is a real State’s position. Ctrl-C ends it.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _require_free(port):
    """Raises CommandError when something answers at the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). Choose another: make run PORT=8001"
            ) from error


def _prepare(*, reset):
    if reset:
        mark.empty()
    mark.claim()
    call_command("migrate", verbosity=0, interactive=False)
    with mail.off_the_console():
        story.tell()
