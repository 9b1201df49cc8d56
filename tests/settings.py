"""The settings of the tests: production's, without HTTPS and with what makes tests quick."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "https://review.example.org")
os.environ["HTTPS"] = "no"

from gcmreview.settings import *  # noqa: F403
from gcmreview.settings import DATABASES, STORAGES, TEMPLATES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "gcmreview-tests"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads of one test must meet in the database as workers do.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = Path(tempfile.gettempdir()) / f"gcmreview-test-{os.getpid()}-{worker}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(name)}

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
