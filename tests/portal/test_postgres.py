"""The portal on PostgreSQL: migrations, vocabularies, the demo's content, pages, and what search asks of a database."""

import os
import subprocess
import sys

import pytest

from tests import postgres
from tests.conftest import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]

PAGES = """
from django.test import Client
from wagtail.models import Page
from practices.models import Entry
client = Client(HTTP_HOST="localhost")
assert Page.find_problems() == ([], [], [], [], []), Page.find_problems()
assert Entry.objects.public().count() > 20
for address in ("/sq/", "/mk/entries/?phase=prison&gender=women", "/sr/papers/wb-prison-exit-2022/"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
"""

SEARCH = ("worker", "outbox", "facets", "unanswered", "glossary", "similar", "keeping")


@pytest.fixture(scope="module")
def database_url():
    with postgres.running() as server:
        yield server.url


def test_the_portal_is_made_filled_and_read_on_postgresql(database_url, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"DATABASE_URL": database_url, "VAR": str(tmp_path)}
    commands = (["migrate", "-v0"], ["prepare"], ["load_demo"], ["compile_catalogues"])
    commands += (["collectstatic", "--noinput", "-v0"], ["shell", "-c", PAGES])
    for command in commands:
        result = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command], env=environment, capture_output=True, text=True
        )
        assert result.returncode == 0, f"{command[0]}: {result.stderr}"


def test_search_and_statements_on_postgresql(database_url):
    """The same tests as on SQLite, once more; and those of what only PostgreSQL has."""
    search = [*(f"tests/search/test_{name}.py" for name in SEARCH), "tests/search/on_postgres.py"]
    files = [*search, "tests/practices/test_statements.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    environment = os.environ | {"DATABASE_URL": database_url}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
