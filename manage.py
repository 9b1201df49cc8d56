#!/usr/bin/env python3
"""Runs the maintenance commands of the review site."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gcmreview.settings")
    try:
        from django.conf import settings  # noqa: PLC0415 (the message below is the point)
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError as missing:
        raise SystemExit(
            "Django is not installed in this Python. Use `make run`, or .venv/bin/python manage.py …"
        ) from missing
    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018 (reading them is what finds a wrong value)
    except ImproperlyConfigured as wrong:
        raise SystemExit(str(wrong)) from wrong
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
