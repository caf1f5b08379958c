"""The database locked, and stopped and started again, under a portal that gunicorn serves.

Readers are answered where nothing has to be written; who writes waits a few seconds, then is told so and loses nothing.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from bs4 import BeautifulSoup
from requests import Response, Session

from tests import postgres
from tests.conftest import ROOT, free_port, wait_for
from tests.faults.conftest import at_most, until
from tests.practices.editing_forms import posted

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

WAIT_SECONDS = 5  # of a write
READ_SECONDS = 2
THREADS = 4
EDITOR, PASSWORD = "editor", "only for tests"
PREPARE = f"""
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from portal.tree import plant
from tests import factories
call_command("migrate", verbosity=0)
plant()
get_user_model().objects.create_superuser("{EDITOR}", "", "{PASSWORD}")
page = factories.practice(("sq", "en"), key="known", heading_en="Unmistakable")
(settings.VAR / "page").write_text(str(page.pk))
call_command("search_rebuild", verbosity=0)
"""
READ = (
    "/sq/",
    "/en/practices/known/",
    "/en/entries/?q=unmistakable",
    "/en/search/?q=unmistakable",
    "/en/search/?q=nonsensical",
    "/en/search/suggest/?q=unm",
    "/api/v1/search/?q=unmistakable",
    "/sq/report/known/",
    "/admin/",
)
MESSAGE = {"text": "Përkthimi është i gabuar.\nFalas < falë", "reply_to": "reader@example.org"}


class Portal:
    """A portal in a folder of its own with one entry, on the database at ``database_url``; it searches by itself."""

    def __init__(self, folder: Path, database_url: str, server: postgres.Server | None):
        self.folder, self.database_url, self.server, self.port = folder, database_url, server, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        assert self.run("-c", f"import django; django.setup()\n{PREPARE}").wait() == 0, self.output()

    def run(self, *arguments):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "VAR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "ELASTICSEARCH_URL": "",
            "SEARCH_FILE": str(self.folder / "search.sqlite3"),
        }
        output = (self.folder / "output").open("a")
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output)

    def output(self) -> str:
        return (self.folder / "output").read_text()

    @contextmanager
    def served(self):
        """By gunicorn, with the worker beside it; each must end cleanly."""
        gunicorn = f"-m gunicorn portal.wsgi --bind 127.0.0.1:{self.port} --threads {THREADS} --graceful-timeout 2"
        processes = [self.run(*gunicorn.split(), "--no-control-socket"), self.run("manage.py", "worker")]
        try:
            wait_for(f"{self.url}/readyz", processes[0])
            yield
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            codes = [process.wait(timeout=40) for process in processes]
        assert codes == [0, 0], self.output()

    def signed_in(self):
        browser = new_browser()
        address = f"{self.url}/admin/login/"
        form = fields_of(browser.get(address))
        answer = browser.post(address, form | {"username": EDITOR, "password": PASSWORD}, allow_redirects=False)
        assert answer.status_code == 302
        return browser


def new_browser() -> Session:
    browser = Session()
    browser.headers["Accept-Language"] = "sq"
    return browser


def parsed(answer):
    return BeautifulSoup(answer.content, "html.parser")


def fields_of(answer) -> dict:
    fields = parsed(answer).select("main form :is(input, textarea)[name]")
    return {field["name"]: field.get("value", field.text) for field in fields}


@contextmanager
def sqlite_database(folder):
    yield f"sqlite:///{folder / 'portal.sqlite3'}", None


@contextmanager
def postgres_database(folder):
    with postgres.running() as server:
        yield server.url, server


@pytest.fixture(scope="module", params=[sqlite_database, pytest.param(postgres_database, marks=pytest.mark.postgres)])
def portal(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    with request.param(folder) as (database_url, server):
        portal = Portal(folder, database_url, server)
        with portal.served():
            yield portal


@contextmanager
def locked(portal):
    """Somebody else writes, and does not come to an end."""
    kind, _, place = portal.database_url.partition("://")
    if kind == "sqlite":
        lock, statement = sqlite3.connect(place.removeprefix("/"), isolation_level=None), "BEGIN IMMEDIATE"
    else:
        tables = "wagtailcore_page, wagtailcore_revision, practices_message, search_unansweredquery, django_session"
        lock, statement = psycopg.connect(portal.database_url), f"LOCK TABLE {tables} IN EXCLUSIVE MODE"
    try:
        lock.execute(statement)
        yield
    finally:
        lock.rollback()
        lock.close()


def test_reading_goes_on_while_somebody_else_writes(portal):
    readers = [new_browser(), portal.signed_in()]
    with locked(portal):
        for reader in readers:
            for path in READ:
                with at_most(READ_SECONDS):
                    answer = reader.get(portal.url + path)
                assert answer.status_code == 200, path


@dataclass(frozen=True)
class Sent:
    browser: Session
    address: str
    answer: Response


@pytest.fixture(scope="module")
def sent_meanwhile(portal):
    """What an editor, a reader with a message and somebody who signs in send at the same time, while it is locked."""
    editor, reader, newcomer = portal.signed_in(), new_browser(), new_browser()
    edit = f"{portal.url}/admin/pages/{(portal.folder / 'page').read_text()}/edit/"
    page_form = posted(SimpleNamespace(content=editor.get(edit).content))
    page_form.update({"heading_sq": "Changed <meanwhile>", "csrfmiddlewaretoken": editor.cookies["csrftoken"]})
    report, login = f"{portal.url}/sq/report/known/", f"{portal.url}/admin/login/"
    forms = (
        (editor, edit, dict(page_form.lists())),
        (reader, report, fields_of(reader.get(report)) | MESSAGE),
        (newcomer, login, fields_of(newcomer.get(login)) | {"username": EDITOR, "password": PASSWORD}),
    )
    with locked(portal), at_most(WAIT_SECONDS + READ_SECONDS), ThreadPoolExecutor() as pool:
        return tuple(pool.map(lambda form: Sent(*form[:2], form[0].post(*form[1:])), forms))


def test_what_an_editor_saves_can_be_sent_again(sent_meanwhile):
    sent, _, _ = sent_meanwhile
    assert sent.answer.status_code == 503 and int(sent.answer.headers["Retry-After"]) > 0
    page = parsed(sent.answer)
    assert page.html["lang"] == "sq" and page.h1 and page.select("main form button")
    assert "Changed" not in sent.browser.get(sent.address).text
    again = [(field["name"], (None, field["value"])) for field in page.select("main form input")]
    answer = sent.browser.post(sent.address, files=again, allow_redirects=False)
    assert answer.status_code == 302
    assert "Changed" in sent.browser.get(sent.address).text


def test_a_reader_s_message_is_kept_in_its_form(sent_meanwhile):
    _, sent, _ = sent_meanwhile
    assert sent.answer.status_code == 503
    assert parsed(sent.answer).select_one("[role=alert] li").text
    kept = fields_of(sent.answer)
    assert kept["text"].split() == MESSAGE["text"].split() and kept["reply_to"] == MESSAGE["reply_to"]
    assert sent.browser.post(sent.address, kept, allow_redirects=False).status_code == 302


def test_nobody_s_password_is_sent_back(sent_meanwhile):
    *_, sent = sent_meanwhile
    assert sent.answer.status_code == 503
    assert PASSWORD not in sent.answer.text
    assert not parsed(sent.answer).select("main form")  # without it, what is sent again would mean something else


@pytest.mark.postgres
@pytest.mark.parametrize("portal", [postgres_database], indirect=True)
def test_stopped_and_started_again(portal):
    """Nothing of the portal is started again."""
    reader, address = new_browser(), f"{portal.url}/sq/report/known/"
    form = fields_of(reader.get(address)) | MESSAGE

    def at_once(number=4 * THREADS) -> set[int]:
        """So many readers at the same time, so that every thread has a connection of its own."""
        with ThreadPoolExecutor(number) as pool:
            return set(pool.map(lambda _: new_browser().get(portal.url + READ[1]).status_code, range(number)))

    assert at_once() == {200}
    portal.server.stop()
    try:
        assert at_once() == {503}
        for path in READ:
            with at_most(READ_SECONDS):
                answer = reader.get(portal.url + path)
            assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0, path
            assert answer.json()["detail"] if "/api/" in path else parsed(answer).h1, path
        assert reader.get(f"{portal.url}/healthz").ok and reader.get(f"{portal.url}/readyz").status_code == 503
        kept = fields_of(reader.post(address, form))
    finally:
        portal.server.start()
    assert at_once() == {200}
    assert kept["text"].split() == MESSAGE["text"].split()
    assert reader.post(address, kept, allow_redirects=False).status_code == 302
    with psycopg.connect(portal.database_url) as connection:
        connection.execute("UPDATE practices_entry SET heading_en = 'Renewed'")
        connection.execute(
            "INSERT INTO search_outboxrow (entry, transaction, written_at) "
            "SELECT page_ptr_id, pg_current_xact_id()::text::bigint, now() FROM practices_entry"
        )

    def is_found():
        return "/en/practices/known/" in reader.get(f"{portal.url}/en/search/?q=renewed").text

    until(is_found, 30)
