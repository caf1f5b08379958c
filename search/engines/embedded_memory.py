"""What a process remembers of the embedded engine's file, so that counting and near words cost no query.

Sets of documents are numbers whose n-th bit stands for document n: a facet's count is one ``&`` and ``bit_count``.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from threading import Lock

import orjson
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.params import ENTRIES, EVENT, FACETS, MODES, SearchParams
from search.queries import LONG_WORD

MOST_FOUND = 64  # words; of 10,000 entries half a megabyte each where they are common
MOST_NEAR = 15
MOST_ASKED = 20_000  # conditions


def as_bits(numbers: Iterable[int], size: int) -> int:
    bits = bytearray(size // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def revision_of(connection: sqlite3.Connection) -> int:
    """Raised whenever the file is written to."""
    return connection.execute("select value from meta where name = 'revision'").fetchone()[0]


@dataclass(frozen=True)
class Shelf:
    """The documents of a mode, as they were at one moment. ``places`` are (date, event date, entry, id) of each."""

    places: dict[int, tuple[str, str, int, str]] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in FACETS})

    @cached_property
    def size(self) -> int:
        return max(self.places, default=0)

    @cached_property
    def everything(self) -> int:
        return self.bits(self.places)

    @cached_property
    def newest(self) -> list[int]:
        return sorted(self.places, key=lambda number: self.tie(number, 0), reverse=True)

    @cached_property
    def age(self) -> dict[int, int]:
        """{number: its place among the newest}."""
        return {number: place for place, number in enumerate(self.newest)}

    @cached_property
    def latest_event(self) -> list[int]:
        return sorted(self.places, key=lambda number: self.tie(number, 1), reverse=True)

    def tie(self, number: int, first: int) -> tuple:
        """What orders documents: the part ``first`` of their places, and where these are equal entry and id."""
        place = self.places[number]
        return (place[first], *place[2:])

    def bits(self, numbers) -> int:
        return as_bits(numbers, self.size)

    def members(self, found: int):
        """A test whether a document is among ``found``."""
        octets = found.to_bytes(self.size // 8 + 1, "little")
        return lambda number: octets[number >> 3] >> (number & 7) & 1

    def ordered(self, found: int, sort: str) -> list[int]:
        return list(filter(self.members(found), self.latest_event if sort == EVENT else self.newest))

    def choose(self, params: SearchParams, found: int) -> tuple[int, dict[str, dict[str, int]]]:
        """(those of ``found`` that meet the chosen facets, the counts of every facet without its own choice)."""
        chosen = {name: self.having(name, values) for name, values in params.chosen.items() if values}
        counts = {}
        for name, values in self.facets.items():
            rest = found
            for other, bits in chosen.items():
                if other != name:
                    rest &= bits
            counts[name] = {value: count for value, bits in values.items() if (count := (bits & rest).bit_count())}
        for bits in chosen.values():
            found &= bits
        return found, counts

    def having(self, name, values) -> int:
        bits = 0
        for value in values:
            bits |= self.facets.get(name, {}).get(value, 0)
        return bits

    def changed(self, gone: set[int], rows: list[tuple]) -> "Shelf":
        """This one without ``gone`` and with ``rows`` of (number, entry, id, facts)."""
        places = {number: place for number, place in self.places.items() if number not in gone}
        fresh = {name: defaultdict(list) for name in FACETS}
        for number, entry, key, facts in rows:
            date, event_date, values = orjson.loads(facts)
            places[number] = (date, event_date, entry, key)
            for name in FACETS:
                for value in values[name]:
                    fresh[name][value].append(number)
        size, rest = max(places, default=0), ~as_bits(gone, max(gone, default=0))
        facets = {name: {value: left for value, bits in values.items() if (left := bits & rest)}
                  for name, values in self.facets.items()}  # fmt: skip
        for name, values in fresh.items():
            for value, numbers in values.items():
                facets[name][value] = facets[name].get(value, 0) | as_bits(numbers, size)
        return Shelf(places, facets)


class Memory:
    """Of one file: the shelves, brought up to date before each search, and the words, when one is needed."""

    def __init__(self):
        self.lock = Lock()
        self.revision = -1
        self.shelves = {mode: Shelf() for mode in MODES}
        self.numbers = defaultdict(set)  # of each entry
        self.words, self.last_word = defaultdict(list), 0
        self.last_found = {}
        self.counted = {}
        self.occurring = (-1, {})

    def shelf(self, connection: sqlite3.Connection, mode: str) -> Shelf:
        revision = revision_of(connection)
        if revision != self.revision:
            with self.lock:
                self.refresh(connection)
        return self.shelves[mode]

    def refresh(self, connection):
        connection.execute("begin")  # one state of the file for both questions
        try:
            revision = revision_of(connection)
            entries = connection.execute("select entry from entry where revision > ?", (self.revision,)).fetchall()
            rows = connection.execute(
                "select number, entry, id, facts, mode from document"
                " where entry in (select entry from entry where revision > ?)",
                (self.revision,),
            ).fetchall()
        finally:
            connection.execute("commit")
        gone = set().union(*(self.numbers.pop(entry, ()) for (entry,) in entries))
        for number, entry, *_rest in rows:
            self.numbers[entry].add(number)
        for mode in MODES:
            self.shelves[mode] = self.shelves[mode].changed(gone, [row[:4] for row in rows if row[4] == mode])
        self.revision, self.counted = revision, {}

    def numbers_of(self, entries: Iterable[int]) -> set[int]:
        """Of their documents."""
        return set().union(*(self.numbers.get(entry, ()) for entry in entries))

    def found(self, key: tuple, find: Callable[[], dict]) -> dict:
        """What ``find`` finds, asked once while the file stays the same: a reader turns pages and chooses facets.

        Nobody may change it.
        """
        key = (self.revision, *key)
        found = self.last_found.get(key)
        if found is None:
            found = find()
            with self.lock:
                if len(self.last_found) >= MOST_FOUND:
                    del self.last_found[next(iter(self.last_found))]
                self.last_found[key] = found
        return found

    def frequencies(self, connection, terms: Collection[str]) -> dict[str, int]:
        """{term: how many texts of entries have it}. The file takes long to count, and entries share their words."""
        counted = self.counted
        if missing := [term for term in terms if term not in counted]:
            marks = ", ".join("?" * len(missing))
            question = f"select term, doc from {ENTRIES}_terms where term in ({marks})"  # noqa: S608
            counted |= dict.fromkeys(missing, 0) | dict(connection.execute(question, missing))
        return {term: counted[term] for term in terms}

    def occurrence(self, connection) -> Callable[[str], bool]:
        """Whether a text meets a condition of FTS5's, asked once while the file stays the same: words come back.

        Without the shelves, which take long to read and are not needed where Elasticsearch answers.
        """
        revision = revision_of(connection)
        if self.occurring[0] != revision or len(self.occurring[1]) >= MOST_ASKED:
            self.occurring = (revision, {})
        known = self.occurring[1]
        question = f"select 1 from {ENTRIES} where {ENTRIES} match ? limit 1"  # noqa: S608

        def occurs(match: str) -> bool:
            if match not in known:
                known[match] = connection.execute(question, (match,)).fetchone() is not None
            return known[match]

        return occurs

    def near(self, connection, word: str, limit: int = MOST_NEAR) -> list[tuple[str, int]]:
        """[(a folded word that differs in a letter or two, by how many)], nearest first.

        Nearly all mistyped words begin rightly; only where none of those is near are all others compared.
        """
        with self.lock:
            for number, each in connection.execute(
                "select number, word from word where number > ? order by number", (self.last_word,)
            ):
                self.words[each[0], len(each)].append(each)
                self.last_word = number
        wrong = 1 if len(word) < LONG_WORD else 2
        lengths = range(len(word) - wrong, len(word) + wrong + 1)
        found = self.compare(word, [self.words.get((word[0], length), ()) for length in lengths], wrong, limit)
        return found or self.compare(
            word, [words for (_first, length), words in tuple(self.words.items()) if length in lengths], wrong, limit
        )

    @staticmethod
    def compare(word, lists, wrong, limit) -> list[tuple[str, int]]:
        found = [
            (each, distance)
            for words in lists
            for each, distance, _place in extract(word, words, scorer=OSA.distance, score_cutoff=wrong, limit=limit)
            if distance
        ]
        return sorted(found, key=itemgetter(1))[:limit]
