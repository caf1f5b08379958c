"""What every installation shares. See docs/configuration.md for the environment variables."""

import re
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import languages

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that lives: database, media, search index, logs, the demo's key. Two folders, two portals.
VAR = Path(env("VAR", default=str(BASE_DIR / "var"))).resolve()

# --- The portal's identity: a network names itself here
SITE_NAME = env("SITE_NAME", default="Continuum")
NETWORK_NAME = env("NETWORK_NAME", default="") or _("Practice exchange, Western Balkans and EU")

# --- Applications
INSTALLED_APPS = [
    "modeltranslation",
    "search",
    "practices",
    "portal",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.RefuseLongAddress",
    "django.middleware.gzip.GZipMiddleware",  # gunicorn does not compress
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.Locale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.identity",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database: SQLite under VAR unless DATABASE_URL names another
database_url = env("DATABASE_URL", default="").strip() or f"sqlite:///{VAR / 'portal.sqlite3'}"
DATABASES = {"default": env.db_url_config(database_url)}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 5,  # seconds a write waits for another one
        "transaction_mode": "IMMEDIATE",  # a transaction that reads first and writes later can't fail half-way
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Seconds for a connection, and for another one's write; what DATABASE_URL says itself wins
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c lock_timeout=5s",
        **DATABASES["default"].get("OPTIONS", {}),
    }

# --- Languages
LANGUAGE_CODE = languages.DEFAULT
LANGUAGES = [(language.code, language.name) for language in languages.LANGUAGES]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Europe/Sarajevo")
MODELTRANSLATION_LANGUAGES = languages.CONTENT_CODES
MODELTRANSLATION_DEFAULT_LANGUAGE = languages.DEFAULT
# A fallback would hide that a translation is missing; vocabularies name their own in practices/translation.py.
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ()}
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichText")
WAGTAIL_I18N_ENABLED = False
# Wagtail brings no Albanian, Macedonian or Bosnian administration: our own labels carry these.
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("en", "English"),
    ("sq", "Shqip"),
    ("mk", "Македонски"),
    ("sr", "Srpski"),
    ("bs", "Bosanski"),
]

# --- Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://localhost:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}  # the admin's choosers
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # so that a held file is refused: practices/wagtail_hooks.py
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "csv", "ics"]
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing calls home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# A paper of thirty blocks and fifteen recommendations in five languages posts some thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
LOGIN_URL = "/admin/login/"
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "portal/password_required.html"  # noqa: S105
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = WAGTAIL_PASSWORD_REQUIRED_TEMPLATE

# --- Search: Elasticsearch where an address is given, else SQLite in a file of its own (docs/configuration.md)
ELASTICSEARCH_URL = env("ELASTICSEARCH_URL", default="").strip()
ELASTICSEARCH_CA_CERTS = env("ELASTICSEARCH_CA_CERTS", default="").strip()
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX", default="continuum")
seconds = env("SEARCH_KEPT_SECONDS", default="").strip() or "600"  # for so long what was found is given again; 0: never
SEARCH_KEPT_SECONDS = int(seconds) if re.fullmatch("[0-9]{1,9}", seconds) else -1  # which a check tells of
SEARCH_FILE = Path(env("SEARCH_FILE", default=str(VAR / "search.sqlite3")))

# --- Caches, of each process
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": 1_000},  # of "search", what is like an entry: some 15 KB
    }
    for name in ("default", "search")
}

# --- Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.StaticFiles"},
}

# --- Security that holds everywhere
AUTHENTICATION_BACKENDS = ["portal.authentication.WithProfile"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows the page in a frame of the same origin
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # Wagtail's administration needs inline scripts
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}

# --- Interface for programs: /api/
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "search.api.answer_to",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME}: search",
    "DESCRIPTION": "Entries and recommendations as the search page finds them: public ones only, in any language.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["search.api.ours"],
    "ENUM_NAME_OVERRIDES": {"Lang": "search.api.LANGUAGE_CODES", "ContentLanguage": "portal.languages.CHOICES"},
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "supportedSubmitMethods": ["get"]},
}

# --- Logs to standard error; the operator's system keeps them
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    # It warns of each connection beyond those it keeps, which an Elasticsearch that hangs needs
    "loggers": {"urllib3.connectionpool": {"level": "ERROR"}},
}
