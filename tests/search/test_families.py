"""Words are looked for by their stems in the languages whose texts have them."""

import pytest

from search import asking, families, results
from search.engines import EngineUnavailable
from search.params import SearchParams
from search.queries import understand
from tests.search.conftest import make_document, put

TEXTS = (
    {"en": "Visits of families, the same people and more"},
    {"sr": "Više затвора, drugi put"},
    {"sq": "Kësaj here vizita në burg"},
    {"mk": "Школа во затворот"},
)


@pytest.fixture
def texts(search_index):
    put(search_index, *(make_document(number, text) for number, text in enumerate(TEXTS, 1)))
    put(search_index, make_document(9, {"en": "Plan"}, terms={"sr": "Kartel\nRobijaš"}))
    return search_index


def read(typed, language):
    return families.in_their_families(understand(typed), language)


@pytest.mark.parametrize(
    ("typed", "language", "marks"),
    [
        ("visits", "en", ["e0"]),  # not "više"
        ("visit", "en", ["e0"]),
        ("више", "en", ["m0", "h0"]),
        ("vise", "en", ["m0", "h0"]),  # which another language's text has
        ("vise", "sr", ["m0", "h0"]),
        ("zatvorom", "bs", ["m0", "h0"]),  # a form that no text has, of a word of the reader's
        ("zatvorot", "sq", ["m0", "h0"]),
        ("burgut", "sq", ["s0"]),
        ("more", "sr", ["e0"]),
        ("kartel", "en", ["m0", "h0"]),  # which a tag is called
        ("burgut", "mk", ["e0", "s0", "m0", "h0"]),  # a form that no text has, of a word of nobody knows which
        ("unheard", "en", ["e0", "s0", "m0", "h0"]),
    ],
)
def test_a_word_is_of_the_languages_that_have_it(texts, typed, language, marks):
    (word,) = read(typed, language).words
    assert [stem[:2] for stem in word.stems] == marks
    assert word.is_placed == (len(marks) < 4)


def test_sh_is_a_macedonian_letter_where_texts_have_that_word(texts):
    assert read("shkola", "en").words[0].folded == ("shkola", "skola")
    put(texts, make_document(10, {"en": "Shame"}))
    assert read("shame", "en").words[0].folded == ("shame",)


@pytest.mark.parametrize(
    ("typed", "guessed"),
    [("heroin", ("heroin",)), ("hero", ("hero",)), ("her", ()), ("visits heroin", ("heroin",)), ("unheard", ())],
)
def test_what_only_another_word_s_stem_finds_is_guessed(texts, typed, guessed):
    """ "her" begins a word."""
    assert read(typed, "en").guessed == guessed


def test_without_an_index_words_are_looked_for_in_all_languages(texts, monkeypatch):
    def unbuilt():
        raise EngineUnavailable("the index is new")

    monkeypatch.setattr(families, "embedded", unbuilt)
    assert read("visits", "en") == understand("visits")
    assert families.in_their_families(understand("?"), "en") == understand("?")


def test_a_text_that_comes_is_known_at_once(texts):
    assert read("kofa", "en").words[0].is_placed is False
    put(texts, make_document(11, {"sq": "Kofa"}))
    assert [stem[:2] for stem in read("kofa", "en").words[0].stems] == ["s0"]


@pytest.mark.parametrize(("typed", "told"), [("heroin", True), ("unheard", False)])
def test_a_guess_is_told_as_one(texts, typed, told):
    found = results.findings(asking.embedded(), read(typed, "en"), SearchParams(q=typed, language="en"), frozenset())
    assert (found.answer.total > 0, found.answer.widened) == (told, told)
    assert found.answer.unknown == (() if told else (typed,))  # it may be right: nothing is corrected
