"""The site as it is deployed: gunicorn on a port of this machine, and the processes that load and hurt it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.faults.databases import ROOT, environment

WORKERS, THREADS = 2, 4
PS = shutil.which("ps") or "ps"
SECONDS_TO_START = 40


class Unrecovered(Exception):
    """The site did not come back in time."""


class Site:
    """Gunicorn as README tells to run it, with one database."""

    def __init__(self, database, folder):
        self.database, self.log = database, folder / "gunicorn.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.groups, self.master = [], None

    def launch(self):
        """Start the server as an operator's service manager does; returns at once."""
        command = (
            sys.executable, "-m", "gunicorn", "gcmreview.wsgi", f"--bind=127.0.0.1:{self.port}",
            "--worker-class=gcmreview.worker.TimingWorker", f"--workers={WORKERS}", f"--threads={THREADS}",
            "--timeout=120", "--no-control-socket",
        )  # fmt: skip
        with self.log.open("a") as output:
            self.master = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.database), stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        self.groups.append(self.master.pid)

    def start(self):
        """Start the server and return when it answers."""
        self.launch()
        end = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.master.poll() is not None or time.monotonic() > end:
                raise Unrecovered(self.log.read_text())
            time.sleep(0.05)

    def answers(self):
        """Whether the site says that it is well."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().read() == b"ok"
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def workers(self):
        """The process ids of the workers."""
        return [process for process, parent in processes().items() if parent == self.master.pid]

    def kill_workers(self):
        """Kill every worker (-9)."""
        for worker in self.workers():
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def kill_master(self):
        """Kill the server itself (-9); its workers notice by themselves."""
        self.master.kill()
        self.master.wait()

    def replace(self, workers):
        """Start again until it holds, as service managers do; returns when those workers have left the port to it."""
        self.launch()
        end = time.monotonic() + SECONDS_TO_START
        while not processes().keys().isdisjoint(workers) or not self.workers():
            if time.monotonic() > end:
                raise Unrecovered("workers whose server was killed did not go")
            if self.master.poll() is not None:
                self.launch()
            time.sleep(0.05)

    def stop(self):
        """Stop in order, and whatever is left of earlier servers at once."""
        if self.master and self.master.poll() is None:
            self.master.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.master.wait(15)
        for group in self.groups:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        if self.master:
            self.master.wait()


def processes():
    """Every process that runs: a dictionary of its id to its parent's. The dead that were not buried are left out."""
    if Path("/proc/self/stat").exists():
        told = map(told_by_linux, Path("/proc").glob("[0-9]*/stat"))
    else:
        listed = subprocess.run((PS, "-axo", "pid=,stat=,ppid="), capture_output=True, text=True, check=True)
        told = map(str.split, listed.stdout.splitlines())
    return {int(process): int(parent) for process, state, parent in filter(None, told) if state[0] != "Z"}


def told_by_linux(path):
    """(process, state, parent) of a process; None when it has gone meanwhile."""
    with suppress(OSError):
        # The name stands in brackets and may hold anything.
        begin, _, rest = path.read_text(errors="replace").rpartition(")")
        return begin.split()[0], *rest.split()[:2]
    return None


@contextmanager
def running(database, folder):
    """A :class:`Site` that answers, stopped afterwards."""
    site = Site(database, folder)
    try:
        site.start()
        yield site
    finally:
        site.stop()


class Journal:
    """What the writers noted so far: one dictionary for each request."""

    def __init__(self, path):
        self.path, self.records, self._rest, self._read = path, [], "", 0

    def read(self):
        """All complete lines until now."""
        if self.path.exists():
            with self.path.open(encoding="utf-8") as file:
                file.seek(self._read)
                *lines, self._rest = (self._rest + file.read()).split("\n")
                self._read = file.tell()
            self.records += map(json.loads, lines)
        return self.records

    def wait_for(self, wanted, limit, since=0):
        """The first record that is wanted, waited for; raises :class:`Unrecovered` after ``limit`` seconds."""
        end, seen = time.monotonic() + limit, since
        while time.monotonic() < end:
            records = self.read()
            for record in records[seen:]:
                if wanted(record):
                    return record
            seen = len(records)
            time.sleep(0.02)
        raise Unrecovered(f"no such reply within {limit} s")


class Process:
    """One of our modules at work in the background; ``given`` is written to its standard input."""

    def __init__(self, database, folder, module, *arguments, given=""):
        self.log = folder / f"{module}.log"
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                (sys.executable, "-m", module, *arguments),
                cwd=ROOT, env=environment(database), stdin=subprocess.PIPE, stdout=output, stderr=output, text=True,
                start_new_session=True,
            )  # fmt: skip
        with self.process.stdin as said:
            said.write(given)

    def wait(self, limit):
        """Until it has ended by itself; RuntimeError with its own words when that was no good end."""
        if self.process.wait(limit):
            raise RuntimeError(self.log.read_text()[-3000:])

    def kill(self):
        """Kill it (-9)."""
        self.process.kill()
        self.process.wait()


@contextmanager
def writers(site, folder, pages, **plan):
    """Writers at work on a site; yields (their process, their journal)."""
    path = Path(folder, f"journal-{len(list(Path(folder).glob('journal-*')))}")
    given = json.dumps({"port": site.port, "journal": str(path), "pages": pages, **plan})
    process = Process(site.database, folder, "tests.faults.writing", given=given)
    try:
        yield process, Journal(path)
    finally:
        process.kill()
