"""What the public may see: the one place that decides it, for pages, lists, files, feeds and search."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from portal.languages import CONTENT_CODES
from practices.translated import PerLanguage, today


def released(code: str, day=None) -> Q:
    """Entries whose text in ``code`` is out: ready, and its date, if any, has come on ``day``, today unless given."""
    state, date = localized("translation_state", code), localized("translation_published_on", code)
    return Q(**{state: "ready"}) & (Q(**{f"{date}__isnull": True}) | Q(**{f"{date}__lte": day or today()}))


def released_in_any(day=None) -> Q:
    """Entries with a text that is out in at least one language."""
    out = Q()
    for code in CONTENT_CODES:
        out |= released(code, day)
    return out


def unexpired() -> Q:
    """Pages whose time has come and is not over. Wagtail unpublishes by a command that runs every now and then.

    The database's own clock, so that a statement may be kept.
    """
    lasts = Q(expire_at__isnull=True) | Q(expire_at__gt=Now())
    return lasts & (Q(go_live_at__isnull=True) | Q(go_live_at__lte=Now()))


def is_unexpired(page) -> bool:
    """The same of a page in memory."""
    now = timezone.now()
    return (page.expire_at is None or page.expire_at > now) and (page.go_live_at is None or page.go_live_at <= now)


# Pages behind a view restriction, and aliases of such pages. A page's path begins with its ancestors' paths; a range
# uses the index on paths, and no child's path goes beyond the last letter of treebeard's alphabet.
RESTRICTED_PAGES = """
    WITH closed AS (
        SELECT below.id FROM wagtailcore_pageviewrestriction restriction
        JOIN wagtailcore_page top ON top.id = restriction.page_id
        JOIN wagtailcore_page below ON below.path BETWEEN top.path AND top.path || %s
    )
    SELECT id FROM closed
    UNION ALL SELECT alias.id FROM wagtailcore_page alias JOIN closed ON alias.alias_of_id = closed.id
"""
LAST_CHILD = Page.alphabet[-1] * Page.steplen


def restricted() -> Q:
    """Pages behind a view restriction of their own, of an ancestor, or, of an alias, of its source.

    In the query itself, so that a statement may be kept: Wagtail's ``public()`` reads all restrictions first, each
    time it is asked. The subquery asks nothing of the page outside it, so the database answers it once.
    """
    return Q(pk__in=RawSQL(RESTRICTED_PAGES, (LAST_CHILD,)))  # noqa: S611 - constants only


def public_pages(ids):
    """Those of the pages, of whatever type, that anybody may read; where a page has languages, one must be out."""
    pages = Page.objects.live().filter(~restricted(), unexpired(), pk__in=ids)
    for model in apps.get_models():
        if PerLanguage in model.__bases__:
            one = QuerySet(model).filter(pk=OuterRef("pk"))
            pages = pages.filter(~Exists(one) | Exists(one.filter(released_in_any())))
    return pages


class EntryQuerySet(PageQuerySet):
    def public(self):
        """Entries that anybody may read: published, not expired, behind no view restriction, out in a language."""
        return self.live().filter(~restricted(), unexpired(), released_in_any())

    def public_in(self, code):
        """Public entries with a text of their own in the language ``code``."""
        return self.public().filter(released(code))


EntryManager = PageManager.from_queryset(EntryQuerySet)
