"""The connection to Elasticsearch: one client per process, made at the first question."""

import logging
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache, lru_cache
from threading import Thread

from django.conf import settings
from elastic_transport import Urllib3HttpNode
from elasticsearch import (
    ApiError,
    BadRequestError,
    ConnectionError,
    ConnectionTimeout,
    Elasticsearch,
    OrjsonSerializer,
    TransportError,
)

from search.budget import remaining
from search.engines import EngineUnavailable

log = logging.getLogger(__name__)

SEARCH_SECONDS = 1.5
WRITE_SECONDS = 60.0
MERGE_SECONDS = 1800.0


class PunctualNode(Urllib3HttpNode):
    """Gives a request up when its time is over, whatever takes so long.

    urllib3 gives that time to each piece of an answer, and has no end for looking up a server's name. A thread of its
    own (some 0.1 ms) does all that; what was given up goes on there, and keeps nobody else from a connection.
    """

    def __init__(self, config):
        super().__init__(config)
        self.pool.block = False

    def perform_request(self, *request, request_timeout: float, **options):
        """Raises ConnectionTimeout after ``request_timeout`` seconds, ConnectionError where the system gives no thread,
        and what Urllib3HttpNode raises.
        """
        answer, ask = Future(), super().perform_request

        def run():
            try:
                answer.set_result(ask(*request, request_timeout=request_timeout, **options))
            except BaseException as error:  # raised where the answer is waited for
                answer.set_exception(error)

        try:
            Thread(target=run, daemon=True).start()
        except RuntimeError as error:
            raise ConnectionError(str(error)) from error
        try:
            return answer.result(request_timeout)
        except TimeoutError as error:
            raise ConnectionTimeout(f"No whole answer within {request_timeout:.1f} s") from error


@cache
def connected(addresses: str, ca_certs: str) -> Elasticsearch:
    """``addresses``: of one node or, with commas between, of several. ``ca_certs``: a PEM file, or "".

    A node that is away costs a try at the next one. No other retries: a reader has the embedded engine's answer sooner
    than that of a slow node, and a worker comes again.
    """
    nodes = addresses.replace(",", " ").split()
    return Elasticsearch(
        nodes,
        node_class=PunctualNode,
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
