"""The parts of a document that a query matches, with the matching words marked: the same on both engines.

Words are compared as the engines compare them, by the document's concordances (search/documents.py). A word that the
document has in no form is looked for as the beginning of one, when it was typed last, or as a near one.
"""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from math import log
from operator import itemgetter
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from rapidfuzz.distance import OSA

from portal.languages import Language
from practices.reading import Text
from practices.script import in_latin, language_tag
from search.concordance import AT, NEXT, concordance, places
from search.marking import densest, html_of, spots, wanted
from search.normalise import folded
from search.queries import LONG_WORD, OTHER_NAME, SHORTEST_FUZZY, SHORTEST_PREFIX, Alternative, Query, Word

# How much a word counts that is there as it was typed, in another form, and nearly or half
FOLDED, STEMMED, LOOSE = 1.0, 0.9, 0.6
# A text in another language is shown before the reader's where it has clearly more of the words
READERS_LANGUAGE = 1.5
WORTH_SHOWING = 0.3  # of the best passage's score
NO_MARK = mark_safe("")


class Passage(NamedTuple):
    """A piece of text in the content language ``language``: ``<p{{ mark }}>{{ html }}</p>``, linked to ``url``."""

    anchor: str
    language: str
    html: SafeString
    mark: SafeString  # ` lang="…"` where it isn't the page's
    url: str = ""


class Highlights:
    """What a reader of ``language`` is shown of ``document`` for ``query``; of each text the first of ``codes``.

    ``met`` is {code: {number of the passage: {place of a word of the query: how well it is met}}}, of the languages
    that have been looked into: one after the other, until all words are found. ``renamed`` is {(code, number of the
    passage): other names that stand whole in it}.
    """

    def __init__(self, document: dict, query: Query, language: Language):
        self.document, self.query, self.language = document, query, language
        self.codes = reading_order(document, language)
        self.parts, self.met, self.loose, self.renamed = {}, {}, {}, defaultdict(list)
        missing = set(range(len(query.words)))
        for code in self.codes:
            if missing and code in document["passages"]:
                self.parts[code] = document["passages"][code]
                self.met[code] = met(self.parts[code], sought(query.words, code))
                missing = missing.difference(*self.met[code].values())
        self.add_alternatives()
        # What is found by another name is not mistyped
        missing = missing.difference(*(found for each in self.met.values() for found in each.values()))
        if missing:
            self.loose = self.loose_words(missing)
            self.add_loose_words()

    def loose_words(self, missing: set[int]) -> dict[str, int]:
        """{folded word of the document: place of the word of the query, no passage's, that it may be meant by}."""
        short, found = self.texts("title", "summary"), {}
        missing = missing - self.places_in(short)
        if missing:
            tokens = "".join((concordance_of(short), *(part["words"] for part in self.parts.values())))
            found = self.meant_in(missing, tokens)
        tags = self.texts("terms") if missing else []
        if found:  # what a tag says was not mistyped either
            tagged = self.places_in(tags)
            found = {token: place for token, place in found.items() if place not in tagged}
        elif tags:
            found = self.meant_in(missing, concordance_of(tags))
        return found

    def meant_in(self, places: set[int], tokens: str) -> dict[str, int]:
        """{folded word of the concordance ``tokens``: place of the word of the query that it may be meant by}."""
        words = ((place, self.query.words[place]) for place in places)
        unknown = self.query.unknown
        return {token: place for place, word in words for token in tokens_like(word, tokens, word.folded[0] in unknown)}

    def places_in(self, texts: list[tuple[str, str]]) -> set[int]:
        """Places of the words of the query that stand in one of ``texts``, or have another name there."""
        words, others = self.query.words, self.query.alternatives
        found = {place for code, text in texts for _start, _end, place in spots(text, code, wanted(words, code))}
        named = (each.replaces for code, text in texts for each in others if stands_whole(each, text, code))
        return found.union(*named)

    def texts(self, *names: str) -> list[tuple[str, str]]:
        """(language, text)."""
        return [(code, text) for name in names for code in self.codes if (text := self.document[name].get(code))]

    def add_loose_words(self):
        for token, place in self.loose.items():
            for code, part in self.parts.items():
                for number in places(part["words"], token):
                    self.met[code][number][place] = LOOSE

    def add_alternatives(self):
        for each in self.query.alternatives:
            for code, part in self.parts.items():
                for number in with_all(each, part, code):
                    self.renamed[code, number].append(each)
                    for place in each.replaces:
                        self.met[code][number].setdefault(place, OTHER_NAME)

    def text(self, name: str, marked: bool = True, whole: bool = True) -> Text | None:
        """The document's ``title``, ``summary`` or ``paper``, or what of it has the words; None where it has none."""
        for code in self.codes:
            if plain := self.document[name].get(code):
                found = self.marks_in(plain, code) if marked and self.query.words else ()
                piece = (0, len(plain)) if whole or not found else densest(plain, found, self.weights())
                return shown(html_of(plain, found, *piece), code, self.language)
        return None

    def short_text(self) -> Text | None:
        """The part that has the words of a title or summary, in whichever language has them; None where none does."""
        for code, plain in self.texts("summary", "title"):
            if found := self.marks_in(plain, code):
                return shown(html_of(plain, found, *densest(plain, found, self.weights())), code, self.language)
        return None

    def terms(self, limit: int) -> list[Text]:
        """The first names and synonyms of what the document is tagged with in which a word stands, in one language."""
        for code in self.codes:
            lines = self.document["terms"].get(code, "").splitlines()
            found = [(line, marks) for line in lines if (marks := self.marks_in(line, code))]
            if found:
                return [shown(html_of(line, marks, 0, len(line)), code, self.language) for line, marks in found[:limit]]
        return []

    def marks_in(self, text: str, code: str) -> list[tuple[int, int, int]]:
        """The words of a text by itself to mark, as ``spots`` has them."""
        others = [each for each in self.query.alternatives if stands_whole(each, text, code)]
        return spots(text, code, self.sought_with(others, code))

    def sought_with(self, others: list[Alternative], code: str) -> dict[str, int]:
        """What to mark in a text in which the names ``others`` stand whole: {form: place of the word}."""
        own = wanted(self.query.words, code)
        if not (others or self.loose):
            return own
        renamed = {form: place for each in others for place in each.replaces[:1] for form in wanted(each.words, code)}
        return {**own, **{form: place for form, place in (renamed | self.loose).items() if form not in own}}

    def passages(self, limit: int) -> list[Passage]:
        """Those that match best, each anchor and each text once; [] where none matches."""
        weights = self.weights()
        scored = [
            (sum(quality * weights[place] for place, quality in found.items()) * self.preference(code), code, number)
            for code, each in self.met.items()
            for number, found in sorted(each.items())
        ]
        # Of equal ones the original's come first; sorting keeps the order of the page
        scored.sort(key=itemgetter(0), reverse=True)
        best, texts = {}, set()
        for score, code, number in scored:
            if len(best) == limit or score < WORTH_SHOWING * scored[0][0]:
                break
            anchor, text = self.parts[code]["anchors"][number], self.document["texts"][code][number]
            if anchor not in best and text not in texts:
                best[anchor] = code, number
                texts.add(text)
        return [self.excerpt(anchor, *place, weights) for anchor, place in best.items()]

    def preference(self, code: str) -> float:
        return READERS_LANGUAGE if code == self.language.content else 1.0

    def weights(self) -> list[float]:
        """How much each word of the query tells: one that few of the passages have tells more."""
        frequency = Counter(place for each in self.met.values() for found in each.values() for place in found)
        many = sum(len(part["anchors"]) for part in self.parts.values())
        return [log(1 + many / max(1, frequency[place])) for place in range(len(self.query.words))]

    def excerpt(self, anchor, code, number, weights) -> Passage:
        text = self.document["texts"][code][number]
        found = spots(text, code, self.sought_with(self.renamed[code, number], code))
        html = shown(html_of(text, found, *densest(text, found, weights)), code, self.language)
        return Passage(anchor, code, html.html, html.mark)


def reading_order(document: dict, language: Language) -> list[str]:
    """The languages of ``document``: the reader's, the original, the others."""
    codes = dict.fromkeys((language.content, document["original"], *document["states"]))
    return [code for code in codes if code in document["states"]]


@lru_cache(maxsize=512)
def sought(words: tuple[Word, ...], code: str) -> tuple[tuple[tuple[str, ...], list[str]], ...]:
    """(folded, stems) of each word in a text in ``code``."""
    return tuple((word.folded, word.stems_in(code)) for word in words)


def met(part: dict, words: tuple[tuple[tuple[str, ...], list[str]], ...]) -> defaultdict[int, dict[int, float]]:
    """{number of a passage: {place in ``words``: how well it is met}}; without those where none is."""
    found = defaultdict(dict)
    for place, (folded_forms, stemmed_forms) in enumerate(words):
        for form in folded_forms:
            for number in places(part["words"], form):
                found[number][place] = FOLDED
        for form in stemmed_forms:
            for number in places(part["stems"], form):
                found[number].setdefault(place, STEMMED)
    return found


def with_all(alternative: Alternative, part: dict, code: str) -> list[int]:
    """Numbers of the passages in which another name stands whole: only with all its words it is one."""
    found = met(part, sought(alternative.words, code))
    return [number for number, each in found.items() if len(each) == len(alternative.words)]


def stands_whole(alternative: Alternative, text: str, code: str) -> bool:
    """The same of a text by itself."""
    return all(spots(text, code, wanted((word,), code)) for word in alternative.words)


def concordance_of(texts: list[tuple[str, str]]) -> str:
    return concordance(folded(text, code) for code, text in texts)


def tokens_like(word: Word, tokens: str, is_unknown: bool) -> set[str]:
    """Words of the concordance ``tokens`` that ``word`` begins, when it was typed last, or else nearly is.

    One that is unknown everywhere may be either ("prisn": "prison", and Albanian "prisnin"). Nearly all words begin
    rightly: for such a one another first letter is tried as well.
    """
    begun = "|".join(re.escape(form) for form in word.folded if word.last and len(form) >= SHORTEST_PREFIX)
    found = set(re.findall(rf"[{NEXT}]((?:{begun})\w+)", tokens)) if begun else set()
    if found and not is_unknown:
        return found
    long = [form for form in word.folded if len(form) >= SHORTEST_FUZZY]
    found = found.union(*(tokens_near(form, tokens, re.escape(form[0])) for form in long))
    if found or not is_unknown:
        return found
    return set().union(*(tokens_near(form, tokens, r"\w") for form in long))


def tokens_near(typed: str, tokens: str, first: str) -> set[str]:
    """Those whose first letter ``first`` describes."""
    lengths = f"{len(typed) - 2 - 1},{len(typed) + 2 - 1}"
    like_it = set(re.findall(rf"[{NEXT}]({first}\w{{{lengths}}})(?={AT})", tokens))
    return {token for token in like_it if is_near(typed, token)}


def is_near(typed: str, word: str) -> bool:
    """Whether one or, in longer words, two letters set them apart; two that changed places count as one."""
    allowed = 1 if len(typed) < LONG_WORD else 2
    return OSA.distance(typed, word, score_cutoff=allowed) <= allowed


def shown(html: str, code: str, language: Language) -> Text:
    """Escaped ``html`` in ``code`` as a reader of ``language`` sees it."""
    tag = language_tag(code, html)
    if tag == "sr-Cyrl" and language.code == "sr-latn":
        html, tag = in_latin(html), "sr-Latn"
    mark = NO_MARK if tag == language.tag else mark_safe(f' lang="{tag}"')
    return Text(mark_safe(html), code, tag, mark)
