"""Processes killed in the middle, two at the same work, and indices that somebody has changed."""

import signal

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from practices.models import Entry
from search import asking, indexing, outbox
from search.documents import documents_of
from search.drift import find_drift
from search.engines import Change
from search.models import OutboxRow
from tests import factories
from tests.faults.conftest import until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

KILL = "import os, signal\ndef kill(*args, **kwargs): os.kill(os.getpid(), signal.SIGKILL)\n"


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Here a save that is slow on a busy machine is not what is looked at."""
    monkeypatch.setattr(indexing, "SAVE_SECONDS", 20)


def killed(process) -> bool:
    return process.wait(timeout=60) == -signal.SIGKILL


def test_killed_while_rebuilding(portal, server):
    pages = [factories.practice(), factories.paper()]
    prefix = portal.settings.SEARCH_INDEX_PREFIX
    for place, engine in enumerate(asking.engines()):
        program = f"from search import asking, indexing\nindexing.rebuild(asking.engines()[{place}], kill)"
        assert killed(portal.run("-c", KILL + program))
        assert {entry for entry, *_rest in engine.versions()} == {page.pk for page in pages}
    assert portal.search() == ({page.pk for page in pages}, "elasticsearch", False)
    assert len(server.client.indices.get(index=f"{prefix}-*")) == 4
    call_command("search_rebuild", verbosity=0)
    assert len(server.client.indices.get(index=f"{prefix}-*")) == 2
    assert len(list(portal.folder.glob("search-*.sqlite3"))) == 1
    assert portal.is_in_step()


def test_killed_before_its_transaction_ended(portal):
    page = factories.practice()
    rows = OutboxRow.objects.count()
    program = f"""
from django.db import transaction
from practices.models import Entry
with transaction.atomic():
    Entry.objects.get(pk={page.pk}).specific.unpublish()
    kill()
"""
    assert killed(portal.run("-c", KILL + program))
    assert Entry.objects.get(pk=page.pk).live and OutboxRow.objects.count() == rows
    assert portal.search()[0] == {page.pk} and portal.is_in_step()


def test_killed_after_its_transaction_ended(portal):
    page = factories.practice()
    program = f"""
from practices.models import Entry
from search import indexing
indexing.apply_newest = kill
Entry.objects.get(pk={page.pk}).specific.unpublish()
"""
    assert killed(portal.run("-c", KILL + program))
    assert not Entry.objects.get(pk=page.pk).live
    with portal.workers():
        until(portal.is_in_step, 60)
    assert portal.search()[0] == set()


def test_a_worker_killed_while_it_drains(portal):
    pages = [factories.practice() for _ in range(3)]
    outbox.write([page.pk for page in pages])
    program = """
from django.core.management import call_command
from search.engines.elasticsearch import ElasticsearchEngine
ElasticsearchEngine.set_watermark = kill
call_command("worker", once=True)
"""
    assert killed(portal.run("-c", KILL + program))
    pages[0].delete()
    with portal.workers():
        until(portal.is_in_step, 60)  # the lease of the dead one has to run out
    assert portal.search()[0] == {page.pk for page in pages[1:]}


def test_edits_during_a_rebuild(portal, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    pages = [factories.paper() for _ in range(6)]
    for engine in asking.engines():
        edits = iter([pages[0].unpublish, lambda: pages[1].save(), factories.practice, pages.pop().delete])
        indexing.rebuild(engine, lambda done, total, edits=edits: next(edits, int)())
        pages[0].save_revision().publish()
        assert portal.is_in_step()


def test_two_workers(portal):
    pages = [factories.practice() for _ in range(8)]
    with portal.workers(2):
        for page in pages:
            page.unpublish()
            page.save_revision().publish()
        for page in pages[:3]:
            Entry.objects.get(pk=page.pk).specific.unpublish()
        outbox.write([page.pk for page in pages])
        until(portal.is_in_step, 60)
    assert portal.search() == ({page.pk for page in pages[3:]}, "elasticsearch", False)


def test_what_comes_late_or_twice_changes_nothing(portal):
    page = factories.paper()
    late = Change(page.pk, outbox.now(), documents_of([page.pk])[page.pk])
    page.unpublish()
    for engine in asking.engines():
        engine.apply([late])
        engine.apply([late])
    assert portal.is_in_step() and portal.search()[0] == set()


def test_drift_is_found_and_repaired_and_nothing_else(portal):
    pages = [factories.practice() for _ in range(5)]
    documents, version = documents_of([page.pk for page in pages]), outbox.now()
    moved = documents[pages[4].pk][0] | {"id": "99999", "entry": 99999}
    Entry.objects.filter(pk=pages[0].pk).update(heading_en="Changed behind everybody's back")
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=pages[1], restriction_type="login")])
    for engine in asking.engines():
        engine.apply([Change(pages[2].pk, version), Change(99999, version, (moved,))])
        drift = find_drift(engine)
        assert (drift.missing, drift.ghost) == ({pages[2].pk}, {99999})
        assert (drift.stale, drift.access) == ({pages[0].pk}, {pages[1].pk})
    call_command("search_check", repair=True, verbosity=0)
    assert portal.is_in_step()
    for engine in asking.engines():
        assert {entry for entry, *_rest in engine.versions()} == {pages[place].pk for place in (0, 2, 3, 4)}
