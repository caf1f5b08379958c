"""What of an engine's answer is public now, and its address: one query for all hits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from django.db.models import BooleanField, ExpressionWrapper
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.languages import CONTENT_CODES
from practices.models import Entry
from practices.querysets import EntryQuerySet, released
from practices.statements import Statement, in_their_place, stand_ins
from practices.translated import today
from search.engines import Hit
from search.params import PAGE_SIZES


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """``codes`` are the languages that are out; ``path`` is the page's below the site's root."""

    path: str
    codes: frozenset[str]

    def url(self, code: str) -> str:
        """The page's address in the language or script ``code``."""
        return home(code) + self.path


def public_hits(hits: Iterable[Hit]) -> Iterator[tuple[Hit, dict, PublicEntry]]:
    """(hit, its document in the languages that are out, its page) of those hits that anybody may read; one query."""
    hits = list(hits)
    public = public_entries(hit.document["entry"] for hit in hits)
    for hit in hits:
        page = public.get(hit.document["entry"])
        if page and (document := in_languages(hit.document, page.codes)):
            yield hit, document, page


def entries_of(public: Iterable[tuple[Hit, dict, PublicEntry]]) -> dict[int, PublicEntry]:
    """{primary key: page} of what ``public_hits`` lets through."""
    return {document["entry"]: page for _hit, document, page in public}


def in_languages(document: dict, codes) -> dict | None:
    """``document`` without the languages that are not out any more; None where none is left."""
    if codes.issuperset(document["states"]):
        return document
    texts = ("states", "title", "summary", "paper", "passages", "texts")
    left = {name: {code: text for code, text in document[name].items() if code in codes} for name in texts}
    return {**document, **left} if left["title"] else None


def public_entries(ids) -> dict[int, PublicEntry]:
    """Those of the entries ``ids`` (at most ``PAGE_SIZES[-1]``) that anybody may read."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return {}
    size = next(size for size in PAGE_SIZES if len(ids) <= size)
    rows = statement(size, today()).rows(in_their_place(ids))
    root = Site.get_site_root_paths()[0].root_path
    return {
        pk: PublicEntry(
            path.removeprefix(root), frozenset(code for code, out in zip(CONTENT_CODES, outs, strict=True) if out)
        )
        for pk, path, *outs in rows
    }


@lru_cache(maxsize=2 * len(PAGE_SIZES))
def statement(size, day) -> Statement:
    """The question for ``size`` ids or fewer; for the portal's ``day``, which stands in it."""
    columns = {f"out_{code}": ExpressionWrapper(released(code, day), BooleanField()) for code in CONTENT_CODES}
    rows = EntryQuerySet(Entry).public().filter(pk__in=stand_ins(size)).order_by().annotate(**columns)
    return Statement(rows.values_list("pk", "url_path", *columns))


@cache
def home(code: str) -> str:
    """The address that all pages in the language ``code`` begin with."""
    with translation.override(code):
        return reverse("wagtail_serve", args=[""])
