"""How much time is left for a question to an engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give all requests inside ``seconds`` together, never more than is left outside."""
    token = _ends_at.set(monotonic() + remaining(seconds))
    try:
        yield
    finally:
        _ends_at.reset(token)


def remaining(usual: float) -> float:
    """Seconds that the next request may take: ``usual``, or less where the budget ends earlier; 0 when it is over."""
    ends_at = _ends_at.get()
    return usual if ends_at is None else max(0.0, min(usual, ends_at - monotonic()))
