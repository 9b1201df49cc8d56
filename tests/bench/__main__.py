"""Measures what pages and spreadsheets cost; prints a table and, as its last line, one JSON object."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test.utils import get_runner, setup_test_environment  # noqa: E402,F401

from tests.bench import pages  # noqa: E402


def main():
    """Run each measurement on a database of its own; returns the exit code."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        figures = pages.measure()
    finally:
        runner.teardown_databases(databases)
    limits = {"question_page_ratio": 2, "question_page_queries": 8, "saving_ratio": 2}
    for name, value in figures.items():
        print(f"{name:26} {value:>8}   {f'at most {limits[name]}' if name in limits else ''}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
