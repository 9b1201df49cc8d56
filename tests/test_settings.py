"""The settings say loudly what cannot be right, and are safe as production has them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k3y-" + "0123456789abcdefghij" * 4,
    "ALLOWED_HOSTS": "review.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "EMAIL_URL": "smtp://localhost:587",
}


def run(*arguments, **environment):
    """A management command in a process of its own, with these environment variables and no others of ours."""
    ours = {*PRODUCTION, "DEBUG", "DEMO", "HTTPS", "SITE_URL", "DJANGO_SETTINGS_MODULE", "BEHIND_PROXY"}
    ours |= {
        "SITE_LOGO",
        "CLAMAV_SOCKET",
        "STORAGE_URL",
        "S3_ENDPOINT",
        "S3_ACCESS_KEY",
        "S3_SECRET_KEY",
        "MEDIA_ROOT",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
    }
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_production_passes_every_deployment_check():
    done = run("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stdout + done.stderr


WRONG = {
    "SECRET_KEY or SECRET_KEY_FILE is required": {"SECRET_KEY": ""},
    "SECRET_KEY is shorter than 50 characters": {"SECRET_KEY": "short"},
    "ALLOWED_HOSTS is required": {"ALLOWED_HOSTS": ""},
    "DEBUG is 'perhaps'": {"DEBUG": "perhaps"},
    "SITE_URL is 'review'": {"SITE_URL": "review"},
    "EMAIL_URL must look like": {"EMAIL_URL": "mailhost"},
    "DEMO signs anyone in with one click": {"DEMO": "yes"},
    "AUTOSAVE_SECONDS is '1'": {"AUTOSAVE_SECONDS": "1"},
    "AUTOSAVE_SECONDS is 'soon'": {"AUTOSAVE_SECONDS": "soon"},
    "CLAMAV_SOCKET is 'clamav'": {"CLAMAV_SOCKET": "clamav"},
    "STORAGE_URL must look like": {"STORAGE_URL": "https://bucket"},
    "S3_ACCESS_KEY and S3_SECRET_KEY belong together": {"STORAGE_URL": "s3://bucket", "S3_ACCESS_KEY": "a"},
    "S3_ENDPOINT is 's3'": {"STORAGE_URL": "s3://bucket", "S3_ENDPOINT": "s3"},
    "is inside the folder of static files": {"MEDIA_ROOT": "static/received"},
    "SECRET_KEY and SECRET_KEY_FILE are both given": {"SECRET_KEY_FILE": "/dev/null"},
}


@pytest.mark.parametrize(("sentence", "environment"), WRONG.items(), ids=WRONG)
def test_a_value_that_cannot_be_right_stops_the_start_with_a_sentence(sentence, environment):
    done = run("check", **(PRODUCTION | environment))
    assert done.returncode != 0
    assert sentence in done.stderr


def test_a_secret_can_come_from_a_file(tmp_path):
    key = tmp_path / "key"
    key.write_text(PRODUCTION["SECRET_KEY"] + "\n", encoding="utf-8")
    environment = PRODUCTION | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(key)}
    assert run("check", **environment).returncode == 0


def test_earlier_keys_are_told_apart_by_spaces():
    environment = PRODUCTION | {"SECRET_KEY_FALLBACKS": "one,key  another\n"}
    code = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    done = run("shell", "--verbosity", "0", "--command", code, **environment)
    assert done.stdout.strip() == "['one,key', 'another']", done.stderr
