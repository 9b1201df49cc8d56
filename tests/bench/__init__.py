"""What pages and spreadsheets cost, measured. Django is set up here, so that each part can simply be imported."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
