"""The way from an address to an entry, in two queries where Wagtail's walk through the tree takes seven.

Only the way is shorter: the page is handed to Wagtail's own view, with its hooks, view restrictions and redirects.
"""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal.languages import CONTENT_CODES, site_language
from practices.models import Entry
from practices.statements import Statement
from practices.units import BOOKKEEPING, translated_fields

# Known of every language, whatever the page shows; what was confirmed is the editors' matter
SHOWN_FACTS = set(BOOKKEEPING) - {"translation_confirmed"}
PAGE = -1  # stands for a page's id


def serve(request, path):
    """Wagtail's ``serve``, which finds an entry's page where it keeps a page that it has found before."""
    if page := entry_at(path):
        request._wagtail_route_for_request = RouteResult(page)
    return wagtail_serve(request, path)


def entry_at(path: str) -> Entry | None:
    """The published entry at ``path``, relative to the one site's root; None leaves the search to Wagtail."""
    roots = Site.get_site_root_paths()
    slug = path.rstrip("/").rpartition("/")[2]
    if len(roots) != 1 or not slug:
        return None
    heads = head_statement().rows({"SLUG": slug, "PATH": roots[0].root_path + path})
    if not heads:
        return None
    pk, content_type, original = heads[0]
    model = ContentType.objects.get_for_id(content_type).model_class()
    # Texts in languages that the page won't show stay in the database
    shown = site_language().content
    for page in page_statement(model, frozenset({original, shown})).objects({PAGE: pk}):
        # Where neither is out, a third language is shown, and its texts are needed too
        if page.is_released(original) or page.is_released(shown):
            return page
    return None


@cache
def head_statement() -> Statement:
    """By the slug too: the address alone has no index."""
    entries = QuerySet(Entry).filter(slug="SLUG", url_path="PATH", live=True)
    return Statement(entries.values_list("pk", "content_type_id", "original_language"))


@cache
def page_statement(model, codes) -> Statement:
    """The page ``PAGE`` of ``model`` with the texts in ``codes`` only."""
    unread = [
        column
        for name in translated_fields(model)
        for column in (name, *(localized(name, code) for code in CONTENT_CODES if code not in codes))
        if name not in SHOWN_FACTS
    ]
    return Statement(QuerySet(model).defer(*unread).filter(pk=PAGE))
