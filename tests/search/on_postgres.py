"""Commits that do not come in the order in which they began. tests/portal/test_postgres.py runs this.

Row 7 of the log is there while row 5 is still to come: nobody may pass that.
"""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from practices.models import Entry
from search import indexing, outbox
from search.indexing import drain, rebuild
from search.models import OutboxRow
from tests import factories
from tests.search.test_worker import ids

pytestmark = pytest.mark.commits


@contextmanager
def unfinished(change):
    """``change`` is made in a transaction of its own; what it gives ends that transaction."""
    made, may_end = Event(), Event()

    def make():
        try:
            with transaction.atomic():
                change()
                made.set()
                assert may_end.wait(10)
        finally:
            connection.close()

    def end():
        may_end.set()
        thread.join()

    thread = Thread(target=make)
    thread.start()
    try:
        assert made.wait(10)
        yield end
    finally:
        end()


def withdraw(page):
    Entry.objects.get(pk=page.pk).specific.unpublish()


@pytest.fixture
def pages(search_index):
    pages = [factories.practice() for _ in range(2)]
    drain(search_index)
    assert ids(search_index) == {page.pk for page in pages}
    return pages


def test_the_worker_does_not_pass_a_change_that_is_committed_late(search_index, pages):
    with unfinished(lambda: withdraw(pages[0])) as end:
        withdraw(pages[1])
        last, early = OutboxRow.objects.latest("id"), search_index.watermark()
        drain(search_index)
        indexing.apply_newest(search_index)
        assert ids(search_index) == {pages[0].pk}
        end()
    assert OutboxRow.objects.filter(pk__lt=last.pk, entry=pages[0].pk, transaction__gte=early).exists()
    drain(search_index)
    assert ids(search_index) == set()
    assert not outbox.newest_from(search_index.watermark())


def test_an_id_that_is_older_than_its_transaction(search_index, pages):
    """The number of the row is taken before that of its transaction: the next one gets a higher row, and is earlier."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('search_outboxrow', 'id'))")
        (number,) = cursor.fetchone()
    withdraw(pages[1])
    drain(search_index)
    assert OutboxRow.objects.latest("id").pk > number
    with transaction.atomic():
        Entry.objects.filter(pk=pages[0].pk).update(live=False)
        OutboxRow.objects.create(pk=number, entry=pages[0].pk)
    drain(search_index)
    assert ids(search_index) == set()


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_rebuild_does_not_pass_a_change_that_is_committed_late(search_index, pages, when, monkeypatch):
    """It ends after the first entry was read, or after the new index answers."""
    monkeypatch.setattr(indexing, "BATCH", 1)
    with unfinished(lambda: withdraw(pages[0])) as end:
        withdraw(pages[1])
        factories.practice()
        rebuild(search_index, lambda done, total: end() if when == "during" else None)
        assert pages[1].pk not in ids(search_index)
    drain(search_index)
    assert ids(search_index) == set(Entry.objects.public().values_list("pk", flat=True))
    assert len(ids(search_index)) == 1


def test_old_rows_are_not_trimmed_before_one_that_is_committed_late(search_index, pages, time_machine):
    with unfinished(lambda: withdraw(pages[0])) as end:
        withdraw(pages[1])
        drain(search_index)
        time_machine.move_to(timezone.now() + 2 * outbox.KEPT)
        outbox.trim(search_index.watermark())
        end()
    assert outbox.trimmed_to() <= search_index.watermark()
    assert indexing.trouble(search_index) == ""
    drain(search_index)
    assert ids(search_index) == set()
