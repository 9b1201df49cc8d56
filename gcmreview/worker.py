"""How the web server tells the site how long a visitor has waited in the queue before anyone looked at the request.

Gunicorn's threaded worker takes connections as they come and lets them wait until one of its threads is free. Under
more load than the machine can carry that wait grows without end, and every save answers too late to be of use; the
site can only say "not now, again in a moment" when it knows the wait. Given to gunicorn as ``--worker-class``.
"""

import threading
import time

from gunicorn.workers.gthread import ThreadWorker

from .shedding import WAITED


class TimingWorker(ThreadWorker):
    """The threaded worker, with the seconds that a request waited for a thread in its environment."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.this_thread = threading.local()

    def enqueue_req(self, conn):
        """Something arrived on a connection: from now on it waits."""
        conn.queued_at = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn):
        """A thread is free for it."""
        self.this_thread.waited = time.monotonic() - conn.queued_at
        return super().handle(conn)

    def is_parent_alive(self):
        """A worker whose server was killed says so, and closes each connection after its next reply.

        Gunicorn's own would serve busy connections for another half a minute and hold the port of the server that
        is to follow, while new visitors wait before a closed door.
        """
        alive = super().is_parent_alive()
        self.alive = self.alive and alive
        return alive

    def load_wsgi(self):
        """Put the wait where no header of a visitor can: headers come as ``HTTP_…``."""
        super().load_wsgi()
        site = self.wsgi

        def with_wait(environ, start_response):
            environ[WAITED] = self.this_thread.waited
            return site(environ, start_response)

        self.wsgi = with_wait
