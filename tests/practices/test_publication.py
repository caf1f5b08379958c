"""From draft to live row, through real revisions: what is public in each language afterwards.

Remedies of "Pitfalls and their remedies" (docs of the design) that these tests hold, with those of
test_publication_workflows.py and test_titles_and_keys.py; those about forms are in test_editing*.py:

1. only suffixed columns hold text, whatever language is active: test_publishing_under_any_interface_language…
2. a revision older than a language brings no text of another one into it: test_a_revision_older_than_a_language…
6. title and key are filled outside any form: test_the_title_follows…, test_a_key…
9. the hold is in save(), so that every way of publishing passes it: …workflow…, …scheduled…, …alias…
10. the live revision survives scheduling: test_scheduling_a_held_page…
"""

import datetime

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone, translation
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import Orderable, Page, Revision

from portal.languages import CONTENT_CODES
from portal.models import StandardPage
from practices import models
from tests import factories

from .editing_forms import draft, live
from .entry_pages import blocks
from .publishing import edit, opened, publish, texts

pytestmark = pytest.mark.usefixtures("site_tree")
TODAY = datetime.date(2030, 5, 10)


@pytest.fixture
def paper():
    page = factories.paper(languages=("en", "sq"))
    page.recommendations = [
        models.Recommendation(anchor=f"r{n}", sort_order=n, text_en=f"en {n}", text_sq=f"sq {n}") for n in (1, 2)
    ]
    page.save_revision().publish()
    return live(page)


def recommendations(page):
    rows = sorted(page.recommendations.all(), key=lambda row: row.sort_order)
    return [(row.anchor, row.text_en or "", row.text_sq or "") for row in rows]


# --- A held language


def test_a_held_language_keeps_its_public_text_while_english_is_corrected(practice):
    public = texts(practice, "sq")
    changed = opened(practice)
    changed.steps.all()[0].text_sq = "<p>HELD</p>"
    changed.heading_sq, changed.summary_sq, changed.body_sq = "HELD", "HELD", blocks(b1="<p>HELD</p>")
    changed.translation_state_sq = "draft"
    changed.heading_en, changed.body_en = "One, corrected", blocks(b1="<p>Body, corrected</p>")
    changed.save_revision().publish()
    page = live(practice)
    assert texts(page, "sq") == public
    assert page.is_released("sq")
    assert page.heading_en == "One, corrected" and "Body, corrected" in str(page.body_en)


def test_the_draft_of_a_held_language_survives_publication(practice):
    page = publish(practice, heading_sq="HELD", translation_state_sq="draft", heading_en="One, corrected")
    assert page.has_unpublished_changes
    assert (draft(page).heading_sq, draft(page).translation_state_sq) == ("HELD", "draft")
    page = publish(page, heading_en="One, corrected twice")
    assert (page.heading_sq, draft(page).heading_sq) == ("Një", "HELD")


def test_a_held_language_goes_out_once_it_is_ready(practice):
    page = publish(practice, heading_sq="Një, ri", translation_state_sq="draft")
    page = publish(page, translation_state_sq="ready")
    assert page.heading_sq == "Një, ri"
    assert not page.has_unpublished_changes


def test_a_page_without_held_text_has_no_unpublished_changes_after_publication(practice):
    assert not publish(practice, heading_en="Two").has_unpublished_changes


@pytest.mark.parametrize("state", ["draft", ""])
def test_a_language_never_published_is_blank_in_the_live_row(practice, state):
    changed = opened(practice)
    changed.heading_mk, changed.body_mk, changed.translation_state_mk = "ЧУВАНО", blocks(b1="<p>ЧУВАНО</p>"), state
    changed.translator_mk, changed.steps.all()[0].text_mk = "ЧУВАНО", "ЧУВАНО"
    changed.save_revision().publish()
    page = live(practice)
    assert texts(page, "mk") == {} and not page.translator_mk
    assert draft(page).heading_mk == "ЧУВАНО" and draft(page).steps.all()[0].text_mk == "ЧУВАНО"


def test_the_first_publication_holds_what_is_not_ready():
    page = factories.practice(live=False, heading_sq="HELD", translation_state_sq="draft")
    page.save_revision().publish()
    page = live(page)
    assert page.live and page.heading_en and not page.heading_sq
    assert page.has_unpublished_changes and draft(page).heading_sq == "HELD"


def test_the_bookkeeping_of_a_held_language_is_held_too(practice):
    practice = publish(practice, translator_sq="Ana", translation_published_on_sq=datetime.date(2020, 1, 1))
    changed = opened(practice)
    changed.confirm_translation("sq")
    changed.save_revision().publish()
    before = live(practice)
    assert before.translation_confirmed_sq
    page = publish(
        practice,
        translation_state_sq="draft",
        translator_sq="HELD",
        translation_method_sq="authoritative",
        translation_published_on_sq=datetime.date(2029, 1, 1),
        translation_confirmed_sq={"heading": "held"},
    )
    for name in ("state", "published_on", "method", "confirmed"):
        field = localized(f"translation_{name}", "sq")
        assert getattr(page, field) == getattr(before, field)
    assert page.translator_sq == "Ana"
    assert draft(page).translator_sq == "HELD"


@pytest.mark.parametrize("active", [*CONTENT_CODES, "sr-latn", "nb", "pt-br", None])
def test_publishing_under_any_interface_language_writes_no_text_into_another(practice, active):
    with translation.override(active):
        page = publish(practice, heading_sq="HELD", translation_state_sq="draft", heading_en="Corrected")
    headings = {code: getattr(page, localized("heading", code)) for code in CONTENT_CODES}
    assert {code: text for code, text in headings.items() if text} == {"en": "Corrected", "sq": "Një"}
    assert [getattr(draft(page), localized("heading", code)) or "" for code in CONTENT_CODES[:2]] == [
        "Corrected",
        "HELD",
    ]


@pytest.mark.parametrize("name", ["text", "heading"])
def test_a_standard_page_is_published_per_language_too(site_tree, name):
    ready = {"translation_state_en": "ready", "translation_state_sq": "ready"}
    page = StandardPage(title="About", slug="about", heading_en="About", heading_sq="Për ne", **ready)
    page.text_en, page.text_sq = "<p>About</p>", "<p>Për ne</p>"
    site_tree.add_child(instance=page)
    public = getattr(page, localized(name, "sq"))
    field = localized(name, "sq")
    page = publish(page, **{field: "HELD", localized(name, "en"): "Corrected", "translation_state_sq": "draft"})
    assert (getattr(page, localized(name, "en")), getattr(page, field)) == ("Corrected", public)
    assert getattr(draft(page), field) == "HELD" and page.has_unpublished_changes
    page = publish(page, translation_state_sq="withdrawn")
    assert not getattr(page, field) and getattr(draft(page), field) == "HELD"


# --- Child rows


def test_a_row_added_in_a_draft_goes_out_without_its_held_text(paper):
    changed = opened(paper)
    changed.recommendations.add(models.Recommendation(anchor="r3", sort_order=3, text_en="en 3", text_sq="HELD"))
    changed.translation_state_sq = "draft"
    changed.save_revision().publish()
    assert recommendations(live(paper)) == [("r1", "en 1", "sq 1"), ("r2", "en 2", "sq 2"), ("r3", "en 3", "")]
    assert recommendations(draft(paper))[2] == ("r3", "en 3", "HELD")


def test_a_row_removed_from_a_draft_is_removed_in_every_language(paper):
    changed = opened(paper)
    changed.translation_state_sq = "draft"
    changed.recommendations = [row for row in changed.recommendations.all() if row.anchor != "r1"]
    changed.save_revision().publish()
    assert recommendations(live(paper)) == [("r2", "en 2", "sq 2")]


def test_rows_that_change_places_keep_their_held_texts(paper):
    changed = opened(paper)
    changed.translation_state_sq = "draft"
    first, second = changed.recommendations.all()
    first.sort_order, second.sort_order, first.text_sq, second.text_sq = 2, 1, "HELD", "HELD"
    changed.recommendations = [second, first]
    changed.save_revision().publish()
    assert recommendations(live(paper)) == [("r2", "en 2", "sq 2"), ("r1", "en 1", "sq 1")]


@pytest.mark.parametrize(
    "model", [model for model in apps.get_app_config("practices").get_models() if issubclass(model, Orderable)]
)
def test_rows_come_in_the_order_that_the_editor_gave_them(model):
    assert model._meta.ordering == ["sort_order"]


def test_a_held_publication_leaves_the_tags_of_a_recommendation(paper):
    prison = factories.term(models.Phase, "prison")
    changed = opened(paper)
    changed.recommendations.all()[0].phases = [prison]
    changed.translation_state_sq = "draft"
    changed.save_revision().publish()
    assert [term.slug for term in live(paper).recommendations.all()[0].phases.all()] == ["prison"]


def test_rows_within_rows_are_held_too():
    target = factories.practice()
    page = factories.collection(languages=("en", "sq"))
    item = models.CollectionItem(anchor="i1", target=target, note_en="note", note_sq="shënim")
    page.sections = [models.CollectionSection(anchor="c1", heading_en="Section", heading_sq="Pjesë", items=[item])]
    page.save_revision().publish()
    changed = opened(page)
    changed.translation_state_sq = "draft"
    section = changed.sections.all()[0]
    section.heading_sq = "HELD"
    old = section.items.all()[0]
    old.note_en, old.note_sq = "note, corrected", "HELD"
    section.items = [old, models.CollectionItem(anchor="i2", target=target, note_en="new", note_sq="HELD")]
    changed.sections = [section]
    changed.save_revision().publish()
    section = live(page).sections.get()
    notes = [(item.anchor, item.note_en, item.note_sq or "") for item in section.items.all()]
    assert section.heading_sq == "Pjesë"
    assert notes == [("i1", "note, corrected", "shënim"), ("i2", "new", "")]
    assert [item.note_sq for item in draft(page).sections.all()[0].items.all()] == ["HELD", "HELD"]


def two_sections():
    """A live collection with an item of the same anchor in either section."""
    target = factories.practice()
    page = factories.collection(languages=("en", "sq"))
    page.sections = [
        models.CollectionSection(
            anchor=f"c{n}",
            sort_order=n,
            items=[models.CollectionItem(anchor="i1", target=target, note_en=f"note {n}", note_sq=f"shënim {n}")],
        )
        for n in (1, 2)
    ]
    page.save_revision().publish()
    return live(page)


def notes_sq(page):
    return {section.anchor: [item.note_sq or "" for item in section.items.all()] for section in page.sections.all()}


def test_rows_with_the_same_anchor_in_different_parents_keep_their_own_held_texts(site_tree):
    assert notes_sq(publish(two_sections(), translation_state_sq="draft")) == {"c1": ["shënim 1"], "c2": ["shënim 2"]}


def test_a_row_moved_to_another_parent_keeps_its_held_text(site_tree):
    page = two_sections()
    changed = opened(page)
    first, second = changed.sections.all()
    second.items = []
    changed.sections = [first, second]
    changed.save_revision().publish()
    changed = opened(page)
    first, second = changed.sections.all()
    item = first.items.all()[0]
    item.note_sq, changed.translation_state_sq = "HELD", "draft"
    first.items, second.items = [], [item]
    changed.sections = [first, second]
    changed.save_revision().publish()
    assert notes_sq(live(page)) == {"c1": [], "c2": ["shënim 1"]}


# --- Withdrawn, future, expired, unpublished


def test_a_withdrawn_language_is_blanked_in_the_live_row(practice):
    page = publish(practice, translation_state_sq="withdrawn")
    assert texts(page, "sq") == {}
    assert page.translation_state_sq == "withdrawn" and page.released_languages() == ["en"]


def test_a_withdrawn_language_is_kept_in_the_draft_and_can_come_back(practice):
    public = texts(practice, "sq")
    page = publish(practice, translation_state_sq="withdrawn")
    assert texts(draft(page), "sq") == public
    page = publish(page, heading_en="An edit in between")
    assert texts(page, "sq") == {}
    page = publish(page, translation_state_sq="ready")
    assert texts(page, "sq") == public and page.is_released("sq")


def test_a_language_held_after_its_withdrawal_stays_withdrawn(practice):
    page = publish(practice, translation_state_sq="withdrawn")
    page = publish(page, translation_state_sq="draft", heading_sq="HELD")
    assert texts(page, "sq") == {} and page.translation_state_sq == "withdrawn"
    assert draft(page).heading_sq == "HELD"


def test_a_future_date_is_in_the_live_row_and_out_from_that_day_on(practice, monkeypatch):
    page = publish(practice, translation_published_on_sq=TODAY)
    assert page.heading_sq == "Një"
    for day, released in ((-1, False), (0, True), (1, True)):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: TODAY + datetime.timedelta(days=day))
        assert page.is_released("sq") is released
        assert page.released_languages() == (["en", "sq"] if released else ["en"])
        assert models.Entry.objects.public_in("sq").filter(pk=page.pk).exists() is released


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # which never have one day
def test_a_date_comes_with_the_portals_day_wherever_the_editor_lives(practice, zone):
    day = timezone.localdate()
    for date, released in ((day, True), (day + datetime.timedelta(days=1), False)):
        page = publish(practice, translation_published_on_sq=date)
        with timezone.override(zone):
            assert page.is_released("sq") is released
            assert models.Entry.objects.public_in("sq").filter(pk=page.pk).exists() is released


def test_an_entry_whose_time_is_over_is_unpublished_and_nothing_of_it_is_public(practice):
    page = publish(practice, heading_sq="HELD", translation_state_sq="draft")
    page = publish(page, expire_at=timezone.now() + datetime.timedelta(hours=1))
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    call_command("publish_scheduled")
    page = live(page)
    assert page.expired and not page.live
    assert not models.Entry.objects.public().filter(pk=page.pk).exists()
    assert draft(page).heading_sq == "HELD"


def republished(page):
    """``page`` published again as it is, as with the button in the administration."""
    draft(page).save_revision().publish()


def republished_after_an_edit(page):
    """A form writes the draft of a page that is not live into the row itself."""
    row = draft(page)
    row.save()
    row.save_revision().publish()


def republished_on_a_date(page):
    revision = draft(page).save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    Page.objects.filter(pk=page.pk).update(go_live_at=revision.approved_go_live_at)
    call_command("publish_scheduled")


@pytest.mark.parametrize("again", [republished, republished_after_an_edit, republished_on_a_date])
@pytest.mark.parametrize("state", ["draft", ""])
def test_after_unpublishing_the_others_return_and_the_held_language_waits(paper, again, state):
    """What was public of it went with the unpublishing; it returns with its own new text, once that is ready."""
    page = publish(paper, heading_mk="Три", translation_state_mk="ready")
    public = {code: texts(page, code) for code in ("en", "mk")}
    changed = opened(page)
    changed.heading_sq, changed.recommendations.all()[0].text_sq = "HELD", "HELD"
    changed.translation_state_sq = state
    changed.save_revision().publish()
    live(page).unpublish()
    assert not models.Entry.objects.public().filter(pk=page.pk).exists()
    again(live(page))
    page = live(page)
    assert page.live and page.released_languages() == ["en", "mk"]
    assert {code: texts(page, code) for code in ("en", "mk")} == public
    assert texts(page, "sq") == {} and not page.translation_state_sq
    assert page.has_unpublished_changes and "HELD" in texts(draft(page), "sq").values()
    page = publish(page, translation_state_sq="ready")
    assert page.heading_sq == "HELD" and page.released_languages() == ["en", "sq", "mk"]


def test_the_draft_of_an_unpublished_page_is_not_taken_for_its_public_text(practice):
    """For a page that is not live Wagtail writes the draft into the row itself."""
    practice.unpublish()
    row = live(practice)
    row.heading_sq, row.translation_state_sq = "HELD", "draft"
    row.save()
    row.save_revision().publish()
    assert live(practice).heading_sq in (None, "")


# --- Revisions older than a language


@pytest.mark.parametrize("active", [*CONTENT_CODES, "sr-latn", "nb", "pt-br", None])
def test_a_revision_older_than_a_language_leaks_nothing_into_it(practice, active):
    def without(data, code):
        suffix = f"_{code}"
        return {
            key: [without(row, code) for row in value] if isinstance(value, list) and key == "steps" else value
            for key, value in data.items()
            if not key.endswith(suffix)
        }

    revision = edit(practice, heading_en="English text")
    content = without(revision.content, "sr")
    content["heading"] = content["steps"][0]["text"] = "English text"
    content["body"] = blocks(b1="English text")
    Revision.objects.filter(pk=revision.pk).update(content=content)
    with translation.override(active):
        old = Revision.objects.get(pk=revision.pk).as_object()
        assert texts(old, "sr") == {} and len(old.body_sr) == 0
        assert old.heading_en == "English text" and old.heading_sq == "Një"
        assert old.steps.all()[0].text_sq == "<p>Hapi</p>"
        old.save_revision().publish()
    page = live(practice)
    assert texts(page, "sr") == {} and not page.translation_state_sr
    assert (page.heading_en, page.heading_sq) == ("English text", "Një")
