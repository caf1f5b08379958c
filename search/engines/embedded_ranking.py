"""Which documents the words of a query find in the embedded engine, and how well.

For each word the first of four ways counts: as written, by its stem, as a half word, mistyped. Words are added up
within a text, a document in one of its languages, and a document counts by its best text: what stands together is
meant more likely than words that are by chance the same in three languages. The names of its tags are a text, too, that
only finds it.

A common word is in thousands of texts: what is done with each of them is left to SQLite and to whole dicts.
"""

from collections import Counter
from itertools import chain
from math import log
from sqlite3 import Connection

import orjson

from portal.languages import CONTENT_CODES
from search.batches import in_batches
from search.engines.embedded_memory import Memory
from search.engines.embedded_writing import ROWS, TAGS
from search.params import ENTRIES, SearchParams
from search.queries import (
    AS_TYPED,
    FEW_HITS,
    LIKELY_RIGHT,
    OTHER_NAME,
    SHORTEST_FUZZY,
    SHORTEST_PREFIX,
    Alternative,
    Query,
    Word,
    worth,
)

FOLDED, STEMMED = "title_fold body_fold", "title_stem body_stem"
WEIGHTS = "2, 2, 1, 1"  # of the columns: a title counts twice
FOUND = 8  # for a word as it was written, before its rarity
STEM, NEAR, PREFIX = 0.8, 0.6, 0.5  # of what the written word counts for
TAG_WORTH = 0.001  # of what a text counts for: what an entry says itself comes first, however it says it
COMMON, FEW_DOCUMENTS = 5, 500  # where there are many, a word that one in five has tells nothing by its rarity
MOST_ROWS = 1_000  # weighed for similar entries, while a reader waits for the page
CANDIDATES = 50  # whose tags are compared
BEST_ROWS = (CANDIDATES + 1) * (len(CONTENT_CODES) + 1)  # of theirs and the entry's own: each language, and the tags
MOST_LOOKED_UP, MOST_TERMS = 80, 15  # stems of an entry: its commonest at once, and of these the rarest elsewhere

Scores = dict[int, float]  # of texts, by their row; of documents only what ``rank`` and ``similar`` return


class Finder:
    """One search: the documents of a mode that some tokens are in."""

    def __init__(self, connection: Connection, mode: str, size: int):
        self.connection, self.mode, self.size = connection, mode, size

    def frequency(self, tokens) -> int:
        marks = ", ".join("?" * len(tokens))
        question = f"select total(doc) from {self.mode}_terms where term in ({marks})"  # noqa: S608
        return self.connection.execute(question, tuple(tokens)).fetchone()[0]

    def rows(self, match: str, order: str = "") -> list[tuple[int, float]]:
        """(row, rarity) of each; the rarity takes most of a search's time."""
        value = f"-bm25({self.mode}, {WEIGHTS})"
        question = f"select rowid, {value} from {self.mode} where {self.mode} match ? {order}"  # noqa: S608
        return self.connection.execute(question, (match,)).fetchall()

    def best_rows(self, match: str, many: int) -> list[tuple[int, float]]:
        """Those of the rarest, and these first."""
        return self.rows(match, order=f"order by 2 desc limit {many}")

    def all_worth(self, match: str, value: float) -> Scores:
        """In one answer, which is read in half the time of thousands."""
        question = f"select json_group_array(rowid) from {self.mode} where {self.mode} match ?"  # noqa: S608
        return dict.fromkeys(orjson.loads(self.connection.execute(question, (match,)).fetchone()[0]), value)

    def score(self, tokens, columns, weight) -> Scores:
        frequency = self.frequency(tokens)
        if not frequency:
            return {}
        match = any_of(tokens, columns)
        if frequency * COMMON < self.size or self.size < FEW_DOCUMENTS:
            return {row: (FOUND + rarity) * weight for row, rarity in self.rows(match)}
        return self.all_worth(match, FOUND * weight)

    def word(self, word: Word) -> Scores:
        return self.score(word.stems, STEMMED, STEM) | self.score(word.folded, FOLDED, 1)

    def beginning(self, word: Word) -> Scores:
        if len(word.folded[0]) < SHORTEST_PREFIX:
            return {}
        return self.all_worth(any_of(word.folded, FOLDED, star="*"), FOUND * PREFIX)

    def mistyped(self, word: Word, memory: Memory, weight: float = NEAR) -> Scores:
        long = (form for form in word.folded if len(form) >= SHORTEST_FUZZY)
        near = dict.fromkeys(each for form in long for each, _distance in memory.near(self.connection, form))
        return self.score(tuple(near), FOLDED, weight) if near else {}

    def other_name(self, alternative: Alternative) -> Scores:
        """The texts that have all words of it."""
        forms = ([quoted(token) for token in (*word.folded, *word.stems)] for word in alternative.words)
        match = " AND ".join(f"({' OR '.join(each)})" for each in forms)
        return self.all_worth(match, OTHER_NAME * FOUND) if match else {}


def any_of(tokens, columns, star="") -> str:
    return f"{{{columns}}} : ({' OR '.join(quoted(token) + star for token in tokens)})"


def quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def rank(
    connection, memory: Memory, query: Query, params: SearchParams, size: int, left_out: set[int]
) -> tuple[Scores, tuple[str, ...], set[int]]:
    """({document: score} of all that match and are not ``left_out``, the folded words that no document has, those of
    the documents that have only some of the words, or similar ones).
    """
    finder = Finder(connection, params.mode, size)
    found = [memory.found((params.mode, word.keys), lambda word=word: finder.word(word)) for word in query.words]
    if left_out:
        found = [{row: value for row, value in each.items() if row // ROWS not in left_out} for each in found]
    nowhere = [place for place, scores in enumerate(found) if not scores]
    unknown = tuple(query.words[place].folded[0] for place in nowhere)
    if query.words[-1].last:
        found[-1] = finder.beginning(query.words[-1]) | found[-1]
    as_typed, needed = list(found), least_words(len(found))
    for place in nowhere:
        found[place] = finder.mistyped(query.words[place], memory) | found[place]
    enough = having_enough(found, needed) - left_out
    few = len(enough) < FEW_HITS  # whatever the glossary adds
    for alternative in query.alternatives:
        others = finder.other_name(alternative)
        for place in alternative.replaces:
            found[place], as_typed[place] = others | found[place], others | as_typed[place]
    if few:
        for place, word in enumerate(query.words):
            if place not in nowhere:
                found[place] = finder.mistyped(word, memory, NEAR * LIKELY_RIGHT) | found[place]
    if few or query.alternatives:
        enough = having_enough(found, 1 if few else needed) - left_out
    weights = {place: worth(code, params.language) for place, code in enumerate(CONTENT_CODES)} | {TAGS: TAG_WORTH}
    scores, rest = best(summed(found), enough, weights), set()
    if few or nowhere:
        rest = enough - having_enough(as_typed, needed)
        for number in enough - rest:
            if has_together(as_typed, number, needed):
                scores[number] += AS_TYPED
    return scores, unknown, rest


def has_together(found: list[Scores], number: int, least: int) -> bool:
    """Whether a text of the document and the names of its tags have ``least`` of the words."""
    first = number * ROWS
    among_tags = [first + TAGS in scores for scores in found]
    return any(
        sum(tagged or first + place in scores for tagged, scores in zip(among_tags, found, strict=True)) >= least
        for place in range(len(CONTENT_CODES))
    )


def having_enough(found: list[Scores], at_least: int) -> set[int]:
    having = [{row // ROWS for row in scores} for scores in found]
    if at_least == 1:
        return set().union(*having)
    if at_least == len(having):
        return set.intersection(*having)
    return {number for number, words in Counter(chain.from_iterable(having)).items() if words >= at_least}


def summed(found: list[Scores]) -> Scores:
    longest, *others = sorted(found, key=len, reverse=True)
    total = dict(longest)
    for scores in others:
        total |= {row: value + total.get(row, 0.0) for row, value in scores.items()}
    return total


def best(texts: Scores, numbers: set[int], weights: dict[int, float]) -> Scores:
    """The scores of the documents ``numbers``, each its best text's."""
    found = dict.fromkeys(numbers, 0.0)
    for row, value in texts.items():
        number = row // ROWS
        if number in found and (weighed := value * weights[row % ROWS]) > found[number]:
            found[number] = weighed
    return found


def least_words(words: int) -> int:
    """How many of so many words a document needs: all of two, three quarters of more."""
    return words if words <= 2 else int(words * 0.75)


def similar(connection, memory: Memory, size: int, texts: list, own: int) -> Scores:
    """Entries that share stems with ``texts``, (place, the indexed columns) of each language and of the tags."""
    counts = Counter()
    for place, (_title_fold, title, _body_fold, body) in texts:
        if place != TAGS:
            counts.update(title.split() * 2 + body.split())
    often, among = [term for term, _count in counts.most_common()], {}
    for terms in in_batches(often, MOST_LOOKED_UP):  # the first are enough, unless an entry says what all others say
        among |= {term: documents for term, documents in memory.frequencies(connection, terms).items()
                  if documents * COMMON < max(size, FEW_DOCUMENTS) and documents > 1}  # fmt: skip
        if len(among) >= MOST_TERMS:
            break
    telling, many = [], 0
    for term in sorted(among, key=lambda term: (counts[term] * log(size / among[term] + 1), term), reverse=True):
        many += among[term]
        if len(telling) == MOST_TERMS or (telling and many > MOST_ROWS):
            break
        telling.append(term)
    finder = Finder(connection, ENTRIES, size)
    rows = finder.best_rows(any_of(telling, STEMMED), BEST_ROWS) if telling else ()
    return {row // ROWS: value for row, value in reversed(rows) if row // ROWS != own}
