"""System checks: a setting that can't work is told before anybody searches."""

import os
import re
import sqlite3
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db.utils import Error as DatabaseError

from search import asking
from search.budget import within
from search.engines import EngineUnavailable
from search.indexing import trouble

INDEX_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")  # narrower than Elasticsearch's own rule
SERVER_VERSION = "8."


def register():
    """Connect the checks; called once, when the application is ready."""
    for check in (addresses, certificates, index_prefix, search_file, kept_seconds, full_text):
        checks.register(check, "search")
    checks.register(servers, checks.Tags.database)  # these ask: by `check --database default` and by `migrate` only


def addresses(**kwargs):
    urls = [url for url in settings.ELASTICSEARCH_URL.split(",") if url.strip()]
    for url in urls or filter(None, [settings.ELASTICSEARCH_URL]):
        if problem := problem_of(url.strip()):
            # not the address itself: there may be a password in it
            hint = "Give one address, or several separated by commas: ELASTICSEARCH_URL=http://localhost:9200"
            return [checks.Error(f"ELASTICSEARCH_URL {problem}.", hint=hint, id="search.E001")]
    return []


def problem_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "has a port or host that is none"
    if parts.scheme not in ("http", "https"):
        return "must begin with http:// or https://"
    if not parts.hostname or " " in url:
        return "names no host"
    if port is None:  # the client wants to be told, also the usual one
        return "names no port"
    if port == 0 or parts.query or parts.fragment:
        return "has a port or an ending that an address can't have"
    return ""


def certificates(**kwargs):
    path = settings.ELASTICSEARCH_CA_CERTS
    if not path:
        return []
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:  # also of a file that is no certificate
        problem = f"ELASTICSEARCH_CA_CERTS={path} can't be used ({error})"
    else:
        if "http://" not in settings.ELASTICSEARCH_URL:
            return []
        problem = "ELASTICSEARCH_CA_CERTS is given, and an address of ELASTICSEARCH_URL begins with http://"
    hint = "Give a PEM file with the certificate of the authority, and addresses with https://."
    return [checks.Error(f"{problem}.", hint=hint, id="search.E006")]


def index_prefix(**kwargs):
    if INDEX_PREFIX.fullmatch(settings.SEARCH_INDEX_PREFIX):
        return []
    hint = "Small letters, digits, hyphens and underscores, a letter or digit first."
    return [checks.Error("SEARCH_INDEX_PREFIX can't begin the name of an index.", hint=hint, id="search.E002")]


def search_file(**kwargs):
    path = Path(settings.SEARCH_FILE)
    folder = next((parent for parent in path.absolute().parents if parent.exists()), Path("/"))
    if path.is_dir():
        problem = f"SEARCH_FILE={path} is a folder"
    elif path.exists() and not os.access(path, os.R_OK | os.W_OK):
        problem = f"SEARCH_FILE={path} can't be read and written"
    elif not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        problem = f"The folder of SEARCH_FILE={path} can't be written"
    else:
        return []
    return [checks.Error(problem + ".", hint="Give another SEARCH_FILE or VAR.", id="search.E003")]


def kept_seconds(**kwargs):
    if settings.SEARCH_KEPT_SECONDS >= 0:
        return []
    hint = "Give a whole number, 0 where nothing shall be kept."
    return [checks.Error("SEARCH_KEPT_SECONDS is no number of seconds.", hint=hint, id="search.E007")]


def full_text(**kwargs):
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        connection.execute("SELECT json_group_array(rowid) FROM probe")
    except sqlite3.OperationalError as error:
        hint = "The embedded engine needs both, also where Elasticsearch is used: take a Python whose SQLite has them."
        message = f"This Python's SQLite lacks FTS5 or the functions for JSON ({error})."
        return [checks.Error(message, hint=hint, id="search.E004")]
    finally:
        connection.close()
    return []


def servers(databases=None, **kwargs):
    """What only a look at the engines tells; mostly warnings, for the portal answers without Elasticsearch too."""
    if not databases or addresses() or certificates() or index_prefix() or search_file() or full_text():
        return []
    found = []
    for engine in asking.engines():
        try:
            with within(asking.BUDGET_SECONDS):
                facts = engine.health()
                reason = "" if facts["ok"] else facts["reason"]
                version = str(facts.get("version") or SERVER_VERSION)
                if engine.name != "embedded" and not version.startswith(SERVER_VERSION):
                    message = f"The portal is made for Elasticsearch 8, and the server is {version}."
                    found.append(checks.Error(message, id="search.E005"))
                reason = reason or trouble(engine)
        except EngineUnavailable as error:
            reason = f"it does not answer ({error})"
        except DatabaseError:
            return []  # before the first migration
        if reason:
            hint = "See docs/production.md, and `manage.py search_status`."
            found.append(
                checks.Warning(f"Search engine {engine.name}: {reason.rstrip('.')}.", hint=hint, id="search.W001")
            )
    return found
