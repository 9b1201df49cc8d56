"""How the tests start a demonstration, and how they look at it from outside: as processes, over HTTP."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import psycopg2
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
READY = "Ctrl-C ends it"
SECONDS_TO_START = 90
PRODUCTION = {"DEMO": "no", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "review.example.org", "HTTPS": "yes"}


def environment(database, **more):
    """The environment of a demonstration with this database."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"DEMO": "yes", "DATABASE_URL": str(database), "PYTHONUNBUFFERED": "1"} | more


def manage(*arguments, database, **more):
    """Run a command to its end; returns (exit code, what it said)."""
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(database, **more), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def free_port():
    """A port at which nothing answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Page:
    """What came back: the status, the path one ended at, the text."""

    status: int
    path: str
    text: str


class Browser:
    """Keeps cookies, follows redirects, and fills in the protection of forms."""

    def __init__(self, site):
        self.site, self.cookies = site, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def open(self, path, data=None):
        """Get a page, or post to it."""
        body = urlencode(data).encode() if data is not None else None
        try:
            with self.opener.open(self.site + path, body) as answer:
                return Page(answer.status, urlsplit(answer.url).path, answer.read().decode())
        except HTTPError as refusal:
            with refusal:
                return Page(refusal.code, urlsplit(refusal.url).path, refusal.read().decode())

    def submit(self, path, **data):
        """Open a page and send its form."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.open(path).text)[1]
        return self.open(path, {"csrfmiddlewaretoken": token} | data)


@dataclass
class Demonstration:
    """A demonstration that is being served."""

    site: str
    database: str
    output: Path

    @property
    def printed(self):
        """What it has said on the console so far."""
        return self.output.read_text()

    def browser(self):
        """A browser that nobody has used yet."""
        return Browser(self.site)


@contextmanager
def served(database, output, *arguments):
    """A demonstration that answers while the block runs."""
    port = free_port()
    command = [sys.executable, "manage.py", "run_demo", "--port", str(port), *arguments]
    with output.open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(database), stdout=log, stderr=log)
    demonstration = Demonstration(f"http://127.0.0.1:{port}", database, output)
    try:
        end = time.monotonic() + SECONDS_TO_START
        while READY not in demonstration.printed:
            assert process.poll() is None, demonstration.printed
            assert time.monotonic() < end, demonstration.printed
            time.sleep(0.05)
        yield demonstration
    finally:
        process.terminate()
        process.wait()


@contextmanager
def database_of_its_own(folder):
    """The address of a database without any table: a SQLite file, or one on the PostgreSQL of this test run."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'demo.sqlite3'}"
        return
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"demo_{os.getpid()}_{time.monotonic_ns()}"
    with closing(psycopg2.connect(server.geturl())) as own, own.cursor() as cursor:
        own.autocommit = True
        cursor.execute(f"CREATE DATABASE {name}")
        yield server._replace(path=f"/{name}").geturl()
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


TABLES = """
from django.db import connection
from responses.demo import mark
{first}
print("TABLES", *connection.introspection.table_names())
"""


def tables(address, first=""):
    """The names of the tables of a database, after a statement has been run where the demonstration is at home."""
    code, said = manage("shell", "-c", TABLES.format(first=first), database=address)
    assert code == 0, said
    return set(said.partition("TABLES")[2].split())


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A demonstration as `make run RESET=1` starts it, where an earlier one has left something behind."""
    folder = tmp_path_factory.mktemp("demo")
    with database_of_its_own(folder) as address:
        left = "mark.claim(); connection.cursor().execute('CREATE TABLE left_over (number integer)')"
        assert tables(address, left) == {"demonstration_data", "left_over"}
        with served(address, folder / "console", "--reset") as running:
            yield running
