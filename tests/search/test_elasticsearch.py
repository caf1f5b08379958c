"""What only Elasticsearch has to mind: two writers, refused documents, indices that come and go."""

import os
import zlib
from dataclasses import replace
from itertools import chain
from queue import SimpleQueue

import orjson
import pytest
from django.test import override_settings
from elastic_transport import Urllib3HttpNode

from search import bulk, fields, indices
from search.client import MOST_IDLE, client, idle, waiting_thread
from search.engines import Change, EngineUnavailable, bodies, elasticsearch
from search.engines.elasticsearch import ElasticsearchEngine
from search.params import ENTRIES, RECOMMENDATIONS, SearchParams
from search.queries import Alternative, as_word, understand
from tests.search import elastic
from tests.search.conftest import found, make_document, put, search


@pytest.fixture
def engine():
    with elastic.engine() as engine:
        yield engine


def paper(version, *anchors):
    return Change(1, version, (make_document(1), *(make_document(1, anchor=anchor) for anchor in anchors)))


def recommendations(engine):
    answer = client().search(index=indices.alias(RECOMMENDATIONS), source=False)
    return sorted(hit["_id"] for hit in answer["hits"]["hits"])


def test_a_request_takes_the_thread_of_the_one_before(engine, monkeypatch):
    client().info()
    monkeypatch.setattr("search.client.Thread", None)
    client().info()


def test_a_forked_process_does_not_wait_for_threads_that_stayed_behind(engine):
    client().info()
    assert idle
    if not (child := os.fork()):
        os._exit(len(idle))
    assert os.waitpid(child, 0)[1] == 0


def test_of_many_threads_some_are_kept():
    threads, answer = [waiting_thread() for _ in range(3 * MOST_IDLE)], SimpleQueue()
    for jobs in threads:
        jobs.put((lambda: 1, answer))
        assert answer.get(timeout=10) == (1, None)
    assert len(idle) == MOST_IDLE


def test_what_goes_wrong_in_the_thread_is_raised_as_it_is(engine, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(KeyError, match="a mistake"):
        patch.setattr(Urllib3HttpNode, "perform_request", lambda *_, **__: {}["a mistake"])
        client().info()


def test_a_recommendation_that_is_gone_from_its_paper_is_gone(engine):
    engine.apply([paper(1, "a", "b")])
    engine.apply([paper(2, "b")])
    assert recommendations(engine) == ["1-b"]
    engine.apply([Change(1, 3)])
    assert recommendations(engine) == []


def test_a_late_write_of_a_paper_brings_no_recommendation_back(engine):
    engine.apply([paper(2, "b")])
    engine.apply([paper(1, "a", "b")])
    assert recommendations(engine) == ["1-b"]


def test_a_writer_that_is_overtaken_takes_its_recommendations_back(engine, monkeypatch):
    """The slow one has written the entry; another writes a newer one before its recommendations follow."""
    send, sent = bulk.send, []

    def slow(*arguments):
        sent.append(arguments)
        answer = send(*arguments)
        if len(sent) == 1:
            engine.apply([paper(2, "b")])
        return answer

    monkeypatch.setattr(bulk, "send", slow)
    engine.apply([paper(1, "a", "b")])
    client().indices.refresh(index=indices.alias(RECOMMENDATIONS))
    assert recommendations(engine) == ["1-b"]


def test_what_elasticsearch_refuses_is_logged_and_its_old_text_withdrawn(engine, caplog):
    engine.apply([Change(1, 1, (make_document(1, {"en": "Withdrawn"}),))])
    engine.apply(
        [
            Change(1, 2, (make_document(1, {"en": "Wrong"}, date="no date"),)),
            Change(2, 2, (make_document(2, {"en": "Right"}),)),
        ]
    )
    assert "refused document 1" in caplog.text
    assert (found(engine, "withdrawn"), found(engine, "right")) == ([], ["2"])


def test_a_refused_entry_takes_its_old_recommendations_with_it(engine):
    engine.apply([paper(1, "a")])
    engine.apply([Change(1, 2, (make_document(1, date="no date"), make_document(1, anchor="b")))])
    assert engine.counts() == {ENTRIES: 0, RECOMMENDATIONS: 0}


def test_recommendations_of_an_older_version_do_not_pass_for_those_of_an_entry(engine):
    """As long as a writer is between the two; or where it was killed there."""
    change = paper(2, "a")
    engine.apply([paper(1, "a")])
    bulk.send(indices.alias(ENTRIES), [bulk.entry_action(change)])
    client().indices.refresh(index=indices.alias(ENTRIES))
    assert list(engine.versions()) == [(1, 2, "")]
    engine.apply([change])
    assert list(engine.versions()) == [(1, 2, fields.digest(change.documents))]


def test_without_an_index_nothing_is_answered_and_none_is_made(engine):
    with override_settings(SEARCH_INDEX_PREFIX=f"{indices.alias(ENTRIES)}-absent"):
        with pytest.raises(EngineUnavailable):
            found(engine, "prison")
        with pytest.raises(EngineUnavailable):
            engine.suggest("prison", "en", 8)
        with pytest.raises(EngineUnavailable):
            engine.apply([paper(1, "a")])
        assert not indices.existing_indices(client())
        assert "search_rebuild" in engine.health()["reason"]


def test_an_authority_s_certificates_are_used_and_only_where_there_is_tls(settings):
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_CERTS = "https://a:9200,https://b:9200", "/etc/ca.pem"
    assert [node.config.ca_certs for node in client().transport.node_pool.all()] == ["/etc/ca.pem"] * 2
    settings.ELASTICSEARCH_URL = "http://a:9200"
    with pytest.raises(EngineUnavailable, match="ELASTICSEARCH_CA_CERTS"):
        client()


def test_an_index_of_another_version_of_the_portal_does_not_answer(engine, monkeypatch):
    """While the worker builds a new one after an update."""
    with monkeypatch.context() as patch:
        patch.setattr(fields, "packed", lambda value: zlib.compress(orjson.dumps(value)))
        put(engine, make_document(1, {"en": "Prison"}))
    with pytest.raises(EngineUnavailable, match="another version"):
        found(engine, "prison")


def test_a_build_whose_index_was_removed_makes_none_by_writing(engine):
    with pytest.raises(EngineUnavailable), engine.build() as build:
        client(60).indices.delete(index=list(build.names.values()))
        build.apply([paper(1, "a")])
    assert len(indices.existing_indices(client())) == len(indices.aliases())


def test_a_swap_drops_what_an_interrupted_build_left(engine):
    orphan = indices.new_names()[ENTRIES]
    indices.create(client(60), orphan, 0)
    with engine.build() as build:
        build.swap()
    assert indices.existing_indices(client()) == set(build.names.values())


def test_a_swap_that_fails_late_loses_nothing(engine, monkeypatch):
    def fail(*_arguments):
        raise EngineUnavailable("while the old indices are dropped")

    with pytest.raises(EngineUnavailable), engine.build() as build, monkeypatch.context() as patch:
        patch.setattr(indices, "drop", fail)
        build.swap()
    assert engine.counts() == {ENTRIES: 0, RECOMMENDATIONS: 0}
    assert indices.answering(client()) == set(build.names.values())


def segments(build):
    found = client().indices.segments(index=list(build.names.values()))["indices"].values()
    return [len(copy["segments"]) for each in found for copies in each["shards"].values() for copy in copies]


def test_a_build_is_merged(engine):
    with engine.build() as build:
        for entry in (1, 2):
            build.apply([Change(entry, 1, (make_document(entry), make_document(entry, anchor="a")))])
            build.counts()  # what was sent becomes a segment
        assert segments(build) == [2, 2]
        build.merge()
        assert segments(build) == [1, 1]
        build.swap()


def test_a_large_index_has_two_parts_and_answers_as_one(engine):
    words = ("visits", "families")
    with engine.build(indices.PER_SHARD + 1) as build:
        for entry in range(1, 21):
            title, topic = {"en": f"Prison {words[entry % 2]}"}, [f"topic {entry}"]
            build.apply([Change(entry, 1, (make_document(entry, title, phase=["prison"], topic=topic),))])
        build.merge()
        assert sorted(segments(build)) == [0, 0, 1, 1]  # two parts with entries, and two without a recommendation
        build.swap()
    answer = search(engine, "prison vizits", page_size=50)
    assert answer.total == 10 and answer.unknown == ("vizits",)
    assert answer.facets["phase"] == {"prison": 10} and len(answer.facets["topic"]) == 10
    pages = [int(key) for page in (1, 2) for key in found(engine, "prison", page=page, page_size=10)]
    assert sorted(pages) == list(range(1, 21))


@pytest.fixture
def asked(monkeypatch):
    """The requests of each search."""
    post, found = elasticsearch.post, []
    monkeypatch.setattr(elasticsearch, "post", lambda *given, **options: found.append(given) or post(*given, **options))
    return found


def test_where_few_hits_are_weighed_all_are_still_found_once(engine, monkeypatch):
    """The later ones are shorter, and so better: by their numbers they would be in another order."""
    monkeypatch.setattr(bodies, "WEIGHED", 3)
    words = ["work", "school", "food", "sport", "court", "staff", "women", "youth", "plan", "trade", "art", "law"]
    put(engine, *(make_document(n, {"en": "Prison"}, {"en": " ".join(words[n:])}) for n in range(len(words))))
    pages = [found(engine, "prison", page=page, page_size=4) for page in (1, 2, 3)]
    assert list(map(int, chain(*pages))) == sorted(range(len(words)), reverse=True)


def test_where_few_hits_are_weighed_texts_in_the_reader_s_language_are_among_them(engine, monkeypatch):
    monkeypatch.setattr(bodies, "WEIGHED", 3)
    others = [make_document(n, {"en": "Plan"}) for n in range(1, 10)]
    put(engine, *others, make_document(10, {"sq": "Plan " + "burg " * 10}))
    assert found(engine, "plan", language="sq")[0] == "10"


def test_a_word_that_no_hit_of_the_page_has_is_looked_for_in_all(engine, asked):
    put(engine, make_document(1, {"en": "Prison visits"}), make_document(2, {"sq": "Visits of families"}))
    answer = search(engine, "prison visits families", language="en", page_size=1)
    assert [hit.document["entry"] for hit in answer.hits] == [1]
    assert answer.unknown == ()
    assert search(engine, "prison visits unheard").unknown == ("unheard",)


@pytest.mark.parametrize(("size", "requests"), [(10, 1), (1, 2)])
@pytest.mark.parametrize("chosen", [{}, {"phase": ("prison",)}])
def test_other_names_and_facets_do_not_hide_how_many_have_the_reader_s_own_word(engine, asked, size, requests, chosen):
    """Enough of them: it need not look for mistyped words. Where the page shows that it asks for nothing else."""
    put(engine, *(make_document(n, {"en": "Parole"}, phase=["prison"]) for n in range(1, 5)))
    query = replace(understand("parole"), alternatives=(Alternative("visits", (as_word("visits"),), (0,)),))
    answer = engine.search(query, SearchParams(q="parole", chosen=chosen, page_size=size))
    assert answer.total == 4 and len(asked) == requests


@pytest.mark.parametrize("alternatives", [(), (Alternative("visits", (as_word("visits"),), (0,)),)])
def test_facets_that_leave_no_hit_are_no_reason_to_look_more_widely(engine, asked, alternatives):
    put(engine, *(make_document(n, {"en": "Parole"}) for n in range(1, 5)), make_document(5, {"en": "Pardon, parade"}))
    query = replace(understand("parole"), alternatives=alternatives)
    answer = engine.search(query, SearchParams(q="parole", chosen={"phase": ("prison",)}))
    assert (answer.total, answer.widened, answer.unknown) == (0, False, ())
    assert sum("aggs" in body and "facets" in str(body["aggs"]) for _index, body in asked) == 1


def test_other_names_alone_are_a_reason_to_look_more_widely(engine):
    """They stand for a word that the reader may have mistyped."""
    put(engine, *(make_document(n, {"en": "Visits"}) for n in range(1, 5)), make_document(5, {"en": "Parole"}))
    query = replace(understand("parols"), alternatives=(Alternative("visits", (as_word("visits"),), (0,)),))
    assert sorted(hit.document["entry"] for hit in engine.search(query, SearchParams(q="parols")).hits) == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_a_build_does_without_where_merging_fails(engine, monkeypatch):
    def fail(*_arguments):
        raise EngineUnavailable("the connection was closed meanwhile")

    monkeypatch.setattr(indices, "merge", fail)
    with engine.build() as build:
        build.apply([paper(1)])
        build.merge()
        build.swap()
    assert engine.counts() == {ENTRIES: 1, RECOMMENDATIONS: 0}


def test_a_build_that_fails_leaves_nothing(engine):
    before = indices.existing_indices(client())
    with pytest.raises(ZeroDivisionError), engine.build() as build:
        build.apply([paper(1, "a")])
        raise ZeroDivisionError
    assert indices.existing_indices(client()) == before == indices.answering(client())


def test_a_full_disk_is_told(engine):
    index = indices.alias(ENTRIES)
    client(60).indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    assert "disk" in engine.health()["reason"]
    with pytest.raises(EngineUnavailable):
        engine.apply([paper(1)])


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "no address", "http://"])
def test_a_server_that_is_not_there_is_unavailable(url):
    with override_settings(ELASTICSEARCH_URL=url):
        with pytest.raises(EngineUnavailable):
            found(ElasticsearchEngine(), "prison")
        assert not ElasticsearchEngine().health()["ok"]


def test_a_watermark_goes_with_its_index(engine):
    engine.set_watermark(7)
    with engine.build() as build:
        engine.set_watermark(9)
        assert engine.watermark() == 9
        build.swap()
    assert engine.watermark() == 7  # what was written meanwhile is read again
