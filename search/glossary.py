"""Other names for what a reader asks for: of the glossary and the vocabularies, and words learned from translations.

Names are compared by their stems, so that any form of them is found; acronyms as they are written. What a process
knows of them is read again when a stamp in the database has changed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice, zip_longest
from operator import itemgetter
from time import monotonic

from django.db.models.signals import post_delete, post_save
from modeltranslation.utils import build_localized_fieldname as localized
from rapidfuzz.distance import OSA, Prefix

from portal.languages import CONTENT_CODES
from practices.terms import VOCABULARIES
from search.access import public_entries
from search.models import Concept, GlossaryState, LearnedPair
from search.models.glossary import lines
from search.normalise import COMPOUND, FAMILIES, LINKS, MARKS, fold, fold_macedonian, stem, whole_words, words
from search.queries import Alternative, Word

MOST = 3  # names that are looked for in one search, and told to the reader
LONGEST = 6  # words of a name without its links
LIKE_FORM = 2 / 3  # of its letters that a form of a word begins with
RELOAD_SECONDS = 10
MARK = 2  # letters
# By mark, the first of each family
CODES = {MARKS[FAMILIES[code]]: code for code in reversed(CONTENT_CODES) if code in FAMILIES}

# Forms that no other asks for: "imam" is "I have" in Serbian and Bosnian too, Albanian's release has freedom's stem
AS_WRITTEN = frozenset({"imam", "lirim", "lirimi", "lirimin", "lirimit"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the language ``code``, the ``place``-th that it has there. ``words`` are without links."""

    text: str
    code: str
    place: int
    words: tuple[Word, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What the words of a query are compared with: stems, or the word as it is written."""
        return tuple(word.stems[0] if word.stems else word.folded[0] for word in self.words)


@dataclass
class Known:
    """All names. ``meanings`` are {key: [(a name, its concept)]}.

    ``learned`` is {stem: [(weight, stem, form, an entry that has it, in which language)]}, ``forms`` {stem: its form,
    folded}.
    """

    stamp: str = ""
    check_at: float = 0.0
    meanings: dict[tuple[str, ...], list[tuple[Name, list[Name]]]] = field(default_factory=dict)
    learned: dict[str, list[tuple[float, str, str, int, str]]] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)


known = Known()


def alternatives(words: tuple[Word, ...], language: str) -> tuple[Alternative, ...]:
    """Other names of ``words``, best first, for a reader of ``language``; of a name of several words not its parts."""
    names = current()
    places = list(range(len(words)))
    own = frozenset(chain.from_iterable(word.keys for word in words))
    found = []
    while places:
        span, concepts = longest_name(names, words, places)
        if concepts:
            others = best(concepts, [words[place] for place in span], language)
            found.append([Alternative(name.text, name.words, tuple(span), name.code) for name in others])
        else:
            found.append(list(translations(names, words[places[0]], places[0], own, language)))
        places = places[len(span) :]
    ordered = filter(None, chain.from_iterable(zip_longest(*found)))
    return tuple(of_public_texts(dict.fromkeys(ordered)))[:MOST]


def of_public_texts(alternatives: Collection[Alternative]) -> Iterator[Alternative]:
    """Without what was learned from a text that is not out any more. One query, where anything was learned.

    No more than MOST for each word of a query come in, fewer than ``public_entries`` may be asked for.
    """
    seen_in = [each.seen_in for each in alternatives if each.seen_in]
    pages = public_entries(entry for entry, _code in seen_in)
    hidden = {(entry, code) for entry, code in seen_in if entry not in pages or code not in pages[entry].codes}
    return (each for each in alternatives if each.seen_in not in hidden)


def longest_name(names: Known, words, places) -> tuple[list[int], list[list[Name]]]:
    """(the first places, as many as one name has, the concepts of that name); one place where there is none."""
    for length in range(min(LONGEST, len(places)), 0, -1):
        span = places[:length]
        asked = [words[place] for place in span]
        keys = {tuple(stem_of(word, mark) for word in asked) for mark in MARKS.values()}
        if length == 1:
            keys |= {(form,) for form in asked[0].folded}
        if met := [pair for key in sorted(keys) for pair in names.meanings.get(key, ())]:
            nearest = min(distance(name, asked) for name, _concept in met)
            return span, [concept for name, concept in met if distance(name, asked) == nearest]
    return places[:1], []


def stem_of(word: Word, mark: str) -> str:
    return next((each for each in word.stems if each.startswith(mark)), "")


def distance(name: Name, asked: list[Word]) -> tuple[int, bool]:
    """How far a name of the same stems is from what was asked: "prisoners" means a prisoner and not a prison.

    Of concepts that share a name, it is rather the usual one of what is meant.
    """
    pairs = zip(name.words, asked, strict=True)
    return sum(OSA.distance(own.folded[0], other.folded[0]) for own, other in pairs), name.place > 0


def best(concepts: list[list[Name]], asked: list[Word], language: str) -> list[Name]:
    """Names that find more than the words ``asked`` do, and than those before them.

    Each language's usual ones, then their second ones …; of these the one in the reader's ``language`` first.
    """
    found = []
    for name in sorted(chain.from_iterable(concepts), key=lambda name: (name.place, name.code != language)):
        keys = frozenset(chain.from_iterable(word.keys for word in (*name.words, *in_parts(name).words)))
        if all(word.keys & keys for word in asked) or any(keys.issuperset(other.key) for other in found):
            continue
        if name.text in {other.text for other in found}:
            continue  # several languages call it so
        found.append(name)
        if len(found) == MOST:
            break
    return found


def translations(names: Known, word: Word, place: int, own: frozenset[str], language: str) -> Iterator[Alternative]:
    """The likeliest word of each family, then the second ones …

    Of a word that no text has as it was typed, the stem may be another word's in another language than the reader's.
    """
    found, readers = {}, MARKS.get(FAMILIES.get(language))
    for source in word.stems:
        is_theirs, form = word.is_placed or source[:MARK] == readers, names.forms.get(source, "")
        if not is_theirs and Prefix.normalized_similarity(word.folded[0], form) < LIKE_FORM:
            continue
        for weight, target, shown, *seen_in in names.learned.get(source, ()):
            if not own & {target, fold(shown)}:
                found[target] = max(found.get(target, (0,)), (weight, shown, seen_in))
    families = {mark: [] for mark in MARKS.values()}
    for target, (_weight, shown, seen_in) in sorted(found.items(), key=itemgetter(1), reverse=True):
        word = Word(shown, (fold(shown),), (target,))
        alternative = Alternative(shown, (word,), (place,), CODES[target[:MARK]], tuple(seen_in))
        families[target[:MARK]].append(alternative)
    return islice(filter(None, chain.from_iterable(zip_longest(*families.values()))), MOST)


# --- What a process knows


def current() -> Known:
    global known
    if monotonic() >= known.check_at:
        known.check_at = monotonic() + RELOAD_SECONDS  # the others go on with what there is
        stamp = GlossaryState.objects.values_list("stamp", flat=True).first() or ""
        if stamp != known.stamp or not known.meanings:
            known = load(stamp)
    return known


def forget(**kwargs):
    """Ask the database before the next search."""
    known.check_at = 0.0


def load(stamp: str) -> Known:
    loaded = Known(stamp, monotonic() + RELOAD_SECONDS)
    for concept in all_names():
        for name in dict.fromkeys((*concept, *map(in_parts, concept))):
            loaded.meanings.setdefault(name.key, []).append((name, concept))
    pairs = LearnedPair.objects.values_list("source", "weight", "target", "shown", "entry", "code")
    for source, *pair in pairs.iterator(chunk_size=5_000):
        loaded.learned.setdefault(source, []).append(tuple(pair))
        _weight, target, shown, *_seen_in = pair
        loaded.forms[target] = fold(shown)
    return loaded


def all_names() -> Iterator[list[Name]]:
    """The names of each concept and of each term of the vocabularies that has two or more."""
    sources = [(Concept, ("terms",))]
    sources += [(each.model, (each.label_field, "synonyms")) for each in VOCABULARIES.values()]
    for model, fields in sources:
        columns = {code: [localized(name, code) for name in fields] for code in CONTENT_CODES}
        for row in model.objects.order_by("pk").values(*chain.from_iterable(columns.values())):
            texts = {code: lines("\n".join(row[name] or "" for name in names)) for code, names in columns.items()}
            names = [
                Name(text, code, place, found)
                for code, each in texts.items()
                for place, text in enumerate(each)
                if (found := name_words(text, code))
            ]
            if len(names) > 1:
                yield names


def name_words(text: str, code: str) -> tuple[Word, ...]:
    """The words of a name as texts in ``code`` have them; of an acronym only as it is written."""
    family, found = FAMILIES.get(code), whole_words(text)
    exact = len(found) == 1 and (found[0].isupper() or fold(found[0]) in AS_WRITTEN)
    return tuple(
        Word(word, forms(word, code), () if exact or not family else (stem(word, family),))
        for word in found
        if len(found) == 1 or fold(word) not in LINKS
    )


def in_parts(name: Name) -> Name:
    """``name`` as those write it who put spaces where others put hyphens; "e learning" nobody does."""

    def apart(compound) -> str:
        parts = words(compound[0])
        return " ".join(parts) if LINKS.isdisjoint(map(fold, parts)) else compound[0]

    text = COMPOUND.sub(apart, name.text)
    return name if text == name.text else replace(name, words=name_words(text, name.code))


def forms(word: str, code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((fold(word), fold_macedonian(word)))) if code == "mk" else (fold(word),)


# --- Changes


def connect():
    """Connect the receivers; called once, when the application is ready."""
    for model in (Concept, *(vocabulary.model for vocabulary in VOCABULARIES.values())):
        for signal in (post_save, post_delete):
            signal.connect(names_changed, sender=model, dispatch_uid="glossary")


def names_changed(**kwargs):
    GlossaryState.changed()
    forget()
