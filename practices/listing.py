"""Lists of entries: all of them, of one kind, and what carries a term."""

from urllib.parse import urlencode

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES, site_language
from practices.cards import COLUMNS, cards, newest_first, newest_of_each_kind
from practices.filters import KINDS, address, narrowed, read_filters
from practices.models import Entry, EntryIndex, Recommendation
from practices.reading import Reading
from practices.terms import NO_TOPICS, VOCABULARIES, all_terms, most_used_topics, used_topics

PAGE_SIZE = 20
TOPICS_PAGE_SIZE = 200
TOP = 3  # entries of each kind on a term's page; the rest is a list away
PROMISES = {
    "": gettext_lazy("Everything that has been shared here, newest first."),
    "practice": gettext_lazy("What works, how it is done, and what it takes to do it elsewhere."),
    "failure": gettext_lazy("What did not work and what would be done differently, without blame and without names."),
    "paper": gettext_lazy("What expert meetings concluded, and whom their recommendations address."),
    "country-note": gettext_lazy("The way out of prison in one country: who does what, and when."),
    "collection": gettext_lazy("Entries put together for a workshop or a theme, with the curator's notes."),
}


def entry_list(request, index=None):
    """All public entries, or those of the kind of ``index``, narrowed by the address, newest first."""
    language = site_language()
    kind = index.kind_of_entry if index else ""
    public = Entry.objects.public()
    asked = [slug for slug in request.GET.getlist("topic") if slug.isprintable()]  # PostgreSQL refuses a NUL
    terms = all_terms(language, public, most_used_topics(public) | Q(slug__in=asked))
    filters = read_filters(request.GET, terms, with_kind=index is None)
    entries = narrowed(public, filters)
    if index:
        entries = entries.type(KINDS[kind])
    page, page_note = asked_page(Paginator(newest_first(entries), PAGE_SIZE), request.GET.get("page"))
    path = index.get_url(request) if index else reverse("entry_list")
    return render(
        request,
        "practices/list.html",
        {
            "heading": index.get_kind_of_entry_display() if index else _("All entries"),
            "description": PROMISES[kind],
            "kind": kind,
            "path": path,
            "filters": filters,
            "chips": chips(filters, path),
            "unknown": [each for each in filters if each.unknown],
            "page": page,
            "page_note": page_note,
            "pages": page_links(page, lambda **number: path + address(filters, **number)),
            "cards": cards(page.object_list, terms, language, request),
            "footnotes": footnotes(terms),
        },
    )


def asked_page(paginator, number):
    """(page, note): the page asked for, else the nearest there is and a sentence that says so."""
    try:
        return paginator.page(number or 1), ""
    except PageNotAnInteger:
        return paginator.page(1), _("That is not the number of a page. This is the first one.")
    except EmptyPage:
        return paginator.page(paginator.num_pages), _("There is no such page. This is the last one.")


def page_links(page, url) -> dict:
    """For practices/pages.html: the pages before, after and around ``page``; {} where it is the only one.

    ``url`` makes an address, given ``page=2`` or, for the first page, nothing. A gap is a number without one.
    """
    if not page.has_other_pages():
        return {}

    def link(number):
        return url(page=number) if number > 1 else url()

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "current": page.number,
        "previous": link(page.number - 1) if page.has_previous() else "",
        "next": link(page.number + 1) if page.has_next() else "",
        "numbers": [(number, link(number) if isinstance(number, int) else "") for number in numbers],
    }


def chips(filters, path):
    """What is on, each with the address of the list without it."""
    return [
        {
            "filter": each.label,
            "option": option,
            "url": path + address(filters, without=(each.name, option.value)),
        }
        for each in filters
        for option in each.chosen
    ]


def footnotes(terms):
    """The countries in use whose name is never shown without its footnote."""
    return [country for country in terms["country"] if country.footnote and country.used]


def vocabulary(request):
    """All terms that lead somewhere, with what they mean; of the topics, maybe thousands, so many a page."""
    public = Entry.objects.public()
    topics, page_note = asked_page(Paginator(used_topics(public), TOPICS_PAGE_SIZE), request.GET.get("page"))
    terms = all_terms(site_language(), public, Q(pk__in=[topic.pk for topic in topics]))
    return render(
        request,
        "practices/vocabulary.html",
        {
            "groups": [(each, [term for term in terms[name] if term.used]) for name, each in VOCABULARIES.items()],
            "page_note": page_note,
            "pages": page_links(topics, lambda **number: request.path + address((), **number) + "#topic"),
            "footnotes": footnotes(terms),
        },
    )


def term(request, name, slug):
    """A term: what it means, and the newest entries of each kind that carry it. 404 where there is none."""
    language = site_language()
    public = Entry.objects.public()
    terms = all_terms(language, public, Q(slug=slug) if name == "topic" else NO_TOPICS)
    this = next((each for each in terms[name] if each.slug == slug), None)
    # A free keyword may say what an entry is about that is not public
    if this is None or (name == "topic" and not this.used):
        raise Http404
    filters = read_filters(QueryDict(urlencode({name: slug})), terms)
    named_in, page_note = asked_page(Paginator(naming(name, this, public), PAGE_SIZE), request.GET.get("page"))
    return render(
        request,
        "practices/term.html",
        {
            "term": this,
            "vocabulary": VOCABULARIES[name],
            "phases": [(each, each == this) for each in terms["phase"]] if name == "phase" else [],
            "kinds": kinds(filters, terms, language, request, of_country=name == "country"),
            "recommendations": recommendations(named_in, language, request),
            "page_note": page_note,
            "pages": page_links(named_in, lambda **number: request.path + address((), **number) + "#recommendations"),
            "footnotes": [country for country in footnotes(terms) if country != this],
        },
    )


def kinds(filters, terms, language, request, *, of_country):
    """Per kind that has any public entry: its name, how many, the newest few as cards, where all of them are."""
    newest = newest_of_each_kind(narrowed(Entry.objects.public(), filters), TOP)
    ids = [pk for _number, pks in newest.values() for pk in pks]
    shown = cards(Entry.objects.filter(pk__in=ids), terms, language, request)
    labels = dict(EntryIndex.KINDS)
    # A country's own note says most about it
    order = sorted(KINDS, key=lambda kind: kind != "country-note") if of_country else KINDS
    return [
        {
            "kind": kind,
            "label": labels[kind],
            "count": newest[kind][0],
            "cards": [card for card in shown if card.kind == kind],
            "url": reverse("entry_list") + address(filters, kind=kind),
        }
        for kind in order
        if kind in newest
    ]


def naming(vocabulary, term, public):
    """The recommendations of ``public`` papers that name ``term``, the newest first; none for a country or a topic."""
    if vocabulary not in ("phase", "gender", "actor"):
        return Recommendation.objects.none()
    columns = [localized(name, code) for name in ("heading", "text") for code in CONTENT_CODES]
    return (
        Recommendation.objects.filter(Exists(public.filter(pk=OuterRef("entry"))), **{f"{vocabulary}s": term.pk})
        .select_related("entry")
        .only("anchor", "number", "entry", *columns, *(f"entry__{name}" for name in COLUMNS))
        .order_by(F("entry__event_date").desc(nulls_last=True), "-entry", "sort_order")
    )


def recommendations(rows, language, request):
    """{number, text, paper, url} of each row."""
    found = []
    for row in rows:
        reading = Reading(row.entry, language)
        text = reading.text(row, "heading") or reading.text(row, "text")
        if not text:
            continue  # its languages are held back
        found.append(
            {
                "number": row.number,
                "text": text,
                "paper": reading.text(row.entry, "heading") or reading.label(row.entry.title),
                "url": f"{row.entry.get_url(request)}#{row.anchor}",
            }
        )
    return found
