"""The search page, and what a reader may mean while still typing."""

from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages import site_language
from practices.script import language_tag
from search import facets, forms, pieces, results, suggestions, unanswered
from search.access import PublicEntry
from search.address import Address
from search.engines import EngineUnavailable
from search.keeping import while_public
from search.params import (
    DEEPEST,
    ENTRIES,
    EVENT,
    FACETS,
    MOST_WORDS,
    NEWEST,
    PAGE_SIZES,
    RECOMMENDATIONS,
    RELEVANCE,
    SearchParams,
)

OPEN = ("type", "phase", "gender", "country")  # groups of filters that a reader finds unfolded


def search(request):
    """What the address asks for, with a sentence about each part of it that can't be meant.

    Without words: everything. 400 for more characters than can be searched for, 503 where no engine answers.
    """
    language = site_language()
    asked = forms.read(request.GET, language, facets.is_known)
    params = asked.params
    context = {
        "params": params,
        "typed": forms.UNSEARCHABLE.sub(" ", request.GET.get("q", "")) if asked.is_too_long else params.q,
        "problems": asked.problems,
        "left_out": left_out(asked.problems),
        "is_plain": not request.GET,
    }
    if asked.is_too_long:
        return render(request, "search/search.html", context, status=400)
    try:
        found = content(params)
    except EngineUnavailable:
        return render(request, "search/search.html", {**context, "is_down": True}, status=503)
    if found.is_unanswered:
        unanswered.remember(params.q, language.content)
    return render(request, "search/search.html", {**context, "found": found})


@dataclass(frozen=True)
class Content:
    """What a search has found, as HTML; ``entries`` are those on the page, which ``page_text`` names."""

    filters: SafeString
    results: SafeString
    page_text: str
    is_unanswered: bool
    degraded: bool
    entries: dict[int, PublicEntry]


@while_public
def content(params: SearchParams) -> Content:
    """Raises EngineUnavailable."""
    found = results.find(params)
    context = {"params": params, **shown(found, Address(reverse("search"), params))}
    return Content(
        filters=render_to_string("search/facets.html", context),
        results=render_to_string("search/results.html", context),
        page_text=context["page_text"],
        is_unanswered=is_unanswered(found),
        degraded=found.degraded,
        entries=found.entries,
    )


def is_unanswered(found) -> bool:
    """Whether nothing has the words, whatever is chosen, or only words like them."""
    only_similar = found.widened and not found.alternatives and len(found.query.unknown) == len(found.query.words)
    return only_similar or not (found.count or found.too_deep or found.all_given_up)


def left_out(problems):
    """(name of the filter, sentence) of what can't be meant; "" for what is no filter."""
    labels = {name: facets.label_of(name) for name in problems if name in FACETS}
    return [(labels.get(name, ""), sentence) for name, sentence in problems.items() if name != "q"]


def shown(found, address):
    """What the template asks for, beside the request."""
    params = found.params
    return {
        "found": found,
        "hits": hits(found, found.results),
        "elsewhere": hits(found, found.elsewhere),
        "count_text": count_text(found),
        "page_text": page_text(found),
        "alternatives": alternatives(found),
        "modes": [
            (_("Entries"), address.of(mode=ENTRIES), params.mode == ENTRIES),
            # Papers alone have them
            (
                _("Recommendations"),
                address.of(mode=RECOMMENDATIONS, chosen=params.chosen | {"type": ()}),
                params.mode == RECOMMENDATIONS,
            ),
        ],
        "sorts": sorts(params),
        "page_sizes": [(size if size != PAGE_SIZES[0] else "", size, size == params.page_size) for size in PAGE_SIZES],
        "groups": groups(found),
        "chips": chips(found, address),
        "relaxed": [(each, address.without(each.facet)) for each in found.relaxed],
        "correction_url": address.of(q=found.did_you_mean),
        "literal_url": address.of(glossary=False),
        "glossary_url": address.of(glossary=True),
        "no_filters_url": address.of(chosen={}),
        "pages": pages(found, address),
        "first_page_url": address.of(),
        "last_page_url": address.of(page=found.pages),
        "deepest": DEEPEST,
        "most_words": MOST_WORDS,
        "footnotes": footnotes(found),
    }


def hits(found, results):
    """(result, its head, its facts, its passages, its languages) of each of ``results``."""
    language = site_language()
    phases = next((facet.values for facet in found.facets if facet.name == "phase"), ())
    rows = []
    for result in results:
        covered = {phase.slug for phase in result.phases}
        stations = tuple((phase.label, phase.key in covered) for phase in phases if covered)
        head = pieces.head(language, result.type, result.type_label, result.number, bool(result.anchor), stations)
        countries = tuple(country.label for country in result.countries)
        facts = pieces.facts(language, countries, result.date, result.date_is_event)
        # A recommendation without a heading has its text for a title
        passages = [passage for passage in result.passages if passage.html != result.title.html]
        rows.append((result, head, facts, pieces.passages(passages), pieces.pips(result.languages)))
    return rows


def groups(found):
    """(facet, how many of its values are on, whether it stands open, a box for each value), without idle ones."""
    idle = "type" if found.params.mode == RECOMMENDATIONS else ""  # only papers have recommendations
    return [
        (facet, len(facet.selected), bool(facet.selected) or facet.name in OPEN, pieces.boxes(facet))
        for facet in found.facets
        if facet.selected or (facet.values and facet.name != idle)
    ]


def count_text(found) -> str:
    if found.params.mode == RECOMMENDATIONS:
        text = ngettext("%(count)s recommendation", "%(count)s recommendations", found.count)
    else:
        text = ngettext("%(count)s entry", "%(count)s entries", found.count)
    return text % {"count": found.count}


def page_text(found) -> str:
    if not 1 < found.params.page <= found.pages:
        return ""
    return _("page %(number)s of %(last)s") % {"number": found.params.page, "last": found.pages}


def sorts(params):
    """(value in the address, label, whether it is on); without words nothing is more relevant than anything."""
    labels = {RELEVANCE: _("Best match"), NEWEST: _("Newest first"), EVENT: _("Date of the event")}
    if not params.q:
        labels = {RELEVANCE: labels[NEWEST], EVENT: labels[EVENT]}
    on = params.sort if params.sort in labels else RELEVANCE
    return [("" if sort == RELEVANCE else sort, label, sort == on) for sort, label in labels.items()]


def chips(found, address):
    """What is on, each with the address of the search without it."""
    return [
        {"filter": facet.label, "option": value, "url": address.without(facet.name, value.key)}
        for facet in found.facets
        for value in facet.selected
    ]


def alternatives(found):
    """(name, tag of its language where that isn't the page's) of what was also searched for."""
    tags = [language_tag(each.code, each.text) for each in found.alternatives]
    own = site_language().tag
    return [(each.text, tag if tag != own else "") for each, tag in zip(found.alternatives, tags, strict=True)]


def pages(found, address):
    """{"previous", "next", "numbers"}: addresses, and (number, address) with an ellipsis for those left out."""
    number, last = found.params.page, found.pages
    if last == 1 or number > last:
        return None
    paginator = Paginator(range(last), 1)
    return {
        "previous": address.of(page=number - 1) if number > 1 else "",
        "next": address.of(page=number + 1) if number < last else "",
        "numbers": [
            (each, "" if each == paginator.ELLIPSIS else address.of(page=each), each == number)
            for each in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
        ],
    }


def footnotes(found):
    """{name: footnote} of the contested names that the page shows."""
    shown = [term for result in found.results + found.elsewhere for term in result.countries]
    shown += [value for facet in found.facets for value in facet.values]
    return {each.label: each.footnote for each in shown if each.footnote}


def suggest(request):
    """{"html", "said"}: the options of a list box, in groups, and their number as a sentence for who can't see them."""
    asked = forms.read(request.GET, site_language())
    try:
        found = options("" if asked.is_too_long else asked.params.q)
    except EngineUnavailable:
        found = options("")
    response = JsonResponse({"html": found.html, "said": found.said})
    add_never_cache_headers(response)  # what is withdrawn is offered by no browser either
    response["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True)
class Options:
    """Suggestions as HTML."""

    html: SafeString
    said: str
    degraded: bool
    entries: dict[int, PublicEntry]


@while_public
def options(text: str) -> Options:
    """Raises EngineUnavailable."""
    found = suggestions.suggest(text, site_language())
    named = {"entry": _("Entries"), "recommendation": _("Recommendations")}
    groups = [
        (named.get(kind, each[0].kind_label), each)
        for kind, group in groupby(found.found, key=lambda suggestion: suggestion.kind)
        for each in [list(group)]
    ]
    many = len(found.found)
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", many) % {"count": many}
    html = render_to_string("search/suggestions.html", {"groups": groups}) if groups else ""
    return Options(html, said, found.degraded, found.entries)


def opensearch(request):
    """For a browser's own search box."""
    address = request.build_absolute_uri(reverse("search"))
    content_type = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", {"address": address}, content_type=content_type)
