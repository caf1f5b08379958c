"""The parts of a document that a query matches, with the matching words marked: the same on both engines.

Words are compared as the engines compare them, by the ``keys`` of a passage (search/documents.py). A word that the
document has in no form is looked for as the beginning of one, when it was typed last, or as a near one.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log

from django.utils.safestring import SafeString, mark_safe

from portal.languages import Language
from practices.reading import Text
from practices.script import in_latin, language_tag
from search.documents import keys_of
from search.marking import densest, html_of, spots, stems_in, wanted
from search.normalise import folded
from search.queries import SHORTEST_FUZZY, SHORTEST_PREFIX, Alternative, Query, Word

# How much a word counts that is there as it was typed, in another form, nearly or half, and under another name
FOLDED, STEMMED, LOOSE, ALTERNATIVE = 1.0, 0.9, 0.6, 0.4
SHORT_WORD, SHORT_WEIGHT = 2, 0.3  # "in", "и", "të" tell little of what a passage is about
# A text in another language is shown before the reader's where it has clearly more of the words
READERS_LANGUAGE = 1.5
WORTH_SHOWING = 0.3  # of the best passage's score


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text in the content language ``language``: ``<p{{ mark }}>{{ html }}</p>``, linked to ``url``."""

    anchor: str
    language: str
    html: SafeString
    mark: SafeString  # ` lang="…"` where it isn't the page's
    url: str = ""


def pick(document: dict, query: Query, language: Language, limit: int = 3) -> list[Passage]:
    """The passages of ``document`` that match best, each anchor once; [] where none matches."""
    return Highlights(document, query, language).passages(limit)


class Highlights:
    """What a reader of ``language`` is shown of ``document`` for ``query``; of each text the first of ``codes``.

    ``matching`` are (passage, code, {place of a word of the query: how well it is met}).
    """

    def __init__(self, document: dict, query: Query, language: Language):
        self.document, self.query, self.language = document, query, language
        self.codes = reading_order(document, language)
        self.matching, self.loose = [], {}
        if query.words:
            parts = [(part, code) for code in self.codes for part in document["passages"].get(code, ())]
            words = {code: sought(query.words, code) for code in self.codes}
            self.matching = [(part, code, met(part["keys"], words[code])) for part, code in parts]
            self.loose = self.loose_words()
            self.add_loose_words()
            self.add_alternatives()

    def loose_words(self) -> dict[str, int]:
        """{folded word of the document: place of the word of the query that it may be meant by}."""
        words = self.query.words
        missing = set(range(len(words))).difference(*(found for _part, _code, found in self.matching))
        texts = [(code, self.document[name].get(code, "")) for name in ("title", "summary") for code in self.codes]
        for code, text in texts if missing else ():
            missing.difference_update(place for _start, _end, place in spots(text, code, wanted(words, code)))
        if not missing:
            return {}
        tokens = [f" {' '.join(folded(text, code))} " for code, text in texts]
        tokens = "".join((*tokens, *(part["keys"] for part, _code, _found in self.matching)))
        return {token: place for place in missing for token in tokens_like(words[place], tokens)}

    def add_loose_words(self):
        for token, place in self.loose.items():
            for part, _code, found in self.matching:
                if f" {token} " in part["keys"]:
                    found[place] = LOOSE

    def add_alternatives(self):
        for each in self.query.alternatives:
            for part, code, found in self.matching:
                if self.stands_whole(each, part["keys"], code):
                    for place in each.replaces:
                        found.setdefault(place, ALTERNATIVE)

    def stands_whole(self, alternative: Alternative, keys: str, code: str) -> bool:
        """Another name of several words is one only where all of them stand."""
        return len(met(keys, sought(alternative.words, code))) == len(alternative.words)

    def text(self, name: str, marked: bool = True) -> tuple[Text, str] | None:
        """(as it is shown, plain) of the document's ``title``, ``summary`` or ``paper``; None where it has none."""
        for code in self.codes:
            if plain := self.document[name].get(code):
                found = ()
                if marked and self.query.words:
                    keys = keys_of(plain, code) if self.query.alternatives else ""
                    found = spots(plain, code, self.places_in(keys, code))
                return shown(html_of(plain, found, 0, len(plain)), code, self.language), plain
        return None

    def places_in(self, keys: str, code: str) -> dict[str, int]:
        """What to mark in a text with these ``keys``: {form: place of the word}."""
        others = {
            form: place
            for each in self.query.alternatives
            if self.stands_whole(each, keys, code)
            for place in each.replaces[:1]
            for form in wanted(each.words, code)
        }
        return {**others, **self.loose, **wanted(self.query.words, code)}

    def passages(self, limit: int) -> list[Passage]:
        weights = self.weights()
        scored = [
            (sum(quality * weights[place] for place, quality in found.items()) * self.preference(code), part, code)
            for part, code, found in self.matching
            if found
        ]
        # Of equal ones the original's come first; sorting keeps the order of the page
        scored.sort(key=lambda each: each[0], reverse=True)
        best = {}
        for score, part, code in scored:
            if len(best) == limit or score < WORTH_SHOWING * scored[0][0]:
                break
            best.setdefault(part["anchor"], (part, code))
        return [self.excerpt(part, code, weights) for part, code in best.values()]

    def preference(self, code: str) -> float:
        return READERS_LANGUAGE if code == self.language.content else 1.0

    def weights(self) -> list[float]:
        """How much each word of the query tells: one that few of the passages have tells more."""
        frequency = Counter(place for _part, _code, found in self.matching for place in found)
        return [
            log(1 + len(self.matching) / max(1, frequency[place]))
            * (SHORT_WEIGHT if len(word.text) <= SHORT_WORD else 1)
            for place, word in enumerate(self.query.words)
        ]

    def excerpt(self, part, code, weights) -> Passage:
        text = part["text"]
        found = spots(text, code, self.places_in(part["keys"], code))
        html = shown(html_of(text, found, *densest(text, found, weights)), code, self.language)
        return Passage(part["anchor"], code, html.html, html.mark)


def reading_order(document: dict, language: Language) -> list[str]:
    """The languages of ``document``: the reader's, the original, the others."""
    codes = dict.fromkeys((language.content, document["original"], *document["states"]))
    return [code for code in codes if code in document["states"]]


@lru_cache(maxsize=512)
def sought(words: tuple[Word, ...], code: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """(folded, stems) of each word as they stand in ``keys`` of a text in ``code``."""
    return tuple(
        (tuple(f" {form} " for form in word.folded), tuple(f" {form} " for form in stems_in(word, code)))
        for word in words
    )


def met(keys: str, words: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> dict[int, float]:
    """{place in ``words`` (of ``sought``): how well ``keys`` meet it}; without those that they don't have."""
    found = {}
    for place, (folded_forms, stemmed_forms) in enumerate(words):
        for form in folded_forms:
            if form in keys:
                found[place] = FOLDED
                break
        else:
            for form in stemmed_forms:
                if form in keys:
                    found[place] = STEMMED
                    break
    return found


def tokens_like(word: Word, tokens: str) -> set[str]:
    """Those of ``tokens`` that ``word`` is the beginning of, when it was typed last, or else nearly is."""
    typed = word.folded[0]
    if word.last and len(typed) >= SHORTEST_PREFIX and (begun := set(re.findall(rf" ({typed}\w+)", tokens))):
        return begun
    if len(typed) < SHORTEST_FUZZY:
        return set()
    lengths = f"{len(typed) - 2 - 1},{len(typed) + 2 - 1}"
    return {token for token in set(re.findall(rf" ({typed[0]}\w{{{lengths}}})(?= )", tokens)) if is_near(typed, token)}


@lru_cache(maxsize=50_000)
def is_near(typed: str, word: str) -> bool:
    """Whether one or, in longer words, two letters set them apart; two that changed places count as one."""
    allowed = 1 if len(typed) < 6 else 2
    before, last = [], list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        now = [row]
        for column, other in enumerate(word, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
        if min(last) > allowed:
            return False
    return last[-1] <= allowed


def shown(html: str, code: str, language: Language) -> Text:
    """Escaped ``html`` in ``code`` as a reader of ``language`` sees it."""
    tag = language_tag(code, html)
    if tag == "sr-Cyrl" and language.code == "sr-latn":
        html, tag = in_latin(html), "sr-Latn"
    mark = "" if tag == language.tag else f' lang="{tag}"'
    return Text(mark_safe(html), code, tag, mark_safe(mark))
