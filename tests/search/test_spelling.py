"""Did you mean: the nearest word that texts have, written as they write it and as the reader types."""

from dataclasses import replace

import pytest

from practices import models
from search.params import SearchParams
from search.queries import Alternative, as_word, understand
from search.spelling import did_you_mean
from tests import factories
from tests.search.conftest import make_document, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(engine, site_tree):
    texts = [
        ({"bs": "Šta se dešava poslije otpusta"}, {"bs": "Osuđenik kao svaki osuđenik."}),
        ({"mk": "За рехабилитација во затвор"}, {"mk": "Осуденикот и семејството"}),
        ({"en": "Rehabilitation in Kosovo"}, {"en": "What probation officers do. Probation officers."}),
    ]
    put(engine, *(make_document(factories.practice(tuple(title)).pk, title, each) for title, each in texts))
    return engine


def meant(engine, text, language="en", **values):
    query = replace(understand(text), **values)
    return did_you_mean(query, engine.search(query, SearchParams(q=text, language=language)), engine, language)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("probatoin", "probation"),
        ("osudjenikk", "osuđenik"),
        ("рехбилитација", "рехабилитација"),
        ("what do probatoin oficers do?", "what do probation officers do?"),
        ("kosvoo", "Kosovo"),
        ("kosvo\u0301", "Kosovo"),  # a letter and its mark by themselves
    ],
)
def test_a_mistyped_word_is_put_right(filled, typed, written):
    assert meant(filled, typed) == written


def test_an_acronym_keeps_the_ending_that_it_was_typed_with(filled):
    put(filled, make_document(factories.practice().pk, {"en": "What the OSCE does"}))
    assert meant(filled, "OSCEE-a") == "OSCE-a"


# The last one is near an English word, which is no Cyrillic one
@pytest.mark.parametrize("typed", ["probation", "osudjenik", "xqzwvk", "", "?", "пробатоин"])
def test_nothing_is_said_where_nothing_is_better(filled, typed):
    assert meant(filled, typed) == ""


def test_a_word_of_a_text_that_was_withdrawn_is_not_said(filled):
    """The index may not have heard of it."""
    models.Entry.objects.update(translation_state_en="draft")
    assert meant(filled, "probatoin") == ""
    assert meant(filled, "osudjenikk") == "osuđenik"


def test_nothing_is_said_to_who_found_enough(filled):
    put(filled, *(make_document(number, {"en": "Probations"}) for number in range(10, 16)))
    assert meant(filled, "probat") == ""


def test_many_hits_that_have_similar_words_are_not_what_was_meant(filled):
    put(filled, *(make_document(number, {"en": "On probation"}) for number in range(10, 16)))
    assert meant(filled, "probatoin") == "probation"


def test_of_many_mistyped_words_the_first_are_put_right(filled, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert meant(filled, "probatoin oficers kosvoo rehabilitatoin") == "probation officers Kosovo rehabilitatoin"


def test_a_word_that_the_glossary_knows_is_not_mistyped(filled):
    other = Alternative("probation", (as_word("probation"),), (0,))
    assert meant(filled, "probatoin", alternatives=(other,)) == ""
