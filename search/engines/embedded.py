"""The engine that needs no server: SQLite FTS5 in a file of its own, for up to some ten thousand entries.

A document counts for each word by the best of how it has it, and all words count together (embedded_ranking.py).
How rare the word is adds to that (BM25); each language of a document is a row of its own, of which the best counts,
so that an entry in five languages neither loses nor wins by its length.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from portal.languages import CONTENT_CODES
from search.engines import Answer, Change, EngineUnavailable, Hit
from search.engines.embedded_file import Connections, connect, create, point, remove, remove_replaced, sole_builder
from search.engines.embedded_memory import Memory, Shelf
from search.engines.embedded_ranking import CANDIDATES, Finder, rank, similar
from search.engines.embedded_writing import ROWS, SHORTEST_WORD, write
from search.fields import BRIEF, STORED, document_of, unpacked
from search.normalise import fold
from search.params import ENTRIES, MODES, RELEVANCE, SearchParams
from search.queries import OWN_TITLE, WHOLE_WORD, Query, Word, understand

T = TypeVar("T")
SHARED, TAG = ("phase", "gender", "actor", "country", "topic"), 1.0  # what a tag in common adds to likeness
UNBUILT = "the index is new and not filled: run search_rebuild"
AUTOMERGE = 4  # segments that FTS5 merges as it writes, unless told otherwise


@cache
def connections(link: Path) -> Connections:
    return Connections(link)


class DamagedFile(EngineUnavailable):
    """SQLite finds the file broken: an empty one takes its place."""


@contextmanager
def translated() -> Iterator[None]:
    """SQLite's errors as the contract's."""
    try:
        yield
    except sqlite3.Error as error:
        damaged = type(error) is sqlite3.DatabaseError  # the others are subclasses
        raise (DamagedFile if damaged else EngineUnavailable)(f"search file: {error}") from error
    except OSError as error:
        raise EngineUnavailable(f"search file: {error}") from error


def value(connection, name) -> int:
    return connection.execute("select value from meta where name = ?", (name,)).fetchone()[0]


def set_value(connection, name, number):
    connection.execute("update meta set value = ? where name = ?", (number, name))


def counts(connection) -> dict[str, int]:
    return dict.fromkeys(MODES, 0) | dict(connection.execute("select mode, count(*) from document group by mode"))


def documents(connection, numbers: list[int], parts=STORED) -> dict[int, dict]:
    columns, marks = ", ".join(f'"{part}"' for part in parts), ", ".join("?" * len(numbers))
    rows = connection.execute(f"select number, {columns} from document where number in ({marks})", numbers)  # noqa: S608
    return {
        number: document_of({name: value for name, value in zip(parts, values, strict=True) if value})
        for number, *values in rows
    }


def in_title(word: Word, end: str = "") -> str:
    """FTS5's condition for titles with a form of ``word``; with "*" for its ``end`` those with a longer word too."""
    forms = " OR ".join(f'"{form}"{end}' for form in word.folded)
    return f"title_fold : ({forms})"


def best_first(numbers: Iterable[int], scores: dict[int, float], shelf: Shelf, many: int) -> list[int]:
    """The first ``many``; of those that are equal the newer ones. What can't be among them is not compared twice."""
    numbers = list(numbers)
    least = min(nlargest(many, map(scores.get, numbers)), default=0)
    among = [number for number in numbers if scores[number] >= least]
    among.sort(key=shelf.age.__getitem__)
    return sorted(among, key=scores.__getitem__, reverse=True)[:many]


class EmbeddedEngine:
    name = "embedded"

    def __init__(self, link: Path | None = None):
        self.connections = connections(Path(link or settings.SEARCH_FILE).absolute())

    # --- Finding

    def search(self, query: Query, params: SearchParams, hidden: frozenset[int] = frozenset()) -> Answer:
        return self.finding(lambda connection: self.find(connection, query, params, hidden))

    def find(self, connection, query, params, hidden) -> Answer:
        remembered = self.remembered(connection)
        shelf = remembered.shelf(connection, params.mode)
        size, left_out = len(shelf.places), remembered.numbers_of(hidden)
        scores, unknown, rest = None, (), set()
        if query.words:
            scores, unknown, rest = rank(connection, remembered, query, params, size, left_out)
        if scores and not scores.keys() <= shelf.places.keys():  # written since the shelf was read
            scores = {number: score for number, score in scores.items() if number in shelf.places}
        among = shelf.everything & ~shelf.bits(left_out & shelf.places.keys()) if scores is None else shelf.bits(scores)
        found, facets = shelf.choose(params, among)
        if scores is None or params.sort != RELEVANCE:
            order = shelf.ordered(found, params.sort)
        else:
            among = filter(shelf.members(found), scores) if params.chosen else scores
            order = best_first(among, scores, shelf, params.offset + params.page_size)
        numbers = order[params.offset : params.offset + params.page_size]
        shown = documents(connection, numbers)
        hits = [Hit(shown[number], (scores or {}).get(number, 0.0)) for number in numbers if number in shown]
        widened = bool(found & shelf.bits(rest & shelf.places.keys()))
        return Answer(hits, found.bit_count(), facets, unknown, widened)

    def suggest(self, text: str, language: str, limit: int) -> list[Hit]:
        """Titles that have all words of ``text``, some of which may be begun; first those with more of them whole."""
        return self.finding(lambda connection: self.titles(connection, text, language, limit))

    def similar(self, entry: int, limit: int) -> list[Hit]:
        return self.finding(lambda connection: self.alike(connection, entry, limit))

    def spell(self, word: str, limit: int = 3) -> list[str]:
        plain = fold(word)
        if len(plain) < SHORTEST_WORD:
            return []
        return self.finding(lambda connection: self.spellings(connection, plain, limit))

    def of_texts(self, question: Callable[[Callable[[str], bool]], T]) -> T:
        """``question`` is given what tells whether a text, or the names of an entry's tags, meet FTS5's condition."""
        return self.finding(lambda connection: question(self.remembered(connection).occurrence(connection)))

    def titles(self, connection, text, language, limit) -> list[Hit]:
        words = understand(text).words
        if not words:
            return []
        own = CONTENT_CODES.index(language) if language in CONTENT_CODES else -1
        all_words = " AND ".join(in_title(word, "*" if word.may_be_begun else "") for word in words)
        hits = []
        for mode in MODES:
            is_whole = f"{WHOLE_WORD} * (rowid in (select rowid from {mode} where {mode} match ?))"  # noqa: S608
            points = " + ".join([f"{OWN_TITLE} * (rowid % {ROWS} = ?)", *[is_whole] * len(words)])
            rows = connection.execute(
                f"select rowid / {ROWS}, max({points}) from {mode} where {mode} match ?"  # noqa: S608
                " group by 1 order by 2 desc, 1 desc limit ?",
                (own, *map(in_title, words), all_words, limit),
            ).fetchall()
            shown = documents(connection, [number for number, _score in rows], BRIEF)
            hits += [Hit(shown[number], score) for number, score in rows if number in shown]
        return hits

    def alike(self, connection, entry, limit) -> list[Hit]:
        row = connection.execute("select number, tokens from document where id = ?", (str(entry),)).fetchone()
        if not row:
            return []
        number, tokens = row
        remembered = self.remembered(connection)
        shelf = remembered.shelf(connection, ENTRIES)
        scores = similar(connection, remembered, len(shelf.places), unpacked(tokens), number)
        tags = [bits for name in SHARED for bits in shelf.facets[name].values() if bits >> number & 1]
        known = ((number, score) for number, score in scores.items() if number in shelf.places)
        scores = dict(nlargest(CANDIDATES, known, key=itemgetter(1)))
        for each in scores:
            scores[each] += TAG * sum(bits >> each & 1 for bits in tags)
        best = best_first(scores, scores, shelf, limit)
        shown = documents(connection, best, BRIEF)
        return [Hit(shown[each], scores[each]) for each in best if each in shown]

    def spellings(self, connection, plain, limit) -> list[str]:
        """Words of documents that are there now: the list of words keeps those of withdrawn ones."""
        finders = [Finder(connection, mode, 0) for mode in MODES]
        near = self.remembered(connection).near(connection, plain)
        found = [(distance, -sum(finder.frequency((word,)) for finder in finders), word) for word, distance in near]
        return [word for _distance, count, word in sorted(found) if count][:limit]

    # --- Keeping in step

    def apply(self, changes: Iterable[Change]) -> None:
        self.asking(lambda connection: write(connection, changes, set()), again=False)

    def watermark(self) -> int:
        return self.asking(lambda connection: value(connection, "watermark"))

    def set_watermark(self, version: int) -> None:
        with translated():
            set_value(self.connections.same(), "watermark", version)

    @contextmanager
    def build(self, entries: int = 0) -> Iterator["Build"]:
        link = self.connections.link
        link.parent.mkdir(parents=True, exist_ok=True)
        with translated(), sole_builder(link):
            build = Build(self.connections)
            try:
                yield build
            finally:
                build.end()

    def versions(self) -> Iterator[tuple[int, int, str]]:
        question = "select entry, version, digest from entry where digest != '' order by entry"
        yield from self.asking(lambda connection: connection.execute(question).fetchall())

    def counts(self) -> dict[str, int]:
        return self.asking(counts)

    def health(self) -> dict:
        try:
            built, found = self.asking(lambda connection: (value(connection, "built"), counts(connection)))
        except EngineUnavailable as error:
            return {"ok": False, "reason": str(error)}
        reason = "" if built else UNBUILT
        return {"ok": not reason, "reason": reason, "file": str(self.connections.link), "documents": found}

    # --- The file

    def remembered(self, connection) -> Memory:
        """What this process knows of the file that this thread has open."""
        path = self.connections.local.opened[1]
        if self.connections.memory[0] != path:
            self.connections.memory = (path, Memory())
        return self.connections.memory[1]

    def finding(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """``question``, not of a new file that is to be filled yet: it would answer that nothing has these words."""

        def asked(connection):
            if not value(connection, "built"):
                raise EngineUnavailable(UNBUILT)
            return question(connection)

        return self.asking(asked)

    def asking(self, question: Callable[[sqlite3.Connection], T], again: bool = True) -> T:
        """``question`` put to the file in use; once more where that turns out to be damaged."""
        try:
            with translated():
                return question(self.connections.current())
        except DamagedFile:
            with translated():
                self.connections.make_anew(self.connections.link.resolve())
            if again:
                return self.asking(question, again=False)
            raise


class Build:
    """A file that is filled beside the one in use. Nobody reads it yet, and one that is not finished is thrown away."""

    def __init__(self, connections: Connections):
        self.connections = connections
        self.path = create(connections.link)
        self.known = set()
        self.connection = connect(self.path)
        self.connection.executescript(
            "pragma journal_mode = delete; pragma synchronous = off; pragma cache_size = -32000"
        )
        self.tell("automerge", 0)  # ``merge`` does it, once for all: a tenth of the writing's time is saved (measured)

    def apply(self, changes: Iterable[Change]) -> None:
        with translated():
            write(self.connection, changes, self.known)

    def counts(self) -> dict[str, int]:
        return counts(self.connection)

    def merge(self) -> None:
        with translated():
            self.tell("optimize")

    def tell(self, command: str, value: int | None = None) -> None:
        for mode in MODES:
            self.connection.execute(f"insert into {mode} ({mode}, rank) values (?, ?)", (command, value))  # noqa: S608

    def swap(self) -> None:
        """Its watermark is 0 until the caller says how far it has read."""
        self.tell("automerge", AUTOMERGE)
        set_value(self.connection, "built", 1)
        self.connection.executescript("pragma synchronous = full; pragma journal_mode = wal")
        self.connection.close()
        link = self.connections.link
        old = link.resolve()
        point(link, self.path)
        self.path = None
        remove_replaced(link, old)
        self.connections.close()  # what this thread writes from now on is for the new file

    def end(self):
        self.connection.close()
        if self.path:
            remove(self.path)
