"""From a search to what a page or a program shows of it.

An engine may know more than is public: of its answer only entries, and languages of them, are shown that the database
says are public now.
"""

import datetime
from dataclasses import dataclass, field, replace
from functools import cache
from math import ceil

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.languages import BY_CODE, CONTENT_LANGUAGES, Language, site_language
from practices.filters import kind_word
from practices.reading import Text
from practices.terms import Term
from search import glossary, spelling
from search.access import PublicEntry, entries_of, public_hits
from search.asking import ask
from search.engines import Answer, Engine, Hit
from search.facets import Facet, known_terms, label_of, labelled
from search.families import in_their_families
from search.hidden import lately_hidden
from search.params import AVAILABLE, DEEPEST, SearchParams
from search.passages import Highlights, Passage
from search.queries import Alternative, Query, understand

MOST_PASSAGES, MOST_TERMS = 3, 3
MOST_ELSEWHERE = 3  # that are shown though they are not in the languages which were asked for


@dataclass(frozen=True, slots=True)
class Version:
    """An entry in one language: ``state`` is "original", "translation", "machine" or "outdated"; ``word`` says it."""

    language: Language
    state: str
    word: str
    url: str

    @property
    def code(self) -> str:
        return self.language.code


@dataclass(frozen=True, slots=True)
class Result:
    """An entry, or in the recommendation mode one recommendation of a ``paper``.

    ``title`` and ``summary`` have the words that matched in <mark>; ``excerpt`` is what of the summary is shown, where
    no passages say what matched: the part that does, if need be of that or the title in another language. ``terms`` are
    names and synonyms of its tags that matched, where nothing else did.
    """

    key: str
    type: str
    type_label: str
    anchor: str  # "" of an entry
    number: int | None  # of the recommendation
    title: Text
    summary: Text | None
    excerpt: Text | None
    paper: Text | None
    url: str
    languages: list[Version]
    phases: list[Term]
    genders: list[Term]
    actors: list[Term]
    countries: list[Term]
    date: datetime.date | None
    date_is_event: bool
    published_on: datetime.date | None
    score: float
    passages: list[Passage]
    terms: list[Text]

    @property
    def tells_why(self) -> bool:
        """Whether anything of it is marked."""
        return bool(self.passages or self.terms) or has_mark(self.title, self.summary, self.excerpt)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The search without one of its facets: ``count`` hits."""

    facet: str
    label: str
    count: int


@dataclass(frozen=True)
class Results:
    """One page of results. ``pages`` is the number of the last page, at least 1; ``entries`` are those of the page, by
    primary key, as they were public when it was found.

    ``relaxed``: where nothing is found, what is without one of the facets; ``all_given_up``: whether anything is
    without all of them. ``elsewhere``: where nothing is available in the languages that were asked for, the first ones
    in others.
    ``too_deep``: the page lies beyond ``DEEPEST`` results, and nothing was asked. ``degraded``: another engine than
    the configured one answered. ``widened``: see ``Answer``.
    """

    params: SearchParams
    query: Query
    results: list[Result] = field(default_factory=list)
    elsewhere: list[Result] = field(default_factory=list)
    entries: dict[int, PublicEntry] = field(default_factory=dict)
    count: int = 0
    pages: int = 1
    facets: list[Facet] = field(default_factory=list)
    relaxed: list[Relaxed] = field(default_factory=list)
    all_given_up: bool = False
    did_you_mean: str = ""
    engine: str = ""
    degraded: bool = False
    too_deep: bool = False
    widened: bool = False

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Names that were also searched for."""
        return self.query.told


@dataclass(frozen=True)
class Findings:
    """What an engine says to one search."""

    answer: Answer
    did_you_mean: str
    without: dict[str, int]  # {facet: hits without it}
    all_given_up: bool
    elsewhere: list[Hit]


def find(params: SearchParams) -> Results:
    """What ``params`` find, for a reader of the active language. Raises EngineUnavailable where no engine answers."""
    query = understood(params)
    if params.offset >= DEEPEST:
        return Results(params, query, pages=DEEPEST // params.page_size, too_deep=True)
    hidden = lately_hidden()
    found, engine, degraded = ask(lambda engine: findings(engine, query, params, hidden))
    public = list(public_hits(found.answer.hits))
    if gone := {hit.document["entry"] for hit in found.answer.hits} - entries_of(public).keys():
        # A date has come since somebody looked: what it hides is not counted either
        found, engine, degraded = ask(lambda engine: findings(engine, query, params, hidden | gone))
        public = list(public_hits(found.answer.hits))
    elsewhere, language = list(public_hits(found.elsewhere)), reader_of(params)
    query = replace(query, unknown=found.answer.unknown)
    count = found.answer.total - (len(found.answer.hits) - len(public))
    return Results(
        params,
        query,
        shown(public, query, language),
        shown(elsewhere, query, language),
        entries_of(public + elsewhere),
        count,
        pages=max(1, ceil(min(count, DEEPEST) / params.page_size)),
        facets=labelled(found.answer.facets, params.chosen, language),
        relaxed=[Relaxed(name, label_of(name), number) for name, number in found.without.items() if number],
        all_given_up=found.all_given_up,
        did_you_mean=found.did_you_mean,
        engine=engine,
        degraded=degraded,
        widened=found.answer.widened,
    )


def understood(params) -> Query:
    query = in_their_families(understand(params.q), params.language)
    if params.glossary and query.words:
        others = glossary.alternatives(query.words, params.language)
        query = replace(query, alternatives=(*query.alternatives, *others))
    return query


def findings(engine: Engine, query, params, hidden: frozenset[int]) -> Findings:
    """One question to ``engine``; where nothing is found, one for each facet that could be given up.

    Of several facets only where something is found without all of them.
    """

    def relaxed(chosen, size=0):
        return engine.search(query, replace(params, chosen=chosen, page=1, page_size=size), hidden)

    answer = engine.search(query, params, hidden)
    if query.guessed and answer.total:
        answer = replace(answer, widened=True)
    facets, without, elsewhere = () if answer.total else tuple(params.chosen), {}, []
    if len(facets) > 1 and not relaxed({}).total:
        facets = ()
    for facet in facets:
        others = {name: values for name, values in params.chosen.items() if name != facet}
        found = relaxed(others, MOST_ELSEWHERE if facet == AVAILABLE else 0)
        without[facet] = found.total
        elsewhere += found.hits
    correction = spelling.did_you_mean(query, answer, engine, params.language) if query.words else ""
    return Findings(answer, correction, without, len(without) > 1 or any(without.values()), elsewhere)


def reader_of(params) -> Language:
    """The active language, for its script, where it is the one of ``params``."""
    active = site_language()
    return active if active.content == params.language else BY_CODE[params.language]


def shown(public, query: Query, language: Language) -> list[Result]:
    """What ``public_hits`` lets through, as a reader of ``language`` sees it."""
    return [explained(document, hit.score, page, query, language) for hit, document, page in public]


def explained(document, score, page, query, language) -> Result:
    found = result(document, score, page, query, language)
    if query.alternatives and not found.tells_why:  # another name is spread over the entry, a word here and one there
        found = result(document, score, page, query.with_parts_of_names(), language)
    return found


def result(document, score, page: PublicEntry, query, language) -> Result:
    highlights = Highlights(document, query, language)
    title, summary = highlights.text("title"), highlights.text("summary")
    terms = known_terms(language)
    passages = highlights.passages(MOST_PASSAGES)
    excerpt = summary if passages or not query.words else highlights.text("summary", whole=False)
    is_explained = passages or not query.words or has_mark(title, summary)
    found_terms = [] if is_explained else highlights.terms(MOST_TERMS)
    if not (is_explained or found_terms):  # a language has the words that the reader is not shown
        excerpt = highlights.short_text() or excerpt

    def named(name):
        return [terms[name][slug] for slug in document[name] if slug in terms[name]]

    return Result(
        key=document["key"],
        type=document["type"],
        type_label=kind_word(document["type"]),
        anchor=document["anchor"],
        number=document["number"],
        title=title,
        summary=summary,
        excerpt=excerpt,
        paper=highlights.text("paper", marked=False),
        url=address(document, page, title, language),
        languages=versions(document, page),
        phases=named("phase"),
        genders=named("gender"),
        actors=named("actor"),
        countries=named("country"),
        date=day(document["date"]),
        date_is_event=document["event_date"] is not None,
        published_on=day(document["published_on"]),
        score=score,
        passages=[
            passage._replace(
                url=f"{page.url(page_for(passage.anchor, passage.language, document, language))}#{passage.anchor}"
            )
            for passage in passages
        ],
        terms=found_terms,
    )


def has_mark(*texts: Text | None) -> bool:
    return any("<mark>" in text.html for text in texts if text)


def address(document, page: PublicEntry, title: Text, language: Language) -> str:
    """Of an entry its page for the reader; of a recommendation its place on a page that shows it."""
    if anchor := document["anchor"]:
        return f"{page.url(page_for(anchor, title.code, document, language))}#{anchor}"
    return page.url(language.code)


def versions(document, page) -> list[Version]:
    states, words = document["states"], state_words(get_language())
    return [
        Version(each, states[each.code], words[states[each.code]], page.url(each.code))
        for each in CONTENT_LANGUAGES
        if each.code in states
    ]


@cache
def state_words(_language) -> dict[str, str]:
    """In the active language; kept, because a page asks for some thirty."""
    return {
        "original": _("Original"),
        "translation": _("Translation"),
        "machine": _("Machine translation"),
        "outdated": _("Older than the original"),
    }


def page_for(anchor: str, code: str, document, language: Language) -> str:
    """The code of the page that shows the text in ``code`` at ``anchor``: the reader's, where it does.

    Where its own language has none a page shows the original's, and without that the first language's that is out.
    """
    own = document["passages"].get(language.content)
    stands_in = code == next(iter(document["states"])) and not (own and anchor in own["anchors"])
    return language.code if code == language.content or stands_in else code


def day(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None
