"""Writing entries to Elasticsearch so that an older write never wins over a newer one.

Every document carries its entry's version as an external version: Elasticsearch refuses to go back, also behind a
deletion. A paper's recommendations are documents of their own, and one that is gone from the paper must go from the
index. That takes an order, for two writers may be at it: the entry first; its recommendations only where the entry was
accepted; then off with older ones; and off with one's own where somebody has written a newer entry meanwhile.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from elasticsearch import helpers

from search.batches import in_batches
from search.client import WRITE_SECONDS, client
from search.engines import Change, EngineUnavailable
from search.indices import source_of
from search.params import ENTRIES, RECOMMENDATIONS

log = logging.getLogger(__name__)

BATCH, AT_ONCE = 50, 2  # entries in a request; requests, so that one is made ready while Elasticsearch works on another
LARGEST_REQUEST = 10_000_000  # bytes
MISSING_TIMEOUT = "5s"  # waited for a part of the index that is missing (red); a worker comes again
REFUSED, CONFLICT = 400, 409
REASON_LENGTH = 200


def write(changes: Iterable[Change], aliases: dict[str, str]) -> None:
    """Bring the indices behind ``aliases`` {mode: alias} to ``changes``; searches find it after a refresh.

    It takes several requests, each of which asks for what is left of the time: a save must not wait for all of them.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        writing = [
            pool.submit(copy_context().run, write_some, batch, aliases[ENTRIES], aliases[RECOMMENDATIONS])
            for batch in in_batches(changes, BATCH)
        ]
        for each in writing:
            each.result()


def write_some(changes: list[Change], entries: str, recommendations: str) -> None:
    newest = {change.entry: change for change in sorted(changes, key=lambda each: each.version)}
    results = send(entries, [entry_action(change) for change in newest.values()])
    accepted = [change for change in newest.values() if str(change.entry) in results]
    written = [
        index_action(document, change.version)
        for change in accepted
        for document in change.documents
        if document["anchor"]
    ]
    send(recommendations, written)
    known = [change for change in accepted if results[str(change.entry)] != "created"]
    send(recommendations, left_over(recommendations, {each.entry: each.version for each in known}))
    send(recommendations, overtaken(entries, written))


def entry_action(change: Change) -> dict:
    for document in change.documents:
        if not document["anchor"]:
            return index_action(document, change.version)
    return delete_action(str(change.entry), change.version)


def index_action(document: dict, version: int) -> dict:
    return {**versioned("index", document["id"], version), "_source": source_of(document)}


def delete_action(key: str, version: int) -> dict:
    return versioned("delete", key, version)


def versioned(operation, key, version) -> dict:
    return {"_op_type": operation, "_id": key, "version": version, "version_type": "external_gte"}


def send(alias: str, actions: list[dict]) -> dict[str, str]:
    """{id: "created", "updated", "deleted" or "not_found"} of ``actions``, without those that came too late.

    A document that Elasticsearch does not take is our mistake: it is logged and deleted, for what the index still has
    of it may have been withdrawn. The recommendations of an entry go with it: ``write_some`` finds it deleted.
    ``search_check`` tells that it is missing.
    """
    if not actions:
        return {}
    results, refused = {}, set()
    answers = helpers.streaming_bulk(
        client(WRITE_SECONDS),
        actions,
        index=alias,
        max_chunk_bytes=LARGEST_REQUEST,
        raise_on_error=False,
        require_alias=True,
        timeout=MISSING_TIMEOUT,
    )
    for _is_ok, answer in answers:
        (item,) = answer.values()
        if "error" not in item:
            results[item["_id"]] = item["result"]
        elif item["status"] == REFUSED:
            log.error("Elasticsearch refused document %s of %s: %s", item["_id"], alias, item["error"])
            refused.add(item["_id"])
        elif item["status"] != CONFLICT:
            reason = item["error"]["reason"][:REASON_LENGTH]  # it may go on with the whole document
            raise EngineUnavailable(f"{item['error']['type']}: {reason}")
    if refused:
        gone = [delete_action(each["_id"], each["version"]) for each in actions if each["_id"] in refused]
        results |= send(alias, gone)
    return results


def left_over(recommendations: str, versions: dict[int, int]) -> list[dict]:
    """Deletes recommendations that are older than their entry, ``versions`` {entry: version}."""
    if not versions:
        return []
    client(WRITE_SECONDS).indices.refresh(index=recommendations)
    query = {
        "query": {"terms": {"entry": list(versions)}},
        "version": True,
        "docvalue_fields": ["entry"],
    }
    held = helpers.scan(client(WRITE_SECONDS), query, index=recommendations)
    found = ((hit, hit["fields"]["entry"][0]) for hit in held)
    return [delete_action(hit["_id"], versions[entry]) for hit, entry in found if hit["_version"] < versions[entry]]


def overtaken(entries: str, written: list[dict]) -> list[dict]:
    """Deletes what was ``written`` of entries that are newer by now; what the newer write made stays, as newer."""
    versions = {each["_source"]["entry"]: each["version"] for each in written}
    if not versions:
        return []
    answer = client(WRITE_SECONDS).mget(index=entries, ids=[str(entry) for entry in versions])
    current = {int(each["_id"]) for each in answer["docs"] if each.get("_version") == versions[int(each["_id"])]}
    return [delete_action(each["_id"], each["version"]) for each in written if each["_source"]["entry"] not in current]
