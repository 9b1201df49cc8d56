"""Somebody who asks for pages as a browser does, with the server's own time for each answer."""

import io
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponseBase
from django.test import Client, RequestFactory


@dataclass(frozen=True)
class Answered:
    """An answer; ``body`` as it goes over the line, unless its pieces were not kept."""

    response: HttpResponseBase
    body: bytes
    size: int
    seconds: float
    """CPU time of this process, from the request to the last piece of the answer."""


class Visitor:
    """A person with a browser that reads compressed answers. The site is asked as a server would ask it, by WSGI."""

    def __init__(self, user):
        client = Client()
        client.force_login(user)
        self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self._site = WSGIHandler()

    def get(self, address, status=200):
        """Ask for a page or a file."""
        return self._ask(self._environ(address, REQUEST_METHOD="GET"), status)

    def post(self, address, fields, status=302, keep=True):
        """Send a form, with the mark of the site's own forms."""
        marked = {"csrfmiddlewaretoken": self._cookies.get("csrftoken", "")} | fields
        body = urlencode(marked).encode()
        environ = self._environ(
            address,
            REQUEST_METHOD="POST",
            CONTENT_TYPE="application/x-www-form-urlencoded",
            CONTENT_LENGTH=str(len(body)),
        )
        environ["wsgi.input"] = io.BytesIO(body)
        return self._ask(environ, status, keep)

    def _environ(self, address, **more):
        path, _, query = address.partition("?")
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        factory = RequestFactory(HTTP_COOKIE=cookies, HTTP_ACCEPT_ENCODING="gzip, deflate, br, zstd")
        return factory._base_environ(PATH_INFO=path, QUERY_STRING=query, **more)

    def _ask(self, environ, status, keep=True):
        begun = time.process_time()
        response = self._site(environ, lambda *_told: None)
        pieces, size = [], 0
        for piece in response:
            size += len(piece)
            if keep:
                pieces.append(piece)
        response.close()
        seconds = time.process_time() - begun
        if response.status_code != status:
            raise AssertionError(f"{environ['PATH_INFO']} answers {response.status_code}, not {status}.")
        self._cookies |= {name: morsel.value for name, morsel in response.cookies.items()}
        return Answered(response, b"".join(pieces), size, seconds)
