"""The indices in Elasticsearch: what they are called, and what a document is there.

One index for entries and one for recommendations, of the same shape. Each is asked and written to by an alias
(``continuum-entries``) that names one index of a build (``continuum-entries-20261121101500123456``).
"""

import hashlib
import json
import math
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from elasticsearch.dsl import Binary, Date, Document, Index, Keyword, Long, MetaField, Object, Text

from portal.languages import CONTENT_CODES
from search.fields import (
    APART,
    FORMAT,
    facet_values,
    fingerprint,
    language_fields,
    parts_of,
    tag_fields,
    twice,
    unpacked_part,
)
from search.params import FACETS, MODES, TOPIC

# Deleting leaves a mark with a version, so that an older write can't bring the document back; 60 s unless told
SETTINGS = {"gc_deletes": "1h"}
PER_SHARD = 50_000  # entries; shards are searched at once, as far as the server has processors
FILLING = {"refresh_interval": "-1", "number_of_replicas": 0}
# A replica as soon as there is a second node. An interval of its own, or a search after a quiet time waits
ANSWERING = {"refresh_interval": "1s", "auto_expand_replicas": "0-1"}


def tokens(**options) -> Text:
    """Words that search/fields.py has made ready: they are only split at spaces, and nothing asks for their order."""
    return Text(analyzer="whitespace", **{"index_options": "freqs", **options})


class Found(Document):
    """An entry or a recommendation. Its document is kept for the answer in the parts that search/fields.py names."""

    entry = Long()
    id = Keyword()
    fingerprint = Keyword(index=False)
    type = Keyword()
    phase = Keyword()
    gender = Keyword()
    actor = Keyword()
    country = Keyword()
    topic = Keyword()
    evidence = Keyword()
    year = Keyword()
    available = Keyword()
    # All but topics, which may become many: "phase/prison". One field is counted in half the time that eight take
    facets = Keyword(index=False)
    date = Date()
    event_date = Date()
    title = tokens(index_prefixes={"min_chars": 1, "max_chars": 12})
    # By language, so that an entry in five neither loses nor wins by its length; and all together, with those of tags
    words = Object(properties={code: tokens(copy_to="folded") for code in CONTENT_CODES})
    stems = Object(properties={code: tokens(copy_to="stemmed") for code in CONTENT_CODES})
    folded = tokens(index_options="docs", norms=False)
    stemmed = tokens()
    # Words and stems together
    tags = tokens(index_options="docs", norms=False)
    # Elasticsearch hands them out without reading them: as JSON it would parse them each time
    brief = Binary(store=True)
    terms, passages, texts = (Object(properties={code: Binary(store=True) for code in CONTENT_CODES}) for _ in APART)

    class Meta:
        dynamic = MetaField("strict")
        # What an answer shows is kept as stored fields; all else can be made again
        source = MetaField(enabled=False)


COPIED = ("id", "entry", "date", "event_date", *FACETS)


def source_of(document: dict) -> dict:
    fields, tags = language_fields(document), tag_fields(document)
    facets = ((name, values) for name, values in facet_values(document).items() if name != TOPIC)
    return {
        **{name: document[name] for name in COPIED},
        "facets": [f"{name}/{value}" for name, values in facets for value in values],
        "fingerprint": fingerprint(document),
        "title": " ".join(each["title_fold"] for each in fields.values()),
        "words": {code: twice(each["title_fold"], each["body_fold"]) for code, each in fields.items()},
        "stems": {code: twice(each["title_stem"], each["body_stem"]) for code, each in fields.items()},
        "folded": tags["body_fold"],
        "stemmed": tags["body_stem"],
        "tags": f"{tags['body_fold']} {tags['body_stem']}",
        **{name: b64encode(part).decode() for name, part in parts_of(document).items()},
    }


def read_part(values: list[str]):
    """What Elasticsearch hands out of a part."""
    return unpacked_part(b64decode(values[0]))


def alias(mode: str) -> str:
    return f"{settings.SEARCH_INDEX_PREFIX}-{mode}"


def aliases() -> dict[str, str]:
    return {mode: alias(mode) for mode in MODES}


def new_names() -> dict[str, str]:
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
    return {mode: f"{alias(mode)}-{stamp}" for mode in MODES}


def filling(name: str) -> str:
    """The alias by which the index ``name`` is filled: unlike the name, it makes no index when that one is gone."""
    return f"{name}-filling"


def create(client, name: str, watermark: int, entries: int = 0) -> None:
    """An empty index ``name`` for about so many entries, to be written to by its alias ``filling``."""
    index = Index(name)
    index.document(Found)
    index.settings(number_of_shards=max(1, math.ceil(entries / PER_SHARD)), **SETTINGS, **FILLING)
    index.aliases(**{filling(name): {}})
    body = index.to_dict()
    body["mappings"]["_meta"] = meta(watermark)
    client.indices.create(index=name, **body)


def meta(watermark: int) -> dict:
    """What an index tells of itself: up to where it has read the outbox, and which mapping it was made with."""
    return {"watermark": watermark, "mapping": mapping_digest()}


@cache
def mapping_digest() -> str:
    """An index made with another mapping or format, before an update of the portal, must be built anew."""
    made_by = [FORMAT, Found._doc_type.mapping.to_dict()]
    return hashlib.blake2b(json.dumps(made_by, sort_keys=True).encode(), digest_size=8).hexdigest()


def merge(client, names: dict[str, str]) -> None:
    """Put each shard into one segment: with 10,000 entries a search then takes Elasticsearch half the time.

    What it keeps beside the stored fields, three times as much, goes with it: of documents that are on disk. Without
    the flush, that is by chance.
    """
    filled = list(names.values())
    client.indices.flush(index=filled)
    client.indices.forcemerge(index=filled, max_num_segments=1)


def swap(client, names: dict[str, str]) -> None:
    """Let the filled indices ``names`` {mode: name} answer from now on; drop the old ones and what was abandoned."""
    filled = list(names.values())
    client.indices.put_settings(index=filled, settings=ANSWERING)
    client.indices.refresh(index=filled)
    existing = existing_indices(client)
    actions = []
    for mode, name in names.items():
        if alias(mode) in existing:  # somebody wrote where no alias was
            actions.append({"remove_index": {"index": alias(mode)}})
        actions.append({"remove": {"index": f"{alias(mode)}-*", "alias": alias(mode), "must_exist": False}})
        actions.append({"add": {"index": name, "alias": alias(mode)}})
        actions.append({"remove": {"index": name, "alias": filling(name)}})
    client.indices.update_aliases(actions=actions)
    drop(client, existing - {*filled, *aliases().values()})


def existing_indices(client) -> set[str]:
    """All of this prefix, of builds that were abandoned too."""
    patterns = [pattern for name in aliases().values() for pattern in (name, f"{name}-*")]
    return set(client.indices.get(index=patterns, features="settings", ignore_unavailable=True, flat_settings=True))


def answering(client) -> set[str]:
    """The indices behind the aliases."""
    return set(client.indices.get_alias(index=f"{settings.SEARCH_INDEX_PREFIX}-*", name=list(aliases().values())))


def drop(client, names) -> None:
    if names:
        client.indices.delete(index=list(names), ignore_unavailable=True)
