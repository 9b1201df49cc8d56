"""The settings of the tests: production's, without HTTPS and with what makes tests quick."""

import os
import tempfile
from pathlib import Path

# What a developer's shell happens to hold must not change the tests; the database alone is chosen outside.
os.environ["DEBUG"] = os.environ["DEMO"] = os.environ["BEHIND_PROXY"] = "no"
os.environ["SECRET_KEY_FILE"] = os.environ["EMAIL_URL"] = os.environ["SITE_LOGO"] = ""
os.environ["CLAMAV_SOCKET"] = os.environ["STORAGE_URL"] = os.environ["S3_ENDPOINT"] = ""
os.environ["S3_ACCESS_KEY"] = os.environ["S3_SECRET_KEY"] = ""
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["SITE_URL"] = "https://review.example.org"
os.environ["HTTPS"] = "no"

from gcmreview.settings import *  # noqa: F403
from gcmreview.settings import DATABASES, STORAGES, TEMPLATES, sqlite

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "gcmreview-tests"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads of one test must meet in the database as workers do.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = Path(tempfile.gettempdir()) / f"gcmreview-test-{os.getpid()}-{worker}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(name)}
    # Nothing here has to survive a power cut.
    options = {"init_command": sqlite.pragmas(sqlite.use_newest(), synchronous="OFF")}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | options

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
