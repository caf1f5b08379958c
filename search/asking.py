"""Asking an engine, and another one where it does not answer."""

import logging
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TypeVar

from django.conf import settings

from search.budget import within
from search.engines import Engine, EngineUnavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

BUDGET_SECONDS = 1.5  # for all requests of one question; then the embedded engine answers
FAILURES, RETRY_SECONDS = 3, 10


class LeftAlone(EngineUnavailable):
    """The engine was not asked, because it failed a moment ago."""


def level_of(error: EngineUnavailable) -> int:
    """How loudly to log it: once for a failure, and not for each question that is spared."""
    return logging.DEBUG if isinstance(error, LeftAlone) else logging.WARNING


class Breaker:
    """Leaves an engine alone that failed ``enough`` times in a row, and lets one question through every few seconds.

    Each process finds out for itself. Not pybreaker: it holds its lock while the engine is being asked, so that the
    threads of a process would search one after the other.
    """

    def __init__(self, enough: int = FAILURES):
        self.enough, self.lock = enough, Lock()
        self.failures, self.retry_at = 0, 0.0

    @property
    def is_open(self) -> bool:
        return self.failures >= self.enough

    def lets_through(self) -> bool:
        with self.lock:
            if not self.is_open:
                return True
            now = monotonic()
            if now < self.retry_at:
                return False
            self.retry_at = now + RETRY_SECONDS  # this question tries it; the others wait for what it finds
            return True

    def succeeded(self):
        with self.lock:
            self.failures = 0

    def failed(self):
        with self.lock:
            self.failures += 1
            self.retry_at = monotonic() + RETRY_SECONDS


breaker = Breaker()  # of readers' questions


def configured() -> Engine:
    """The engine that ELASTICSEARCH_URL chooses. Costs nothing to call: its connections are the process's."""
    if not settings.ELASTICSEARCH_URL:
        return embedded()
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine()


def embedded() -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine()


def engines() -> tuple[Engine, ...]:
    """All that are kept in step: with Elasticsearch the embedded one too, to answer in its place."""
    return (embedded(), configured()) if settings.ELASTICSEARCH_URL else (embedded(),)


def ask(question: Callable[[Engine], T], own_breaker: Breaker | None = None) -> tuple[T, str, bool]:
    """(answer, name of the engine that gave it, whether it stands in for the configured one).

    ``question`` may be put twice. One with less time than a search has its ``own_breaker``: what is too slow
    for it may be quick enough for searches. Raises EngineUnavailable where neither engine answers.
    """
    if not settings.ELASTICSEARCH_URL:
        return *last_answer(question), False
    try:
        engine = configured()
        return guarded(lambda: question(engine), BUDGET_SECONDS, own_breaker or breaker), engine.name, False
    except EngineUnavailable as error:
        log.log(level_of(error), "Elasticsearch does not answer, the embedded engine does: %s", error)
        return *last_answer(question), True


def last_answer(question: Callable[[Engine], T]) -> tuple[T, str]:
    """(answer, name of the engine) of the one behind which there is no other."""
    engine = embedded()
    try:
        return question(engine), engine.name
    except EngineUnavailable as error:
        log.warning("No engine answers: %s", error)
        raise


def guarded(attempt: Callable[[], T], seconds: float, breaker: Breaker) -> T:
    """``attempt`` at Elasticsearch in ``seconds``, not at all while ``breaker`` is open."""
    if not breaker.lets_through():
        raise LeftAlone("it failed just now and is left alone for a few seconds")
    try:
        with within(seconds):
            answer = attempt()
    except EngineUnavailable:
        breaker.failed()
        raise
    breaker.succeeded()
    return answer
