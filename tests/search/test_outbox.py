"""Every change that the public would see is noted in its own transaction, and reaches the index."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Page, PageViewRestriction

from practices import models
from practices.models import Entry
from practices.signals import entries_changed
from search import outbox
from search.clock import due, tick
from search.indexing import follow
from search.models import OutboxRow, WorkerState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(site_tree):
    """A function: ids noted since it was asked last."""
    OutboxRow.objects.all().delete()

    def since_last():
        ids = set(OutboxRow.objects.values_list("entry", flat=True))
        OutboxRow.objects.all().delete()
        return ids

    return since_last


def test_a_new_an_edited_and_a_deleted_entry_are_noted(noted):
    page = factories.practice()
    assert page.pk in noted()
    page.heading_en = "Another"
    page.save()
    assert page.pk in noted()
    page.save_revision().publish()
    assert page.pk in noted()
    page.unpublish()
    assert page.pk in noted()
    pk = page.pk
    page.delete()
    assert pk in noted()


@pytest.mark.parametrize("make", [factories.practice, factories.failure, factories.paper, factories.collection])
def test_every_kind_of_entry_is_noted(noted, make):
    assert make().pk in noted()


def test_deleting_by_its_plain_page_or_by_a_query_is_noted(noted):
    first, second = factories.practice(), factories.paper()
    noted()
    Page.objects.get(pk=first.pk).delete()
    assert first.pk in noted()
    Entry.objects.filter(pk=second.pk).delete()
    assert second.pk in noted()


def test_saving_its_plain_page_is_noted(noted):
    page = factories.practice()
    noted()
    plain = Page.objects.get(pk=page.pk)
    plain.live = False
    plain.save()
    assert page.pk in noted()


def test_keeping_a_draft_is_not_noted(noted):
    page = factories.practice()
    noted()
    page.heading_en = "Not public yet"
    page.save_revision()
    assert noted() == set()


def test_a_restriction_concerns_all_entries_below_its_page(noted):
    inside, outside = factories.practice(), factories.failure()
    noted()
    restriction = PageViewRestriction.objects.create(page=inside.get_parent(), restriction_type="login")
    assert noted() == {inside.pk}
    restriction.delete()
    assert noted() == {inside.pk}
    assert outside.pk


def test_an_alias_of_a_restricted_entry_is_noted(noted):
    page = factories.practice()
    alias = page.create_alias(update_slug="alias", parent=models.EntryIndex.objects.get(kind_of_entry="failure"))
    noted()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert noted() == {page.pk, alias.pk}


def test_moving_a_list_concerns_all_entries_in_it(noted, site_tree):
    page = factories.practice()
    target = models.EntryIndex.objects.get(kind_of_entry="collection")
    noted()
    page.get_parent().move(target, pos="last-child")
    assert page.pk in noted()


@pytest.mark.parametrize(
    ("model", "name"),
    [(models.Phase, "phases"), (models.Gender, "genders"), (models.Actor, "actors"), (models.Topic, "topics")],
)
def test_a_renamed_or_deleted_term_concerns_what_carries_it(noted, model, name):
    tagged, other = factories.practice(**{name: ["carried"]}), factories.practice()
    term = model.objects.get(slug="carried")
    noted()
    term.synonyms_sq = "tjetër"
    term.save()
    assert noted() == {tagged.pk}
    term.delete()
    assert noted() == {tagged.pk}
    assert other.pk


@pytest.mark.parametrize(
    ("model", "name"), [(models.Phase, "phases"), (models.Gender, "genders"), (models.Actor, "actors")]
)
def test_a_term_of_a_recommendation_concerns_its_paper(noted, model, name):
    term = factories.term(model, "carried")
    recommendation = models.Recommendation(anchor="r-1", text_en="<p>Do</p>")
    setattr(recommendation, name, [term])
    paper = factories.paper(recommendations=[recommendation])
    noted()
    term.save()
    assert noted() == {paper.pk}


def test_a_country_concerns_its_entries_and_its_note(noted):
    tagged, note = factories.practice(countries=["albania"]), factories.country_note(country=factories.country())
    noted()
    factories.country().save()
    assert noted() == {tagged.pk, note.pk}


def test_rows_written_without_save_are_noted(noted):
    entries_changed.send(Entry, ids=[4, 5])
    assert noted() == {4, 5}


def test_a_change_that_is_taken_back_leaves_no_row(noted):
    page = factories.practice()
    noted()
    with pytest.raises(RuntimeError), transaction.atomic():
        page.save()
        raise RuntimeError
    assert noted() == set()


def test_a_change_is_followed_after_its_transaction(noted, django_capture_on_commit_callbacks):
    page = factories.practice()
    with django_capture_on_commit_callbacks() as callbacks:
        page.save()
    assert follow in callbacks


def test_a_date_that_comes_reaches_from_the_last_look_to_now(noted, time_machine):
    time_machine.move_to("2026-05-01T12:00:00Z")
    tick()
    dated = {localized("translation_published_on", "sq"): date(2026, 5, 3)}
    opens = factories.practice(languages=("en", "sq"), **dated)
    ends = factories.practice(expire_at=datetime(2026, 5, 2, 10, tzinfo=UTC))
    factories.practice(expire_at=datetime(2026, 6, 2, 10, tzinfo=UTC))
    noted()
    time_machine.move_to("2026-05-02T12:00:00Z")
    assert tick() and noted() == {ends.pk}
    time_machine.move_to("2026-05-03T06:00:00Z")
    assert tick() and noted() == {opens.pk}
    assert tick() and noted() == set()
    assert due(WorkerState.objects.get().ticked_at, WorkerState.objects.get().ticked_at) == []


def test_a_date_that_came_is_noted_once_more_for_a_database_whose_clock_is_behind(noted, time_machine):
    time_machine.move_to("2026-05-02T09:59:50Z", tick=False)
    tick()
    ends = factories.practice(expire_at=datetime(2026, 5, 2, 10, tzinfo=UTC))
    noted()
    noted_at = []
    for minute in range(5):
        time_machine.move_to(f"2026-05-02T10:0{minute}:10Z", tick=False)
        assert tick()
        noted_at += [minute] * (noted() == {ends.pk})
    assert noted_at == [0, 2]


@pytest.mark.commits
def test_the_end_of_the_log_moves_with_each_row_and_never_back(noted):
    first = outbox.now()
    outbox.write([1, 2])
    second = outbox.now()
    assert outbox.entries_between(first, second) == [1, 2]
    OutboxRow.objects.all().delete()
    assert outbox.now() >= second > first


@pytest.mark.commits
def test_old_rows_that_every_index_has_read_are_deleted_and_that_is_remembered(noted, time_machine):
    time_machine.move_to("2026-05-01T12:00:00Z")
    outbox.write([1])
    time_machine.move_to("2026-05-03T12:00:00Z")
    read_to = outbox.now()
    outbox.write([2])
    time_machine.move_to("2026-05-05T12:00:00Z")
    outbox.trim(read_to)
    assert noted() == {2}
    assert outbox.trimmed_to() <= read_to
    assert outbox.trimmed_to() > 0


def test_rows_of_today_stay(noted):
    outbox.write([1])
    outbox.trim(outbox.now())
    assert noted() == {1} and outbox.trimmed_to() == 0
