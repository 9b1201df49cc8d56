"""Where received files are kept: a folder of this machine, or an S3-compatible store when STORAGE_URL names one."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def storage(url, *, endpoint, region, key, secret):
    """The storage setting for a STORAGE_URL as s3://bucket/folder; a folder of this machine for "".

    Raises ``ImproperlyConfigured`` with a sentence for what cannot be right.
    """
    if not url:
        return FOLDER
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname or parts.username or parts.query:
        raise ImproperlyConfigured("STORAGE_URL must look like s3://bucket or s3://bucket/folder")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured("S3_ACCESS_KEY and S3_SECRET_KEY belong together: give both, or none.")
    if endpoint and urlsplit(endpoint).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(f"S3_ENDPOINT is {endpoint!r}: it must look like https://s3.example.org")
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "default_acl": None,  # as the bucket says, which is private
        "file_overwrite": False,
        "max_memory_size": 2 * 1024 * 1024,
        "signature_version": "s3v4",
    }
    if endpoint:
        options |= {"endpoint_url": endpoint, "addressing_style": "path"}
    if region:
        options["region_name"] = region
    if key:
        options |= {"access_key": key, "secret_key": secret}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def check_storage(app_configs=None, **kwargs):
    """The start-up check: what is missing for the store in use, and a folder that a web server would serve."""
    if settings.STORAGES["default"] != FOLDER:
        return missing(is_there=find_spec("storages") is not None and find_spec("boto3") is not None)
    return served(Path(settings.MEDIA_ROOT), [Path(settings.STATIC_ROOT), *settings.STATICFILES_DIRS])


def missing(*, is_there):
    """What the check says of the package for S3: nothing, or one error."""
    if is_there:
        return []
    return [
        checks.Error(
            "STORAGE_URL asks for an S3-compatible store, and the package for it is not installed.",
            hint="pip install -r requirements-s3.txt",
            id="gcmreview.E001",
        )
    ]


def served(folder, static):
    """What the check says of the folder of received files: an error when static files are served from around it."""
    if not any(folder.resolve().is_relative_to(Path(each).resolve()) for each in static):
        return []
    return [
        checks.Error(
            f"MEDIA_ROOT ({folder}) is inside the folder of static files: everyone could read what was received.",
            hint="Name a folder that no web server serves.",
            id="gcmreview.E002",
        )
    ]
