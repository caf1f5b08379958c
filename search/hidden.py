"""What an index may still hold though nobody may read it: not found, and not counted either.

A hit is looked up in the database before it is shown (search/access.py). The counts of an answer are the engine's, so
it is told what to leave out: of the entries that changed last those that are not public now.
"""

from functools import lru_cache
from time import monotonic

from practices.models import Entry
from search import outbox
from search.keeping import stamp

# Changes that are looked at, in some 40 ms: an index is seconds behind, and minutes where it is in trouble or thousands
# of entries were restricted at once
LATEST = 10_000
SECONDS = 10  # a date may come without a change


def lately_hidden() -> frozenset[int]:
    """Ids of the entries among the ``LATEST`` changes that nobody may read, deleted ones too; one query, as a rule."""
    return hidden_at(stamp(), int(monotonic() // SECONDS))


@lru_cache(maxsize=1)
def hidden_at(_stamp, _period) -> frozenset[int]:
    changed = outbox.newest(LATEST)
    return frozenset(changed).difference(Entry.objects.public().filter(pk__in=changed).values_list("pk", flat=True))
