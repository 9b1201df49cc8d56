"""The databases that faults are tried on: files of their own on a real disk, and a PostgreSQL that can crash."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IN_MEMORY = {"tmpfs", "ramfs", "devtmpfs"}


def kind_of_disk(folder):
    """The name of the file system that holds a folder, as the system tells it (Linux); empty elsewhere."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    found = {}
    for line in mounts.read_text().splitlines():
        _what, where, kind = line.split()[:3]
        if folder == Path(where) or Path(where) in folder.parents:
            found[where] = kind
    return found[max(found, key=len)]


def real_disk():
    """A folder for temporary files that is not in memory, when there is one: what is stored goes through a disk."""
    candidates = [Path("/", "var", "tmp"), Path(tempfile.gettempdir())]
    on_disk = [folder for folder in candidates if kind_of_disk(folder.resolve()) not in IN_MEMORY]
    return (on_disk or candidates)[0]


@contextmanager
def folder():
    """A new folder there, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gcm", dir=real_disk(), ignore_cleanup_errors=True) as name:
        yield Path(name)


@dataclass
class Sqlite:
    """One SQLite file, as the embedded default has it."""

    path: Path
    disk: object = None
    name = "sqlite"

    @property
    def address(self):
        return f"sqlite:///{self.path}"


@dataclass
class Postgres:
    """A PostgreSQL that keeps what was committed (fsync on)."""

    server: object
    name = "postgres"

    @property
    def address(self):
        return self.server.address

    def crash(self):
        """Stop at once, as in a power cut."""
        self.server.stop()

    def start(self):
        """Start again; returns when it has recovered and answers."""
        self.server.start()


@contextmanager
def sqlite():
    """A new SQLite database on a real disk."""
    with folder() as here:
        yield Sqlite(here / "review.sqlite3")


@contextmanager
def postgres():
    """A new PostgreSQL on a real disk."""
    place = importlib.util.spec_from_file_location("with_postgres", ROOT / ".ci" / "with_postgres.py")
    helper = importlib.util.module_from_spec(place)
    place.loader.exec_module(helper)
    with folder() as here, helper.server(here, durable=True) as server:
        yield Postgres(server)


class SmallDisk:
    """A file system of a few megabytes in memory, which can be filled and freed."""

    def __init__(self, where):
        self.where, self.ballast = where, where / "ballast"

    def fill(self):
        """Take all that is left."""
        with self.ballast.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))

    def free(self):
        self.ballast.unlink()

    @property
    def left(self):
        """Bytes that are free."""
        return shutil.disk_usage(self.where).free


def can_mount():
    """Whether this process may mount file systems (root on Linux, mostly)."""
    if os.geteuid() != 0 or not Path(MOUNT[0]).exists():
        return False
    with tempfile.TemporaryDirectory(prefix="gcm") as name:
        done = subprocess.run((*MOUNT, name), capture_output=True, check=False)
        if done.returncode == 0:
            subprocess.run((UMOUNT, name), check=True)
        return done.returncode == 0


MOUNT = (shutil.which("mount") or "mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs")
UMOUNT = shutil.which("umount") or "umount"


@contextmanager
def small_disk():
    """A new SQLite database on a :class:`SmallDisk`, unmounted and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gcm") as name:
        subprocess.run((*MOUNT, name), check=True)
        try:
            yield Sqlite(Path(name) / "review.sqlite3", SmallDisk(Path(name)))
        finally:
            subprocess.run((UMOUNT, "--lazy", name), check=True)


def with_database(database, module, *arguments, given=None):
    """Run one of our modules on a database, in a process of its own; returns what it printed."""
    done = subprocess.run(
        (sys.executable, "-m", module, *arguments),
        cwd=ROOT, env=environment(database), input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} {arguments}: {done.stderr}")
    return done.stdout


def environment(database):
    """The environment of a deployed site with this database, over plain HTTP on this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "TZ") if name in os.environ}
    return kept | {
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "DATABASE_URL": database.address,
        "SECRET_KEY": "only-for-the-fault-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "no",
        "EMAIL_URL": "smtp://127.0.0.1:9",  # where nobody takes letters
        "MEDIA_ROOT": str(real_disk() / "gcm-faults-received"),
    }
