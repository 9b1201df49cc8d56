"""What the spreadsheets cost: time against openpyxl's write-only mode on the same rows, and memory above idle."""

import statistics
import time
from tempfile import TemporaryFile

from django.db import connection

from tests import factories

from .peak import peak
from .prose import prose
from .received import STATES, receive
from .rows import ANSWERS, CHARACTERS, rows, write_as, write_unchecked, write_with_openpyxl

FORMATS = ("xlsx", "csv", "json")
COUNTS = (1_000, 10_000)
LIMITS = {"xlsx_writing_ratio": 1.0, "xlsx_checking_ratio": 0.4} | {
    f"{name}_peak_mb_{count}": 40 for count in COUNTS for name in FORMATS
}
ROUNDS = 7


def compare(count):
    """CPU seconds of each way to write so many rows, medians of alternating rounds; and the sizes of the files."""
    given = list(rows(count, [prose(CHARACTERS, seed) for seed in range(count * ANSWERS)]))
    ways = {"openpyxl": write_with_openpyxl, "unchecked": write_unchecked}
    ways |= {name: write_as(name) for name in FORMATS}
    seconds, sizes = {name: [] for name in ways}, {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            with TemporaryFile() as file:
                begun = time.process_time()
                way(file, iter(given))
                seconds[name].append(time.process_time() - begun)
                sizes[name] = file.seek(0, 2)
    return {name: statistics.median(taken) for name, taken in seconds.items()}, sizes


def times():
    """Times as multiples of openpyxl's; checking is what the finished workbook takes more than the unchecked one."""
    seconds, sizes = compare(COUNTS[0])
    plain = seconds["openpyxl"]
    return {
        "openpyxl_seconds": round(plain, 2),
        "xlsx_writing_ratio": round(seconds["unchecked"] / plain, 2),
        "xlsx_checking_ratio": round((seconds["xlsx"] - seconds["unchecked"]) / plain, 2),
        "csv_ratio": round(seconds["csv"] / plain, 2),
        "json_ratio": round(seconds["json"] / plain, 2),
        "openpyxl_file_mb": round(sizes["openpyxl"] / 1_000_000, 1),
        "xlsx_file_mb": round(sizes["xlsx"] / 1_000_000, 1),
    }


def memory():
    """Peaks through the admin's own view, with a thousand responses in the database and with ten thousand."""
    reviewer, found, there = factories.staff("reviewer"), {}, 0
    for count in COUNTS:
        receive(range(there // STATES + 1, count // STATES + 1), reviewer)
        there = count
        for name in FORMATS:
            taken = peak("view", name, connection.settings_dict["NAME"])
            found[f"{name}_peak_mb_{count}"] = taken.peak_mb
            found[f"{name}_view_seconds_{count}"] = taken.seconds
            found[f"{name}_view_file_mb_{count}"] = taken.file_mb
    return found


def measure():
    """Returns the figures of the spreadsheets; finds an empty database."""
    return times() | memory()
