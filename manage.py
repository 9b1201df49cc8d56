#!/usr/bin/env python3
"""Runs the maintenance commands of the review site."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmreview.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 (the message below is the point)
    except ImportError as missing:
        raise SystemExit(
            "Django is not installed in this Python. Use `make run`, or .venv/bin/python manage.py …"
        ) from missing
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
