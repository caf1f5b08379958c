"""What an index holds against what it should hold."""

from collections.abc import Callable
from dataclasses import dataclass, field

from practices.models import Entry
from search import outbox
from search.batches import in_batches
from search.documents import all_term_names, documents_of
from search.engines import Engine
from search.fields import digest
from search.indexing import BATCH, apply


@dataclass
class Drift:
    """Ids of entries by what is wrong with them in the index."""

    missing: set[int] = field(default_factory=set)  # public, and not in the index
    ghost: set[int] = field(default_factory=set)  # in the index, and gone from the database
    access: set[int] = field(default_factory=set)  # in the index, and not public
    stale: set[int] = field(default_factory=set)  # in the index with another content, or with other recommendations

    @property
    def entries(self) -> set[int]:
        return self.missing | self.ghost | self.access | self.stale

    def without(self, ids) -> "Drift":
        return Drift(*(getattr(self, name) - ids for name in self.__dataclass_fields__))

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in self.__dataclass_fields__}


def find_drift(engine: Engine, progress: Callable[[int, int], object] = lambda done, total: None) -> Drift:
    """Compare both ways. What waits in the outbox is late and no drift, and so is what changes meanwhile."""
    watermark = engine.watermark()
    held = {entry: found for entry, _version, found in engine.versions()}
    public = list(Entry.objects.public().order_by().values_list("pk", flat=True))
    drift, seen, term_names = Drift(), set(), all_term_names()
    for part in in_batches(public, BATCH):
        for pk, documents in documents_of(part, term_names).items():
            seen.add(pk)
            if pk not in held:
                drift.missing.add(pk)
            elif held[pk] != digest(documents):
                drift.stale.add(pk)
        progress(len(seen), len(public))
    unwanted = held.keys() - seen
    drift.access = set(Entry.objects.filter(pk__in=unwanted).order_by().values_list("pk", flat=True))
    drift.ghost = unwanted - drift.access
    return drift.without(set(outbox.newest_from(watermark)))


def repair(engine: Engine, drift: Drift) -> None:
    version = outbox.now()
    apply(engine, sorted(drift.entries), version)
    outbox.note_mended()
