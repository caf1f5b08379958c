"""A page in several languages: its units, what is outdated, its addresses and previews.

Remedies of "Pitfalls and their remedies" that these tests hold; publication's are in test_publication.py:

2. data older than a language is filled with emptiness, bare columns are dropped: test_data_of_a_revision…
4. every field that holds translated text has its columns: test_every_translated_field…
7. a page's address follows the reader's language and never the administration's: test_the_address…
8. one preview a language, rendered in it: test_the_preview…
13. no fallback between the languages of an entry: test_a_missing_text…
"""

import datetime
import json

import pytest
from django.http import HttpResponse
from django.utils import timezone, translation
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES
from portal.models import StandardPage
from practices import models
from practices.translated import without_bare_fields
from practices.units import BOOKKEEPING, child_rows, digests, text_fields, translated_fields, units
from tests import factories

from .entry_pages import blocks

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2030, 5, 10)


@pytest.fixture
def paper():
    """In memory: the same parts in English and Albanian."""
    page = models.ConclusionPaper(
        title="t", slug="t", key="t", heading_en="One", heading_sq="Një", summary_en="Sum", summary_sq="Shuma"
    )
    page.body_en, page.body_sq = blocks(b1="<p>a</p>", b2="<p>b</p>"), blocks(b1="<p>x</p>", b2="<p>y</p>")
    page.recommendations = [
        models.Recommendation(anchor="r1", heading_en="R", heading_sq="R", text_en="t", text_sq="t")
    ]
    page.references = [models.Reference(anchor="l1", citation="c", note_en="n", note_sq="sh")]
    page.translation_state_en = page.translation_state_sq = "ready"
    page.confirm_translation("sq")
    return page


# --- Fields


@pytest.mark.parametrize("model", [*models.Entry.__subclasses__(), StandardPage])
def test_every_translated_field_has_a_column_in_every_language(model):
    assert {"heading", *BOOKKEEPING} <= set(translated_fields(model))
    for name in translated_fields(model):
        for code in CONTENT_CODES:
            assert model._meta.get_field(localized(name, code))


def test_bookkeeping_is_not_text():
    assert set(translated_fields(models.GoodPractice)) - set(text_fields(models.GoodPractice)) == set(BOOKKEEPING)
    assert "challenge" in text_fields(models.GoodPractice) and "heading" in text_fields(models.GoodPractice)


def test_a_model_without_translated_fields_has_none():
    assert translated_fields(models.EntryFile) == () == text_fields(models.EntryFile)


def test_the_second_script_of_serbian_is_no_content_language():
    assert localized("heading", "sr-latn") == "heading_sr_latn"
    assert not hasattr(models.GoodPractice(), "heading_sr_latn")
    assert "sr-latn" not in CONTENT_CODES


@pytest.mark.parametrize("active", [*CONTENT_CODES, "sr-latn", "nb", None])
def test_a_missing_text_is_not_filled_from_another_language(active):
    with translation.override(active):
        page = models.GoodPractice(title="t", slug="t", heading_en="One", challenge_en="<p>c</p>")
        headings = {code: getattr(page, localized("heading", code)) for code in CONTENT_CODES}
        assert {code: text for code, text in headings.items() if text} == {"en": "One"}
        assert not page.challenge_sr and not page.summary_en


# --- Units


def test_units_name_every_text_by_its_place(paper):
    assert units(paper, "en") == {
        "heading": "One",
        "summary": "Sum",
        "body.b1": '"<p>a</p>"',
        "body.b2": '"<p>b</p>"',
        "recommendations.r1.heading": "R",
        "recommendations.r1.text": "t",
        "references.l1.note": "n",
    }


def test_units_have_the_same_names_in_every_language(paper):
    assert list(units(paper, "en")) == list(units(paper, "sq"))
    assert units(paper, "mk") == {}


def test_units_reach_rows_within_rows():
    page = models.Collection(title="t", slug="t")
    item = models.CollectionItem(anchor="i1", note_en="n", note_sq="sh")
    page.sections = [models.CollectionSection(anchor="c1", heading_en="S", heading_sq="P", items=[item])]
    for code in ("en", "sq"):
        assert set(units(page, code)) == {"sections.c1.heading", "sections.c1.items.i1.note"}
    assert [accessor for accessor, row in child_rows(page)] == ["sections", "sections.c1.items"]


def test_units_of_structured_blocks_hold_all_their_fields():
    page = models.ConclusionPaper(title="t", slug="t")
    value = {"heading": "H", "text": "<p>t</p>"}
    page.body_en = json.dumps([{"type": "highlight", "id": "h1", "value": value}])
    assert json.loads(units(page, "en")["body.h1"]) == value


def test_a_digest_changes_with_its_text_only(paper):
    before = digests(paper, "en")
    assert set(before) == set(units(paper, "en"))
    assert len(set(before.values())) == len(before) and {len(digest) for digest in before.values()} == {16}
    paper.summary_en = "Another"
    assert {unit for unit, digest in digests(paper, "en").items() if before[unit] != digest} == {"summary"}


# --- Outdated


def test_what_is_outdated_is_noted_when_the_page_is_saved(site_tree):
    page = factories.practice(languages=("en", "sq"))
    page.confirm_translation("sq")
    page.heading_en = "Two"
    assert page.outdated_units("sq") == []
    page.save()
    page = models.GoodPractice.objects.get(pk=page.pk)
    assert page.outdated_units("sq") == page.changed_units("sq") == ["heading"]
    assert page.outdated_units("en") == page.outdated_units("mk") == []
    page.confirm_translation("sq")
    page.save()
    assert models.GoodPractice.objects.get(pk=page.pk).outdated_units("sq") == []


def test_the_keys_that_the_editor_gives_to_paragraphs_make_nothing_outdated(paper):
    paper.summary_en = '<p data-block-key="a1">a</p>'
    paper.body_en = blocks(b1='<p data-block-key="a1">a</p>', b2="<p>b</p>")
    paper.confirm_translation("sq")
    paper.summary_en = '<p data-block-key="z9">a</p>'
    paper.body_en = blocks(b1='<p data-block-key="z9">a</p>', b2='<p data-block-key="z8">b</p>')
    assert paper.changed_units("sq") == []


def test_a_confirmed_translation_is_not_outdated(paper):
    assert paper.changed_units("sq") == []


def test_outdated_are_exactly_the_units_that_changed(paper):
    paper.summary_en = "Another"
    paper.body_en = blocks(b1="<p>a</p>", b2="<p>changed</p>")
    paper.recommendations.all()[0].text_en = "changed"
    assert set(paper.changed_units("sq")) == {"summary", "body.b2", "recommendations.r1.text"}


def test_units_added_to_or_removed_from_the_original_are_outdated(paper):
    paper.body_en = blocks(b2="<p>b</p>", b3="<p>new</p>")
    paper.references = []
    assert set(paper.changed_units("sq")) == {"body.b1", "body.b3", "references.l1.note"}


def test_paragraphs_that_change_places_are_not_outdated(paper):
    paper.body_en = blocks(b2="<p>b</p>", b1="<p>a</p>")
    assert paper.changed_units("sq") == []


def test_a_change_of_the_translation_makes_nothing_outdated(paper):
    paper.heading_sq = "Dy"
    assert paper.changed_units("sq") == []


def test_a_change_taken_back_is_not_outdated(paper):
    paper.heading_en = "Two"
    assert paper.changed_units("sq") == ["heading"]
    paper.heading_en = "One"
    assert paper.changed_units("sq") == []


def test_the_original_and_what_was_never_confirmed_are_not_outdated(paper):
    paper.heading_en = "Two"
    paper.confirm_translation("en")
    paper.heading_en = "Three"
    assert paper.changed_units("en") == []
    assert paper.changed_units("mk") == []


def test_what_is_compared_is_the_original_whatever_language_it_is():
    page = models.GoodPractice(title="t", slug="t", original_language="sq", heading_sq="Një", heading_en="One")
    page.translation_state_sq = "ready"
    page.confirm_translation("en")
    page.heading_en = "Two"
    assert page.changed_units("en") == []
    page.heading_sq = "Dy"
    assert page.changed_units("en") == ["heading"]


@pytest.mark.parametrize("state", ["", "draft", "withdrawn"])
def test_nothing_is_outdated_beside_an_original_that_is_not_ready(paper, state):
    paper.heading_en = "Two"
    paper.translation_state_en = state
    assert paper.changed_units("sq") == []


def test_nothing_is_outdated_where_the_original_has_no_text(paper):
    paper.heading_en = paper.summary_en = ""
    paper.body_en, paper.recommendations, paper.references = "[]", [], []
    assert paper.changed_units("sq") == []


def test_a_translation_is_never_confirmed_by_itself(site_tree):
    page = factories.practice(languages=("en", "sq"))
    page.save_revision().publish()
    page = models.GoodPractice.objects.get(pk=page.pk)
    assert page.translation_confirmed_sq is None
    page.confirm_translation("sq")
    page.save_revision().publish()
    page = models.GoodPractice.objects.get(pk=page.pk)
    confirmed = page.translation_confirmed_sq
    page.heading_en, page.heading_sq = "Two", "Dy"
    page.save_revision().publish()
    page = models.GoodPractice.objects.get(pk=page.pk)
    assert page.translation_confirmed_sq == confirmed
    assert page.changed_units("sq") == ["heading"]


# --- What is out


@pytest.mark.parametrize("state", ["", "draft", "ready", "withdrawn", None])
@pytest.mark.parametrize(("days", "come"), [(None, True), (-1, True), (0, True), (1, False)])
def test_out_is_what_is_ready_and_whose_day_has_come(monkeypatch, state, days, come):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    date = None if days is None else TODAY + datetime.timedelta(days=days)
    page = models.GoodPractice(translation_state_sq=state, translation_published_on_sq=date)
    assert page.is_released("sq") is (state == "ready" and come)
    assert page.released_languages() == (["sq"] if state == "ready" and come else [])
    assert ("sq" in page.held_languages()) is (state not in ("ready", "withdrawn"))


def test_released_languages_begin_with_the_original():
    page = models.GoodPractice(original_language="sr")
    for code in ("en", "mk", "sr"):
        setattr(page, localized("translation_state", code), "ready")
    assert page.released_languages() == ["sr", "en", "mk"]


# --- Revisions' data


def test_data_of_a_revision_loses_bare_keys_and_gains_empty_languages():
    data = {
        "heading": "bare",
        "heading_en": "One",
        "body": "bare",
        "body_en": blocks(b1="a"),
        "title": "t",
        "recommendations": [{"text": "bare", "text_en": "t", "anchor": "r1"}],
        "files": [{"title": "f"}],
    }
    made = without_bare_fields(models.ConclusionPaper, data)
    assert "heading" not in made and "body" not in made and made["title"] == "t"
    assert (made["heading_en"], made["heading_sq"], made["body_sq"]) == ("One", None, "[]")
    assert made["body_en"] == data["body_en"]
    row = made["recommendations"][0]
    assert "text" not in row and (row["text_en"], row["text_mk"], row["anchor"]) == ("t", None, "r1")
    assert made["files"] == [{"title": "f"}]
    assert data["heading"] == "bare" and data["recommendations"][0]["text"] == "bare"


@pytest.mark.parametrize("active", [*CONTENT_CODES, "sr-latn", "pt-br", None])
def test_data_of_rows_within_rows_leaks_into_no_language(active):
    item = {"pk": 1, "anchor": "i1", "target": None, "note": "bare", "note_en": "n"}
    section = {"pk": 1, "anchor": "c1", "heading": "bare", "heading_en": "S", "items": [item]}
    data = {"pk": 1, "title": "t", "heading": "bare", "heading_en": "One", "sections": [section]}
    with translation.override(active):
        page = models.Collection.from_serializable_data(data, check_fks=False)
        assert units(page, "en") == {"heading": "One", "sections.c1.heading": "S", "sections.c1.items.i1.note": "n"}
        assert not any(units(page, code) for code in CONTENT_CODES[1:])


# --- Addresses


@pytest.mark.parametrize(
    ("active", "folder"),
    [
        ("en", "en"),
        ("sq", "sq"),
        ("mk", "mk"),
        ("sr", "sr"),
        ("sr-latn", "sr-latn"),
        ("bs", "bs"),
        ("en-gb", "en"),
        ("sr-cyrl", "sr"),
        ("nb", "mk"),
        ("pt-br", "mk"),
        (None, "mk"),
    ],
)
def test_the_address_is_in_the_active_language_or_else_in_the_original(site_tree, active, folder):
    page = factories.practice(languages=("mk", "en"), slug="izlez")
    about = StandardPage(title="About", slug="about", original_language="mk")
    site_tree.add_child(instance=about)
    with translation.override(active):
        assert page.url == f"/{folder}/practices/izlez/"
        assert page.get_url_parts()[2] == page.url
        assert about.url == f"/{folder}/about/"
        assert translation.get_language() == active


def test_all_languages_share_one_slug(site_tree):
    page = factories.practice(languages=("en", "sq"), slug="way-out")
    with translation.override("sq"):
        assert page.full_url.endswith("/sq/practices/way-out/")


# --- Preview


def test_the_preview_modes_are_the_content_languages_beginning_with_the_original():
    page = models.GoodPractice(original_language="sq")
    assert [code for code, name in page.preview_modes] == list(CONTENT_CODES)
    assert page.default_preview_mode == "sq"


@pytest.mark.parametrize("mode", [*CONTENT_CODES, "sr-latn", "xx", ""])
def test_the_preview_is_rendered_in_its_language(rf, monkeypatch, mode):
    seen = []

    class Response(HttpResponse):
        def render(self):
            seen.append(translation.get_language())
            return self

    monkeypatch.setattr(models.GoodPractice, "serve", lambda self, request: Response())
    request = rf.get("/")
    with translation.override("bs"):
        models.GoodPractice(original_language="mk").serve_preview(request, mode)
        assert translation.get_language() == "bs"
    assert seen == [mode if mode in CONTENT_CODES else "mk"]
    assert request.is_preview
