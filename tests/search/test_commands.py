"""The operator's commands and the probes."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from search import asking, bulk, indexing, indices, outbox
from search.asking import Breaker
from search.client import client
from search.drift import find_drift
from search.engines import Change, EngineUnavailable
from search.health import LONGEST_LAG
from search.indexing import CLOCK, RebuildFailed, drain, follow, rebuild
from search.models import WorkerState
from search.params import RECOMMENDATIONS
from tests import factories
from tests.search import elastic
from tests.search.conftest import found, make_document
from tests.search.test_worker import ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(search_index):
    """An index in step with two entries and a paper, and a worker that has just looked at the clock."""
    pages = [factories.practice(), factories.failure(), factories.paper(recommendations=[recommendation()])]
    follow()
    WorkerState.objects.create(name=CLOCK, ticked_at=timezone.now())
    return search_index, pages


@pytest.fixture
def paper_on_elasticsearch(search_index):
    """(engine, a paper with two recommendations), in step."""
    with elastic.engine() as engine:
        engine.set_watermark(outbox.now())
        paper = factories.paper(recommendations=[recommendation(), recommendation("r-2")])
        drain_all()
        yield engine, paper


def drain_all():
    """As the worker does: Elasticsearch may take longer than a save waits for it."""
    for engine in asking.engines():
        drain(engine)


def recommendation(anchor="r-1"):
    return factories.models.Recommendation(anchor=anchor, text_en="<p>Plan early</p>")


def status(capsys):
    try:
        call_command("search_status", json=True)
        code = 0
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(capsys.readouterr().out)


# --- search_rebuild


def test_a_rebuilt_index_has_every_public_entry_and_follows_from_there(filled):
    engine, pages = filled
    engine.apply([Change(999, 1, (make_document(999),))])
    pages[0].unpublish()
    call_command("search_rebuild", verbosity=0)
    assert ids(engine) == {page.pk for page in pages[1:]}
    assert engine.counts() == {"entries": 2, "recommendations": 1}
    assert engine.watermark() == outbox.now()


def test_what_is_edited_during_a_rebuild_is_right_after_it(filled, monkeypatch):
    engine, pages = filled
    monkeypatch.setattr(indexing, "BATCH", 1)
    late = []

    def edit(done, total):
        if done == 1:
            pages[0].unpublish()
            late.append(factories.practice())
            drain(engine)  # another process, into the old index

    rebuild(engine, edit)
    assert ids(engine) == {pages[1].pk, pages[2].pk, late[0].pk}
    assert find_drift(engine).entries == set()


def test_what_another_process_writes_into_the_old_index_at_the_last_moment_is_not_lost(filled, monkeypatch):
    engine, pages = filled
    compare = indexing.compare

    def and_edit(*args):
        compare(*args)
        pages[0].unpublish()
        drain(engine)

    monkeypatch.setattr(indexing, "compare", and_edit)
    rebuild(engine)
    assert ids(engine) == {pages[1].pk, pages[2].pk}


@pytest.mark.parametrize("error", [KeyboardInterrupt, EngineUnavailable, RuntimeError])
def test_a_rebuild_that_is_ended_leaves_the_old_index(filled, error):
    engine, pages = filled

    def end(done, total):
        raise error

    with pytest.raises(error):
        rebuild(engine, end)
    assert ids(engine) == {page.pk for page in pages}
    rebuild(engine)
    assert ids(engine) == {page.pk for page in pages}


def test_an_index_that_lacks_something_does_not_take_the_place_of_the_old_one(filled, monkeypatch):
    engine, pages = filled
    compare = indexing.compare
    monkeypatch.setattr(indexing, "compare", lambda counts, expected: compare({**counts, "entries": 2}, expected))
    with pytest.raises(RebuildFailed):
        rebuild(engine)
    assert ids(engine) == {page.pk for page in pages}


# --- search_check


def test_an_index_in_step_is_left_alone(filled, capsys):
    engine, _pages = filled
    before = list(engine.versions())
    call_command("search_check", repair=True, verbosity=0)
    assert list(engine.versions()) == before
    assert "0 missing, 0 ghost, 0 access, 0 stale" in capsys.readouterr().out


def test_every_kind_of_drift_is_found_and_repaired(filled, capsys):
    engine, pages = filled
    hidden = factories.practice(live=False)
    follow()
    version = outbox.now()
    engine.apply(
        [
            Change(pages[0].pk, version),
            Change(pages[1].pk, version, (make_document(pages[1].pk),)),
            Change(hidden.pk, version, (make_document(hidden.pk),)),
            Change(9999, version, (make_document(9999),)),
        ]
    )
    drift = find_drift(engine)
    assert (drift.missing, drift.stale) == ({pages[0].pk}, {pages[1].pk})
    assert (drift.access, drift.ghost) == ({hidden.pk}, {9999})
    with pytest.raises(SystemExit):
        call_command("search_check", verbosity=0)
    call_command("search_check", repair=True, verbosity=0)
    assert ids(engine) == {page.pk for page in pages} and not find_drift(engine).entries


def lose_one(engine, paper, _monkeypatch):
    bulk.send(indices.alias(RECOMMENDATIONS), [bulk.delete_action(f"{paper.pk}-r-1", outbox.now())])


def leave_one(engine, paper, _monkeypatch):
    left = bulk.index_action(make_document(paper.pk, anchor="r-0"), 1)
    bulk.send(indices.alias(RECOMMENDATIONS), [left])


def refuse_one(engine, paper, monkeypatch):
    def wrong(document):
        return source_of(document) | ({"date": "no date"} if document["anchor"] == "r-1" else {})

    source_of = bulk.source_of
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "source_of", wrong)
        indexing.apply(engine, [paper.pk], outbox.now())


@pytest.mark.parametrize("spoil", [lose_one, leave_one, refuse_one])
def test_recommendations_that_elasticsearch_lacks_or_has_left_are_found_and_repaired(
    paper_on_elasticsearch, monkeypatch, capsys, spoil
):
    engine, paper = paper_on_elasticsearch
    call_command("search_check", verbosity=0)
    spoil(engine, paper, monkeypatch)
    client().indices.refresh(index=indices.alias(RECOMMENDATIONS))
    with pytest.raises(SystemExit):
        call_command("search_check", verbosity=0)
    assert "elasticsearch: 0 missing, 0 ghost, 0 access, 1 stale" in capsys.readouterr().out
    call_command("search_check", repair=True, verbosity=0)
    assert set(found(engine, mode=RECOMMENDATIONS)) == {f"{paper.pk}-r-1", f"{paper.pk}-r-2"}


def test_a_recommendation_that_is_left_of_a_withdrawn_paper_is_found_and_repaired(paper_on_elasticsearch, monkeypatch):
    engine, paper = paper_on_elasticsearch
    paper.unpublish()
    drain_all()
    leave_one(engine, paper, monkeypatch)
    client().indices.refresh(index=indices.alias(RECOMMENDATIONS))
    assert find_drift(engine).access == {paper.pk}
    call_command("search_check", repair=True, verbosity=0)
    assert found(engine, mode=RECOMMENDATIONS) == []


def test_what_still_waits_is_no_drift(filled):
    engine, pages = filled
    pages[0].unpublish()
    factories.practice()
    assert find_drift(engine).entries == set()


def test_an_index_that_is_not_built_is_told(search_index, settings, tmp_path):
    settings.SEARCH_FILE = tmp_path / "absent.sqlite3"
    with pytest.raises(CommandError, match="search_rebuild"):
        call_command("search_check", verbosity=0)


# --- search_status


def test_all_is_well(filled, capsys):
    code, found = status(capsys)
    assert (code, found["ok"]) == (0, True)
    assert found["engines"][0]["counts"] == {"entries": 3, "recommendations": 1}


def test_the_lag_of_an_index_is_told(filled, capsys):
    _engine, pages = filled
    pages[0].save()
    outbox.OutboxRow.objects.update(written_at=timezone.now() - 2 * LONGEST_LAG)
    code, found = status(capsys)
    assert code == 1 and found["engines"][0]["waiting"] == 1 and "lags" in found["engines"][0]["reasons"][0]


def test_a_wrong_number_of_entries_is_told(filled, capsys):
    engine, pages = filled
    engine.apply([Change(pages[0].pk, outbox.now())])
    code, found = status(capsys)
    assert code == 1 and found["engines"][0]["drift"] == -1


def test_a_worker_that_does_not_run_is_told(filled, capsys):
    WorkerState.objects.filter(name=CLOCK).delete()
    code, found = status(capsys)
    assert code == 1 and "worker" in found["reasons"][0]


def test_an_engine_that_does_not_answer_is_told(filled, capsys, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    code, found = status(capsys)
    assert code == 1
    assert [bool(engine["reasons"]) for engine in found["engines"]] == [False, True]


# --- Probes


def test_the_process_lives_whatever_else_fails(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", lambda *_: 1 / 0)
    assert client.get("/healthz").json() == {"ok": True}


def test_a_portal_that_can_answer_is_ready(filled, client):
    answer = client.get("/readyz")
    assert answer.status_code == 200 and answer.json() == {"ok": True, "reasons": [], "notes": []}
    assert "no-store" in answer["Cache-Control"]


def test_it_is_ready_while_the_embedded_engine_stands_in(filled, client, settings, monkeypatch):
    settings.ELASTICSEARCH_URL = "http://user:secret@127.0.0.1:1"
    monkeypatch.setattr(asking, "breaker", Breaker())
    answer = client.get("/readyz")
    assert answer.status_code == 200 and answer.json()["notes"] == ["elasticsearch: it does not answer"]
    assert asking.breaker.failures == 1  # as if a reader had asked
    assert "secret" not in answer.text and "127.0.0.1" not in answer.text


def test_it_is_not_ready_where_no_engine_can_answer(search_index, client, settings, tmp_path):
    settings.SEARCH_FILE = tmp_path / "absent.sqlite3"
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json()["reasons"] == ["embedded: it is not built"]
    assert str(tmp_path) not in answer.text


def test_probes_are_read_only(client):
    assert client.post("/readyz").status_code == 405
