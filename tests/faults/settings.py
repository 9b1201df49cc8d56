"""The settings of a site under trial: production's, with static files that need not be collected."""

from gcmreview.settings import *  # noqa: F403
from gcmreview.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
