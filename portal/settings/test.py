"""The test suite: a folder of its own for each run, nothing slow that a test does not ask for."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from .base import *
from .base import CACHES, DATABASES

VAR = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["search"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # a test has entries of its own
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = VAR / "portal.sqlite3"
# Whatever the shell says: a file for each of pytest's workers, and no Elasticsearch that a test does not name
SEARCH_FILE = VAR / "search.sqlite3"
ELASTICSEARCH_URL = ELASTICSEARCH_CA_CERTS = ""
SEARCH_KEPT_SECONDS = 0
SEARCH_INDEX_PREFIX = f"test-{os.getpid()}"
