"""The glossary: its seed, whole in every language, what it adds to a search, and how it is edited."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from portal.languages import CONTENT_CODES
from practices import models
from practices.models import Actor
from search import glossary
from search.learning import Pair, replace_pairs
from search.models import Concept, GlossaryState
from search.params import SearchParams
from search.queries import understand
from search.seeding import load_glossary
from tests import factories
from tests.conftest import ROOT
from tests.search.conftest import make_document, put

CONCEPTS = json.loads((ROOT / "search" / "seeds" / "glossary.json").read_text(encoding="utf-8"))


def test_every_concept_has_its_name_and_a_note():
    slugs = [concept["concept"] for concept in CONCEPTS]
    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)
    assert all(concept["note"].strip() for concept in CONCEPTS)


@pytest.mark.parametrize("code", ["en", "sq", "mk", "sr", "bs"])
def test_every_concept_has_terms_of_one_meaning(code):
    assert code in CONTENT_CODES
    terms = [term for concept in CONCEPTS for term in concept["terms"][code]]
    assert all(concept["terms"][code] for concept in CONCEPTS)
    assert all(term == term.strip() != "" for term in terms)
    assert [term for term, count in Counter(map(str.casefold, terms)).items() if count > 1] == []


def test_macedonian_is_in_cyrillic_and_the_others_are_not():
    for concept in CONCEPTS:
        for code, terms in concept["terms"].items():
            for term in terms:
                words = re.sub(r"\b[A-Z0-9][A-Z0-9/+-]+(?!\w)", "", term)  # RAN, P/CVE and VERA-2R are so everywhere
                assert not re.search("[A-Za-z]" if code == "mk" else "[\u0400-\u04ff]", words), term


# --- Other names of a reader's words


@pytest.fixture
def seeded(db):
    load_glossary()
    glossary.forget()


def others(text, language="en"):
    return {each.text: each.replaces for each in glossary.alternatives(understand(text).words, language)}


def make_concept(slug, **terms):
    return Concept.objects.create(slug=slug, **{f"terms_{code}": text for code, text in terms.items()})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("burgu", "prison"),
        ("затворот", "prison"),
        ("zatvora", "burg"),
        ("prisons", "затвор"),
        ("shërbimin e provës", "probation service"),
        ("sherbimi proves", "probation service"),
        ("условен отпуст", "conditional release"),
        ("uslovnog otpusta", "lirim me kusht"),
        ("ftf", "luftëtar terrorist i huaj"),
        ("RAN", "Radicalisation Awareness Network"),
    ],
)
def test_any_form_of_a_name_finds_the_names_in_other_languages(seeded, text, name):
    assert name in others(text)


@pytest.mark.parametrize("text", ["ima", "imamo", "rans", "xyzzy", "", "i", "the"])
def test_other_words_have_no_other_names(seeded, text):
    assert others(text) == {}


def test_who_has_something_in_prison_does_not_mean_the_imam(seeded):
    assert "prison chaplain" in others("imam u zatvoru")
    assert "prison chaplain" not in others("šta ima u zatvoru")


def test_freedom_is_no_release(seeded):
    for form in ("lirim", "lirimi", "lirimin", "lirimit"):
        assert "release from prison" in others(form)
    assert "release from prison" not in others("heqja e lirisë")


@pytest.mark.parametrize("text", ["zatvorenici", "затвореници", "осуденици"])
def test_prisoners_are_not_women_prisoners(seeded, text):
    assert "prisoner" in others(text) and "women prisoners" not in others(text)


def test_the_longest_name_is_meant(db):
    make_concept("case-management", en="case management", sq="menaxhim i rastit")
    make_concept("case", en="case", sq="rast")
    assert others("women case management") == {"menaxhim i rastit": (1, 2)}
    assert others("case women") == {"rast": (0,)}


def test_words_that_only_tie_a_name_together_need_not_be_typed(db):
    make_concept("probation-service", en="probation service", sq="shërbimi i provës")
    assert others("shërbimi provës") == {"probation service": (0, 1)}
    assert others("shërbimi i provës") == {"probation service": (0, 1)}


def test_a_name_is_not_known_by_a_part_that_is_left_of_it(db):
    make_concept("e-learning", en="e-learning", sq="mësim në distancë")
    assert set(others("elearning")) == set(others("e-learning")) == {"mësim në distancë"}
    assert not others("learning")


@pytest.mark.parametrize("typed", ["post-release help", "postrelease help", "post release helps"])
def test_a_name_with_a_hyphen_is_known_without_it(db, typed):
    make_concept("aftercare", en="post-release help", sq="ndihmë paslirimi")
    assert set(others(typed)) == {"ndihmë paslirimi"}


def test_the_nearest_of_two_names_with_one_stem_is_meant(db):
    make_concept("prison", en="prison", sq="burg")
    make_concept("prisoner", en="prisoner", sq="i burgosur")
    assert others("prison") == {"burg": (0,)}
    assert others("prisoners") == {"i burgosur": (0,)}


def test_who_usually_bears_a_name_comes_before_who_also_does(db):
    make_concept("probation", en="probation", sq="provë")
    make_concept("release", en="after release\nprobation", sq="pas lirimit")
    assert others("probation") == {"provë": (0,)}


def test_usual_names_come_first_and_never_more_than_three(db):
    make_concept("parole", en="parole\nlicence", sq="lirim me kusht\nlirim", bs="uslovni otpust\notpust")
    assert list(others("parole", "en")) == ["lirim me kusht", "uslovni otpust", "licence"]
    assert list(others("parole", "bs")) == ["uslovni otpust", "lirim me kusht", "otpust"]


def test_a_name_that_finds_nothing_more_is_left_out(db):
    make_concept("probation", en="probation\nprobation service", sr="probacija", mk="пробација", sq="provë")
    assert others("probacija") == {"provë": (0,), "probation": (0,)}


def test_names_and_synonyms_of_the_vocabularies_are_names(db):
    values = {"name_en": "Probation service", "name_sq": "Shërbimi i provës", "synonyms_mk": "пробација\nсовет"}
    Actor.objects.create(slug="probation-service", **values)
    assert set(others("shërbimi i provës")) == {"Probation service", "пробација", "совет"}


def learn_from(entry):
    pairs = [("e0prison", "s0qel", "qeli", 0.9), ("e0letter", "s0letr", "letra", 0.5)]
    replace_pairs([Pair(*pair, entry.pk, "sq") for pair in pairs])


def hold_back(entry):
    models.Entry.objects.filter(pk=entry.pk).update(translation_state_sq="draft")


@pytest.mark.django_db
def test_learned_words_are_for_what_the_glossary_does_not_know(site_tree):
    make_concept("prison", en="prison", sq="burg")
    learn_from(factories.practice(("en", "sq")))
    assert others("prison letters") == {"burg": (0,), "letra": (1,)}


@pytest.mark.django_db
def test_what_was_learned_for_a_word_of_another_language_is_not_for_one_that_has_its_stem(site_tree):
    """Serbian "više" has the stem of "visit"."""
    entry = factories.practice(("en", "sr"))
    pairs = [("h0vih", "e0more", "more", 0.9), ("e0more", "h0vih", "više", 0.9), ("h0vih", "s0shum", "shumë", 0.9)]
    replace_pairs([Pair(*pair, entry.pk, "sr") for pair in pairs])
    assert others("visit") == {}
    assert set(others("vise")) == set(others("više")) == {"more", "shumë"}  # a form that texts have
    assert set(others("visit", "sr")) == {"more", "shumë"}


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [Page.unpublish, Page.delete, hold_back])
def test_a_word_learned_from_a_text_that_was_withdrawn_is_told_to_nobody(site_tree, hide):
    entry = factories.practice(("en", "sq"))
    learn_from(entry)
    assert others("prison letters")
    hide(entry)
    assert others("prison letters") == {}


def test_a_change_is_seen_at_once_here_and_soon_in_other_processes(db, monkeypatch):
    concept = make_concept("parole", en="parole", sq="lirim me kusht")
    assert others("parole")
    Concept.objects.filter(pk=concept.pk).update(terms_sq="tjetër")  # as another process does, which …
    GlossaryState.changed()  # … notes it
    assert set(others("parole")) == {"lirim me kusht"}
    monkeypatch.setattr(glossary, "monotonic", lambda: float("inf"))
    assert set(others("parole")) == {"tjetër"}
    concept.delete()
    assert others("parole") == {}


def test_a_search_asks_the_database_for_nothing_most_of_the_time(db, django_assert_num_queries):
    make_concept("parole", en="parole", sq="lirim me kusht")
    others("parole")
    with django_assert_num_queries(0):
        assert others("parole")


def test_another_name_finds_an_entry_behind_every_plain_hit(db, engine):
    make_concept("parole", en="parole", sq="lirim me kusht")
    put(
        engine,
        make_document(1, {"sq": "Lirim me kusht"}),
        make_document(2, {"en": "Other"}, {"en": "What was said about parole"}),
        make_document(3, {"sq": "Lirim"}),
    )
    query = understand("parole")
    query = replace(query, alternatives=glossary.alternatives(query.words, "en"))
    assert [hit.document["entry"] for hit in engine.search(query, SearchParams(q="parole")).hits] == [2, 1]


# --- Editing


def test_the_seed_is_loaded_once_and_respects_what_editors_did(db):
    assert load_glossary() == len(CONCEPTS)
    changed, deleted = Concept.objects.all()[:2]
    Concept.objects.filter(pk=changed.pk).update(terms_en="our word")
    deleted.delete()
    assert load_glossary() == 0
    changed.refresh_from_db()
    assert changed.terms_en == "our word"
    assert not Concept.objects.filter(slug=deleted.slug).exists()


def test_a_concept_needs_a_term_and_no_term_is_in_two(db):
    make_concept("parole", en="Parole\nconditional release")
    with pytest.raises(ValidationError, match="at least one term"):
        Concept(slug="empty", terms_sq=" \n ").full_clean()
    with pytest.raises(ValidationError) as error:
        Concept(slug="other", terms_en="licence\nparole").full_clean()
    assert error.value.message_dict == {"terms_en": ["“parole” (English) is a term of “Parole” already."]}
    concept = Concept(slug="other", terms_sq=" parole \n\nParole\nlirim  me kusht")
    concept.full_clean()
    assert concept.terms_sq == "parole\nlirim me kusht"


def test_editors_edit_a_concept_in_every_language(admin_client):
    url = reverse(Concept.snippet_viewset.get_url_name("add"))
    page = admin_client.get(url).content.decode()
    assert all(f'name="terms_{code}"' in page for code in CONTENT_CODES)
    values = {"note": "", **{f"terms_{code}": "" for code in CONTENT_CODES}}
    assert "at least one term" in admin_client.post(url, values).content.decode()
    admin_client.post(url, {**values, "terms_en": "parole", "terms_sq": "lirim me kusht"})
    assert others("parole") == {"lirim me kusht": (0,)}
    admin_client.post(url, {**values, "terms_mk": "пробација"})
    keys = Concept.objects.order_by("slug").values_list("slug", flat=True)
    assert [key.rpartition("-")[0] for key in keys] == ["parole", "probacija"]
    assert "parole" in admin_client.get(reverse(Concept.snippet_viewset.get_url_name("list"))).content.decode()
