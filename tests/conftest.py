"""What the whole suite shares: the site's tree, an editor, and which real components are here."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_make_parametrize_id(val):
    """Of a text of pages its beginning: what has failed is to be read."""
    return f"{val[:40]!a}... ({len(val)})" if isinstance(val, str | bytes) and len(val) > 100 else None


def component(name, found):
    """Skip the test where a component is absent; with CI=true fail instead."""
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is needed with CI=true and is not here.")
        pytest.skip(f"{name} is not installed on this machine")
    return found


@pytest.fixture(scope="session")
def chromium():
    """The path of a chromium."""
    return component("chromium", shutil.which("chromium") or shutil.which("chromium-browser"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The site's tree belongs to the database: to plant it in each test would take a third of the suite's time."""
    from django.db import connection

    from portal.tree import plant

    with django_db_blocker.unblock():
        plant()
        # What a test that commits puts back
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture
def site_tree(db):
    """The home page, with the default site and the five lists."""
    from portal.models import HomePage

    return HomePage.objects.get()


@pytest.fixture
def search_index(site_tree, settings, tmp_path):
    """The embedded engine with an index of its own, built, and followed where the test asks (indexing.follow)."""
    from search import asking, outbox

    settings.SEARCH_FILE = tmp_path / "search.sqlite3"
    engine = asking.embedded()
    with engine.build() as build:
        build.swap()
    engine.set_watermark(outbox.now())
    return engine


@pytest.fixture(autouse=True)
def other_names():
    """The glossary as this test's database has it, not as the process remembers it from another one."""
    from search import glossary

    glossary.forget()


@pytest.fixture
def administrator(db, django_user_model):
    return django_user_model.objects.create_superuser("admin", "admin@example.org", "a long password")


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def shell() -> dict[str, str]:
    """The environment of a command beside this process, whose settings are its own."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, seconds=120):
    """Return when ``url`` answers; fail when ``process`` ends before that, or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"The server ended with {process.returncode} before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within {seconds} s.")


@dataclass(frozen=True)
class Demo:
    """A demo that is served: its address, folder, and what it printed while it was made ready."""

    url: str
    folder: Path
    output: str


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo as `make demo` serves it, with its content, by gunicorn, in a folder and on a port of its own."""
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    environment = shell() | {"VAR": str(folder), "PORT": str(port)}
    log = folder / "output"
    with log.open("w") as output:
        command = [sys.executable, str(ROOT / "manage.py"), "demo"]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/en/", process)
            yield Demo(f"http://127.0.0.1:{port}", folder, log.read_text())
        finally:
            process.terminate()
            process.wait(timeout=30)
