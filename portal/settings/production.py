"""A real installation: refuses to start without what it needs, and says what that is."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import env

REQUIRED = {
    "SECRET_KEY": "a long random string, kept secret",
    "ALLOWED_HOSTS": "the host names of the portal, separated by commas",
    "DATABASE_URL": "e.g. postgres://user:password@host:5432/portal",
}
missing = [f"{name} ({what})" for name, what in REQUIRED.items() if not env(name, default="").strip()]
if missing:
    raise ImproperlyConfigured("Production needs these environment variables: " + "; ".join(missing))

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])

# --- HTTPS ends at a proxy in front, which sets this header and strips it from what comes in
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # probes ask the process itself, past the proxy
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)

SILENCED_SYSTEM_CHECKS = ["security.W019"]  # X-Frame-Options: Wagtail's preview frames pages of the same origin

# --- Mail, e.g. EMAIL_URL=smtp+tls://user:password@host:587
globals().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"portal@{ALLOWED_HOSTS[0].lstrip('.')}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
