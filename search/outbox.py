"""The log of changes: written in the transaction of a change, read by each index at its own pace.

A position is a place in the log: on PostgreSQL the number of the writing transaction, on SQLite that of the row. All
rows below ``now()`` are there to be read, and none comes later: docs/decisions/0005-search-outbox.md.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from search.models import OutboxRow, WorkerState

KEPT = timedelta(days=1)  # so that an index may lag or be rebuilt meanwhile
BATCH = 10_000
TRIMMED, MENDED = "outbox", "indices"

POSTGRES_NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
SQLITE_NOW = "SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'search_outboxrow'"


def write(ids) -> None:
    """Note that the entries with ``ids`` have changed."""
    OutboxRow.objects.bulk_create([OutboxRow(entry=pk) for pk in ids], batch_size=BATCH)


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def now() -> int:
    """The position that everything before it is committed or will never be; what is read after this call has it all."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_NOW if is_postgres() else SQLITE_NOW)
        return cursor.fetchone()[0]


def column() -> str:
    return "transaction" if is_postgres() else "id"


def rows_from(position: int) -> QuerySet:
    """Rows at ``position`` or later, those too that ``now()`` does not count yet."""
    return OutboxRow.objects.filter(**{f"{column()}__gte": position})


def newest_from(position: int, limit: int | None = None) -> list[int]:
    """Ids of the entries that changed at ``position`` or later, the last change first, at most ``limit``."""
    rows = rows_from(position).values("entry").annotate(last=Max("id")).order_by("-last")
    return [row["entry"] for row in rows[:limit]]


def newest(limit: int) -> set[int]:
    """Ids of the entries of the last ``limit`` rows."""
    return set(OutboxRow.objects.order_by("-id").values_list("entry", flat=True)[:limit])


def entries_between(start: int, end: int) -> list[int]:
    """Ids of the entries that changed from position ``start`` to before ``end``, each once."""
    rows = rows_from(start).filter(**{f"{column()}__lt": end})
    return list(rows.order_by("entry").values_list("entry", flat=True).distinct())


def note_mended() -> None:
    """An index was built or mended: what was found in it before may be wrong, though no entry has changed."""
    with transaction.atomic():
        WorkerState.objects.get_or_create(name=MENDED)
        WorkerState.objects.filter(name=MENDED).update(position=F("position") + 1)


def trimmed_to() -> int:
    """Rows before this position may be gone: an index that has not read them must be built anew."""
    return WorkerState.objects.filter(name=TRIMMED).values_list("position", flat=True).first() or 0


def trim(read_to: int) -> None:
    """Delete rows before the position ``read_to`` that are old."""
    old = OutboxRow.objects.filter(**{f"{column()}__lt": read_to, "written_at__lt": timezone.now() - KEPT})
    with transaction.atomic():
        last = old.order_by(f"-{column()}").values_list(column(), flat=True).first()
        if last is not None:
            WorkerState.objects.update_or_create(name=TRIMMED, defaults={"position": last + 1})
            OutboxRow.objects.filter(**{f"{column()}__lte": last, "written_at__lt": timezone.now() - KEPT}).delete()
