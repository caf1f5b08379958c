"""Counts of an answer as a reader meets them: named, ordered, with what is chosen."""

import re
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.languages import CONTENT_LANGUAGES, LANGUAGES, Language, site_language
from practices.filters import KINDS, kind_word
from practices.models import Entry, GoodPractice
from practices.terms import MOST_TOPICS, VOCABULARIES, Term, all_terms
from search.params import FACETS

SECONDS = 30  # for so long a process shows terms as it has read them
YEAR = re.compile("[0-9]{4}", re.ASCII)
LABELS = {name: vocabulary.label for name, vocabulary in VOCABULARIES.items()} | {
    "type": _("Kind"),
    "evidence": _("Evidence"),
    "year": _("Year"),
    "available": _("Available in"),
}
# What these facets offer doesn't depend on the entries: a value without any is shown, with its 0
CLOSED = ("type", "phase", "gender", "actor", "evidence", "available")


class Value(NamedTuple):
    """``lang`` is the tag of the label where it isn't the page's language; ``footnote`` belongs to a contested name."""

    key: str
    label: str
    count: int
    selected: bool
    lang: str = ""
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """``name`` stands in addresses; ``values`` in the order they are offered in, ``is_excerpt``: not all of them."""

    name: str
    label: str
    values: list[Value]
    is_excerpt: bool = False

    @property
    def selected(self) -> list[Value]:
        return [value for value in self.values if value.selected]


def labelled(counts: dict[str, dict[str, int]], chosen: dict[str, tuple[str, ...]], language: Language) -> list[Facet]:
    """The facets of an answer in the order of ``FACETS``; what is chosen is in them even where nothing has it."""
    return [facet(name, counts.get(name, {}), chosen.get(name, ()), language) for name in FACETS]


def facet(name, counts, chosen, language) -> Facet:
    found = values(name, counts, chosen, language)
    shown = [value for place, value in enumerate(found) if name != "topic" or place < MOST_TOPICS or value.selected]
    return Facet(name, label_of(name), shown, is_excerpt=len(shown) < len(found))


def values(name, counts, chosen, language) -> list[Value]:
    found = [
        Value(key, label, counts.get(key, 0), key in chosen, lang, footnote)
        for key, label, lang, footnote in offered(name, {*counts, *chosen}, language)
        if name in CLOSED or counts.get(key) or key in chosen
    ]
    if name == "year":
        return sorted(found, key=lambda value: value.key, reverse=True)
    if name == "topic":
        # Sorting keeps the order by name among those that are equally frequent
        return sorted(found, key=lambda value: value.count, reverse=True)
    return found


def offered(name, years, language):
    """(key, label, lang, footnote) of each value that the facet may have; any year is one.

    A free topic that only hidden entries carry is told to nobody, though an index that is behind may count it.
    """
    if name in VOCABULARIES:
        terms = known_terms(language)[name].values()
        return [(term.slug, term.label, "", term.footnote) for term in terms if term.used or name != "topic"]
    if name == "type":
        return [(kind, kind_word(kind), "", "") for kind in KINDS]
    if name == "evidence":
        return [(key, str(label), "", "") for key, label in GoodPractice.Evidence.choices]
    if name == "available":
        return [(each.code, each.name, "" if each.tag == language.tag else each.tag, "") for each in CONTENT_LANGUAGES]
    return [(year, year, "", "") for year in years]


def label_of(name) -> str:
    return str(LABELS[name])


def is_known(facet: str, value: str) -> bool:
    """Whether ``facet`` has a ``value`` to choose; for search/forms.py."""
    if facet == "year":
        return bool(YEAR.fullmatch(value))
    return any(key == value for key, *_label in offered(facet, (), site_language()))


def known_terms(language: Language) -> dict[str, dict[str, Term]]:
    """{vocabulary: {slug: term}} in their order, named for ``language``; read again every ``SECONDS``."""
    return terms_of(language, int(monotonic() // SECONDS))


@lru_cache(maxsize=2 * len(LANGUAGES))
def terms_of(language, _period):
    found = all_terms(language, Entry.objects.public(), topics=Q())
    return {name: {term.slug: term for term in terms} for name, terms in found.items()}
