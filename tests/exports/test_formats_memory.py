"""Ten thousand long rows take no more memory than a thousand, in each format (measured on Linux)."""

import subprocess
import sys
from pathlib import Path

import pytest

from responses.exports.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
MOST_MB = 10
"""Above the idle process, for the formats alone; with the admin's view around them, 40 are allowed."""


@pytest.mark.parametrize("rows", [1_000, 10_000])
@pytest.mark.parametrize("name", FORMATS)
def test_the_peak_stays_where_it_is(name, rows):
    command = [sys.executable, "-m", "tests.bench.xlsx_bench", "--peak-of", name, "--rows", str(rows)]
    result = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert float(result.stdout) < MOST_MB
