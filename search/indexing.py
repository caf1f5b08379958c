"""From the outbox to the indices: a little right after a save, the rest by the worker, all of it by a rebuild."""

import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import transaction
from django.utils import timezone

from practices.models import Entry
from search import asking, outbox
from search.batches import in_batches
from search.documents import all_term_names, documents_of
from search.engines import Change, Engine, EngineUnavailable
from search.models import WorkerState

log = logging.getLogger(__name__)

BATCH = 100  # entries; their documents are in memory together
AT_ONCE, SAVE_SECONDS = 25, 0.3  # what a save waits for: so many entries, so long for Elasticsearch
CATCH_UPS = 10
PROGRESS_SECONDS = 5  # between two calls of ``progress`` at most, but for a batch that takes longer
CLOCK = "clock"
breaker = asking.Breaker(enough=1)  # publishing is several transactions: only the first waits for a server that is down
last_attempts = {}  # {name of engine: what ``apply_newest`` did last in this process}


class RebuildFailed(Exception):
    """The new index is not what it should be: the old one goes on answering."""


def record(ids) -> None:
    """Note in this transaction that the entries with ``ids`` changed; the indices follow after it."""
    ids = list(ids)
    if not ids:
        return
    outbox.write(ids)
    transaction.on_commit(follow, robust=True)  # robust: a mistake is logged, never raised into the save


def follow() -> None:
    """After a commit: bring the newest changes to each index, where that is quick; the worker does the rest."""
    for engine in asking.engines():
        try:
            if engine.name == "embedded":
                apply_newest(engine)
            else:
                asking.guarded(lambda engine=engine: apply_newest(engine), SAVE_SECONDS, breaker)
        except EngineUnavailable as error:
            log.log(asking.level_of(error), "The search index %s will follow later: %s", engine.name, error)


def apply_newest(engine: Engine) -> None:
    """Apply the last changes; where these are all that wait, the index has read the whole log.

    Called once for each row that a transaction wrote: after the first time nothing waits, or the same does.
    """
    watermark = engine.watermark()
    if not watermark:
        return  # nothing is built yet
    version = outbox.now()
    waiting = outbox.newest_from(watermark, AT_ONCE + 1)
    attempt = (version, waiting)
    if not waiting or (len(waiting) > AT_ONCE and last_attempts.get(engine.name) == attempt):
        return
    if apply_in_time(engine, waiting[:AT_ONCE], version) and len(waiting) <= AT_ONCE:
        engine.set_watermark(version)
    last_attempts[engine.name] = attempt


def apply(engine: Engine, ids: Iterable[int], version: int) -> None:
    """Make ``engine`` hold what the entries are now; ``version`` is the end of the log before they are read."""
    for changes in changes_of(ids, version):
        engine.apply(changes)


def apply_in_time(engine: Engine, ids: Iterable[int], version: int, go_on: Callable[[], bool] = lambda: True) -> bool:
    """The same, as long as nobody has brought the index beyond ``version`` meanwhile; whether all was written.

    The index then has these entries as they were later. It refuses what is older, but behind a deletion only for an
    hour, and not after Elasticsearch was started again: a process that was stopped for so long must see for itself.
    """
    for changes in changes_of(ids, version):
        if engine.watermark() > version:
            return False
        engine.apply(changes)
        if not go_on():
            return False
    return True


def changes_of(ids: Iterable[int], version: int) -> Iterator[list[Change]]:
    """What the entries are now, by batch; entries that are not public have no documents."""
    term_names = all_term_names()
    for part in in_batches(ids, BATCH):
        documents = documents_of(part, term_names)
        yield [Change(pk, version, documents.get(pk, ())) for pk in part]


def drain(engine: Engine, go_on: Callable[[], bool] = lambda: True) -> int:
    """Bring the index to the end of the log; returns the number of entries. ``go_on`` is asked after each batch."""
    start, end = engine.watermark(), outbox.now()
    ids = outbox.entries_between(start, end)
    if apply_in_time(engine, ids, end, go_on) and ids:  # else the rest is read again the next time
        engine.set_watermark(end)
    return len(ids)


def trouble(engine: Engine) -> str:
    """Why the index can't follow the log and must be built anew; "" where it can."""
    watermark = engine.watermark()
    if not watermark:
        return "it is not built"
    if watermark < outbox.trimmed_to():
        return "it has missed changes that the outbox has no more"
    if is_ahead(engine):
        return "it is ahead of the database: of another portal (SEARCH_INDEX_PREFIX), or the database was restored"
    return ""


def is_ahead(engine: Engine) -> bool:
    return engine.watermark() > outbox.now()


def rebuild(engine: Engine, progress: Callable[[int, int], object] = lambda done, total: None) -> dict[str, int]:
    """Fill a new index beside the one that answers, then let it answer; returns its counts.

    ``progress`` is called with the entries done and their number. Raises EngineUnavailable and RebuildFailed; on any
    exception the old index stays.
    """
    WorkerState.objects.get_or_create(name=CLOCK, defaults={"ticked_at": timezone.now()})
    expected = {}  # {entry: how many documents}

    def fill(build, ids, version):
        for changes in changes_of(ids, version):
            build.apply(changes)
            expected.update((change.entry, len(change.documents)) for change in changes)
            progress(len(expected), max(total, len(expected)))

    read_to = outbox.now()
    ids = list(Entry.objects.public().order_by("pk").values_list("pk", flat=True))
    total = len(ids)
    with engine.build(total) as build:
        fill(build, ids, read_to)
        with ThreadPoolExecutor(1) as pool:
            merging = pool.submit(build.merge)
            while wait([merging], timeout=PROGRESS_SECONDS).not_done:
                progress(len(expected), total)
            merging.result()
        for _ in range(CATCH_UPS):
            start, read_to = read_to, outbox.now()
            changed = outbox.entries_between(start, read_to)
            fill(build, changed, read_to)
            if len(changed) < BATCH:
                break
        compare(build.counts(), expected)
        build.swap()
    # From where the new index was filled to, whatever it says: what another process wrote last may have gone into the
    # old index, and its watermark into this one
    end = outbox.now()
    apply(engine, outbox.entries_between(read_to, end), end)
    engine.set_watermark(end)
    outbox.note_mended()
    return engine.counts()


def compare(counts, expected) -> None:
    entries = sum(map(bool, expected.values()))
    wanted = {"entries": entries, "recommendations": sum(expected.values()) - entries}
    if {mode: counts.get(mode) for mode in wanted} != wanted:
        raise RebuildFailed(f"The new index has {counts} documents and should have {wanted}: the old one stays.")


def lease_name(engine: Engine, job: str) -> str:
    """Each machine has an embedded index of its own."""
    return f"{job} {engine.name}" + (f" {socket.gethostname()[:50]}" if engine.name == "embedded" else "")
