"""Editing an entry: what is opened is changed, and nothing else."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text
from wagtail.users.models import UserProfile

from practices import models
from practices.units import text_fields
from tests import factories

from .conftest import LANGUAGES, UUIDS
from .editing_forms import draft, edit_url, live, open_form, save, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def unpublished(paper):
    paper.unpublish()
    return live(paper)


def texts(page, *codes):
    """Every text of ``page`` and its recommendations in ``codes``, to compare."""
    found = {}
    for code in codes:
        for name in text_fields(type(page)):
            value = getattr(page, f"{name}_{code}")
            found[name, code] = value.raw_data if name == "body" and value else value or ""
            found[name, code] = str(list(found[name, code])) if name == "body" else found[name, code]
        for row in page.recommendations.all():
            found[row.anchor, code] = row.__dict__[f"text_{code}"] or ""
    return found


# --- Closed and open languages


def test_only_the_original_is_open_at_first(admin_client, paper):
    html = admin_client.get(edit_url(paper)).content.decode()
    assert 'name="heading_en"' in html
    assert 'name="heading_sq"' not in html
    assert "Open Shqip" in html


def test_an_address_opens_more_languages(admin_client, paper):
    html = admin_client.get(edit_url(paper), {"languages": "sq"}).content.decode()
    assert 'name="heading_sq"' in html
    assert 'name="heading_mk"' not in html
    assert 'name="recommendations-0-text_sq"' in html


@pytest.mark.parametrize("state", ["paper", "unpublished"])
def test_saving_leaves_closed_languages_untouched(admin_client, request, state):
    page = request.getfixturevalue(state)
    before = texts(draft(page), "sq", "mk")
    save(admin_client, page, heading_en="New", **{"recommendations-0-text_en": rich_text("<p>New</p>")})
    after = draft(page)
    assert after.heading_en == "New"
    assert "New" in after.recommendations.first().text_en
    assert texts(after, "sq", "mk") == before


def test_saving_nothing_changes_nothing(admin_client, paper):
    facts = ("key", "slug", "title", "original_language", "licence", "event_organiser", "translation_state_sq")
    before = draft(paper)
    save(admin_client, paper, languages=LANGUAGES)
    after = draft(paper)
    assert texts(after, *LANGUAGES, "sr") == texts(before, *LANGUAGES, "sr")
    assert [getattr(after, name) for name in facts] == [getattr(before, name) for name in facts]
    assert [str(term) for term in after.phases.all()] == ["Prison"]


def test_the_form_comes_back_with_the_languages_it_had(admin_client, paper):
    response = save(admin_client, paper, ["sq"])
    assert "languages=en%2Csq" in response.headers["Location"]


# --- Rows


def test_a_row_added_in_a_draft_keeps_its_anchor_and_its_closed_languages(admin_client, paper):
    data = open_form(admin_client, paper)
    data["recommendations-TOTAL_FORMS"] = "3"
    new = {"id": "", "anchor": "", "kind": "recommendation", "number": "3", "heading_en": "", "follow_up": ""}
    for name, value in {**new, "text_en": rich_text("<p>Third</p>"), "ORDER": "3", "DELETE": ""}.items():
        data[f"recommendations-2-{name}"] = value
    data["recommendations-2-answered_by-count"] = "0"
    send(admin_client, paper, data)
    third = draft(paper).recommendations.last()
    assert third.pk is None
    save(admin_client, paper, ["sq"], **{"recommendations-2-text_sq": rich_text("<p>E treta</p>")})
    save(admin_client, paper, heading_en="Touched elsewhere")
    again = draft(paper).recommendations.last()
    assert again.pk is None
    assert again.anchor == third.anchor
    assert "Third" in again.text_en
    assert "E treta" in again.text_sq
    assert live(paper).recommendations.count() == 2


def test_a_row_keeps_its_anchor_when_it_is_published(admin_client, paper):
    anchors = [row.anchor for row in paper.recommendations.all()]
    save(admin_client, paper, action="publish", heading_en="New")
    assert [row.anchor for row in live(paper).recommendations.all()] == anchors


def test_rows_are_moved_and_removed_with_their_closed_languages(admin_client, site_tree):
    steps = [models.Step(text_en=f"Step {n}", text_sq=f"Hapi {n}") for n in (1, 2)]
    page = live(factories.practice(("en", "sq"), steps=steps))
    page.save_revision().publish()
    save(admin_client, page, **{"steps-0-ORDER": "2", "steps-1-ORDER": "1"})
    assert [row.text_sq for row in draft(page).steps.all()] == ["Hapi 2", "Hapi 1"]
    save(admin_client, page, **{"steps-0-DELETE": "1"})
    assert [row.text_sq for row in draft(page).steps.all()] == ["Hapi 1"]


def test_recommendations_are_moved(admin_client, paper):
    first, second = paper.recommendations.all()
    save(admin_client, paper, **{"recommendations-0-ORDER": "2", "recommendations-1-ORDER": "1"})
    assert [row.anchor for row in draft(paper).recommendations.all()] == [second.anchor, first.anchor]


def test_nested_rows_keep_their_closed_languages(admin_client, site_tree):
    target = factories.practice()
    item = models.CollectionItem(target=target, note_en="Note", note_sq="Shënim")
    section = models.CollectionSection(heading_en="Section", heading_sq="Pjesa")
    section.items = [item]
    page = live(factories.collection(("en", "sq"), sections=[section]))
    page.save_revision().publish()
    # A revision whose rows have no primary key yet
    changed = draft(page)
    for row in changed.sections.all():
        row.pk = None
        for below in row.items.all():
            below.pk = None
    changed.save_revision()
    save(admin_client, page, **{"sections-0-items-0-note_en": "Other"})
    (section_after,) = draft(page).sections.all()
    (item_after,) = section_after.items.all()
    assert (section_after.heading_sq, item_after.note_sq, item_after.note_en) == ("Pjesa", "Shënim", "Other")
    assert (section_after.anchor, item_after.anchor) == (section.anchor, item.anchor)


# --- The administration's own language must not matter


@pytest.mark.parametrize("ui", ["en", "sr", "nb", "sq"])
def test_editing_under_any_language_of_the_administration(admin_client, administrator, paper, ui):
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": ui})
    before = texts(draft(paper), "en", "mk", "sr", "bs")
    save(admin_client, paper, ["sq"], heading_sq="Titull i ri")
    after = draft(paper)
    assert after.heading_sq == "Titull i ri"
    assert texts(after, "en", "mk", "sr", "bs") == before


def test_clearing_a_language_under_the_administration_of_that_language(admin_client, administrator, paper):
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": "sq"})
    blank = {"heading_sq": "", "summary_sq": "", "translation_state_sq": "", "body_sq-count": "0"}
    save(admin_client, paper, ["sq"], **blank)
    after = draft(paper)
    assert not after.heading_sq
    assert not after.summary_sq
    assert not len(after.body_sq)
    assert after.heading_en == paper.heading_en


def test_an_untouched_text_editor_stores_nothing(admin_client, site_tree):
    page = factories.practice()
    save(admin_client, page)
    assert not draft(page).challenge_en


# --- Title and key


def test_title_follows_the_original_heading(admin_client, paper):
    save(admin_client, paper, heading_en="Another title")
    assert draft(paper).title == "Another title"


def test_a_published_key_cannot_be_changed(admin_client, paper):
    save(admin_client, paper, key="stolen")
    assert draft(paper).key == paper.key


# --- Vocabularies


def test_terms_are_shown_and_saved(admin_client, paper):
    factories.term(models.Phase, "probation")
    data = open_form(admin_client, paper)
    prison = models.Phase.objects.get(slug="prison")
    assert data.getlist("phases") == [str(prison.pk)]
    probation = models.Phase.objects.get(slug="probation")
    data.setlist("phases", [str(prison.pk), str(probation.pk)])
    data.setlist("recommendations-0-phases", [str(probation.pk)])
    data["topics"] = "risk-management, family work"
    send(admin_client, paper, data, "publish")
    after = live(paper)
    assert {term.slug for term in after.phases.all()} == {"prison", "probation"}
    assert [term.slug for term in after.recommendations.first().phases.all()] == ["probation"]
    assert {topic.name for topic in after.topics.all()} == {"risk-management", "family work"}
    assert [country.slug for country in after.countries.all()] == ["albania"]


def test_the_entries_that_answer_a_recommendation(admin_client, paper):
    answers = [factories.practice(), factories.practice()]
    data = open_form(admin_client, paper)
    name = "recommendations-0-answered_by"
    data[f"{name}-count"] = "3"
    for i, entry in enumerate([*answers, answers[0]]):
        for key, value in {"type": "entry", "value": entry.pk, "order": i, "deleted": "", "id": ""}.items():
            data[f"{name}-{i}-{key}"] = str(value)
    send(admin_client, paper, data, "publish")
    assert set(live(paper).recommendations.first().answered_by.all()) == {e.entry_ptr for e in answers}
    assert open_form(admin_client, paper)[f"{name}-count"] == "2"


# --- Confirming a translation, starting one


def test_a_tick_confirms_the_translation(admin_client, paper):
    save(admin_client, paper, ["sq"], confirmed=["sq"])
    assert draft(paper).translation_confirmed_sq
    assert not draft(paper).translation_confirmed_mk
    data = open_form(admin_client, paper)
    data["body_en-0-value"] = data["body_en-0-value"].replace("One en", "One changed")
    send(admin_client, paper, data)
    assert draft(paper).changed_units("sq") == [f"body.{UUIDS[0]}"]


def test_automatic_saving_confirms_nothing(admin_client, paper):
    data = open_form(admin_client, paper, "sq")
    data.setlist("confirmed", ["sq"])
    response = send(admin_client, paper, data, expected=200, headers={"Accept": "application/json"})
    assert response.json()["success"]
    assert not draft(paper).translation_confirmed_sq


def test_saving_an_imported_text_untouched_makes_no_translation_outdated(admin_client, site_tree):
    page = live(factories.practice(("en", "sq"), challenge_en="<p>As the importer stores it</p>"))
    page.confirm_translation("sq")
    page.save_revision().publish()
    save(admin_client, page)
    assert draft(page).changed_units("sq") == []


def start(client, page, code):
    return client.post(reverse("practices_start_translation", args=[page.pk, code]))


def test_starting_a_translation_copies_the_blocks_with_their_ids(admin_client, paper):
    assert start(admin_client, paper, "bs").status_code == 302
    after = draft(paper)
    assert [block.id for block in after.body_bs] == [block.id for block in after.body_en]
    assert after.translation_state_bs == "draft"
    assert not live(paper).translation_state_bs
    assert not len(live(paper).body_bs)


def test_starting_a_translation_never_writes_over_a_text(admin_client, paper):
    before = texts(draft(paper), "sq")
    start(admin_client, paper, "sq")
    assert texts(draft(paper), "sq") == before
    assert admin_client.get(reverse("practices_start_translation", args=[paper.pk, "bs"])).status_code == 405


# --- Validation and warnings


def test_a_long_summary_is_refused_at_its_field(admin_client, paper):
    data = open_form(admin_client, paper, "sq")
    data["summary_sq"] = "word " * 151
    response = send(admin_client, paper, data, expected=200)
    assert response.context["form"].errors["summary_sq"]
    assert 'name="heading_sq"' in response.content.decode()


def test_a_long_summary_in_a_closed_language_does_not_stop_the_editor(admin_client, paper):
    models.ConclusionPaper.objects.filter(pk=paper.pk).update(summary_sq="word " * 151)
    live(paper).save_revision(clean=False)
    save(admin_client, paper, heading_en="Changed")
    assert draft(paper).heading_en == "Changed"


def test_removing_a_row_names_the_languages_that_lose_text(admin_client, paper):
    response = save(admin_client, paper, **{"recommendations-1-DELETE": "1"})
    html = admin_client.get(response.headers["Location"]).content.decode()
    assert "recommendation 2, with its text in Shqip, Македонски" in html


def test_removing_a_block_names_the_languages_that_still_have_it(admin_client, paper):
    data = open_form(admin_client, paper)
    data["body_en-1-deleted"] = "1"
    response = send(admin_client, paper, data)
    html = admin_client.get(response.headers["Location"]).content.decode()
    assert "block 2 (Paragraph). It still stands in Shqip, Македонски" in html
