"""Entries like another one, for its page."""

import logging
from collections.abc import Collection
from dataclasses import replace
from itertools import islice

from django.core.cache import caches

from portal.languages import Language
from search.access import public_hits
from search.asking import Breaker, ask
from search.budget import within
from search.engines import EngineUnavailable, Hit
from search.fields import APART
from search.queries import Query
from search.results import Result, shown

log = logging.getLogger(__name__)
BUDGET_SECONDS = 0.3  # a page can do without
KEPT_SECONDS = 600  # by each process: what an entry is like changes seldom, and its page is read often
ASKED, SPARE = 12, 2  # more than are shown, in place of those that the page links to, or are not public any more
breaker = Breaker()


def similar(entry, language: Language, linked: Collection[int] = (), limit: int = 3) -> list[Result]:
    """Public entries like ``entry``, best first, without passages; [] where no engine answers in time. One query.

    None of those with the ids ``linked``.

    Which ones are out, and in which languages, is asked each time.
    """
    try:
        others = [hit for hit in hits_like(entry) if hit.document["entry"] not in linked]
        return shown(islice(public_hits(others[: limit + SPARE]), limit), Query(), language)
    except EngineUnavailable:  # which ``ask`` has logged
        return []
    except Exception:  # whatever it is: an entry is read, with or without others like it
        log.exception("No similar entries for entry %s", entry.pk)
        return []


def hits_like(entry) -> list[Hit]:
    """What the engine says, without the long texts; of the entry as it was last published."""
    kept, published = caches["search"], entry.last_published_at
    key = f"similar-{entry.pk}-{published.timestamp() if published else 0}"
    if (hits := kept.get(key)) is None:
        with within(BUDGET_SECONDS):
            hits, _engine, _degraded = ask(lambda engine: engine.similar(entry.pk, ASKED), breaker)
        hits = [replace(hit, document={**hit.document, **{name: {} for name in APART}}) for hit in hits]
        kept.set(key, hits, KEPT_SECONDS)
    return hits
