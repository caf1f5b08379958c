"""The connection to Elasticsearch: one client per process, made at the first question."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, OrjsonSerializer, TransportError

from search.budget import remaining
from search.engines import EngineUnavailable

log = logging.getLogger(__name__)

SEARCH_SECONDS = 1.5
WRITE_SECONDS = 60.0
MERGE_SECONDS = 1800.0


@cache
def connected(addresses: str, ca_certs: str) -> Elasticsearch:
    """``addresses``: of one node or, with commas between, of several. ``ca_certs``: a PEM file, or "".

    A node that is away costs a try at the next one. No other retries: a reader has the embedded engine's answer sooner
    than that of a slow node, and a worker comes again.
    """
    nodes = addresses.replace(",", " ").split()
    return Elasticsearch(
        nodes,
        ca_certs=ca_certs or None,
        serializer=OrjsonSerializer(),
        max_retries=len(nodes) - 1,
        retry_on_timeout=False,
    )


@lru_cache(maxsize=64)
def hurried(addresses: str, ca_certs: str, tenths: int) -> Elasticsearch:
    """The same connections, for requests of ``tenths`` of a second; kept, for it takes 0.3 ms to make."""
    return connected(addresses, ca_certs).options(request_timeout=tenths / 10)


def client(seconds: float = SEARCH_SECONDS) -> Elasticsearch:
    """The client, for a request of ``seconds`` or what the budget leaves. Raises EngineUnavailable."""
    tenths = round(remaining(seconds) * 10)
    if not tenths:
        raise EngineUnavailable("No time is left for Elasticsearch.")
    try:
        return hurried(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_CERTS, tenths)
    except ValueError as error:
        raise EngineUnavailable(f"ELASTICSEARCH_URL or ELASTICSEARCH_CA_CERTS can't be used: {error}") from error


@contextmanager
def speaking() -> Iterator[None]:
    """Whatever goes wrong with the server inside is EngineUnavailable."""
    try:
        yield
    except BadRequestError as error:
        log.exception("Elasticsearch did not understand a request of ours")
        raise EngineUnavailable(str(error)) from error
    except (ApiError, TransportError) as error:
        raise EngineUnavailable(str(error)) from error
