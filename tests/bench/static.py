"""Our static files as they are served in production: collected, named by their content, compressed."""

from contextlib import contextmanager
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings


@contextmanager
def collected():
    """Within it, static files come from a folder of their own; visitors made within it get them from there.

    Those of the admin, which no page of a delegation has, are left out.
    """
    storage = {"BACKEND": "gcmreview.storage.StaticFiles"}
    with (
        TemporaryDirectory(prefix="gcmreview-static-") as folder,
        override_settings(
            STATIC_ROOT=folder,
            STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
            STORAGES=settings.STORAGES | {"staticfiles": storage},
            WHITENOISE_USE_FINDERS=False,
            WHITENOISE_AUTOREFRESH=False,
        ),
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield
