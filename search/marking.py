"""The words of a text that stand for words of a query: where they are, densest, and in <mark>."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from threading import Lock

from search.normalise import FAMILIES, fold, fold_macedonian, indexed, stem
from search.queries import Word

LENGTH = 200  # characters of a long text that are shown
LEAD = 40  # of them before the first word that matched
MOST_WORDS = 50_000  # that are remembered of a language; some 20 MB
MOST_TEXTS = 2_000  # that are known by themselves, of a language; some 1 MB
SLACK = 40  # a text that is longer by no more than this is shown whole


class Vocabulary:
    """The words of texts in the language ``code`` that have been met, by the forms that each may be found by.

    Readers meet the same texts again, and texts repeat their words: of a new one only what stands between spaces for
    the first time is taken apart.
    """

    def __init__(self, code: str):
        self.code, self.lock = code, Lock()
        self.texts, self.met, self.words, self.having = set(), set(), set(), {}

    def learn(self, text: str):
        if text in self.texts:
            return
        between = text.split()  # in a quarter of the time that a pattern takes
        if not self.met.issuperset(between):
            self.learn_words(between)
        if len(self.texts) >= MOST_TEXTS:
            self.texts = set()
        self.texts.add(text)

    def learn_words(self, between: list[str]):
        with self.lock:
            for word in set(indexed(" ".join(set(between) - self.met))) - self.words:
                for form in forms_of(word, self.code):
                    self.having[form] = (*self.having.get(form, ()), word)
                self.words.add(word)
            self.met.update(between)  # at last: another thread may be asking


vocabularies = {}  # {code: Vocabulary}


def vocabulary(code: str) -> Vocabulary:
    known = vocabularies.get(code)
    if not known or max(len(known.met), len(known.words)) > MOST_WORDS:
        known = vocabularies[code] = Vocabulary(code)
    return known


def forms_of(word: str, code: str) -> set[str]:
    """The forms by which a word of a text in ``code`` may be found."""
    forms = {fold(word)}
    if code == "mk":
        forms.add(fold_macedonian(word))
    if family := FAMILIES.get(code):
        forms.add(stem(word, family))
    return forms


@lru_cache(maxsize=256)
def wanted(words: tuple[Word, ...], code: str) -> dict[str, int]:
    """{form: place of the word in ``words`` that has it in the language ``code``}; the first word wins."""
    places = {}
    for place, word in enumerate(words):
        for form in (*word.folded, *word.stems_in(code)):
            places.setdefault(form, place)
    return places


def spots(text: str, code: str, places: dict[str, int]) -> list[tuple[int, int, int]]:
    """(start, end, place) of each word of ``text`` that has one of the forms in ``places``, in their order; a compound
    before its parts.
    """
    known, found = vocabulary(code), {}
    known.learn(text)
    for form, place in places.items():
        for word in known.having.get(form, ()):
            if word in text:  # maybe as a part of others
                found.setdefault(word, place)
    all_spots = ((start, start + len(word), place) for word, place in found.items() for start in starts_of(word, text))
    return sorted(all_spots, key=lambda spot: (spot[0], -spot[1]))


def starts_of(word: str, text: str) -> Iterator[int]:
    """Where ``word`` stands in ``text`` by itself, not as a part of another."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
            yield start
        start = text.find(word, end)


def densest(text: str, found, weights) -> tuple[int, int]:
    """(start, end) of about LENGTH characters around the words of ``found`` that weigh most, between two words."""
    if len(text) <= LENGTH + SLACK:
        return 0, len(text)
    best, start = -1.0, 0
    for first, (begin, _end, _place) in enumerate(found):
        within = found[first : first + LENGTH]  # there are no more in so many characters
        near = [place for _begin, end, place in within if end <= begin + LENGTH - LEAD]
        weight = sum(weights[place] for place in set(near)) + len(near) / 100
        if weight > best:
            best, start = weight, begin
    start = max(0, min(start - LEAD, len(text) - LENGTH))
    if start and start - (word := start_of_word(text, start)) <= LEAD:  # else within an address: it is cut
        start = word
    end = len(text) if len(text) - start <= LENGTH + SLACK else end_of_word(text, start + LENGTH)
    return start, end


def start_of_word(text, place) -> int:
    """The start of the word at ``place``, or of the next one."""
    return text.rfind(" ", 0, place + 1) + 1


def end_of_word(text, place) -> int:
    end = text.find(" ", place)
    return len(text) if end < 0 else end


def html_of(text: str, found, start: int, end: int) -> str:
    """``text`` from ``start`` to ``end``, escaped, its ``found`` words in <mark>; ellipses where it goes on.

    Of a compound and its parts the first that is found is marked.
    """
    parts, at = [], start
    for begin, stop, _place in found:
        if begin >= at and stop <= end:
            parts += (escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>")
            at = stop
    parts.append(escape(text[at:end]))
    return ("… " if start else "") + "".join(parts) + (" …" if end < len(text) else "")
