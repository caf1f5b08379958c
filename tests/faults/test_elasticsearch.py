"""Elasticsearch down, stopped, slow, full and red: readers get answers, editors publish, and all is right after it."""

import io
import re
import signal
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from portal.languages import LANGUAGES
from search import asking
from search.health import report
from search.similar import similar
from tests import factories
from tests.conftest import free_port
from tests.faults.conftest import at_most, until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

ANSWER_SECONDS = asking.BUDGET_SECONDS + 0.5  # the embedded engine's own time, and a busy machine's
PUBLISH_SECONDS = 1
RECOVERY_SECONDS = 30
IN_STEP_SECONDS = 60


def expect_embedded_answers(portal, pages):
    """Time after time, until the breaker is open and beyond."""
    for _ in range(asking.FAILURES + 2):
        with at_most(ANSWER_SECONDS):
            assert portal.search() == ({page.pk for page in pages}, "embedded", True)


def publish(page):
    with at_most(PUBLISH_SECONDS):
        page.save_revision().publish()


def test_killed_and_started_again(portal, server):
    pages = [factories.practice(), factories.paper()]
    call_command("worker", once=True)  # on a busy machine a save does not wait for Elasticsearch long enough
    assert portal.search() == ({page.pk for page in pages}, "elasticsearch", False)
    server.kill()
    expect_embedded_answers(portal, pages)
    with portal.workers():
        for page in pages:
            publish(page)
        pages[0].unpublish()
        pages[1:] = [pages[1], factories.failure()]
        expect_embedded_answers(portal, pages[1:])
        server.start()
        until(portal.is_well, RECOVERY_SECONDS)
        until(portal.is_in_step, IN_STEP_SECONDS)
    assert portal.search() == ({page.pk for page in pages[1:]}, "elasticsearch", False)


def test_one_of_several_nodes_is_away(portal, server):
    """The others are asked, each time that the client tries whether it is back."""
    portal.settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()},{server.url}"
    page = factories.practice()
    call_command("worker", once=True)
    for _ in range(4):
        assert portal.search() == ({page.pk}, "elasticsearch", False)


def test_stopped_without_a_word(portal, server):
    """The connection stands, and nothing comes."""
    pages = [factories.practice()]
    server.send(signal.SIGSTOP)
    try:
        publish(pages[0])
        expect_embedded_answers(portal, pages)
        publish(pages[0])
        pages.append(factories.practice())
    finally:
        server.send(signal.SIGCONT)
    until(portal.is_well, RECOVERY_SECONDS)
    with portal.workers():
        until(portal.is_in_step, IN_STEP_SECONDS)


@contextmanager
def slowed(port, seconds, pause=0, piece=65536):
    """A port that passes on to ``port`` what it is sent, ``seconds`` later; answers with a ``pause`` before each piece
    of so many bytes.
    """
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection):
        with connection, socket.create_connection(("127.0.0.1", port)) as target:
            threading.Thread(target=pass_on, args=(target, connection, pause, piece), daemon=True).start()
            pass_on(connection, target, seconds)

    def pass_on(source, target, delay, piece=65536):
        try:
            while data := source.recv(piece):
                time.sleep(delay)
                target.sendall(data)
        except OSError:
            pass  # one of both has hung up

    def accept():
        while True:
            try:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
            except OSError:
                return  # closed

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


@pytest.mark.parametrize(("seconds", "engine"), [(0.1, "elasticsearch"), (0.35, "elasticsearch"), (5, "embedded")])
def test_slow(portal, server, settings, seconds, engine):
    """Pages of entries, which wait less long, don't keep searches from an engine that is quick enough for them."""
    pages = [factories.practice() for _ in range(asking.FAILURES)]
    call_command("worker", once=True)
    with slowed(server.port, seconds) as url:
        settings.ELASTICSEARCH_URL = url
        for page in pages:
            similar(page, LANGUAGES[0])
        with at_most(ANSWER_SECONDS):
            assert portal.search() == ({page.pk for page in pages}, engine, engine == "embedded")
        publish(pages[0])


def test_a_little_slow_for_each_of_several_requests(portal, server, settings):
    """Each alone is in time; together they must be, too."""
    factories.practice()
    with slowed(server.port, asking.BUDGET_SECONDS * 0.7) as url:
        settings.ELASTICSEARCH_URL = url
        with at_most(ANSWER_SECONDS):
            asking.ask(lambda engine: [engine.counts(), engine.counts(), engine.counts()])


def test_an_answer_that_trickles_in(portal, server, settings):
    """Each piece comes soon after the one before, the whole in minutes."""
    pages = [factories.practice()]
    call_command("worker", once=True)
    with slowed(server.port, 0, pause=0.2, piece=10) as url:
        settings.ELASTICSEARCH_URL = url
        publish(pages[0])
        expect_embedded_answers(portal, pages)


def test_the_disk_is_full(portal, server):
    """Elasticsearch lets itself be read only: searches go on, and publishing does."""
    page = factories.practice()
    names = ("low", "high", "flood_stage")
    watermark = "cluster.routing.allocation.disk.watermark"
    full = {f"{watermark}.{name}": "1000tb" for name in names} | {"cluster.info.update.interval": "10s"}

    def is_full():
        found = server.client.indices.get_settings(index=f"{portal.settings.SEARCH_INDEX_PREFIX}-*", flat_settings=True)
        return all("index.blocks.read_only_allow_delete" in each["settings"] for each in found.values())

    server.client.cluster.put_settings(transient=full)
    try:
        until(is_full, 40)
        assert portal.is_well()
        publish(page)
        late = factories.practice()
        found = {engine["engine"]: engine["reasons"] for engine in report()["engines"]}
        assert found["embedded"] == [] and "full" in found["elasticsearch"][0]
    finally:
        server.client.cluster.put_settings(transient=dict.fromkeys(full))
    with portal.workers():
        until(portal.is_in_step, IN_STEP_SECONDS)
    assert portal.search()[0] == {page.pk, late.pk}


RECOVERIES = "cluster.routing.allocation.node_initial_primaries_recoveries"  # shards that a node opens at a time


@contextmanager
def red(server, index):
    """``index`` has lost its shard, and no node may open it again."""
    (shard,) = server.client.cat.shards(index=index, format="json")
    cancel = {"index": index, "shard": 0, "node": shard["node"], "allow_primary": True}
    server.client.cluster.put_settings(transient={RECOVERIES: 0})
    try:
        server.client.cluster.reroute(commands=[{"cancel": cancel}], metric="none")
        yield
    finally:
        server.client.cluster.put_settings(transient={RECOVERIES: None})


def expect_pages(client, shown, hidden, degraded):
    """What readers and programs get has all of ``shown``, nothing of ``hidden``."""
    answers = []
    for path in ("/en/search/?q=heading", "/en/search/suggest/?q=heading", "/api/v1/search/?q=heading"):
        with at_most(ANSWER_SECONDS):
            answers.append(client.get(path))
        assert answers[-1].status_code == 200
        assert [page.key for page in shown if f"/{page.slug}/" not in answers[-1].text] == []
        assert [page.key for page in hidden if f"/{page.slug}/" in answers[-1].text] == []
    page, _suggestions, api = answers
    assert ("A simpler one has answered" in page.text) is api.json()["degraded"] is degraded
    assert api.json()["count"] == len(shown)


def reasons_of_status() -> list[str]:
    told = io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("search_status", stdout=told)
    return re.findall("! (.*)", told.getvalue())


def test_red(portal, server, client):
    """Its shard is lost, with all that answers for the index: Elasticsearch itself is well."""
    (index,) = server.client.indices.get_alias(name=f"{portal.settings.SEARCH_INDEX_PREFIX}-entries")
    shown, hidden = [factories.practice(), factories.paper()], [factories.practice(), factories.practice()]
    call_command("worker", once=True)
    client.get("/en/search/?q=heading")  # the first page of a process takes a while
    expect_pages(client, shown + hidden, [], degraded=False)
    assert client.get("/readyz").json()["notes"] == []
    with portal.workers():
        with red(server, index):
            publish(shown[0])
            with at_most(PUBLISH_SECONDS):
                hidden[0].unpublish()
            with at_most(PUBLISH_SECONDS):
                PageViewRestriction.objects.create(page=hidden[1], restriction_type=PageViewRestriction.LOGIN)
            shown.append(factories.failure())
            expect_pages(client, shown, hidden, degraded=True)
            expect_embedded_answers(portal, shown)
            asking.breaker.retry_at = 0  # the next question, which is the probe's, tries it
            probed = client.get("/readyz").json()
            assert probed == {"ok": True, "reasons": [], "notes": ["elasticsearch: it does not answer"]}
            assert asking.breaker.is_open
            (reason,) = reasons_of_status()
            assert f"A part of {index} is missing" in reason
        until(portal.is_well, RECOVERY_SECONDS)
        until(portal.is_in_step, IN_STEP_SECONDS)
    expect_pages(client, shown, hidden, degraded=False)
    assert client.get("/readyz").json()["notes"] == []


def test_wiped(portal, server):
    """Somebody has deleted the indices: the worker builds them, the embedded engine answers meanwhile."""
    page = factories.practice()
    server.client.indices.delete(
        index=list(server.client.indices.get(index=f"{portal.settings.SEARCH_INDEX_PREFIX}-*"))
    )
    assert portal.search() == ({page.pk}, "embedded", True)
    publish(page)
    with portal.workers():
        until(portal.is_in_step, IN_STEP_SECONDS)
    until(portal.is_well, RECOVERY_SECONDS)
