"""The contract that both engines keep: the same questions, the same kinds of answers.

An engine knows documents (search/documents.py) and words (search/queries.py); nothing of pages, requests or access.
It may hold what is no longer public for a moment: search/access.py asks the database before anything is shown.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from search.params import SearchParams
from search.queries import Query


class EngineUnavailable(Exception):
    """The engine did not answer in time, or can't: another one must."""


@dataclass(frozen=True)
class Hit:
    """``document`` as search/documents.py made it; ``score`` only orders hits of one answer."""

    document: dict
    score: float


@dataclass(frozen=True)
class Answer:
    """One page of hits.

    ``facets`` is {facet: {value: count}}: counts of a facet leave out its own chosen values, so that they tell what
    adding one would give. ``unknown`` are the folded words of the query that no document has: somebody may have
    mistyped them. ``widened``: some hits have only some of the words, or similar ones, for too few have enough of them.
    """

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    widened: bool = False


@dataclass(frozen=True)
class Change:
    """What an entry is now: its documents, none where it is not public. Newer versions win, equal ones replace."""

    entry: int
    version: int
    documents: tuple[dict, ...] = ()


class Build(Protocol):
    """A new index that is being filled beside the one that answers."""

    def apply(self, changes: Iterable[Change]) -> None: ...
    def merge(self) -> None: ...  # for quicker searches, once most is there; may take minutes
    def counts(self) -> dict[str, int]: ...  # {mode: documents}
    def swap(self) -> None: ...  # from now on this one answers; the old one is gone


class Engine(Protocol):
    name: str

    # --- Finding. Raises EngineUnavailable.
    # As if there were no entries with the ids ``hidden``
    def search(self, query: Query, params: SearchParams, hidden: frozenset[int] = frozenset()) -> Answer: ...
    def suggest(self, text: str, language: str, limit: int) -> list[Hit]: ...  # titles: so many of each mode
    def similar(self, entry: int, limit: int) -> list[Hit]: ...
    def spell(self, word: str, limit: int = 3) -> list[str]: ...  # folded words that documents have, best first

    # --- Keeping in step. Raises EngineUnavailable.
    def apply(self, changes: Iterable[Change]) -> None: ...
    def watermark(self) -> int: ...  # the newest version that everything up to has been applied
    def set_watermark(self, version: int) -> None: ...
    def build(self, entries: int = 0) -> AbstractContextManager[Build]: ...  # of so many; abandoned on an exception
    def versions(self) -> Iterator[tuple[int, int, str]]: ...  # (entry, version, digest of what is held of it)
    def counts(self) -> dict[str, int]: ...
    def health(self) -> dict: ...  # {"ok": bool, "reason": str, …facts}
