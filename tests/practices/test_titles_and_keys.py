"""The title and the key of an entry: what they are made from, and what does not show in them."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Revision

from practices import models
from practices.exchange.importing import import_file
from tests import factories

from .editing_forms import live
from .publishing import edit, publish

pytestmark = pytest.mark.usefixtures("site_tree")


# --- Titles


def test_the_title_follows_the_originals_heading_and_the_slug_stays():
    page = factories.practice(languages=("sq", "en"), heading_sq="Dalja", slug="dalja", live=False)
    page = publish(page, heading_sq="Dalja nga burgu", heading_en="Way out")
    assert (page.title, page.slug) == ("Dalja nga burgu", "dalja")


def test_the_title_does_not_show_the_held_heading_of_an_original_that_was_public(practice):
    page = publish(practice, heading_en="HELD", translation_state_en="draft", heading_sq="Dy")
    assert (page.title, page.heading_en, page.heading_sq) == ("One", "One", "Dy")


def test_the_title_does_not_show_the_heading_of_an_original_that_was_never_public():
    page = factories.practice(languages=("en", "sq"), translation_state_en="draft", live=False)
    page = publish(page, heading_en="HELD")
    assert page.live and not page.heading_en
    assert page.title != "HELD"


def test_the_title_of_an_imported_page_does_not_show_a_held_heading(tmp_path):
    line = {"type": "practice", "key": "a", "original_language": "en", "heading": {"en": "HELD", "sq": "Dalja"}}
    file = tmp_path / "entries.jsonl"
    file.write_text(json.dumps({**line, "translations": {"en": {"state": "draft"}}}))
    import_file(file)
    assert models.GoodPractice.objects.get(key="a").title == "Dalja"


def test_a_title_is_never_longer_than_its_column():
    page = factories.practice(live=False, heading_en="x" * 255)
    assert publish(page).title == "x" * 255


# --- Keys


def test_a_key_is_made_from_the_slug_and_numbered_where_it_is_taken():
    keys = [factories.practice(key="", slug=f"way-out{end}").key for end in ("", "-x")]
    assert keys == ["way-out", "way-out-x"]
    assert models.GoodPractice(title="t", slug="way-out").free_key("way-out") == "way-out-2"
    page = factories.failure(key="", slug="way-out")
    assert page.key == "way-out-2"


def test_a_key_that_another_entry_has_is_refused():
    factories.practice(key="taken")
    with translation.override("en"), pytest.raises(ValidationError, match="key already exists"):
        factories.failure(key="taken", slug="other")


def test_a_revision_does_not_change_the_key(practice):
    revision = edit(practice, heading_en="New")
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "key": "another"})
    Revision.objects.get(pk=revision.pk).publish()
    assert (live(practice).key, live(practice).heading_en) == (practice.key, "New")


def test_a_copy_has_a_key_of_its_own(paper):
    copied = paper.copy(update_attrs={"slug": "copied"})
    assert copied.key
    assert copied.key != paper.key


def test_an_alias_has_a_key_of_its_own(paper):
    alias = paper.create_alias(update_slug="aliased")
    assert alias.specific.key != paper.key
    live(paper).save_revision().publish()
    assert live(alias).key != paper.key
