"""The portal on PostgreSQL: migrations, vocabularies, the demo's content, pages, and what search asks of a database."""

import os
import subprocess
import sys

import pytest

from tests import postgres
from tests.bench import manage
from tests.conftest import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]

MADE_AND_READ = """
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page
from practices.models import Entry
for command in ("prepare", "load_demo", "compile_catalogues"):
    call_command(command)
call_command("collectstatic", interactive=False, verbosity=0)
client = Client(HTTP_HOST="localhost")
assert Page.find_problems() == ([], [], [], [], []), Page.find_problems()
assert Entry.objects.public().count() > 20
for address in ("/sq/", "/mk/entries/?phase=prison&gender=women", "/sr/papers/wb-prison-exit-2022/"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
"""

SEARCH = ("worker", "outbox", "facets", "unanswered", "glossary", "similar", "keeping")


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    """Of a database that is migrated; beside it is a copy, which pytest takes for its own."""
    with postgres.running() as server:
        manage("migrate", "-v0", DATABASE_URL=server.url, VAR=str(tmp_path_factory.mktemp("var")))
        server.copy("postgres", "test_postgres")
        yield server.url


def test_the_portal_is_made_filled_and_read_on_postgresql(database_url, tmp_path):
    manage("shell", "-c", MADE_AND_READ, DATABASE_URL=database_url, VAR=str(tmp_path))


def test_search_and_statements_on_postgresql(database_url):
    """The same tests as on SQLite, once more; and those of what only PostgreSQL has."""
    search = [*(f"tests/search/test_{name}.py" for name in SEARCH), "tests/search/on_postgres.py"]
    files = [*search, "tests/practices/test_statements.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db", *files]
    environment = os.environ | {"DATABASE_URL": database_url}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
