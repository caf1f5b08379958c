"""What becomes public, or ends, by date alone."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES
from practices.models import Entry
from practices.translated import today
from search.indexing import CLOCK, record
from search.models import WorkerState

BEGINNING = datetime(1, 1, 2, tzinfo=UTC)  # not the first: in local time it may be the day before
# The database decides by its own clock what is public (practices/querysets.py), and may find that a date has not come
# yet: it is noted a second time, so much later
BEHIND = timedelta(minutes=2)


def tick() -> bool:
    """Note the entries whose date has come since the last time; False where another process did that just now.

    Each is noted twice: at once, and when the date has come by a clock that is ``BEHIND``, too.
    """
    now = timezone.now()
    with transaction.atomic():
        state, _ = WorkerState.objects.get_or_create(name=CLOCK)
        if not WorkerState.objects.filter(name=CLOCK, ticked_at=state.ticked_at).update(ticked_at=now):
            return False
        since = state.ticked_at or BEGINNING
        record({*due(since, now), *due(since - BEHIND, now - BEHIND)})
    return True


def due(after, until) -> list[int]:
    """Ids of entries, or of some language of theirs, that a date between both moments opens or closes."""
    passed = Q()
    for name in ("go_live_at", "expire_at"):
        passed |= Q(**{f"{name}__gt": after, f"{name}__lte": until})
    for code in CONTENT_CODES:
        name = localized("translation_published_on", code)
        passed |= Q(**{f"{name}__gt": today(after), f"{name}__lte": today(until)})
    return list(Entry.objects.filter(passed).order_by().values_list("pk", flat=True))
