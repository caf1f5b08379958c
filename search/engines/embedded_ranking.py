"""Which documents the words of a query find in the embedded engine, and how well.

For each word the best of four ways counts: as written, by its stem, as a half word, mistyped. Words are added up
within a family of languages, and a document counts by the best of its families: what stands together in one text is
meant more likely than words that are by chance the same in three languages.
"""

from collections import Counter
from math import log
from sqlite3 import Connection

from portal.languages import CONTENT_CODES
from search.engines.embedded_memory import Memory
from search.engines.embedded_writing import ROWS
from search.normalise import FAMILIES
from search.params import SearchParams
from search.queries import SHORTEST_FUZZY, SHORTEST_PREFIX, Alternative, Query, Word

FOLDED, STEMMED = "title_fold body_fold", "title_stem body_stem"
WEIGHTS = "2, 2, 1, 1"  # of the columns: a title counts twice
FOUND = 8  # for a word as it was written, before its rarity
STEM, NEAR, PREFIX = 0.8, 0.6, 0.5  # of what the written word counts for
OTHER_NAME = 0.4 * FOUND  # less than any way of having the reader's own word
READERS = 1.1  # for text in the reader's language
COMMON, FEW_DOCUMENTS = 5, 500  # where there are many, a word that one in five has tells nothing by its rarity
LEAST_HITS = 3  # with fewer, words may be mistyped, and one of them is enough
MOST_ROWS = 2_000  # weighed for similar entries, while a reader waits for the page
MOST_LOOKED_UP, MOST_TERMS = 80, 15  # stems of an entry: the commonest, and of these the rarest elsewhere

# A part is a document's text in one family of languages: document * PARTS + family
PARTS = 8
GROUPS = list(dict.fromkeys(FAMILIES.get(code, code) for code in CONTENT_CODES))
GROUP = [GROUPS.index(FAMILIES.get(code, code)) for code in CONTENT_CODES]

Scores = dict[int, float]  # of parts; of documents only what ``rank`` and ``similar`` return


class Finder:
    """One search: the documents of a mode that some tokens are in."""

    def __init__(self, connection: Connection, mode: str, size: int):
        self.connection, self.mode, self.size = connection, mode, size

    def frequency(self, tokens) -> int:
        marks = ", ".join("?" * len(tokens))
        question = f"select total(doc) from {self.mode}_terms where term in ({marks})"  # noqa: S608
        return self.connection.execute(question, tuple(tokens)).fetchone()[0]

    def rows(self, tokens, columns, scored=True, star="") -> list[tuple[int, float]]:
        match = f"{{{columns}}} : ({' OR '.join(quoted(token) + star for token in tokens)})"
        value = f"-bm25({self.mode}, {WEIGHTS})" if scored else "0.0"
        question = f"select rowid, {value} from {self.mode} where {self.mode} match ?"  # noqa: S608
        return [(part_of(row), rarity) for row, rarity in self.connection.execute(question, (match,))]

    def score(self, tokens, columns, weight) -> Scores:
        """The best of a part's languages."""
        frequency = self.frequency(tokens)
        if not frequency:
            return {}
        scored = frequency * COMMON < self.size or self.size < FEW_DOCUMENTS
        return best_of({}, [(part, (FOUND + rarity) * weight) for part, rarity in self.rows(tokens, columns, scored)])

    def word(self, word: Word) -> Scores:
        return best_of(self.score(word.folded, FOLDED, 1), self.score(word.stems, STEMMED, STEM).items())

    def beginning(self, word: Word) -> Scores:
        if len(word.folded[0]) < SHORTEST_PREFIX:
            return {}
        return {part: FOUND * PREFIX for part, _none in self.rows(word.folded, FOLDED, scored=False, star="*")}

    def mistyped(self, word: Word, memory: Memory) -> Scores:
        plain = word.folded[0]
        if len(plain) < SHORTEST_FUZZY:
            return {}
        near = [each for each, _distance in memory.near(self.connection, plain)]
        return self.score(near, FOLDED, NEAR) if near else {}

    def other_name(self, alternative: Alternative) -> Scores:
        """The parts that have all words of it."""
        forms = ([quoted(token) for token in (*word.folded, *word.stems)] for word in alternative.words)
        match = " AND ".join(f"({' OR '.join(each)})" for each in forms)
        question = f"select rowid from {self.mode} where {self.mode} match ?"  # noqa: S608
        rows = self.connection.execute(question, (match,)) if match else ()
        return {part_of(row): OTHER_NAME for (row,) in rows}


def part_of(row: int) -> int:
    return row // ROWS * PARTS + GROUP[row % ROWS]


def quoted(token: str) -> str:
    return '"' + token.replace('"', '""') + '"'


def best_of(scores: Scores, others) -> Scores:
    for part, value in others:
        if value > scores.get(part, 0):
            scores[part] = value
    return scores


def rank(connection, memory: Memory, query: Query, params: SearchParams, size: int) -> tuple[Scores, tuple[str, ...]]:
    """({document: score} of all that match, the folded words that no document has)."""
    finder = Finder(connection, params.mode, size)
    found = [finder.word(word) for word in query.words]
    nowhere = [place for place, scores in enumerate(found) if not scores]
    unknown = tuple(query.words[place].folded[0] for place in nowhere)
    if query.words[-1].last:
        best_of(found[-1], finder.beginning(query.words[-1]).items())
    own = GROUP[CONTENT_CODES.index(params.language)] if params.language in CONTENT_CODES else None
    enough = having_enough(found)
    if (few := len(enough) < LEAST_HITS) or nowhere:
        for place in range(len(found)) if few and not nowhere else nowhere:
            best_of(found[place], finder.mistyped(query.words[place], memory).items())
        enough = having_enough(found)
        if len(enough) < LEAST_HITS:
            enough = having_enough(found, at_least=1)
    if query.alternatives:
        for alternative in query.alternatives:
            others = finder.other_name(alternative).items()
            for place in alternative.replaces:
                best_of(found[place], others)
        enough |= having_enough(found)  # what the words alone have found stays
        if len(enough) < LEAST_HITS:
            enough = having_enough(found, at_least=1)
    return summed(found, enough, own), unknown


def having_enough(found: list[Scores], at_least: int | None = None) -> set[int]:
    """Documents that have enough of the words: all of two, three quarters of more."""
    at_least = at_least or least_words(len(found))
    having = Counter()
    for scores in found:
        having.update({part // PARTS for part in scores})
    return {number for number, words in having.items() if words >= at_least}


def summed(found: list[Scores], numbers: set[int], own: int | None) -> Scores:
    """Their scores: of each the best part's, a part being what it says in one family of languages."""
    parts = {}
    for scores in found:
        for part, value in scores.items():
            if part // PARTS in numbers:
                parts[part] = parts.get(part, 0.0) + value
    weighed = ((part // PARTS, value * READERS if part % PARTS == own else value) for part, value in parts.items())
    return best_of({}, weighed)


def least_words(words: int) -> int:
    return words if words <= 2 else int(words * 0.75)


def similar(connection, mode: str, size: int, texts: dict, own: int) -> Scores:
    """Documents that share stems with ``texts`` (the indexed columns of each language)."""
    finder = Finder(connection, mode, size)
    counts = Counter()
    for _title_fold, title, _body_fold, body in texts.values():
        counts.update(title.split() * 2 + body.split())
    often = [term for term, _count in counts.most_common(MOST_LOOKED_UP)]
    marks = ", ".join("?" * len(often))
    question = f"select term, doc from {mode}_terms where term in ({marks})"  # noqa: S608
    among = {term: documents for term, documents in connection.execute(question, often)
             if documents * COMMON < max(size, FEW_DOCUMENTS) and documents > 1}  # fmt: skip
    telling, many = [], 0
    for term in sorted(among, key=lambda term: (counts[term] * log(size / among[term] + 1), term), reverse=True):
        many += among[term]
        if len(telling) == MOST_TERMS or (telling and many > MOST_ROWS):
            break
        telling.append(term)
    rows = finder.rows(telling, STEMMED) if telling else ()
    return best_of({}, ((part // PARTS, value) for part, value in rows if part // PARTS != own))
