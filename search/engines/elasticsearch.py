"""The search engine on Elasticsearch: search/engines/__init__.py says what it must do."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from heapq import merge
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter

from elasticsearch import NotFoundError, helpers
from zstandard import ZstdError

from search import bulk, indices
from search.client import MERGE_SECONDS, WRITE_SECONDS, client, speaking
from search.engines import Answer, Change, EngineUnavailable, Hit, bodies
from search.engines.bodies import Leeway
from search.fields import document_of, together
from search.normalise import fold, words
from search.params import ENTRIES, MODES, SearchParams
from search.queries import FEW_HITS, LIKELY_RIGHT, Query, understand

log = logging.getLogger(__name__)


class ElasticsearchEngine:
    name = "elasticsearch"

    # --- Finding

    def search(self, query: Query, params: SearchParams, hidden: frozenset[int] = frozenset()) -> Answer:
        """The words as they stand; where one occurs nowhere or few entries have them, as they may have been meant.

        Fuzziness costs more than all the rest and most searches need none: one request, now and then three to five.
        """
        answers, unknown = [ask(query, params, hidden, Leeway())], []
        if query.words:
            unknown = absent_words(query, params, hidden, answers[0])
            leeway = Leeway(dict.fromkeys(unknown, bodies.FUZZY))
            if unknown:
                answers.append(ask(query, params, hidden, leeway))
            wide = Leeway(
                dict.fromkeys(range(len(query.words)), bodies.FUZZY * LIKELY_RIGHT) | leeway.mistyped,
                required=bodies.ANY_WORD,
            )
            if (len(query.words) > 1 or not unknown) and few(query, params, hidden, leeway, answers[-1]):
                leeway = wide
                answers.append(ask(query, params, hidden, leeway))
            if unknown and few(query, params, hidden, leeway, answers[-1], least=1):
                answers.append(ask(query, params, hidden, wide._replace(any_letter=True)))
        totals = [answer["hits"]["total"]["value"] for answer in answers]
        return Answer(
            hits=hits_of(answers[-1]),
            total=totals[-1],
            facets=bodies.read_facets(answers[-1]["aggregations"]),
            unknown=tuple(query.words[place].folded[0] for place in unknown),
            widened=totals[-1] > totals[0],
        )

    def suggest(self, text: str, language: str, limit: int) -> list[Hit]:
        typed = understand(text).words
        return titles(bodies.suggest_body(typed, language, limit)) if typed else []

    def similar(self, entry: int, limit: int) -> list[Hit]:
        index = indices.alias(ENTRIES)
        found = hits_of(post(index, bodies.entry_body(entry)))
        return hits_of(post(index, bodies.similar_body(found[0].document, limit))) if found else []

    def spell(self, word: str, limit: int = 3) -> list[str]:
        typed = [fold(each) for each in words(word)]
        if len(typed) != 1:
            return []
        index = indices.alias(ENTRIES)
        found = post(index, bodies.near_words_body(*typed))["suggest"]
        ways = [[option["text"] for option in found[way][0]["options"]] for way in ("same_letter", "any_letter")]
        options = next(filter(None, ([text for text in each if text != typed[0]] for each in ways)), ())
        if not options:
            return []
        # It remembers the words of deleted documents for a while
        withdrawn = bodies.places_of_none(
            post(index, bodies.having_body({"term": {"folded": each}} for each in options))["aggregations"]
        )
        return [option for place, option in enumerate(options) if place not in withdrawn][:limit]

    # --- Keeping in step

    def apply(self, changes: Iterable[Change]) -> None:
        with speaking():
            bulk.write(changes, indices.aliases())
            client(WRITE_SECONDS).indices.refresh(index=list(indices.aliases().values()))

    def watermark(self) -> int:
        """Kept by the index it tells of: a new index, or an older one from a backup, has its own.

        0 where there is no index, or one of another version of the portal.
        """
        with speaking():
            try:
                (answer,) = client().indices.get_mapping(index=indices.alias(ENTRIES)).values()
            except NotFoundError:
                return 0
        meta = answer["mappings"].get("_meta", {})
        return meta["watermark"] if meta.get("mapping") == indices.mapping_digest() else 0

    def set_watermark(self, version: int) -> None:
        with speaking():
            client(WRITE_SECONDS).indices.put_mapping(index=indices.alias(ENTRIES), meta=indices.meta(version))

    @contextmanager
    def build(self, entries: int = 0) -> Iterator["ElasticsearchBuild"]:
        """The new index knows what the present one had read: what is put into it is read later than that."""
        try:
            watermark = self.watermark()
        except EngineUnavailable:
            watermark = 0
        build = ElasticsearchBuild(watermark, entries)
        try:
            yield build
        except BaseException:
            # A swap may have failed after it took place. What can't be dropped now is dropped by the next one
            with suppress(EngineUnavailable), speaking():
                connection = client(WRITE_SECONDS)
                indices.drop(connection, set(build.names.values()) - indices.answering(connection))
            raise

    def versions(self) -> Iterator[tuple[int, int, str]]:
        """By entry. Where its documents are not all of one version the digest is "", for they don't belong together."""
        with speaking():
            held = merge(*map(held_documents, indices.aliases().values()), key=itemgetter(0))
            for entry, found in groupby(held, key=itemgetter(0)):
                _entries, versions, fingerprints = zip(*found, strict=True)
                yield entry, max(versions), together(fingerprints) if len(set(versions)) == 1 else ""

    def counts(self) -> dict[str, int]:
        return counts(indices.aliases())

    def health(self) -> dict:
        """{"ok", "reason"} and, where the server answers, "version" and "status"."""
        try:
            with speaking():
                return health(client())
        except EngineUnavailable as error:
            return {"ok": False, "reason": f"Elasticsearch does not answer: {error}"}


class ElasticsearchBuild:
    """Indices that are filled beside those that answer, by aliases of their own."""

    def __init__(self, watermark: int, entries: int):
        self.names = indices.new_names()
        self.filling = {mode: indices.filling(name) for mode, name in self.names.items()}
        with speaking():
            for mode in MODES:
                indices.create(client(WRITE_SECONDS), self.names[mode], watermark, entries)

    def apply(self, changes: Iterable[Change]) -> None:
        with speaking():
            bulk.write(changes, self.filling)

    def merge(self) -> None:
        try:
            with speaking():
                indices.merge(client(MERGE_SECONDS), self.names)
        except EngineUnavailable as error:  # a search finds the same in many segments
            log.warning("The new index is not merged: %s", error)

    def counts(self) -> dict[str, int]:
        with speaking():
            client(WRITE_SECONDS).indices.refresh(index=list(self.names.values()))
        return counts(self.names)

    def swap(self) -> None:
        with speaking():
            indices.swap(client(WRITE_SECONDS), self.names)


def absent_words(query: Query, params: SearchParams, hidden, answer: dict) -> list[int]:
    """Places of the words that no document has. Where each is in a hit of the page, as mostly, nothing is asked."""
    found = set().union(*map(bodies.places_in, answer["hits"]["hits"]))
    places = [place for place in range(len(query.words)) if place not in found]
    if not places:
        return []
    forms = (bodies.in_any_form(bodies.ANY_LANGUAGE, query.words[place]) for place in places)
    body = bodies.having_body(forms, hidden)
    return [places[each] for each in bodies.places_of_none(post(indices.alias(params.mode), body)["aggregations"])]


def few(query: Query, params: SearchParams, hidden, leeway: Leeway, answer: dict, least: int = FEW_HITS) -> bool:
    """Whether there are less than ``least`` hits without other names, whatever is chosen: else neither may decide how
    widely to look. Where the ``answer`` tells, as mostly, nothing is asked.
    """
    hits = answer["hits"]
    if not query.alternatives and (not params.chosen or hits["total"]["value"] >= least):
        return hits["total"]["value"] < least
    if sum(len(bodies.places_in(hit)) == len(query.words) for hit in hits["hits"]) >= least:
        return False
    body = bodies.plain_body(query, hidden, leeway, least)
    return post(indices.alias(params.mode), body)["hits"]["total"]["value"] < least


def ask(query: Query, params: SearchParams, hidden, leeway: Leeway) -> dict:
    """Everybody browses the same pages: these are kept by Elasticsearch until something changes."""
    body = bodies.search_body(query, params, hidden, leeway)
    # A reader who turns pages is answered by one copy of the index: another one may weigh the words differently
    copy = "".join(word.folded[0] for word in query.words)[:60]
    return post(indices.alias(params.mode), body, request_cache=not query.words, preference=f"q{copy}")


def post(index, body, **options) -> dict:
    with speaking():
        return client().search(index=index, body=body, allow_partial_search_results=False, **options).body


def titles(body: dict) -> list[Hit]:
    """What ``body`` finds of each mode, in one request."""
    searches = []
    for mode in MODES:
        searches += {"index": indices.alias(mode), "allow_partial_search_results": False}, body
    with speaking():
        answers = client().msearch(searches=searches)["responses"]
    for answer in answers:
        if "error" in answer:
            if answer["status"] == HTTPStatus.BAD_REQUEST:
                log.error("Elasticsearch did not understand a request of ours: %s", answer["error"]["reason"])
            raise EngineUnavailable(str(answer["error"]["reason"]))
    return [hit for answer in answers for hit in hits_of(answer)]


def held_documents(index: str) -> Iterator[tuple[int, int, str]]:
    """(entry, version, fingerprint) of each document, by entry."""
    query = {"version": True, "docvalue_fields": ["entry", "fingerprint"], "sort": ["entry"]}
    for hit in helpers.scan(client(WRITE_SECONDS), query, index=index, size=2_000, preserve_order=True):
        yield hit["fields"]["entry"][0], hit["_version"], hit["fields"]["fingerprint"][0]


def hits_of(answer: dict) -> list[Hit]:
    """Raises EngineUnavailable for documents that were written by another version of the portal."""
    found = answer["hits"]["hits"]
    try:
        return [Hit(document_of(hit["fields"], indices.read_part), hit["_score"] or 0.0) for hit in found]
    except (KeyError, ZstdError) as error:
        raise EngineUnavailable("The index is one of another version of the portal.") from error


def counts(names: dict[str, str]) -> dict[str, int]:
    with speaking():
        return {mode: client(WRITE_SECONDS).count(index=name)["count"] for mode, name in names.items()}


def health(connection) -> dict:
    facts = {"version": connection.info()["version"]["number"]}
    names = list(indices.aliases().values())
    try:
        settings = connection.indices.get_settings(index=names, flat_settings=True)
    except NotFoundError:
        return {"ok": False, "reason": "There is no index: run manage.py search_rebuild.", **facts}
    found = connection.cluster.health(index=list(settings), level="indices", timeout="1s")
    facts["status"] = found["status"]
    if red := [name for name, index in found["indices"].items() if index["status"] == "red"]:
        what_to_do = "It comes back with its node; where that is lost, run manage.py search_rebuild."
        return {"ok": False, "reason": f"A part of {' and of '.join(red)} is missing (red). {what_to_do}", **facts}
    if any("index.blocks.read_only_allow_delete" in each["settings"] for each in settings.values()):
        return {"ok": False, "reason": "The server's disk is full: the index can't be written to.", **facts}
    return {"ok": True, "reason": "", **facts}
