"""Engines with an index of their own, and documents to put into them."""

import datetime
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import override_settings

from search.documents import with_passages
from search.engines import Change
from search.engines.embedded import EmbeddedEngine
from search.params import ENTRIES, SearchParams
from search.queries import understand
from tests import factories
from tests.search import elastic
from tests.search.indexed import Index


@pytest.hookimpl(tryfirst=True)  # pytest-django puts those that commit last
def pytest_collection_modifyitems(items):
    """PostgreSQL's log ends before the transaction that is under way: what a test writes and reads is committed."""
    if connection.vendor == "postgresql":
        for item in items:
            if item.get_closest_marker("commits"):
                item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(autouse=True)
def nothing_follows_a_commit(request, monkeypatch):
    """Where a test commits, it says itself when the indices follow, as where it does not."""
    if request.node.get_closest_marker("commits"):
        monkeypatch.setattr("search.indexing.follow", lambda: None)


@contextmanager
def embedded_engine(folder):
    """An engine that is built, and empty."""
    engine = EmbeddedEngine(folder / "search.sqlite3")
    with engine.build() as build:
        build.swap()
    engine.set_watermark(1)
    yield engine


ENGINES = {"embedded": embedded_engine, "elasticsearch": elastic.engine}


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    """Each engine in turn, on an index of its own: what holds for one holds for the other."""
    with ENGINES[request.param](tmp_path) as engine:
        yield engine


@pytest.fixture
def index(site_tree, settings, tmp_path):
    """The site's entries, once they are added, in an embedded index of the test's own."""
    settings.ELASTICSEARCH_URL, settings.SEARCH_FILE = "", tmp_path / "search.sqlite3"
    with embedded_engine(tmp_path) as engine:
        yield Index(engine)


@pytest.fixture
def index_of_each(site_tree, tmp_path, engine):
    """The same in each engine in turn."""
    with override_settings(SEARCH_FILE=tmp_path / "search.sqlite3"):
        yield Index(engine)


@pytest.fixture
def visits(index):
    """A paper with all that a result shows."""
    entry = factories.paper(
        ("en", "sq"),
        key="visits",
        heading_en="Family visits in prison",
        heading_sq="Vizita familjare në burg",
        summary_en="What visits change.",
        event_date=datetime.date(2021, 10, 6),
        phases=["probation"],
        countries=["albania"],
    )
    index.add(entry)
    return entry


@pytest.fixture
def embedded(tmp_path):
    with embedded_engine(tmp_path) as engine:
        yield engine


def make_document(entry=1, title=None, body=None, anchor="", **values) -> dict:
    """A document as search/documents.py makes it; ``title`` and ``body`` are {code: text}."""
    title, body = title or {"en": f"Entry {entry}"}, body or {}
    codes = list(title | body)
    return {
        "id": f"{entry}-{anchor}" if anchor else str(entry),
        "entry": entry,
        "key": f"key-{entry}",
        "anchor": anchor,
        "number": 1 if anchor else None,
        "type": "paper" if anchor else "practice",
        "original": codes[0],
        "states": dict.fromkeys(codes, "original"),
        "available": codes,
        "title": title,
        "summary": {},
        "paper": {},
        "terms": {},
        **with_passages({code: [(anchor or "text", text)] for code, text in body.items()}),
        "date": None,
        "published_on": None,
        "event_date": None,
        **{name: [] for name in ("phase", "gender", "actor", "country", "topic", "evidence", "year")},
        **values,
    }


def put(engine, *documents, version=1):
    """Make ``engine`` hold the documents; those of an entry belong together."""
    entries = {}
    for document in documents:
        entries.setdefault(document["entry"], []).append(document)
    engine.apply([Change(entry, version, tuple(found)) for entry, found in entries.items()])


def found(engine, text="", **params) -> list[str]:
    """The ids of the documents that the words find, best first."""
    return [hit.document["id"] for hit in search(engine, text, **params).hits]


def suggested(engine, text, limit=8, language="en") -> list[str]:
    """The ids of the documents whose titles are suggested, entries first."""
    return [hit.document["id"] for hit in engine.suggest(text, language, limit)]


def search(engine, text="", mode=ENTRIES, **params):
    return engine.search(understand(text), SearchParams(q=text, mode=mode, **params))
