"""The embedded engine's file: shared by processes and threads, replaced while it is read, and mended."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from threading import Thread

import pytest

from search.engines import Change, EngineUnavailable, embedded_file, embedded_ranking
from search.engines.embedded import AUTOMERGE, EmbeddedEngine
from search.params import ENTRIES, MODES, RECOMMENDATIONS
from tests.search.conftest import embedded_engine, found, make_document, put, search

EMPTY = {ENTRIES: 0, RECOMMENDATIONS: 0}


def files(folder):
    return {path.name for path in folder.iterdir() if path.suffix == ".sqlite3"}


def in_another_thread(work):
    results = []
    thread = Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]


def test_a_missing_file_is_made_and_asks_for_a_rebuild(tmp_path):
    engine = EmbeddedEngine(tmp_path / "folder" / "search.sqlite3")
    with pytest.raises(EngineUnavailable, match="search_rebuild"):  # nobody is told that nothing has the word
        search(engine, "prison")
    assert engine.watermark() == 0
    assert engine.health()["ok"] is False
    assert "search_rebuild" in engine.health()["reason"]


@pytest.mark.parametrize("damage", [b"", b"no database at all, and long enough to be read" * 100])
def test_a_damaged_file_is_replaced_and_asks_for_a_rebuild(embedded, tmp_path, damage):
    put(embedded, make_document(1, {"en": "Prison"}))
    embedded.connections.close()
    (tmp_path / "search.sqlite3").resolve().write_bytes(damage)
    with pytest.raises(EngineUnavailable, match="search_rebuild"):
        found(embedded, "prison")
    assert embedded.counts() == EMPTY
    assert embedded.watermark() == 0
    assert embedded.health()["ok"] is False
    with embedded.build() as build:
        build.apply([Change(1, 1, (make_document(1, {"en": "Prison"}),))])
        build.swap()
    assert found(embedded, "prison") == ["1"]


def test_pages_that_were_damaged_while_the_file_was_open_ask_for_a_rebuild(embedded, tmp_path):
    put(embedded, *(make_document(n, {"en": "Prison"}, {"en": "words " * 300}) for n in range(1, 50)))
    embedded.connections.current().execute("pragma wal_checkpoint(truncate)")
    path = (tmp_path / "search.sqlite3").resolve()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    embedded.connections.close()
    with pytest.raises(EngineUnavailable, match="search_rebuild"):
        search(embedded, "prison")
    assert embedded.health()["ok"] is False


def test_a_plain_file_of_that_name_is_replaced(tmp_path):
    (tmp_path / "search.sqlite3").write_bytes(b"something else")
    engine = EmbeddedEngine(tmp_path / "search.sqlite3")
    with engine.build() as build:
        build.apply([Change(1, 1, (make_document(1, {"en": "Prison"}),))])
        build.swap()
    assert found(engine, "prison") == ["1"]


def test_a_folder_that_cannot_be_written_is_no_answer_rather_than_a_mistake(tmp_path):
    (tmp_path / "file").write_text("")
    engine = EmbeddedEngine(tmp_path / "file" / "search.sqlite3")
    with pytest.raises(EngineUnavailable):
        search(engine, "prison")
    assert engine.health()["ok"] is False


def test_threads_see_each_others_changes(embedded):
    put(embedded, make_document(1, {"en": "Prison"}, phase=["prison"]))
    assert in_another_thread(lambda: search(embedded, "").facets["phase"]) == {"prison": 1}
    in_another_thread(lambda: put(embedded, make_document(1, {"en": "Visits"}, phase=["release"]), version=2))
    assert search(embedded, "").facets["phase"] == {"release": 1}
    assert found(embedded, "visits") == ["1"]


def test_another_process_sees_the_changes(embedded, tmp_path):
    put(embedded, make_document(1, {"en": "Prison"}))
    code = (
        "import django; django.setup()\n"
        "from search.engines.embedded import EmbeddedEngine\n"
        "from pathlib import Path\n"
        f"print(EmbeddedEngine(Path({str(tmp_path / 'search.sqlite3')!r})).counts()['entries'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_all_threads_read_the_new_file_after_a_rebuild_and_the_old_one_is_gone(embedded, tmp_path):
    put(embedded, make_document(1, {"en": "Old"}))
    before = files(tmp_path)
    with embedded.build() as build:
        build.apply([Change(2, 1, (make_document(2, {"en": "New"}),))])
        in_another_thread(build_is_refused(embedded))
        build.swap()
    assert found(embedded, "") == in_another_thread(lambda: found(embedded, "")) == ["2"]
    assert len(files(tmp_path)) == 2
    assert files(tmp_path) & before == {"search.sqlite3"}
    assert embedded.watermark() == 0


def test_a_new_file_merges_as_it_is_written_to_again(embedded, tmp_path):
    def settings(path):
        with closing(sqlite3.connect(path)) as connection:
            question = "select v from {}_config where k = 'automerge'"
            return {connection.execute(question.format(mode)).fetchone()[0] for mode in MODES}

    with embedded.build() as build:
        assert settings(build.path) == {0}
        build.merge()
        build.swap()
    assert settings(tmp_path / "search.sqlite3") == {AUTOMERGE}


def test_the_most_similar_entry_is_among_the_few_that_are_compared(embedded, monkeypatch):
    monkeypatch.setattr(embedded_ranking, "BEST_ROWS", 2)  # the entry's own, and one more
    text = "Mentoring of young women after their release"
    put(
        embedded,
        *(make_document(n, body={"en": f"{text} from prison number {n} and a longer tale of it"}) for n in range(2, 6)),
        make_document(6, body={"en": text}),
        *(make_document(n, body={"en": "Kitchens and bakeries"}) for n in range(7, 30)),
        make_document(1, body={"en": text}),
    )
    assert [hit.document["entry"] for hit in embedded.similar(1, 3)] == [6]


def test_entries_are_similar_by_rarer_words_where_the_common_ones_are_everybody_s(embedded, monkeypatch):
    monkeypatch.setattr(embedded_ranking, "MOST_LOOKED_UP", 3)
    monkeypatch.setattr(embedded_ranking, "FEW_DOCUMENTS", 1)
    common = "Prison prison prison. Women women women. Families families families."
    put(
        embedded,
        make_document(1, body={"en": f"{common} Naloxone."}),
        make_document(2, body={"en": f"{common} Naloxone, too."}),
        *(make_document(n, body={"en": common}) for n in range(3, 20)),
    )
    assert [hit.document["entry"] for hit in embedded.similar(1, 3)] == [2]


def test_a_file_of_a_newer_version_is_left_as_it_is(tmp_path, monkeypatch):
    """While the portal is updated, processes of both versions run."""
    with embedded_engine(tmp_path) as newer:
        put(newer, make_document(1, {"en": "Prison"}))
        (tmp_path / "old").symlink_to(tmp_path)  # as another process knows it
        monkeypatch.setattr(embedded_file, "FORMAT", embedded_file.FORMAT - 1)
        older = EmbeddedEngine(tmp_path / "old" / "search.sqlite3")
        for ask in (lambda: search(older, "prison"), older.watermark, lambda: put(older, make_document(2))):
            with pytest.raises(EngineUnavailable, match="newer version"):
                ask()
        assert not older.health()["ok"]
        assert found(newer, "prison") == ["1"]


def build_is_refused(engine):
    def work():
        with pytest.raises(EngineUnavailable), engine.build():
            pass

    return work


def test_what_a_killed_rebuild_left_is_removed_by_the_next(embedded, tmp_path):
    (tmp_path / "search-0123456789ab.sqlite3").write_bytes(b"")
    with embedded.build() as build:
        build.swap()
    assert "search-0123456789ab.sqlite3" not in files(tmp_path)


def test_a_watermark_is_written_to_the_file_that_the_changes_went_into(embedded):
    put(embedded, make_document(1))

    def rebuild():
        with embedded.build() as build:
            build.swap()

    in_another_thread(rebuild)
    embedded.set_watermark(7)  # of the file that is gone
    assert embedded.watermark() == 0


def test_a_change_without_a_difference_is_not_written_again(embedded):
    put(embedded, make_document(1))
    revision = embedded.connections.current().execute("select revision from entry").fetchone()
    put(embedded, make_document(1), version=2)
    assert embedded.connections.current().execute("select revision from entry").fetchone() == revision
    assert [version for _entry, version, _digest in embedded.versions()] == [2]
