"""The portal that the tests of the database serve: `make demo`'s settings without what takes long to prepare."""

from portal.settings.development import *  # noqa: F403
from portal.settings.development import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
