"""What a reader may mean while still typing: entries, recommendations, terms and countries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, zip_longest
from time import monotonic

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.languages import Language
from practices.filters import kind_word
from practices.reading import Text
from practices.terms import VOCABULARIES
from search.access import PublicEntry, entries_of, public_hits
from search.asking import ask
from search.documents import all_term_names
from search.facets import SECONDS, known_terms
from search.marking import html_of, spots, wanted
from search.normalise import composed, folded
from search.passages import Highlights, shown
from search.queries import Query, understand
from search.results import address

MOST, MOST_TERMS, MOST_COUNTRIES, MOST_RECOMMENDATIONS = 8, 3, 2, 2  # the rest is for entries
SHORTEST = 2  # letters
ASKED = 10  # of each mode


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``kind`` is "entry", "recommendation" or the name of a vocabulary; ``label`` has <mark>."""

    kind: str
    kind_label: str
    label: Text
    url: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``entries`` are those that some are of; ``degraded`` as of results.Results."""

    found: list[Suggestion] = field(default_factory=list)
    entries: dict[int, PublicEntry] = field(default_factory=dict)
    degraded: bool = False


def suggest(text: str, language: Language) -> Suggestions:
    """At most ``MOST`` suggestions, each kind with room; none for less than two letters. One query, or none.

    Raises EngineUnavailable where no engine answers.
    """
    query = understand(text)
    if sum(len(word.text) for word in query.words) < SHORTEST:
        return Suggestions()
    hits, _engine, degraded = ask(lambda engine: engine.suggest(text, language.content, ASKED))
    public = list(public_hits(hits))
    entries, recommendations = of_documents(public, query, language)
    terms, countries = from_vocabularies(query, language)
    groups = (
        entries[:MOST],
        recommendations[:MOST_RECOMMENDATIONS],
        terms[:MOST_TERMS],
        countries[:MOST_COUNTRIES],
    )
    # Each kind in turn, until there are enough; shown kind by kind
    in_turn = [each for each in chain.from_iterable(zip_longest(*groups)) if each][:MOST]
    found = [each for group in groups for each in group if each in in_turn]
    return Suggestions(found, entries_of(public), degraded)


def of_documents(public, query, language) -> tuple[list[Suggestion], list[Suggestion]]:
    """(entries, recommendations)."""
    entries, recommendations = [], []
    for _hit, document, page in public:
        label = Highlights(document, query, language).text("title")
        url = address(document, page, label, language)
        if document["anchor"]:
            recommendations.append(Suggestion("recommendation", _("Recommendation"), label, url))
        else:
            entries.append(Suggestion("entry", kind_word(document["type"]), label, url))
    return entries, recommendations


def from_vocabularies(query: Query, language: Language) -> tuple[list[Suggestion], list[Suggestion]]:
    """(terms, countries) that have a name or synonym, in any language, with a word for each word of ``query``."""
    terms, countries = [], []
    known = known_terms(language)
    for vocabulary, slug in names_like(query):
        term = known[vocabulary].get(slug)
        if term and term.used:
            (countries if vocabulary == "country" else terms).append(term)
    return tuple([of_term(term, query, language) for term in found] for found in (terms, countries))


def names_like(query: Query) -> Iterator[tuple[str, str]]:
    """(vocabulary, slug) of the terms whose names the words of ``query`` begin."""
    begun = [tuple(f" {form}" for form in word.folded) for word in query.words]
    for vocabulary, slug, names, together in names_of_terms(int(monotonic() // SECONDS)):
        if not all(any(form in together for form in forms) for forms in begun):
            continue
        if any(all(any(form in name for form in forms) for forms in begun) for name in names):
            yield vocabulary, slug


@lru_cache(maxsize=2)
def names_of_terms(_period) -> list[tuple[str, str, list[str], str]]:
    """(vocabulary, slug, its names folded, each after a space, and all of them together) of every term.

    Read again every ``SECONDS``.
    """
    return [
        (vocabulary, term.slug, names, "".join(names))
        for vocabulary, terms in all_term_names().items()
        for term in terms.values()
        for names in [[f" {' '.join(folded(name, code))}" for code, name in lines_of(term.names)]]
    ]


def lines_of(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((code, line) for code, text in names.items() for line in text.splitlines())


def of_term(term, query, language) -> Suggestion:
    vocabulary = VOCABULARIES[term.vocabulary]
    name = composed(term.label)
    begun = begun_words(name, query, language)
    found = spots(name, language.content, {**wanted(query.words, language.content), **begun})
    label = shown(html_of(name, found, 0, len(name)), language.content, language)
    with override(language.code):
        url = reverse(vocabulary.view, args=[term.slug])
    return Suggestion(term.vocabulary, str(vocabulary.label), label, url)


def begun_words(label, query, language) -> dict[str, int]:
    """{folded word of ``label``: place of the word of ``query`` that begins it}."""
    tokens = folded(label, language.content)
    return {token: place for place, word in enumerate(query.words) for token in tokens if token.startswith(word.folded)}
