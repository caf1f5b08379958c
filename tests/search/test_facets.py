"""The counts of an answer, named and ordered for the reader."""

import pytest

from portal.languages import BY_CODE
from practices import models
from search import facets
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_terms():
    facets.terms_of.cache_clear()
    yield
    facets.terms_of.cache_clear()


def labelled(counts=None, chosen=None, code="en"):
    found = facets.labelled(counts or {}, chosen or {}, BY_CODE[code])
    return {facet.name: facet for facet in found}


def keys(facet):
    return [value.key for value in facet.values]


def test_values_have_the_names_of_the_readers_language():
    factories.term(models.Phase, "night", name_en="Night", name_sq="Natë")
    counts = {"phase": {"night": 3}}
    for code, name in (("en", "Night"), ("sq", "Natë"), ("mk", "Night")):
        value = next(value for value in labelled(counts, code=code)["phase"].values if value.key == "night")
        assert (value.label, value.count, value.selected) == (name, 3, False)


def test_closed_vocabularies_offer_values_without_entries_and_open_ones_do_not():
    factories.term(models.Phase, "night")
    factories.country("atlantis")
    factories.term(models.Topic, "heroin")
    found = labelled({"type": {"paper": 1}})
    assert "night" in keys(found["phase"])
    assert [value.count for value in found["type"].values] == [0, 0, 1, 0, 0]
    assert keys(found["available"]) == ["en", "sq", "mk", "sr", "bs"]
    assert keys(found["country"]) == keys(found["topic"]) == keys(found["year"]) == []


def test_what_is_chosen_stays_visible_where_nothing_has_it():
    factories.country("atlantis")
    found = labelled(chosen={"country": ("atlantis",), "year": ("1999",)})
    for name in ("country", "year"):
        assert [(value.count, value.selected) for value in found[name].selected] == [(0, True)]


def test_years_go_down_and_topics_by_how_many_have_them(site_tree):
    factories.practice(topics=("alcohol", "heroin", "work"))
    counts = {"year": {"2019": 1, "2023": 1, "2021": 5}, "topic": {"alcohol": 2, "heroin": 7, "work": 2}}
    found = labelled(counts)
    assert keys(found["year"]) == ["2023", "2021", "2019"]
    assert keys(found["topic"]) == ["heroin", "alcohol", "work"]


def test_the_most_frequent_topics_are_offered_and_those_that_are_chosen(site_tree):
    slugs = [f"topic-{number:02}" for number in range(40)]
    factories.practice(topics=slugs)
    found = labelled({"topic": {slug: 100 - place for place, slug in enumerate(slugs)}}, {"topic": ("topic-39",)})
    assert (keys(found["topic"]), found["topic"].is_excerpt) == ([*slugs[:30], "topic-39"], True)
    assert not labelled({"topic": dict.fromkeys(slugs[:30], 1)})["topic"].is_excerpt


def test_a_contested_name_brings_its_footnote():
    factories.country("kosovo-test", name_en="Kosovo*", footnote_en="All references …")
    (value,) = labelled({"country": {"kosovo-test": 1}})["country"].values
    assert (value.label, value.footnote) == ("Kosovo*", "All references …")


def test_languages_are_called_by_their_own_names_and_say_which_they_are():
    found = {value.key: (value.label, value.lang) for value in labelled(code="sq")["available"].values}
    assert found["sq"] == ("Shqip", "")
    assert found["mk"] == ("Македонски", "mk")


def test_terms_are_read_once_for_a_while(django_assert_num_queries):
    with django_assert_num_queries(1):
        labelled()
    with django_assert_num_queries(0):
        labelled({"phase": {"prison": 1}})


def test_values_are_known_or_not(site_tree):
    factories.term(models.Phase, "night")
    factories.term(models.Topic, "hidden-topic")
    factories.practice(topics=["open-topic"])
    for facet, value in (
        ("phase", "night"), ("type", "paper"), ("year", "2021"), ("available", "mk"), ("evidence", "described"),
        ("topic", "open-topic"),
    ):  # fmt: skip
        assert facets.is_known(facet, value), value
    for facet, value in (
        ("phase", "nothing"), ("type", "x"), ("year", "21"), ("year", "٢٠٢١"), ("available", "sr-latn"),
        ("topic", "hidden-topic"),
    ):  # fmt: skip
        assert not facets.is_known(facet, value), value
