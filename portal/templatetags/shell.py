"""What the frame of every page asks for: where one can go, and in which languages."""

from functools import cache, lru_cache
from operator import attrgetter

from django import template
from django.db import connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Site

from portal.languages import BY_CODE, CONTENT_CODES, LANGUAGES
from portal.models import StandardPage
from practices.models import EntryIndex
from practices.querysets import restricted, unexpired
from practices.reading import Reading

register = template.Library()

# Of a standard page, enough for a link; its running text stays in the database
PAGE_COLUMNS = (
    *("title", "path", "url_path", "original_language"),
    *(
        localized(name, code)
        for name in ("heading", "translation_state", "translation_published_on")
        for code in CONTENT_CODES
    ),
)


@register.simple_tag(takes_context=True)
def navigation(context):
    """{"lists", "pages"}: the lists of entries in their usual order and the standard pages that are out, as links.

    A link is a dict {kind, label, url, current}; of a page its label is a ``Text``.
    Two queries, on every page.
    """
    request, language = context["request"], context["language"]
    with connection.cursor() as cursor:
        cursor.execute(*lists_statement())
        paths = tuple(cursor.fetchall())
    pages = [
        {"url": address(page.url_path), "label": Reading(page, language).text(page, "heading") or page.title}
        for page in sorted(StandardPage.objects.raw(*pages_statement()), key=attrgetter("path"))
        if page.released_languages()
    ]
    links = {"lists": list_links(language, paths, tuple(Site.get_site_root_paths())), "pages": pages}
    return {name: [{**link, "current": link["url"] == request.path} for link in each] for name, each in links.items()}


@lru_cache(maxsize=2 * len(LANGUAGES))
def list_links(_language, paths, _roots) -> list[dict]:
    """Of the lists at ``paths`` (kind, path); kept, for they take longer to make than to look up."""
    paths = dict(paths)
    return [
        {"kind": kind, "label": str(label), "url": address(paths[kind])}
        for kind, label in EntryIndex.KINDS
        if kind in paths
    ]


# Written once: that takes Django longer than the database takes to answer. Not ordered by the database: SQLite would
# walk through all pages in their order to find these few.
@cache
def lists_statement() -> tuple[str, tuple]:
    found = EntryIndex.objects.live().filter(~restricted())
    return found.order_by().values_list("kind_of_entry", "url_path").query.sql_with_params()


@cache
def pages_statement() -> tuple[str, tuple]:
    # By their type, which has an index: SQLite would look through all pages for live ones
    of_type = {"content_type__app_label": "portal", "content_type__model": "standardpage", "live": True}
    found = QuerySet(StandardPage).filter(~restricted(), unexpired(), **of_type).only(*PAGE_COLUMNS).order_by()
    return found.query.sql_with_params()


def address(url_path) -> str:
    """The address of the page at ``url_path`` of the tree, in the active language."""
    roots = [root.root_path for root in Site.get_site_root_paths() if url_path.startswith(root.root_path)]
    return reverse("wagtail_serve", args=[url_path.removeprefix(roots[0] if roots else "/")])


@register.simple_tag(takes_context=True)
def language_links(context):
    """The languages of the switch as dicts {language, url, released, current}.

    A view that knows the addresses of its page gives ``alternates``; any other page is the same path in every
    language, and keeps its query.
    """
    alternates = context.get("alternates") or [
        {"language": language, "url": in_language(context["request"], language.code), "released": True}
        for language in LANGUAGES
    ]
    return [{**each, "current": each["language"] == context["language"]} for each in alternates]


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
