"""What has changed reaches each index, whoever brings it there, and what was withdrawn never comes back."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from practices.models import Entry
from search import asking, indexing, outbox
from search.asking import Breaker
from search.documents import documents_of
from search.engines import Change, EngineUnavailable
from search.indexing import CLOCK, drain, follow
from search.lease import LASTS, Lease, leased
from search.management.commands import worker
from search.models import OutboxRow, WorkerState
from tests import factories
from tests.search.conftest import found

pytestmark = pytest.mark.django_db


def ids(engine):
    return {entry for entry, _version, _digest in engine.versions()}


class Down:
    name = "elasticsearch"

    def watermark(self):
        raise EngineUnavailable("down")


@pytest.fixture
def elasticsearch_is_down(settings, monkeypatch):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    monkeypatch.setattr(asking, "configured", Down)
    monkeypatch.setattr(indexing, "breaker", Breaker(enough=1))


def test_a_saved_entry_is_found_after_its_transaction(search_index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.practice(heading_en="Unmistakable")
    assert found(search_index, "unmistakable") == [str(page.pk)]
    assert search_index.watermark() == outbox.now()


def test_what_is_withdrawn_restricted_or_deleted_is_gone(search_index):
    pages = [factories.practice() for _ in range(3)]
    follow()
    assert ids(search_index) == {page.pk for page in pages}
    pages[0].unpublish()
    PageViewRestriction.objects.create(page=pages[1], restriction_type="login")
    pages[2].delete()
    follow()
    assert ids(search_index) == set()


def test_a_renamed_term_is_found_by_its_new_name(search_index):
    page = factories.practice(phases=["release"])
    follow()
    term = factories.term(factories.models.Phase, "release")
    term.synonyms_en = "liberation"
    term.save()
    follow()
    assert found(search_index, "liberation") == [str(page.pk)]


@pytest.mark.commits
def test_a_save_brings_the_newest_changes_and_leaves_many_to_the_worker(search_index, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    pages = [factories.practice() for _ in range(4)]
    before = search_index.watermark()
    follow()
    assert ids(search_index) == {pages[2].pk, pages[3].pk}
    assert search_index.watermark() == before
    drain(search_index)
    assert ids(search_index) == {page.pk for page in pages}
    assert search_index.watermark() == outbox.now()


def test_following_many_changes_again_at_once_costs_nothing(search_index, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    factories.practice(), factories.practice()
    follow()
    monkeypatch.setattr(indexing, "apply", lambda *_: pytest.fail("the same once more"))
    follow()


def test_an_index_that_is_not_built_is_left_to_the_worker(search_index, settings, tmp_path):
    settings.SEARCH_FILE = tmp_path / "absent.sqlite3"
    factories.practice()
    follow()
    assert asking.embedded().watermark() == 0


def test_saving_goes_on_and_the_embedded_index_follows_while_elasticsearch_is_down(
    search_index, elasticsearch_is_down, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.practice()
    assert ids(search_index) == {page.pk}


def test_a_mistake_while_following_is_no_mistake_of_the_save(
    search_index, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    monkeypatch.setattr(indexing, "apply_newest", lambda engine: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        page = factories.practice()
    assert Entry.objects.filter(pk=page.pk).exists()
    assert "division by zero" in caplog.text


@pytest.mark.commits
def test_what_is_late_does_not_bring_back_what_was_withdrawn(search_index):
    page = factories.practice()
    late = Change(page.pk, outbox.now(), documents_of([page.pk])[page.pk])
    page.unpublish()
    drain(search_index)
    search_index.apply([late])
    assert ids(search_index) == set()


@pytest.mark.commits
@pytest.mark.parametrize("bring", [drain, indexing.apply_newest])
def test_what_others_have_passed_meanwhile_is_not_written(search_index, monkeypatch, bring):
    """Not even sent: a long time after a deletion the index would not know any more that it comes late."""
    page = factories.practice()

    def slow_documents_of(*args):
        monkeypatch.undo()
        documents = documents_of(*args)
        page.unpublish()
        drain(search_index)
        monkeypatch.setattr(type(search_index), "apply", lambda *_: pytest.fail("an older state was sent"))
        return documents

    monkeypatch.setattr(indexing, "documents_of", slow_documents_of)
    bring(search_index)
    assert ids(search_index) == set() and not outbox.newest_from(search_index.watermark())


@pytest.mark.commits
def test_an_interrupted_drain_is_done_again(search_index, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    pages = [factories.practice() for _ in range(3)]
    drain(search_index, go_on=lambda: False)
    assert len(ids(search_index)) == 1
    drain(search_index)
    assert ids(search_index) == {page.pk for page in pages}


def test_one_process_has_a_lease_and_another_takes_it_over_when_it_has_run_out(db):
    first, second = Lease("job"), Lease("job")
    assert first.renew() and first.renew() and not second.renew()
    WorkerState.objects.filter(name="job").update(held_until=timezone.now() - timedelta(seconds=1))
    assert second.renew() and not first.renew()
    first.give_back()  # not its own any more
    assert not first.renew()
    second.give_back()
    assert first.renew()


def test_a_lease_is_given_back_whatever_happens(db):
    with pytest.raises(RuntimeError), leased("job") as lease:
        assert lease and WorkerState.objects.get(name="job").held_until <= timezone.now() + LASTS
        raise RuntimeError
    with leased("job") as lease:
        assert lease
        with leased("job") as other:
            assert other is None


@pytest.mark.commits
def test_the_worker_brings_every_index_up_to_date(search_index):
    page = factories.practice()
    call_command("worker", once=True)
    assert ids(search_index) == {page.pk}
    assert WorkerState.objects.get(name=CLOCK).ticked_at


def test_the_worker_leaves_an_index_alone_that_another_one_drains(search_index):
    factories.practice()
    with leased(indexing.lease_name(search_index, "drain")):
        call_command("worker", once=True)
    assert ids(search_index) == set()


def test_the_worker_builds_an_index_that_is_absent(search_index, settings, tmp_path):
    settings.SEARCH_FILE = tmp_path / "absent.sqlite3"
    page = factories.practice()
    call_command("worker", once=True)
    assert ids(asking.embedded()) == {page.pk}


@pytest.mark.commits
def test_the_worker_builds_an_index_anew_that_has_missed_deleted_rows(search_index):
    page = factories.practice()
    WorkerState.objects.create(name=outbox.TRIMMED, position=outbox.now())
    OutboxRow.objects.all().delete()
    outbox.write([])
    call_command("worker", once=True)
    assert ids(search_index) == {page.pk}


def test_the_worker_refuses_to_follow_an_index_of_another_database(search_index):
    search_index.set_watermark(outbox.now() + 1000)
    with pytest.raises(CommandError, match="embedded"):
        call_command("worker", once=True)


@pytest.mark.commits
def test_the_worker_follows_the_embedded_index_while_elasticsearch_is_down(search_index, elasticsearch_is_down):
    page = factories.practice()
    with pytest.raises(CommandError, match="elasticsearch"):
        call_command("worker", once=True)
    assert ids(search_index) == {page.pk}


def come(page, name):
    """Let the date ``name`` of the page have come a second ago, and the last look at the clock be before that.

    The database asks its own clock, which no test moves.
    """
    now = timezone.now()
    moment = now - timedelta(seconds=1)
    Entry.objects.filter(pk=page.pk).update(**{name: moment})
    for revision in page.revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = moment
        revision.content["go_live_at"] = moment.isoformat()
        revision.save()
    WorkerState.objects.filter(name=CLOCK).update(ticked_at=now - timedelta(minutes=1))


@pytest.mark.commits
def test_what_is_scheduled_goes_public_by_the_worker_alone(search_index):
    page = factories.practice(live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    call_command("worker", once=True)
    assert ids(search_index) == set()
    come(page, "go_live_at")
    call_command("worker", once=True)
    assert ids(search_index) == {page.pk}


@pytest.mark.commits
def test_what_expires_is_gone_by_the_worker_alone(search_index):
    page = factories.practice(expire_at=timezone.now() + timedelta(days=1))
    call_command("worker", once=True)
    assert ids(search_index) == {page.pk}
    come(page, "expire_at")
    call_command("worker", once=True)
    assert ids(search_index) == set()


@pytest.mark.commits
def test_old_rows_are_kept_while_an_index_can_not_be_asked(search_index, elasticsearch_is_down, time_machine):
    time_machine.move_to("2026-05-01T12:00:00Z")
    factories.practice()
    time_machine.move_to("2026-05-09T12:00:00Z")
    drain(search_index)
    worker.look_at_clock()
    assert OutboxRow.objects.exists()
    asking.settings.ELASTICSEARCH_URL = ""
    WorkerState.objects.filter(name=CLOCK).update(ticked_at=timezone.now() - timedelta(minutes=1))
    worker.look_at_clock()
    assert not OutboxRow.objects.filter(written_at__lt=timezone.now() - timedelta(days=1)).exists()
