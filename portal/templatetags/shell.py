"""What the frame of every page asks for: where one can go, and in which languages."""

from functools import cache

from django import template
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page, Site

from portal.languages import BY_CODE, CONTENT_CODES, LANGUAGES
from portal.models import StandardPage
from practices.models import EntryIndex
from practices.querysets import restricted
from practices.reading import Reading

register = template.Library()

# Of a standard page, enough for a link; its running text stays in the database
PAGE_COLUMNS = (
    "title",
    "original_language",
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
    One query, on every page.
    """
    request, language = context["request"], context["language"]
    words = dict(EntryIndex.KINDS)
    lists, pages = {}, []
    with connection.cursor() as cursor:
        cursor.execute(*statement())
        rows = cursor.fetchall()
    for url_path, kind, *facts in rows:
        url = address(url_path)
        link = {"url": url, "current": request.path == url}
        if kind:
            lists[kind] = {**link, "kind": kind, "label": words[kind]}
            continue
        page = StandardPage.from_db(None, PAGE_COLUMNS, facts)
        if page.released_languages():
            pages.append({**link, "label": Reading(page, language).text(page, "heading") or page.title})
    return {"lists": [lists[kind] for kind in words if kind in lists], "pages": pages}


@cache
def statement() -> tuple[str, tuple]:
    """The SQL behind ``navigation``, written once: that takes Django longer than the database to answer."""
    found = Page.objects.live().filter(Q(entryindex__isnull=False) | Q(standardpage__isnull=False), ~restricted())
    columns = [f"standardpage__{name}" for name in PAGE_COLUMNS]
    return found.order_by("path").values_list("url_path", "entryindex__kind_of_entry", *columns).query.sql_with_params()


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


@register.filter
def of(mapping, key):
    """``mapping[key]``, for a key that a template can't write."""
    return mapping.get(key)
