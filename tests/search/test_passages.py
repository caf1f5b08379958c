"""Which parts of a hit are shown, and what is marked in them."""

import re
from dataclasses import replace

import pytest

from portal.languages import BY_CODE
from search.documents import with_passages
from search.passages import Highlights, is_near
from search.queries import Alternative, as_word, understand
from tests.search.conftest import make_document

ENGLISH, ALBANIAN, SERBIAN, LATIN = (BY_CODE[code] for code in ("en", "sq", "sr", "sr-latn"))
LONG = " ".join(f"filler{number}" for number in range(60))


def document(original="en", title=None, **passages):
    """``passages`` are {language: {anchor: text}}."""
    found = make_document(title=title or dict.fromkeys(passages, "Untitled"), original=original)
    return {**found, **with_passages({code: list(texts.items()) for code, texts in passages.items()})}


def passages_of(document, query, language):
    return Highlights(document, query, language).passages(3)


def picked(query, language=ENGLISH, **passages):
    query = understand(query) if isinstance(query, str) else query
    return [(found.anchor, found.language) for found in passages_of(document(**passages), query, language)]


def html(query, text, code="en", language=ENGLISH):
    query = understand(query) if isinstance(query, str) else query
    (found,) = passages_of(document(code, **{code: {"a": text}}), query, language)
    return found.html


def test_passages_with_more_of_the_words_come_first():
    texts = {"one": "The visit was short.", "two": "A family visit before release.", "none": "Something else."}
    assert picked("family visit", en=texts) == [("two", "en"), ("one", "en")]


def test_a_rare_word_counts_more_than_one_that_every_passage_has():
    texts = {"a": "prison, nothing more", "b": "prison again", "c": "prison once more", "d": "naloxone is at hand"}
    assert picked("prison naloxone", en=texts)[0] == ("d", "en")


def test_at_most_three_passages_are_shown_in_the_order_of_the_page():
    texts = {anchor: f"A visit of {anchor}." for anchor in "abcde"}
    assert picked("visit", en=texts) == [("a", "en"), ("b", "en"), ("c", "en")]


def test_a_text_that_stands_twice_is_shown_once():
    assert picked("release", en={"one": "After release.", "two": "After release."}) == [("one", "en")]


def test_of_equal_passages_the_readers_language_comes_first_then_the_original():
    texts = {"sq": {"p": "Metadon sot."}, "mk": {"p": "Metadon denes."}, "en": {"p": "Metadon today."}}
    assert picked("metadon", ALBANIAN, original="en", **texts) == [("p", "sq")]
    assert picked("metadon", BY_CODE["bs"], original="en", **texts) == [("p", "en")]


def test_a_passage_in_a_neighbouring_language_does_not_displace_the_readers():
    passages = {"sr": {"one": "Жена у затвору"}, "mk": {"two": "Жене затвор"}}
    (first, *_others) = picked("жене затвор", BY_CODE["sr"], original="sr", **passages)
    assert first == ("one", "sr")


def test_a_query_in_another_language_shows_the_passage_in_that_language():
    texts = {"en": {"p": "Preparing for release."}, "sq": {"p": "Përgatitja për lirim me kusht."}}
    assert picked("lirim", ENGLISH, **texts) == [("p", "sq")]


def test_nothing_is_shown_where_nothing_matches_or_nothing_was_asked():
    assert picked("naloxone", en={"p": "Preparing for release."}) == []
    assert picked("", en={"p": "Preparing for release."}) == []


@pytest.mark.parametrize(
    ("query", "code", "text", "marked"),
    [
        ("затвору", "sr", "Живот у затвору.", "затвору"),
        ("zatvor", "sr", "Живот у затвору.", "затвору"),
        ("pergatitje", "sq", "Përgatitja nis herët.", "Përgatitja"),
        ("shkola", "mk", "Школа во затвор.", "Школа"),
        ("prisons", "en", "A Prison near the sea.", "Prison"),
        ("prisoon", "en", "A prison near the sea.", "prison"),
        ("prsion", "en", "A prison near the sea.", "prison"),
        ("reinteg", "en", "Their reintegration began.", "reintegration"),
        ("postpenalna", "bs", "Oblici post-penalne pomoći.", "post-penalne"),
        ("post-penalna", "bs", "Oblici postpenalne pomoći.", "postpenalne"),
        ("post-penalna", "bs", "Oblici post-penalne pomoći.", "post-penalne"),
    ],
)
def test_a_word_is_marked_in_any_script_form_or_spelling(query, code, text, marked):
    assert f"<mark>{marked}</mark>" in html(query, text, code)
    assert html(query, text, code).count("<mark>") == 1


def test_a_near_word_is_looked_for_among_the_tags():
    found = {**document(en={"a": "Nothing of that."}), "terms": {"en": "housing\nrecidivism"}}
    (term,) = Highlights(found, understand("recidivsm"), ENGLISH).terms(3)
    assert str(term) == "<mark>recidivism</mark>"


@pytest.mark.parametrize("place", ["a", "terms"])
def test_a_near_word_is_not_marked_where_another_name_stands(place):
    query = replace(understand("deca"), alternatives=(Alternative("children", (as_word("children"),), (0,)),))
    texts = {"a": "All children.", "b": "Dece and dela."} if place == "a" else {"b": "Dela."}
    found = {**document(en=texts), "terms": {"en": "children"} if place == "terms" else {}}
    assert [passage.anchor for passage in passages_of(found, query, ENGLISH)] == (["a"] if place == "a" else [])


def test_another_first_letter_is_tried_for_a_word_that_nothing_has():
    found = document(en={"a": "Attention in pretrial."})
    query = understand("pretrial detention")
    assert "<mark>Att" not in passages_of(found, query, ENGLISH)[0].html
    assert (
        "<mark>Att"
        in passages_of(found, replace(understand("pretrial ettention"), unknown=("ettention",)), ENGLISH)[0].html
    )


def test_what_may_be_half_a_word_in_one_language_may_be_mistyped_in_another():
    found = document(en={"a": "Out of prison."}, sq={"a": "Se prisnin."})
    query = replace(understand("prisn"), unknown=("prisn",))
    assert "<mark>prison</mark>" in passages_of(found, query, ENGLISH)[0].html


@pytest.mark.parametrize("typed", ["uchil", "ucil", "учил", "uchilishhe"])
def test_half_a_macedonian_word_or_a_mistyped_one_is_marked_in_any_letters(typed):
    assert html(typed, "Во училиште.", "mk", BY_CODE["mk"]) == "Во <mark>училиште</mark>."


def test_a_near_word_is_not_marked_where_the_word_itself_stands():
    assert html("prison", "Prison and poison.") == "<mark>Prison</mark> and poison."


def test_a_word_beside_a_sign_or_another_word_is_marked_too():
    """Of a second text only what isn't known from the first is taken apart."""
    assert html("quay", "Quay one.") == "<mark>Quay</mark> one."
    marked = "(<mark>quay</mark>) <mark>Quay</mark>/wharf, <mark>QUAY</mark>\u00a0one."
    assert html("quay", "(quay) Quay/wharf, QUAY\u00a0one.") == marked


def test_a_part_of_a_word_is_not_marked():
    assert html("art", "Art, party and artist.") == "<mark>Art</mark>, party and artist."


def test_html_in_a_text_is_escaped_around_and_inside_of_marks():
    assert html("script", "<script>alert('script & more')</script>") == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>script</mark> &amp; more&#x27;)&lt;/<mark>script</mark>&gt;"
    )


def test_a_title_is_escaped_and_marked():
    found = document(title={"en": "Visits <b>& family</b>"}, en={})
    text = Highlights({**found, "states": {"en": "original"}}, understand("family"), ENGLISH).text("title")
    assert str(text) == "Visits &lt;b&gt;&amp; <mark>family</mark>&lt;/b&gt;"


def test_a_passage_shows_what_matched_behind_a_long_address():
    assert "<mark>visit</mark>" in html("visit", f"{LONG} https://example.org/{'x' * 590} visit. {LONG}")


def test_a_long_passage_is_cut_around_its_densest_words_between_words():
    text = f"A visit. {LONG} The family visit and the children. {LONG}"
    found = html("family visit children", text)
    assert found.count("<mark>") == 3
    assert found.startswith("… ") and found.endswith(" …")
    shown = re.sub("</?mark>", "", found).strip("… ")
    assert 150 <= len(shown) <= 240
    assert set(shown.split()) <= set(text.split())


def test_the_beginning_and_the_end_of_a_text_have_no_ellipsis():
    assert not html("visit", f"A visit. {LONG}").startswith("…")
    assert not html("visit", f"{LONG} A visit.").endswith("…")


def test_another_name_is_marked_only_where_it_stands_whole():
    other = Alternative("conditional release", (as_word("conditional"), as_word("release")), (0,))
    query = replace(understand("parole"), alternatives=(other,))
    assert html(query, "A conditional release.") == "A <mark>conditional</mark> <mark>release</mark>."
    assert picked(query, en={"p": "The day of release."}) == []
    assert picked(query, en={"p": "Conditional release.", "q": "Parole."}) == [("q", "en"), ("p", "en")]


def test_serbian_cyrillic_is_in_latin_for_a_reader_of_latin_and_marked_for_the_other():
    texts = {"sr": {"p": "Живот у затвору <споља>."}}
    (latin,) = passages_of(document("sr", **texts), understand("затвор"), LATIN)
    (cyrillic,) = passages_of(document("sr", **texts), understand("zatvor"), SERBIAN)
    assert (latin.html, latin.mark) == ("Život u <mark>zatvoru</mark> &lt;spolja&gt;.", "")
    assert (cyrillic.html, cyrillic.mark) == ("Живот у <mark>затвору</mark> &lt;споља&gt;.", ' lang="sr-Cyrl"')


def test_a_passage_in_another_language_is_marked_so():
    (found,) = passages_of(document("sq", sq={"p": "Lirim."}), understand("lirim"), ENGLISH)
    assert found.mark == ' lang="sq"'


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        ("visit", "visits", True),
        ("vsiit", "visit", True),
        ("visit", "vosot", False),
        ("prisonre", "prisoner", True),
        ("probtaoin", "probation", True),
        ("prbtn", "probation", False),
    ],
)
def test_near_words_differ_by_one_letter_or_two_in_longer_ones(typed, word, near):
    assert is_near(typed, word) is near


@pytest.mark.parametrize("sign", ["⑴abc", "㈠", "⒈abc", "🄁", "abc⑴"])
def test_signs_that_stand_for_several_letters_are_looked_for_as_letters(sign):
    assert html(f"prison {sign}", f"The prison {sign}.").startswith("The <mark>prison</mark>")
    assert picked(f"prison {sign}zz", en={"a": "The prison 1abcd and abc1."})
