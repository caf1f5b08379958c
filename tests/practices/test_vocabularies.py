"""The vocabularies: what is seeded, what an editor changed, and a name in every language.

Remedies of "Pitfalls and their remedies": 13 (a term without a name in the reader's language shows another: …fallback…)
and 14 (closed vocabularies take no new word, topics keep what was typed: …closed…, …topic…).
"""

import json

import pytest
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.forms.tags import TagField

from portal.languages import CONTENT_CODES
from practices import models
from practices.vocabularies import MODELS, SOURCE, load_vocabularies
from tests import factories

pytestmark = pytest.mark.django_db
VOCABULARIES = json.loads(SOURCE.read_text(encoding="utf-8"))
CLOSED = {"phases": models.Phase, "genders": models.Gender, "actors": models.Actor}


def rows(model):
    return list(model.objects.order_by("pk").values())


def test_every_term_of_the_file_is_loaded():
    assert load_vocabularies() == sum(len(terms) for terms in VOCABULARIES.values()) > 70
    for kind, model in MODELS.items():
        assert set(model.objects.values_list("slug", flat=True)) == {term["key"] for term in VOCABULARIES[kind]}


def test_loading_twice_changes_nothing():
    load_vocabularies()
    before = {kind: rows(model) for kind, model in MODELS.items()}
    assert load_vocabularies() == 0
    assert {kind: rows(model) for kind, model in MODELS.items()} == before


@pytest.mark.parametrize("kind", MODELS)
def test_a_term_that_an_editor_changed_is_never_written_over(kind):
    load_vocabularies()
    model = MODELS[kind]
    term = model.objects.first()
    field = "label_sq" if model is models.Topic else "name_sq"
    model.objects.filter(pk=term.pk).update(**{field: "Edited", "synonyms_en": "", "synonyms_mk": "едно\nдве"})
    other = model.objects.last()
    key = other.slug
    other.delete()
    before = model.objects.filter(pk=term.pk).values().get()
    assert load_vocabularies() == 1
    assert model.objects.filter(pk=term.pk).values().get() == before
    assert model.objects.filter(slug=key).exists()


@pytest.mark.parametrize("active", ["en", "sr", "sr-latn", "nb", None])
def test_the_language_in_use_while_loading_makes_no_difference(active):
    with translation.override(active):
        load_vocabularies()
    assert models.Phase.objects.get(slug="prison").name_en == "Prison"
    assert models.Phase.objects.get(slug="prison").name_sq == "Burg"


@pytest.mark.parametrize("kind", MODELS)
def test_every_term_is_named_in_each_language(kind):
    load_vocabularies()
    field = "label" if kind == "topics" else "name"
    missing = [
        (term.slug, code)
        for term in MODELS[kind].objects.all()
        for code in factories.DELIVERED
        if not (getattr(term, localized(field, code)) or "").strip()
    ]
    assert missing == []


@pytest.mark.parametrize("kind", MODELS)
def test_no_two_terms_of_a_vocabulary_share_a_name(kind):
    field = "label" if kind == "topics" else "name"
    for code in factories.DELIVERED:
        names = [term[field][code] for term in VOCABULARIES[kind]]
        assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("active", factories.DELIVERED)
def test_a_terms_name_is_in_the_readers_language(active):
    load_vocabularies()
    with translation.override(active):
        for kind, model in MODELS.items():
            for term in VOCABULARIES[kind]:
                shown = term["label" if kind == "topics" else "name"][active]
                assert str(model.objects.get(slug=term["key"])) == shown


@pytest.mark.parametrize("model", [*CLOSED.values(), models.Country])
@pytest.mark.parametrize("active", [*CONTENT_CODES, "sr-latn", "nb", None])
def test_a_missing_name_falls_back_to_english_then_to_any(model, active):
    model.objects.create(slug="one", name_en="One")
    model.objects.create(slug="dy", name_sq="Dy")
    with translation.override(active):
        assert str(model.objects.get(slug="one")) == "One"
        assert str(model.objects.get(slug="dy")) == "Dy"


@pytest.mark.parametrize("model", CLOSED.values())
@pytest.mark.parametrize("active", ["en", "sr", None])
def test_a_closed_vocabulary_takes_no_new_word_from_a_form(model, active):
    factories.term(model, "prison", name_sr="Zatvor")
    word = {"sr": "Zatvor"}.get(active, "Prison")
    with translation.override(active):
        assert TagField(tag_model=model, required=False).clean(f"{word}, a new word") == [word]
    assert model.objects.count() == 1
    assert model.free_tagging is False


@pytest.mark.parametrize("active", ["en", "sr", "sr-latn", "sq", "nb", None])
def test_a_topic_keeps_its_name_whatever_language_it_is_typed_in(site_tree, active):
    page = factories.practice()
    with translation.override(active):
        page.topics.add("mentorstvo")
        page.save()
    page = models.GoodPractice.objects.get(pk=page.pk)
    with translation.override("en"):
        page.topics.add("mentorstvo", "housing")
        page.save()
    assert sorted(models.Topic.objects.values_list("name", flat=True)) == ["housing", "mentorstvo"]
    for code in CONTENT_CODES:
        with translation.override(code):
            assert str(models.Topic.objects.get(name="mentorstvo")) == "mentorstvo"


@pytest.mark.parametrize("name", ["рехабилитација", "!!!"])
def test_a_topic_in_any_script_has_an_address(site_tree, client, name):
    page = factories.practice(key="p")
    page.topics.add(name)
    page.save()
    slug = models.Topic.objects.get().slug
    assert slug.isascii() and slug
    for path in ("practices/p/", "vocabulary/", f"topics/{slug}/"):
        assert client.get(f"/en/{path}").status_code == 200
    assert f"/en/topics/{slug}/" in client.get("/sitemap-terms.xml").content.decode()


def test_two_topics_without_a_letter_have_two_addresses():
    models.Topic.objects.create(name="!!!")
    models.Topic.objects.create(name="???")
    assert set(models.Topic.objects.values_list("slug", flat=True)) == {"topic", "topic_1"}


def test_a_topic_with_a_label_shows_it_in_the_readers_language():
    models.Topic.objects.create(name="housing", slug="housing", label_sq="Strehim")
    with translation.override("sq"):
        assert str(models.Topic.objects.get()) == "Strehim"


@pytest.mark.parametrize("code", factories.DELIVERED)
def test_kosovo_carries_its_asterisk_and_footnote_in_every_language(code):
    load_vocabularies()
    kosovo = models.Country.objects.get(slug="kosovo")
    assert getattr(kosovo, localized("name", code)).endswith("*")
    footnote = getattr(kosovo, localized("footnote", code))
    assert "1244" in footnote and len(footnote) > 60
    with translation.override(code):
        assert kosovo.footnote == footnote


def test_the_footnote_is_translated_and_not_copied():
    footnotes = next(term for term in VOCABULARIES["countries"] if term["key"] == "kosovo")["footnote"]
    assert footnotes["en"].strip("* ").startswith("This designation is without prejudice to positions on status")
    assert len(set(footnotes.values())) >= 4


def test_no_other_country_has_a_footnote():
    load_vocabularies()
    assert list(models.Country.objects.exclude(footnote_en=None).exclude(footnote_en="").values_list("slug")) == [
        ("kosovo",)
    ]
