"""From an address to a search. Any input is taken: what can't be meant is left out, and said.

The page shows what was left out as notes; the API answers 400 with the same sentences.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _

from portal.languages import BY_CODE, DEFAULT, Language
from practices.filters import LONGEST_ECHO
from search.params import (
    ENTRIES,
    FACETS,
    LONGEST_QUERY,
    MODES,
    PAGE_SIZES,
    RELEVANCE,
    SORTS,
    SearchParams,
)

# Other names that a reader's software may ask by, and the language that answers
READ_AS = {"hr": "bs", "cnr": "sr", "sh": "bs"}
UNSEARCHABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
NUMBER = re.compile(r"0*([1-9][0-9]*)", re.ASCII)
DIGITS = 9  # of a page's number that is told apart from others: all that are longer are too far away
MOST_VALUES = 50  # of one facet in an address


@dataclass
class Asked:
    """``params``, and sentences about what was left out: {name of the parameter: sentence}."""

    params: SearchParams
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_too_long(self) -> bool:
        return "q" in self.problems


def read(values, language: Language, is_known=lambda facet, value: True) -> Asked:
    """The search that ``values`` (a QueryDict) ask for; ``is_known(facet, value)`` tells a facet's values apart."""
    problems = {}
    query = " ".join(UNSEARCHABLE.sub(" ", values.get("q", "")).split())
    if len(query) > LONGEST_QUERY:
        problems["q"] = _("At most %(number)s characters can be searched for.") % {"number": LONGEST_QUERY}
        query = query[:LONGEST_QUERY]
    chosen = {}
    for facet in FACETS:
        asked = [value for value in dict.fromkeys(values.getlist(facet)) if value]
        if len(asked) > MOST_VALUES:
            problems[facet] = _("At most %(number)s values can be chosen.") % {"number": MOST_VALUES}
            asked = asked[:MOST_VALUES]
        known = tuple(value for value in asked if is_known(facet, value))
        if known:
            chosen[facet] = known
        unknown = [value for value in asked if value not in known]
        if unknown and facet not in problems:
            problems[facet] = _("Unknown: %(values)s") % {"values": echo(unknown)}

    def one_of(name, options, default):
        value = values.get(name) or str(default)
        if value in map(str, options):
            return value
        problems[name] = _("“%(value)s” is none of %(options)s.") % {
            "value": echo([value]),
            "options": ", ".join(map(str, options)),
        }
        return str(default)

    params = SearchParams(
        q=query,
        language=language.content,
        chosen=chosen,
        mode=one_of("mode", MODES, ENTRIES),
        sort=one_of("sort", SORTS, RELEVANCE),
        page=page_number(values.get("page") or "1", problems),
        page_size=int(one_of("page_size", PAGE_SIZES, PAGE_SIZES[0])),
        glossary=one_of("glossary", (1, 0), 1) == "1",
    )
    return Asked(params, problems)


def page_number(value, problems) -> int:
    if found := NUMBER.fullmatch(value):
        return int(found[1]) if len(found[1]) <= DIGITS else 10**DIGITS
    problems["page"] = _("That is not the number of a page.")
    return 1


def read_language(code: str) -> Language | None:
    """The site's language for ``lang``, which may say more than the site needs (sq-AL); None where it has none."""
    first, *more = (code or DEFAULT).lower().split("-")
    with suppress(LookupError):
        return BY_CODE[get_supported_language_variant("-".join((READ_AS.get(first, first), *more)))]


def echo(values) -> str:
    return ", ".join(UNSEARCHABLE.sub(" ", value)[:LONGEST_ECHO] for value in values[:5])
