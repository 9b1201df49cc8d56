"""The most memory that an export takes, above what a process has that does nothing (Linux).

Each is measured in a process of its own: ``python -m tests.bench.peak formats xlsx 1000`` for the formats alone,
``python -m tests.bench.peak view xlsx DATABASE`` through the admin's own view. Prints megabytes, CPU seconds and the
size of the file in megabytes, as a JSON list.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from responses.exports.formats import FORMATS
from responses.models import User

from .rows import CHARACTERS, rows, write_as
from .visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]


class Taken(NamedTuple):
    """What one export took."""

    peak_mb: float
    seconds: float
    file_mb: float


def peak(way, format_name, what):
    """What an export takes in a fresh process; returns :class:`Taken`."""
    command = [sys.executable, "-m", "tests.bench.peak", way, format_name, str(what)]
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=300)
    return Taken(*json.loads(result.stdout))


def by_formats(format_name, count):
    """Writes so many rows as a file; returns its size."""
    # One text, made without help of memory that would be free again afterwards, and so make the peak look small.
    pool = [("Migration, in all its dimensions. " * CHARACTERS)[:CHARACTERS]]

    def export():
        with TemporaryFile() as file:
            write_as(format_name)(file, rows(int(count), pool))
            return file.seek(0, 2)

    return export


def by_view(format_name, database):
    """Downloads the wide export of all responses in a database; returns its size."""
    connection.settings_dict["NAME"] = database
    visitor = Visitor(User.objects.get(groups__name="reviewer"))
    address = reverse("admin:responses_response_export")
    # The page of the export: whatever a process loads with its first page is there afterwards.
    visitor.get(address)
    return lambda: (
        visitor.post(address, {"shape": "wide", "format": format_name}, status=200, keep=False).size
    )


def taken_by(export):
    """What an export takes in this process; returns :class:`Taken`."""
    # The highest mark is set back to what is in use now (Linux, proc(5)).
    Path("/proc/self/clear_refs").write_text("5")
    idle, begun = in_use("VmRSS"), time.process_time()
    size = export()
    return Taken(
        round(in_use("VmHWM") - idle, 1), round(time.process_time() - begun, 2), round(size / 1_000_000, 1)
    )


def in_use(line):
    """MB of memory in use now (``VmRSS``) or at most so far (``VmHWM``)."""
    told = dict(entry.split(":", 1) for entry in Path("/proc/self/status").read_text().splitlines())
    return int(told[line].split()[0]) / 1024


WAYS = {"formats": by_formats, "view": by_view}

if __name__ == "__main__":
    _way, _format, _what = sys.argv[1:]
    if _format not in FORMATS:
        raise SystemExit(f"{_format} is none of {', '.join(FORMATS)}.")
    print(json.dumps(taken_by(WAYS[_way](_format, _what))))
