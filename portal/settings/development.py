"""`make demo` and local work: everything under VAR, a key made once, DEBUG only when asked for."""

import secrets
import zlib

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import VAR, env


def made_once(path):
    """The secret in the file ``path``, made at the first call and readable by its owner only."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50))
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(f"VAR={VAR} can't be written: {error.strerror}") from error


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or made_once(VAR / "secret-key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
# Two folders are two portals, on one Elasticsearch too
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX", default=f"continuum-{zlib.crc32(bytes(VAR)):08x}")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
