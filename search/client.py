"""The connection to Elasticsearch: one client per process, made at the first question."""

import logging
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache, partial
from queue import Empty, SimpleQueue
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
MOST_IDLE = 8  # threads that wait for a request


class PunctualNode(Urllib3HttpNode):
    """Gives a request up when its time is over, whatever takes so long.

    urllib3 gives that time to each piece of an answer, and has no end for looking up a server's name. Another thread
    does all that; what was given up goes on there, and keeps nobody else from a connection.
    """

    def __init__(self, config):
        super().__init__(config)
        self.pool.block = False

    def perform_request(self, *request, request_timeout: float, **options):
        """Raises ConnectionTimeout after ``request_timeout`` seconds, ConnectionError where the system gives no thread,
        and what Urllib3HttpNode raises.
        """
        work = partial(super().perform_request, *request, request_timeout=request_timeout, **options)
        answer = SimpleQueue()
        waiting_thread().put((work, answer))
        try:
            result, error = answer.get(timeout=request_timeout)
        except Empty:
            raise ConnectionTimeout(f"No whole answer within {request_timeout:.1f} s") from None
        if error:
            try:
                raise error
            finally:
                del error  # which holds this frame
        return result


# Of each thread that waits for work, where it takes it from. A new one for each request took 0.3 ms more (measured),
# and those of concurrent.futures are waited for when a process ends.
idle = deque()
os.register_at_fork(after_in_child=idle.clear)  # threads don't come along


def waiting_thread() -> SimpleQueue:
    """Where it takes its work from. Raises ConnectionError where the system gives none."""
    with suppress(IndexError):
        return idle.pop()
    jobs = SimpleQueue()
    try:
        Thread(target=work_off, args=(jobs,), daemon=True).start()
    except RuntimeError as error:
        raise ConnectionError(str(error)) from error
    return jobs


def work_off(jobs: SimpleQueue):
    """One after the other, each (what to call, where to put what it returns and raises); ends where many are idle."""
    is_wanted = True
    while is_wanted:
        work, answer = jobs.get()
        try:
            found = work(), None
        except BaseException as error:  # raised where the answer is waited for
            found = None, error
        if is_wanted := len(idle) < MOST_IDLE:
            idle.append(jobs)
        answer.put(found)
        del work, answer, found  # not to be held until the next request


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
