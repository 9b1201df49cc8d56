"""Received files are kept in a folder, or by settings alone in an S3-compatible store; only here is there one."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gcmreview import storing
from responses.delegation.files import handed_out
from responses.rules import filing
from tests import files
from tests.files import upload


class Store(BaseHTTPRequestHandler):
    """As much of S3 as the site needs: objects are put, read, asked for and deleted."""

    objects = {}

    def log_message(self, *args):
        """Say nothing."""

    def _answer(self, status, content=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", "Mon, 02 Nov 2026 10:00:00 GMT")
        self.send_header("ETag", '"0"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _key(self):
        return self.path.partition("?")[0]

    def do_PUT(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            content = _unchunked(content)
        self.objects[self._key()] = content
        self._answer(200)

    def do_GET(self):
        found = self.objects.get(self._key())
        self._answer(404) if found is None else self._answer(200, found)

    def do_HEAD(self):
        self.do_GET()

    def do_DELETE(self):
        self.objects.pop(self._key(), None)
        self._answer(204)


def _unchunked(content):
    """The content of a body that was signed piece by piece."""
    whole = b""
    while content:
        line, _break, rest = content.partition(b"\r\n")
        size = int(line.partition(b";")[0], 16)
        if not size:
            break
        whole, content = whole + rest[:size], rest[size + 2 :]
    return whole


@contextmanager
def store():
    """A store on this machine: its address and what is in it."""
    Store.objects.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", Store.objects
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


KEYS = {"region": "eu-central-1", "key": "a-key", "secret": "a-secret"}


@pytest.mark.django_db
def test_a_file_is_kept_in_a_store_and_handed_out_from_there(settings, response, focal_point):
    with store() as (endpoint, objects):
        default = storing.storage("s3://received/of-2026", endpoint=endpoint, **KEYS)
        settings.STORAGES = settings.STORAGES | {"default": default}
        found = filing.examine(upload("report.pdf", files.PDF * 1000))
        stored = filing.keep(found, member_state=response.member_state, by=focal_point)
        assert list(objects) == [f"/received/of-2026/{stored.file.name}"]
        download = handed_out(stored)
        assert b"".join(download.streaming_content) == files.PDF * 1000
        download.close()
        laid = filing.lay_up(filing.examine(upload("report.pdf")))
        filing.discard(laid)
        assert len(objects) == 1
        assert default_storage.exists(stored.file.name)
        assert not default_storage.exists(default_storage.generate_filename("nothing"))
        default_storage.save("attached/a.pdf", ContentFile(b"a"))
        assert len(objects) == 2


def test_without_a_store_files_are_kept_in_a_folder():
    nothing = dict.fromkeys(("endpoint", "region", "key", "secret"), "")
    assert storing.storage("", **nothing) == storing.FOLDER


def test_keys_of_the_machine_s_own_role_need_not_be_given():
    nothing = dict.fromkeys(("endpoint", "region", "key", "secret"), "")
    options = storing.storage("s3://bucket", **nothing)["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("bucket", "")
    assert not {"access_key", "secret_key", "endpoint_url", "region_name"} & set(options)


def test_the_check_says_what_is_missing(tmp_path):
    (error,) = storing.missing(is_there=False)
    assert (error.id, error.hint) == ("gcmreview.E001", "pip install -r requirements-s3.txt")
    assert storing.missing(is_there=True) == []
    assert storing.check_storage() == []
    assert [each.id for each in storing.served(tmp_path / "in", [tmp_path])] == ["gcmreview.E002"]
    assert storing.served(tmp_path / "beside", [tmp_path / "static"]) == []


def test_what_is_too_much_at_once_is_told_before_it_is_read(client, settings, db):
    settings.LARGEST_BODY = 100
    data = {"text": "x" * 200}
    page = client.post("/ece-2024-s3/XRU/annexes/", data)
    assert page.status_code == 413
    assert "This is too much at once" in page.content.decode()
    said = client.post("/ece-2024-s3/XRU/annexes/", data, headers={"Accept": "application/json"})
    assert (said.status_code, said.json()) == (413, {"outcome": "too_large"})
