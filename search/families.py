"""Which languages a reader's words are words of.

A word is looked for by its stem in each family of languages, for readers type what they know. Its stem may be that of
another word there: English "visit" has that of Serbian "više" (more), "heroin" that of Albanian "herë" (time). So a
stem of another family than the reader's counts only where texts have the word as it was typed.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from search.asking import embedded
from search.engines import EngineUnavailable
from search.engines.embedded_ranking import quoted
from search.normalise import CYRILLIC_FAMILIES, FAMILIES, MARKS
from search.queries import SHORTEST_PREFIX, Query, Word

# The marks of each group of families: who reads one of a group reads the others
ALONE = [(mark,) for family, mark in MARKS.items() if family not in CYRILLIC_FAMILIES]
MARKED = [*ALONE, tuple(MARKS[family] for family in CYRILLIC_FAMILIES)]


def in_their_families(query: Query, language: str) -> Query:
    """``query`` of a reader of ``language`` with the stems that its words have in the texts' languages.

    The embedded engine is asked, also where Elasticsearch answers: it is in the same process. Without it, all stems.
    """
    own = next((marks for marks in MARKED if MARKS.get(FAMILIES.get(language)) in marks), ())
    try:
        return embedded().of_texts(lambda occurs: placed(query, own, occurs)) if query.words else query
    except EngineUnavailable:
        return query


def placed(query: Query, own: tuple[str, ...], occurs: Callable[[str], bool]) -> Query:
    words, guessed = [], []
    for word in query.words:
        if stems := stems_in_use(word, own, occurs):
            # The second form is for who types Macedonian without its letters: "shkola"
            forms = word.folded if any(stem.startswith(MARKS["mk"]) for stem in stems) else word.folded[:1]
            words.append(replace(word, folded=forms, stems=stems, is_placed=True))
        else:
            words.append(word)
            guessed += [word.folded[0]] if is_guessed(word, occurs) else []
    return replace(query, words=tuple(words), guessed=tuple(guessed))


def stems_in_use(word: Word, own: tuple[str, ...], occurs: Callable[[str], bool]) -> tuple[str, ...]:
    """Those of the reader's families, with the ``own`` marks, and of others that have the word as it was typed.

    None where no text has either. Who finds it in a language of their own that writes sh did not mean "ш".
    """

    def stems_of(marks, condition):
        stems = [stem for stem in word.stems if stem.startswith(marks)]
        return stems if any(occurs(condition + quoted(stem)) for stem in stems) else []

    found = stems_of(own, "") if own else []
    forms = word.folded[:1] if found else word.folded
    typed = f"({' OR '.join(map(quoted, forms))}) AND "
    others = [stems_of(marks, typed) for marks in MARKED if marks != own]
    return tuple(chain(found, *others))


def is_guessed(word: Word, occurs: Callable[[str], bool]) -> bool:
    """Whether only the stem of another word finds something for it."""
    begun = word.last and len(word.folded[0]) >= SHORTEST_PREFIX and occurs(f"{quoted(word.folded[0])}*")
    return not begun and any(map(occurs, map(quoted, word.stems)))
