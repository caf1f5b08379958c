"""What the frame of every page asks for: where one can go, and in which languages."""

from django import template
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page

from portal.languages import BY_CODE, CONTENT_CODES, LANGUAGES
from practices.models import EntryIndex
from practices.reading import Reading

register = template.Library()

# Enough for a link; the running text of a standard page stays in the database
LINK_COLUMNS = (
    *("title", "url_path", "depth", "path", "entryindex__kind_of_entry", "standardpage__original_language"),
    *(
        f"standardpage__{localized(name, code)}"
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
    order = [kind for kind, _label in EntryIndex.KINDS]
    lists, pages = [], []
    found = Page.objects.live().public().filter(Q(entryindex__isnull=False) | Q(standardpage__isnull=False))
    for page in found.select_related("entryindex", "standardpage").only(*LINK_COLUMNS).order_by("path"):
        url = page.get_url(request)
        link = {"url": url, "current": request.path == url}
        if hasattr(page, "entryindex"):
            kind = page.entryindex.kind_of_entry
            lists.append({**link, "kind": kind, "label": page.entryindex.get_kind_of_entry_display()})
        elif page.standardpage.released_languages():
            heading = Reading(page.standardpage, language).text(page.standardpage, "heading")
            pages.append({**link, "label": heading or page.title})
    return {"lists": sorted(lists, key=lambda each: order.index(each["kind"])), "pages": pages}


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
