"""Importing again: what the file changed is updated, and never over what an editor did."""

from datetime import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from practices.exchange.importing import import_file
from practices.models import ConclusionPaper, GoodPractice

from .exchange_lines import EVERYTHING, MINIMAL, PAPER, exported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


# --- What the file changed


def test_the_same_file_again_changes_nothing(file_of):
    import_file(file_of(*EVERYTHING))
    report = import_file(file_of(*EVERYTHING))
    assert sorted(report.unchanged) == sorted(exported())
    assert not report.updated


def test_a_changed_line_updates_and_keeps_rows_and_their_anchors(file_of):
    import_file(file_of(*EVERYTHING))
    before = ConclusionPaper.objects.get(key="my-paper")
    rows = {row.number: (row.pk, row.anchor) for row in before.recommendations.all()}
    changed = PAPER | {"heading": {"en": "Better", "sq": "Më mirë"}}
    report = import_file(file_of(changed))
    after = ConclusionPaper.objects.get(key="my-paper")
    assert report.updated == ["my-paper"]
    assert (after.title, after.heading_sq, after.pk) == ("Better", "Më mirë", before.pk)
    assert {row.number: (row.pk, row.anchor) for row in after.recommendations.all()} == rows


def test_an_inserted_paragraph_leaves_the_anchors_of_the_others(file_of):
    line = MINIMAL | {"body": {"en": "First\n\nSecond"}}
    import_file(file_of(line))
    before = {str(b.value): b.id for b in GoodPractice.objects.get(key="a").body_en}
    import_file(file_of(line | {"body": {"en": "New\n\nFirst\n\nSecond"}}))
    after = {str(b.value): b.id for b in GoodPractice.objects.get(key="a").body_en}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


def test_a_restriction_stays_where_the_line_names_none(file_of):
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    import_file(file_of(MINIMAL | {"heading": {"en": "B"}}))
    assert exported()["a"]["visibility"] == "login"
    import_file(file_of(MINIMAL | {"visibility": "public"}))
    assert not PageViewRestriction.objects.exists()


# --- What an editor did


def test_what_an_editor_changed_is_left_alone_and_named_unless_forced(file_of):
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    page.heading_en = "An editor's"
    page.save_revision().publish()
    changed = MINIMAL | {"heading": {"en": "The file's"}}
    report = import_file(file_of(changed))
    assert "an editor changed it" in report.skipped["a"]
    assert GoodPractice.objects.get(key="a").heading_en == "An editor's"
    import_file(file_of(changed), force=True)
    page = GoodPractice.objects.get(key="a")
    assert page.heading_en == page.get_latest_revision_as_object().heading_en == "The file's"
    assert not page.has_unpublished_changes


def test_what_was_deleted_by_hand_stays_deleted_unless_forced(file_of):
    import_file(file_of(MINIMAL))
    GoodPractice.objects.get(key="a").delete()
    assert import_file(file_of(MINIMAL)).skipped == {"a": "it was deleted by hand"}
    import_file(file_of(MINIMAL), force=True)
    assert GoodPractice.objects.filter(key="a", live=True).exists()


def test_what_was_unpublished_by_hand_stays_unpublished(file_of):
    import_file(file_of(MINIMAL))
    GoodPractice.objects.get(key="a").unpublish()
    report = import_file(file_of(MINIMAL | {"heading": {"en": "Again"}}))
    assert report.skipped == {"a": "it was unpublished by hand"}
    assert not GoodPractice.objects.get(key="a").live


def test_what_was_unpublished_by_hand_comes_back_after_a_file_that_agreed(file_of):
    import_file(file_of(MINIMAL))
    GoodPractice.objects.get(key="a").unpublish()
    import_file(file_of(MINIMAL | {"live": False}))
    import_file(file_of(MINIMAL))
    assert GoodPractice.objects.get(key="a").live


# --- Published, taken offline, on a date to come


@pytest.mark.parametrize("before", [[], [MINIMAL]], ids=["new", "public before"])
def test_an_entry_with_a_date_to_come_is_published_on_that_day(file_of, monkeypatch, before):
    later = MINIMAL | {"go_live_at": "2090-01-01T00:00:00+00:00"}
    import_file(file_of(*before))
    import_file(file_of(later))
    assert not GoodPractice.objects.get(key="a").live
    assert exported()["a"] == later | {"translations": {"en": {"state": "ready"}}}
    assert import_file(file_of(later | {"licence": "CC0"})).updated == ["a"]
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat("2090-01-02T00:00:00+00:00"))
    call_command("publish_scheduled")
    page = GoodPractice.objects.get(key="a")
    assert (page.live, page.heading_en, page.licence) == (True, "A", "CC0")


def test_an_embargo_that_is_lifted_publishes_at_once(file_of):
    import_file(file_of(MINIMAL))
    import_file(file_of(MINIMAL | {"go_live_at": "2090-01-01T00:00:00+00:00"}))
    assert import_file(file_of(MINIMAL)).updated == ["a"]
    page = GoodPractice.objects.get(key="a")
    assert (page.live, page.approved_schedule, page.has_unpublished_changes) == (True, False, False)


def test_a_draft_that_was_never_public_is_published_by_a_later_line(file_of):
    import_file(file_of(MINIMAL | {"live": False}))
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    assert page.live
    assert page.first_published_at == page.last_published_at is not None


def test_what_a_file_took_offline_another_brings_back(file_of):
    lines = [MINIMAL, MINIMAL | {"live": False}, MINIMAL]
    reports = [import_file(file_of(line)) for line in lines]
    page = GoodPractice.objects.get(key="a")
    assert [report.skipped for report in reports] == [{}, {}, {}]
    assert page.live and not page.has_unpublished_changes
