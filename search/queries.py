"""A reader's words, understood once for both engines."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from portal.languages import CONTENT_CODES
from search.normalise import FAMILIES, LINKS, MARKS, composed, fold, typed_forms, whole_words, words
from search.params import MOST_WORDS

OWN, NEIGHBOUR = 1.4, 1.25
SHORTEST_FUZZY = 4  # letters; shorter words are all alike
SHORTEST_PREFIX = 3
LONG_WORD = 6  # letters; from here on two of them may be wrong
FEW_HITS = 3  # with fewer, words may be mistyped, and one of them is enough
OTHER_NAME = 0.4  # of what a word counts for; less than the reader's own word in any form
PREFIXES = frozenset({"anti", "co", "de", "ko", "non", "post", "pre", "re"})  # which say nothing by themselves
ALL_STEMMED = all(code in FAMILIES for code in CONTENT_CODES)
WHOLE_WORD, OWN_TITLE = 1.0, 0.5  # what orders suggested titles: words that are whole, and then the reader's language
AS_TYPED = 100  # in a widened search, for a text that, with its tags, has enough of the words: more than all else
LIKELY_RIGHT = 0.5  # of what a mistyped word counts for, where there are texts that have the word as it was typed


@dataclass(frozen=True)
class Word:
    """A word as it was typed and the forms that it may have in the index; ``last``: it may still be half a word.

    ``is_placed``: the stems are of all the families of languages whose texts have it (search/families.py).
    """

    text: str
    folded: tuple[str, ...]
    stems: tuple[str, ...]
    last: bool = False
    is_placed: bool = False

    @property
    def keys(self) -> frozenset[str]:
        return frozenset((*self.folded, *self.stems))

    @property
    def may_be_begun(self) -> bool:
        """Whether a title is suggested that has a longer word: short ones before the last are as a rule whole."""
        return self.last or len(self.folded[0]) >= SHORTEST_PREFIX

    @property
    def stems_suffice(self) -> bool:
        """Whether every text that has the word as it was typed has one of its stems."""
        return len(self.folded) == 1 and (self.is_placed or len(self.stems) == len(MARKS)) and ALL_STEMMED

    def stems_in(self, code: str) -> list[str]:
        """Those that it has in the language ``code``; none where nobody has written down its endings."""
        mark = MARKS.get(FAMILIES.get(code))
        return [stem for stem in self.stems if mark and stem.startswith(mark)]


@dataclass(frozen=True)
class Alternative:
    """Another name, from the glossary, of some of the words: ``text`` for the reader, ``words`` to look for.

    ``code`` is its content language; of a word learned from texts that of its family. Such a word is ``seen_in`` an
    entry in a language. Only what the reader may not have expected is ``told``.
    """

    text: str
    words: tuple[Word, ...]
    replaces: tuple[int, ...]  # places of the words that it stands for
    code: str = "en"
    seen_in: tuple[int, str] | None = field(default=None, compare=False)
    told: bool = True


@dataclass(frozen=True)
class Query:
    """``is_cut``: more words were typed than are searched for. ``guessed`` are folded words of it that are in no text
    and have another word's stem there; ``unknown``, after an answer, those that no document has.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    is_cut: bool = False
    guessed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Alternative, ...]:
        """Names that were also searched for, as far as the reader hears of them."""
        return tuple(each for each in self.alternatives if each.told)

    def with_parts_of_names(self) -> "Query":
        """Each word of another name as one by itself."""
        parts = (replace(name, words=(word,)) for name in self.alternatives for word in name.words)
        return replace(self, alternatives=tuple(parts))


def understand(text: str) -> Query:
    """The first words of ``text``, each once; a query without a word in it asks for everything.

    Words that only tie others together find nothing, unless there are no others.
    """
    text, by_fold = composed(text), {}
    for word in whole_words(text):
        by_fold.setdefault(fold(word), word)
    by_fold.pop("", "")
    last = next(reversed(by_fold.values()), "")
    typed = [word for plain, word in by_fold.items() if plain not in LINKS] or list(by_fold.values())
    taken = typed[:MOST_WORDS]
    found = tuple(as_word(word, word is last) for word in taken)
    return Query(text, found, tuple(in_parts(taken)), is_cut=len(typed) > MOST_WORDS)


def in_parts(typed: list[str]) -> Iterator[Alternative]:
    """The compounds of ``typed`` as those write them who put a space where others put a hyphen."""
    for place, word in enumerate(typed):
        parts = words(word)
        if len(parts) > 1 and min(map(len, parts)) > 1 and fold(parts[0]) not in PREFIXES:
            yield Alternative(word, tuple(map(as_word, parts)), (place,), told=False)


def as_word(text: str, last: bool = False) -> Word:
    return Word(text, *typed_forms(text), last=last)


def worth(code: str, language: str) -> float:
    """How much text in ``code`` counts for a reader of ``language``: more in it, or in one of its family."""
    if code == language:
        return OWN
    return NEIGHBOUR if FAMILIES.get(code, code) == FAMILIES.get(language) else 1.0
