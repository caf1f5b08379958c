"""What is asked of Elasticsearch: request bodies, without a connection.

Plain dicts: of three words, a search takes 0.05 ms to put together; of `elasticsearch.dsl` objects it takes 2 ms.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from portal.languages import CONTENT_CODES
from search.fields import BRIEF, STORED, language_fields, twice
from search.params import ENTRIES, EVENT, FACETS, NEWEST, RECOMMENDATIONS, RELEVANCE, TOPIC, SearchParams
from search.queries import (
    AS_TYPED,
    OTHER_NAME,
    OWN,
    OWN_TITLE,
    SHORTEST_FUZZY,
    SHORTEST_PREFIX,
    WHOLE_WORD,
    Query,
    Word,
    worth,
)

# What a word is worth by the way it is found; the best way counts. Higher than what its rareness adds (BM25): an
# entry with all the words comes before one with a single rare word.
FOLDED, STEMMED, FUZZY, PREFIX = 8, 7.2, 4.8, 4.8
STEMMED_TEXT = 0.85  # of BM25
MOST_WORDS, ANY_WORD = "2<75%", "1"  # of the words an entry needs: of one or two all, of more 75 %
MOST_FUZZY_TERMS = 30
MOST_NEAR_WORDS = 8
COUNTED = ("facets", TOPIC)  # these fields hold all facets; one that is chosen is counted once more, by itself
MOST_VALUES = 500  # of topics, and of all other facets together
BEHIND = 1e-3  # of what a mistyped, begun or other word counts for: less than BM25 of nearly all words
WEIGHED = 500  # hits of each shard, by their first score, that are weighed language by language

SORTS = {
    NEWEST: [{"date": {"order": "desc", "missing": "_last"}}],
    EVENT: [{"event_date": {"order": "desc", "missing": "_last"}}],
}
# By date: one order for all pages
TIES = {ENTRIES: [{"entry": "desc"}], RECOMMENDATIONS: [{"entry": "desc"}, {"id": "asc"}]}

# Hits that are weighed can't be sorted by anything else as well: the newer has at most a thousandth of a point more,
# which is less than words tell apart. From the day that an event may be announced for: what is nearer to it is newer
TIE = {"distance_feature": {"field": "date", "origin": "now+2y/d", "pivot": "3650d", "boost": 0.001}}
BEYOND = 1e-9  # of the score by which all hits are in order: nothing beside a weighed one, but those beyond keep theirs


class Leeway(NamedTuple):
    """How far an entry may be from a query.

    ``mistyped`` are the places of the words that may be so, with what each counts for then. Nearly all begin rightly:
    only with ``any_letter`` the first one may be wrong.
    """

    mistyped: Mapping[int, float] = MappingProxyType({})
    any_letter: bool = False
    required: str = MOST_WORDS


class Fields(NamedTuple):
    """Where to look for words, and where for stems; of the language ``code``, or of all."""

    words: str
    stems: str
    code: str = ""

    def stems_of(self, word: Word) -> list[str]:
        return word.stems_in(self.code) if self.code else list(word.stems)


LANGUAGES = {code: Fields(f"words.{code}", f"stems.{code}", code) for code in CONTENT_CODES}
ANY_LANGUAGE = Fields("folded", "stemmed")


def search_body(query: Query, params: SearchParams, hidden: Collection[int], leeway: Leeway) -> dict:
    """A page of hits without the entries ``hidden``, and the counts of all facets.

    The hits name the places of the words that they have (``places_in``).
    """
    by_words = bool(query.words) and params.sort == RELEVANCE
    found = matched(query, hidden, leeway) if query.words else without(hidden)
    chosen = {facet: {"terms": {facet: list(values)}} for facet, values in params.chosen.items()}
    body = {
        "query": likely(found, query.words, params.language) if by_words else found,
        "aggs": facet_counts(chosen),
        "track_scores": True,
        "track_total_hits": True,
        "from": params.offset,
        "size": params.page_size,
        "stored_fields": list(STORED),
    }
    if by_words:
        exact = {"rescore_query": weighed(query, params.language, leeway), "query_weight": BEYOND}
        body["rescore"] = {"window_size": WEIGHED, "query": exact}
    else:
        sort = NEWEST if params.sort == RELEVANCE else params.sort
        body["sort"] = [*SORTS[sort], *TIES[params.mode]]
    if chosen:
        body["post_filter"] = {"bool": {"filter": list(chosen.values())}}
    return body


def likely(found: dict, words: tuple[Word, ...], language: str) -> dict:
    """``found``, first what has the words in ``language``."""
    own = LANGUAGES[language]
    preferred = [
        constant({"terms": {own.stems: stems}}, STEMMED * (OWN - 1)) for word in words if (stems := own.stems_of(word))
    ]
    return {"bool": {"must": found, "should": preferred}}


def weighed(query: Query, language: str, leeway: Leeway) -> dict:
    """Several words may stand in different languages of an entry, but the best of these counts by itself.

    A second language must not help an entry.
    """
    in_languages = [
        {
            "bool": {
                "should": [
                    *found_words(fields, query, leeway),
                    {"dis_max": {"queries": rareness(fields, query.words)}},
                ],
                "boost": worth(code, language),
            }
        }
        for code, fields in LANGUAGES.items()
    ]
    best = {"dis_max": {"queries": in_languages}}
    if not leeway.mistyped:
        return {"bool": {"must": best, "should": TIE}}
    typed = {"dis_max": {"queries": [as_typed(fields, query) for fields in LANGUAGES.values()]}}
    return {"bool": {"should": [best, typed, TIE]}}


def as_typed(fields: Fields, query: Query) -> dict:
    """The texts that have enough of the words as they stand, themselves or in the names of their tags."""
    ways = zip(found_words(fields, query, Leeway()), query.words, strict=True)
    words = [[own, {"terms": {"tags": [*word.folded, *word.stems]}}] for own, word in ways]
    enough = {"should": [{"bool": {"should": each}} for each in words], "minimum_should_match": MOST_WORDS}
    return constant({"bool": enough}, AS_TYPED)


def matched(query: Query, hidden: Collection[int], leeway: Leeway) -> dict:
    """The entries that have enough of the words, whatever the language; first those that have rarer ones (BM25)."""
    clauses = []
    for place, word in enumerate(query.words):
        own = in_entry(word, place)
        others = list(in_other_forms(ANY_LANGUAGE, query, place, leeway))
        later = {"dis_max": {"queries": others, "boost": BEHIND}}
        clauses.append({"dis_max": {"queries": [own, later]}} if others else own)
    return {"bool": {"should": clauses, "minimum_should_match": leeway.required, "must_not": entries(hidden)}}


def in_entry(word: Word, place: int) -> dict:
    """By its stems where these suffice: read once, they find a word and tell how rare it is."""
    ways = [{"match": {ANY_LANGUAGE.stems: " ".join(word.stems)}}]
    if not word.stems_suffice:
        ways.append({"match": {ANY_LANGUAGE.words: " ".join(word.folded)}})
    return {"dis_max": {"queries": ways, "_name": str(place)}}


def found_words(fields: Fields, query: Query, leeway: Leeway) -> list[dict]:
    """What each word counts for by the best way it is found."""
    return [
        {"dis_max": {"queries": [*same_word(fields, word), *in_other_forms(fields, query, place, leeway)]}}
        for place, word in enumerate(query.words)
    ]


def in_other_forms(fields: Fields, query: Query, place: int, leeway: Leeway) -> Iterator[dict]:
    """The word at ``place`` mistyped, begun, or by another name."""
    word = query.words[place]
    if place in leeway.mistyped:
        long = (form for form in word.folded if len(form) >= SHORTEST_FUZZY)
        yield from (constant(like(fields, form, leeway.any_letter), leeway.mistyped[place]) for form in long)
    if word.last and len(word.folded[0]) >= SHORTEST_PREFIX:
        yield from (constant({"prefix": {fields.words: form}}, PREFIX) for form in word.folded)
    for other in query.alternatives:
        if place in other.replaces:  # with all its words it stands for each of those that it replaces
            name = [in_any_form(fields, each) for each in other.words]
            yield constant({"bool": {"filter": name}}, FOLDED * OTHER_NAME)


def constant(query, boost) -> dict:
    return {"constant_score": {"filter": query, "boost": boost}}


@lru_cache(maxsize=512)
def same_word(fields: Fields, word: Word) -> tuple[dict, ...]:
    """Kept, because a body has it up to three times."""
    ways = [constant({"terms": {fields.words: list(word.folded)}}, FOLDED)]
    if stems := fields.stems_of(word):
        ways.append(constant({"terms": {fields.stems: stems}}, STEMMED))
    return tuple(ways)


def in_any_form(fields: Fields, word: Word) -> dict:
    return {"bool": {"should": same_word(fields, word)}}


def like(fields: Fields, form: str, any_letter: bool) -> dict:
    how = {"fuzziness": "AUTO", "prefix_length": 0 if any_letter else 1, "max_expansions": MOST_FUZZY_TERMS}
    return {"fuzzy": {fields.words: {"value": form, **how}}}


def rareness(fields: Fields, words) -> list[dict]:
    """BM25 of the words or of their stems, whichever is more."""
    queries = [{"match": {fields.words: " ".join(form for word in words for form in word.folded)}}]
    if stems := [stem for word in words for stem in fields.stems_of(word)]:
        queries.append({"match": {fields.stems: {"query": " ".join(stems), "boost": STEMMED_TEXT}}})
    return queries


def facet_counts(chosen: dict[str, dict]) -> dict:
    """Counts of each facet among what the other facets leave; ``read_facets`` reads the answer."""
    if not chosen:
        return counts(*COUNTED)
    aggregations = {"others": {"filter": {"bool": {"filter": list(chosen.values())}}, "aggs": counts(*COUNTED)}}
    for facet in chosen:
        rest = [query for other, query in chosen.items() if other != facet]
        aggregations[f"of_{facet}"] = {"filter": {"bool": {"filter": rest}}, "aggs": counts(facet)}
    return aggregations


def counts(*fields) -> dict:
    return {field: {"terms": {"field": field, "size": MOST_VALUES}} for field in fields}


def read_facets(aggregations: dict) -> dict[str, dict[str, int]]:
    """{facet: {value: count}} of the answer to ``facet_counts``."""
    found = {facet: {} for facet in FACETS}
    free = aggregations.get("others", aggregations)
    for name, count in read_counts(free["facets"]).items():
        facet, value = name.split("/", 1)
        found[facet][value] = count
    found[TOPIC] = read_counts(free[TOPIC])
    chosen = (facet for facet in FACETS if f"of_{facet}" in aggregations)
    return found | {facet: read_counts(aggregations[f"of_{facet}"][facet]) for facet in chosen}


def read_counts(answer: dict) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}


def having_body(queries, hidden: Collection[int] = ()) -> dict:
    """How many documents meet each of ``queries``; deleted ones, that Elasticsearch keeps a while, don't count."""
    counted = {"having": {"filters": {"filters": list(queries)}}}
    return {"query": without(hidden), "size": 0, "aggs": counted}


def without(hidden: Collection[int]) -> dict:
    """All documents but those of the entries ``hidden``."""
    return {"bool": {"must_not": entries(hidden)}}


def entries(ids: Collection[int]) -> list[dict]:
    return [{"terms": {"entry": sorted(ids)}}] if ids else []


def places_of_none(counted: dict) -> list[int]:
    """Places of the queries of ``having_body`` that nothing met; ``counted`` are its answer's aggregations."""
    return [place for place, each in enumerate(counted["having"]["buckets"]) if not each["doc_count"]]


def places_in(hit: dict) -> set[int]:
    """The places of the words that an entry of the page has in any form; not mistyped, begun or by another name."""
    return set(map(int, hit.get("matched_queries", ())))


def plain_body(query: Query, hidden: Collection[int], leeway: Leeway, enough: int) -> dict:
    """How many entries are there without other names, counted up to ``enough``."""
    found = matched(replace(query, alternatives=()), hidden, leeway)
    return {"query": found, "size": 0, "track_total_hits": enough}


def suggest_body(words: tuple[Word, ...], language: str, limit: int) -> dict:
    """Titles that have all ``words``, some of which may be begun; first those with more of them whole."""
    begun = [{"bool": {"should": [in_title(word), *beginnings(word)]}} for word in words]
    whole = [constant(in_title(word), WHOLE_WORD) for word in words]
    own = constant({"term": {"available": language}}, OWN_TITLE)
    return {
        "query": {"bool": {"filter": begun, "should": [*whole, own]}},
        "sort": ["_score", *SORTS[NEWEST], *TIES[RECOMMENDATIONS]],
        "track_scores": True,
        "track_total_hits": False,
        "size": limit,
        "stored_fields": list(BRIEF),
    }


def in_title(word: Word) -> dict:
    return {"terms": {"title": list(word.folded)}}


def beginnings(word: Word) -> list[dict]:
    return [{"prefix": {"title": form}} for form in word.folded] if word.may_be_begun else []


# What a shared tag is worth beside shared words (about 30 for a translation of the same text)
SHARED_TAGS = {"topic": 6, "actor": 3, "phase": 3, "gender": 2, "country": 2}


def entry_body(entry: int) -> dict:
    return {"query": {"term": {"entry": entry}}, "size": 1, "stored_fields": list(STORED)}


def similar_body(document: dict, limit: int) -> dict:
    """Entries that share rare words or a topic with ``document``, an entry's; its other tags only order them."""
    shared = {facet: constant({"terms": {facet: document[facet]}}, boost) for facet, boost in SHARED_TAGS.items()}
    stems = [twice(each["title_stem"], each["body_stem"]) for each in language_fields(document).values()]
    words = {
        "more_like_this": {
            "fields": ["stemmed"],
            "like": " ".join(stems),
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": 25,
            "minimum_should_match": "20%",
        }
    }
    return {
        "query": {
            "bool": {
                "must": {"bool": {"should": [words, shared.pop("topic")]}},
                "should": list(shared.values()),
                "must_not": {"term": {"entry": document["entry"]}},
            }
        },
        "sort": ["_score", *TIES[ENTRIES]],
        "track_scores": True,
        "track_total_hits": False,
        "size": limit,
        "stored_fields": list(BRIEF),
    }


def near_words_body(word: str) -> dict:
    """Words of the index near the folded ``word``, the nearest first: those with its first letter, and all."""
    near = {"field": "folded", "suggest_mode": "always", "max_edits": 2, "size": MOST_NEAR_WORDS}
    ways = {"same_letter": near | {"prefix_length": 1}, "any_letter": near | {"prefix_length": 0}}
    return {"size": 0, "suggest": {name: {"text": word, "term": way} for name, way in ways.items()}}
