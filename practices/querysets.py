"""What the public may see: the one place that decides it, for pages, lists, files, feeds and search."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from portal.languages import CONTENT_CODES


def released(code: str, today=None) -> Q:
    """Entries whose text in ``code`` is out: ready, and its date, if any, has come (``today`` in local time)."""
    state, date = localized("translation_state", code), localized("translation_published_on", code)
    today = today or timezone.localdate()
    return Q(**{state: "ready"}) & (Q(**{f"{date}__isnull": True}) | Q(**{f"{date}__lte": today}))


def released_in_any(today=None) -> Q:
    """Entries with a text that is out in at least one language."""
    out = Q()
    for code in CONTENT_CODES:
        out |= released(code, today)
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


def restricted() -> Exists:
    """Pages behind a view restriction of their own, of an ancestor, or, of an alias, of its source.

    In the query itself: Wagtail's ``public()`` reads all restrictions first, each time it is asked.
    """
    columns = {"place": "path", "source": "alias_of__path"}
    paths = {name: ExpressionWrapper(OuterRef(path), output_field=CharField()) for name, path in columns.items()}
    below = Q(place__startswith=F("page__path")) | Q(source__startswith=F("page__path"))
    return Exists(PageViewRestriction.objects.annotate(**paths).filter(below))


class EntryQuerySet(PageQuerySet):
    def public(self):
        """Entries that anybody may read: published, not expired, behind no view restriction, out in a language."""
        return self.live().filter(~restricted(), unexpired(), released_in_any())

    def public_in(self, code):
        """Public entries with a text of their own in the language ``code``."""
        return self.public().filter(released(code))


EntryManager = PageManager.from_queryset(EntryQuerySet)
