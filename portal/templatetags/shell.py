"""What the frame of every page asks for: where one can go, and in which languages."""

from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from django import template
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Site

from portal.languages import BY_CODE, CONTENT_CODES, LANGUAGES
from portal.models import StandardPage
from practices.models import EntryIndex
from practices.querysets import restricted, unexpired
from practices.reading import Reading
from practices.statements import Statement
from practices.translated import today

register = template.Library()
CURRENT = mark_safe(' aria-current="true"')

# Of a standard page, enough for a link; its running text stays in the database
PAGE_COLUMNS = (
    *("title", "path", "url_path", "original_language"),
    *(
        localized(name, code)
        for name in ("heading", "translation_state", "translation_published_on")
        for code in CONTENT_CODES
    ),
)


class Link(NamedTuple):
    """``mark`` is `` lang="…"`` where the label isn't in the page's language."""

    url: str
    label: str
    kind: str = ""
    mark: str = ""


@register.simple_tag(takes_context=True)
def navigation(context):
    """{"lists": links to the lists of entries in their usual order, "menu": these as HTML, "about": the footer's links
    as HTML, with the standard pages that are out}.

    Two queries, on every page. The rest is kept while they say the same.
    """
    path, language = context["request"].path, context["language"]
    roots = tuple(Site.get_site_root_paths())
    lists = list_links(language, tuple(lists_statement().rows()), roots)
    pages = page_links(language, tuple(pages_statement().rows()), today(), roots)
    return {
        "lists": lists,
        "menu": drawn("portal/menu.html", language, lists, open_link(path, lists)),
        "about": drawn("portal/about.html", language, pages, open_link(path, pages)),
    }


@lru_cache(maxsize=2 * len(LANGUAGES))
def list_links(_language, paths, _roots) -> tuple[Link, ...]:
    """Of the lists at ``paths`` (kind, path)."""
    paths = dict(paths)
    return tuple(Link(address(paths[kind]), str(label), kind) for kind, label in EntryIndex.KINDS if kind in paths)


@lru_cache(maxsize=2 * len(LANGUAGES))
def page_links(language, rows, _day, _roots) -> tuple[Link, ...]:
    """Of those of the standard pages ``rows`` that are out on the day."""
    links = []
    for page in sorted(pages_statement().made_of(rows), key=attrgetter("path")):
        if page.released_languages():
            heading = Reading(page, language).text(page, "heading")
            label, mark = (heading.html, heading.mark) if heading else (page.title, "")
            links.append(Link(address(page.url_path), label, mark=mark))
    return tuple(links)


def open_link(path, links) -> str:
    """The address of that of ``links`` which is open; "" where none is."""
    return path if any(link.url == path for link in links) else ""


@lru_cache(maxsize=200)
def drawn(template, _language, links, open_url) -> SafeString:
    return render_to_string(template, {"links": links, "open_url": open_url})


# Not ordered by the database: SQLite would walk through all pages in their order to find these few.
@cache
def lists_statement() -> Statement:
    found = QuerySet(EntryIndex).filter(~restricted(), live=True)
    return Statement(found.order_by().values_list("kind_of_entry", "url_path"))


@cache
def pages_statement() -> Statement:
    # By their type, which has an index: SQLite would look through all pages for live ones
    of_type = {"content_type__app_label": "portal", "content_type__model": "standardpage", "live": True}
    found = QuerySet(StandardPage).filter(~restricted(), unexpired(), **of_type)
    return Statement(found.only(*PAGE_COLUMNS).order_by())


def address(url_path) -> str:
    """The address of the page at ``url_path`` of the tree, in the active language."""
    roots = [root.root_path for root in Site.get_site_root_paths() if url_path.startswith(root.root_path)]
    return reverse("wagtail_serve", args=[url_path.removeprefix(roots[0] if roots else "/")])


@register.simple_tag(takes_context=True)
def language_links(context) -> SafeString:
    """The languages of the switch as items of a list, which stands on a page twice.

    A view that knows the addresses of its page gives ``alternates``; any other page is the same path in every
    language, and keeps its query.
    """
    if alternates := context.get("alternates"):
        links = [(each["language"], each["url"]) for each in alternates]
    else:
        links = [(language, in_language(context["request"], language.code)) for language in LANGUAGES]
    return format_html_join(
        "\n",
        '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>',
        (
            (url, language.tag, language.hreflang, CURRENT if language == context["language"] else "", language.name)
            for language, url in links
        ),
    )


def in_language(request, code) -> str:
    """The address of the request with another language in front; the home page for one without a language."""
    first, _slash, rest = request.path.lstrip("/").partition("/")
    if first not in BY_CODE:
        return f"/{code}/"
    query = request.META.get("QUERY_STRING", "")
    return f"/{code}/{rest}" + (f"?{query}" if query else "")


@register.simple_tag
@cache
def icon(name) -> SafeString:
    """A picture of portal/icons.svg; drawn once, as some pages have fifty."""
    return render_to_string("portal/icon.html", {"name": name})


@register.filter
def of(mapping, key):
    """``mapping[key]``, for a key that a template can't write."""
    return mapping.get(key)
