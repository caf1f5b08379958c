"""What is offered while a reader types."""

import pytest
from django.utils import translation

from portal.languages import BY_CODE
from practices import models
from search.suggestions import suggest
from tests import factories

pytestmark = pytest.mark.django_db


def suggested(text, code="en"):
    with translation.override(code):
        return [(each.kind, str(each.label), each.url) for each in suggest(text, BY_CODE[code]).found]


def test_an_entry_is_found_by_the_beginning_of_a_word_of_its_title(index):
    index.add(factories.practice(key="visits", heading_en="Family visits in prison"))
    assert suggested("family vis") == [
        ("entry", "<mark>Family</mark> <mark>visits</mark> in prison", "/en/practices/visits/")
    ]


def test_a_title_is_found_in_any_language_and_shown_in_the_readers(index):
    index.add(factories.practice(("en", "mk"), key="v", heading_en="Visits", heading_mk="Посети во затвор"))
    for text in ("посет", "poset"):
        assert suggested(text) == [("entry", "Visits", "/en/practices/v/")]
    assert suggested("poset", "mk") == [("entry", "<mark>Посети</mark> во затвор", "/mk/practices/v/")]


def test_a_recommendation_leads_to_its_place(index):
    paper = factories.paper(key="meeting")
    paper.recommendations.add(models.Recommendation(anchor="r-1", number=1, heading_en="Train staff"))
    paper.save()
    index.add(paper)
    assert suggested("trai") == [("recommendation", "<mark>Train</mark> staff", "/en/papers/meeting/#r-1")]


def test_a_term_is_found_by_its_name_or_synonym_in_any_language_and_script(index):
    factories.term(models.Phase, "night", name_en="Night shift", name_mk="Ноќна смена", synonyms_sq="turn i natës")
    for text in ("nigh", "shif", "ноќ", "noќ", "smena", "nates"):
        assert ("phase", "/en/phases/night/") in [(kind, url) for kind, _label, url in suggested(text)], text
    assert ("phase", "<mark>Night</mark> shift", "/en/phases/night/") in suggested("nig")


def test_a_country_is_offered_once_an_entry_is_about_it(index):
    atlantis = factories.country("atlantis", name_en="Atlantis")
    index.add()
    assert suggested("atlan") == []
    index.add(factories.practice(heading_en="A visit", countries=[atlantis.slug]))
    assert suggested("atlan") == [("country", "<mark>Atlantis</mark>", "/en/countries-of/atlantis/")]


def test_each_kind_has_room_among_eight(index_of_each):
    for number in range(4):
        factories.term(models.Phase, f"visit-{number}")
    advice = [
        models.Recommendation(anchor=f"r-{number}", number=number, heading_en="Allow visits") for number in (1, 2, 3)
    ]
    index_of_each.add(
        *(factories.practice(heading_en=f"Visit {number}") for number in range(10)),
        factories.paper(heading_en="A paper", recommendations=advice),
        factories.failure(heading_en="Nothing", countries=[factories.country("visitland").slug]),
    )
    kinds = [kind for kind, _label, _url in suggested("visit")]
    assert kinds == ["entry"] * 3 + ["recommendation"] * 2 + ["phase"] * 2 + ["country"]


def test_entries_fill_the_room_that_others_leave(index):
    index.add(*(factories.practice(heading_en=f"Visit {number}") for number in range(9)))
    assert len(suggested("visit")) == 8


@pytest.mark.parametrize("text", ["", "v", "!", "\x00", '"', "*", "a" * 5000, "nothing-like-it"])
def test_too_little_or_nothing_found_is_no_suggestion(index, text):
    index.add(factories.practice(heading_en="Visits"))
    assert suggested(text) == []


def test_markup_in_a_title_is_escaped(index):
    index.add(factories.practice(key="x", heading_en="Visits <b>"))
    assert suggested("visits")[0][1] == "<mark>Visits</mark> &lt;b&gt;"


def test_suggestions_take_one_query(index, django_assert_num_queries):
    index.add(factories.practice(heading_en="Prison visits"))
    suggested("prison")
    with django_assert_num_queries(1):
        assert suggested("prison vis")
