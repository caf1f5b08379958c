"""A portal with a real Elasticsearch of its own, which the tests kill, stop and fill.

The database is a file, so that processes of their own work on it; it is made once, and each test begins without
entries and with indices of its own name.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from itertools import count
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from elasticsearch import Elasticsearch

from search import asking, indexing
from search.asking import Breaker
from search.models import OutboxRow, WorkerState
from tests.conftest import ROOT, component, free_port

SCRIPT = ROOT / "scripts" / "elasticsearch"
number = count(1)


class Server:
    """One Elasticsearch, by scripts/elasticsearch."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "VAR": str(folder), "ELASTICSEARCH_PORT": str(self.port)}
        self.folder = folder
        self.client = Elasticsearch(self.url, request_timeout=20)

    def run(self, command):
        done = subprocess.run([SCRIPT, command], env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        self.run("start")

    def stop(self):
        with contextlib.suppress(OSError, ValueError):
            self.send(signal.SIGCONT)
        self.run("stop")

    def send(self, sign):
        os.kill(int(next(self.folder.glob("elasticsearch/*/*/pid")).read_text()), sign)

    def kill(self):
        self.send(signal.SIGKILL)
        until(lambda: not self.answers(), 10)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=1) as answer:
                return bool(json.load(answer))
        except (OSError, ValueError):
            return False


def until(is_so, seconds):
    """Wait until ``is_so()``; fail when that takes longer."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"not within {seconds} s: {is_so.__name__}"
        time.sleep(0.2)


@contextlib.contextmanager
def at_most(seconds):
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin < seconds


@pytest.fixture(scope="session")
def tree(django_db_blocker):
    """The site's tree in the database of the test settings itself, a file in a folder of this run."""
    from django.conf import settings

    from portal.tree import plant

    assert str(settings.DATABASES["default"]["NAME"]).startswith(tempfile.gettempdir())
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        plant()
        yield
        connection.close()


@pytest.fixture(scope="session")
def shared_server():
    component("Java", shutil.which("java"))
    folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
    folder.chmod(0o755)  # root's server runs as nobody
    server = Server(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(shared_server):
    """The server, running."""
    if not shared_server.answers():
        shared_server.start()
    return shared_server


@pytest.fixture
def portal(tree, server, settings, tmp_path, monkeypatch):
    """The portal on that server, with two indices that are built and empty."""
    from practices.models import Entry

    for entry in Entry.objects.all():
        entry.delete()
    OutboxRow.objects.all().delete()
    WorkerState.objects.all().delete()
    settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_PREFIX = server.url, f"faults-{next(number)}"
    settings.SEARCH_FILE = tmp_path / "search.sqlite3"
    monkeypatch.setattr(asking, "breaker", Breaker())
    monkeypatch.setattr(indexing, "breaker", Breaker(enough=1))
    for engine in asking.engines():
        indexing.rebuild(engine)
    return Portal(settings, tmp_path)


class Portal:
    """What the tests ask of the portal, in this process and in others."""

    def __init__(self, settings, folder):
        self.settings, self.folder = settings, folder

    def search(self):
        """(ids found, engine, whether it stands in): everything there is."""
        from search.params import SearchParams
        from search.queries import understand

        answer, engine, degraded = asking.ask(lambda engine: engine.search(understand("heading"), SearchParams()))
        return {hit.document["entry"] for hit in answer.hits}, engine, degraded

    def is_well(self) -> bool:
        return not self.search()[2]

    def is_in_step(self) -> bool:
        from search.drift import find_drift
        from search.engines import EngineUnavailable
        from search.outbox import newest_from

        try:
            return not any(newest_from(e.watermark()) or find_drift(e).entries for e in asking.engines())
        except EngineUnavailable:
            return False

    def run(self, *arguments):
        """Another process of this portal: a command of manage.py, or after "-c" a program."""
        settings = self.settings
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "VAR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{settings.DATABASES['default']['NAME']}",
            "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
            "SEARCH_INDEX_PREFIX": settings.SEARCH_INDEX_PREFIX,
            "SEARCH_FILE": str(settings.SEARCH_FILE),
        }
        if arguments[0] == "-c":
            arguments = ("-c", f"import django; django.setup()\n{arguments[1]}")
        else:
            arguments = ("manage.py", *arguments)
        output = (self.folder / "output").open("a")
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=output, stderr=output)

    @contextlib.contextmanager
    def workers(self, how_many=1):
        """Workers that have begun; SIGTERM must end them cleanly."""
        begin = timezone.now()
        processes = [self.run("worker") for _ in range(how_many)]

        def look_at_clock():
            return WorkerState.objects.filter(name=indexing.CLOCK, ticked_at__gt=begin).exists()

        try:
            until(look_at_clock, 30)
            yield processes
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            codes = [process.wait(timeout=20) for process in processes]
        assert codes == [0] * how_many, (self.folder / "output").read_text()
