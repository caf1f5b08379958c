"""What every engine finds by which words, and what comes first."""

import datetime

import pytest

from search.documents import with_passages
from search.params import SearchParams
from search.queries import Alternative, Query, as_word
from tests.search.conftest import found, make_document, put, search


@pytest.mark.parametrize(
    ("code", "text", "typed"),
    [
        ("sr", "Затвор за жене", "затвор"),
        ("sr", "Затвор за жене", "zatvor"),
        ("sr", "Zatvor za žene", "затвору"),
        ("bs", "Uslovni otpust", "uslovnog otpusta"),
        ("bs", "Tužilaštvo i sudije", "tuzilastvo"),
        ("mk", "Условен отпуст", "uslovniot otpust"),
        ("mk", "Школа за родители", "shkolata"),
        ("sq", "Shërbimi i provës", "sherbimit"),
        ("sq", "Burgu i grave", "burgjet"),
        ("en", "Prisons and probation", "prison"),
        ("sr", "Služba za izvršenje", "sluz\u030cba"),  # a letter and its mark by themselves, as some keyboards type
        ("sr", "Služba za izvršenje", "slu\u00adžba"),  # a soft hyphen, as copied from a web page
    ],
)
def test_a_word_is_found_in_any_script_without_diacritics_and_inflected(engine, code, text, typed):
    put(engine, make_document(1, {code: text}), make_document(2, {"en": "Something else"}))
    assert found(engine, typed)[:1] == ["1"]


@pytest.mark.parametrize(
    ("code", "text", "typed"),
    [
        ("en", "Re-entry", "reentry"),
        ("en", "Reentry", "re-entry"),
        ("en", "Pre‑release planning", "prerelease"),
        ("bs", "Post-penalni prihvat", "postpenalnog prihvata"),
        ("bs", "Postpenalni prihvat", "post-penalnog prihvata"),
        ("sr", "Постпенални прихват", "post-penalni"),
        ("mk", "Пост-пенална помош", "postpenalnata"),
        ("sq", "Ndihma post-penale", "postpenale"),
    ],
)
@pytest.mark.parametrize("place", ["title", "body"])
def test_a_compound_is_found_with_and_without_its_hyphen(engine, code, text, typed, place):
    texts = {place: {code: text}}
    put(engine, make_document(1, **texts), *(make_document(number, {"en": "Post, pre and re"}) for number in (2, 3, 4)))
    assert found(engine, typed)[:1] == ["1"]


def test_parts_of_a_compound_alone_are_not_what_was_asked_for(engine):
    put(engine, make_document(1, {"bs": "Poštom poslane penale"}), make_document(2, {"bs": "Postpenalni prihvat"}))
    assert found(engine, "post-penalni") == ["2"]


@pytest.mark.parametrize("typed", ["Kazneno-popravni zavod", "Follow-up", "hiv-positive", "HIV-positive"])
def test_a_compound_is_found_apart_too(engine, typed):
    texts = (typed.replace("-", " "), typed, "Nothing of that")
    put(engine, *(make_document(number, {"bs": text}) for number, text in enumerate(texts, 1)))
    assert found(engine, typed) == ["2", "1"]


def test_an_acronym_in_one_of_its_cases_is_no_other_word(engine):
    texts = ({"sr": "Mreža RAN-a"}, {"sr": "Rana pomoć"}, {"sq": "Programi i BE-së"}, {"sq": "Besë e fjalë"})
    put(engine, *(make_document(number, text) for number, text in enumerate(texts, 1)))
    assert found(engine, "rana")[0] == "2"
    assert found(engine, "RAN-om")[0] == "1"
    assert found(engine, "besë") == ["4"]
    assert found(engine, "BE-në")[0] == "3"


def test_a_part_of_a_compound_is_a_word(engine):
    put(engine, make_document(1, {"en": "Pre-release planning"}), make_document(2, {"en": "Something else"}))
    assert found(engine, "release") == ["1"]


@pytest.mark.parametrize("typed", ["probtaion", "probatio", "probaition", "prbation", "qrobation", "orobatoin"])
def test_a_mistyped_word_is_found(engine, typed):
    put(engine, make_document(1, {"en": "Probation"}), make_document(2, {"en": "Prisons"}))
    assert found(engine, typed)[:1] == ["1"]


def test_the_last_word_may_be_half_a_word(engine):
    put(engine, make_document(1, {"en": "Mentoring after release"}), make_document(2, {"en": "Release"}))
    assert found(engine, "release ment")[:1] == ["1"]


def test_three_letters_are_no_typing_mistake(engine):
    put(engine, make_document(1, {"en": "Dog"}))
    assert found(engine, "dig") == []


def test_a_word_of_the_title_comes_before_one_of_the_text(engine):
    others = [make_document(n, {"en": f"Other {n}"}, {"en": "Nothing of that"}) for n in range(10, 20)]
    put(
        engine,
        make_document(2, {"en": "Visits"}, {"en": "A text on families"}),
        make_document(1, {"en": "Families"}, {"en": "A text on visits"}),
        *others,
    )
    assert found(engine, "families") == ["1", "2"]


def test_what_a_text_tells_comes_before_how_often_tags_are_called_so(engine):
    called = {"en": "legal aid\nsocial aid\nfinancial aid\nstate aid"}
    said = with_passages({"en": [("one", "Aid for families"), ("two", "First aid")]})
    put(
        engine,
        make_document(1, {"en": "Housing plans"}, {"en": "A flat for families"}, terms=called),
        make_document(2, {"en": "Housing plans"}, **said),
    )
    assert found(engine, "aid") == ["2", "1"]


def test_what_an_entry_says_comes_before_what_its_tags_are_called(engine):
    tagged = {**make_document(1, {"bs": "Kratko"}), "terms": {"bs": "postpenalna pomoć\npostpenalni prihvat"}}
    put(engine, tagged, make_document(2, {"bs": "Drugo"}, {"bs": "O pomoći, i to postpenalnoj, u dugom tekstu."}))
    assert found(engine, "postpenalna pomoć") == ["2", "1"]


def test_the_word_as_it_was_typed_comes_before_another_form(engine):
    put(engine, make_document(1, {"sr": "О затворима"}), make_document(2, {"sr": "О затвору"}))
    assert found(engine, "затворима") == ["1", "2"]


def test_of_two_that_have_the_word_alike_the_newer_comes_first(engine):
    """Also where it is about an event that is still to come."""
    today = datetime.date.today()
    days = [today.replace(day=1) + datetime.timedelta(days) for days in (-700, 300, -350)]
    put(engine, *(make_document(n, {"en": "Prison"}, date=day.isoformat()) for n, day in enumerate(days, 1)))
    assert found(engine, "prison") == ["2", "3", "1"]


def test_two_words_are_both_needed_where_enough_entries_have_them(engine):
    both = [make_document(n, {"en": "Prison visits"}) for n in (1, 2, 3)]
    put(engine, *both, make_document(4, {"en": "Prison food"}))
    assert "4" not in found(engine, "prison visits")


def test_one_word_is_enough_where_few_entries_have_both(engine):
    put(engine, make_document(1, {"en": "Prison visits"}), make_document(2, {"en": "Prison food"}))
    assert found(engine, "prison visits") == ["1", "2"]


def test_where_few_entries_have_both_words_each_may_be_mistyped_though_one_is_nowhere(engine):
    put(engine, make_document(1, {"sr": "Инциденти"}), make_document(2, {"en": "Incident"}))
    assert found(engine, "alkoholisani incidenti", language="sr") == ["1", "2"]


def test_one_word_that_is_there_is_more_than_two_that_may_be_mistyped(engine):
    titles = ("Horse count", "House", "Court")
    put(engine, *(make_document(n, {"en": title}) for n, title in enumerate(titles, 1)))
    assert sorted(found(engine, "house court")) == ["1", "2", "3"]
    assert found(engine, "house court")[-1] == "1"


def test_an_entry_in_five_languages_neither_wins_nor_loses_by_their_number(engine):
    words = "kazna sud zakon mera nadzor otpust " * 20
    five = dict.fromkeys(("en", "sq", "mk", "sr", "bs"), "Pritvor")
    put(
        engine,
        make_document(1, {"sr": "Притвор"}, {"sr": words}),
        make_document(2, five, dict.fromkeys(five, words)),
        *(make_document(n, {"en": "Other"}, {"en": "nothing"}) for n in range(3, 12)),
    )
    scores = [hit.score for hit in search(engine, "pritvor", language="sr").hits]
    assert len(scores) == 2
    assert max(scores) < 1.25 * min(scores)


def test_text_in_the_readers_language_comes_first_and_then_its_neighbours(engine):
    put(engine, *(make_document(n, {code: "Pritvor"}) for n, code in enumerate(("bs", "sr", "mk"), 1)))
    assert found(engine, "pritvor", language="sr") == ["2", "1", "3"]
    assert found(engine, "pritvor", language="bs") == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("texts", "tags", "typed", "first"),
    [
        (("Short", "First aid", "Legal matters"), {1: "legal aid"}, "legal aid", {"1"}),
        (("Short", "Naloxane in prison"), {1: "naloxone"}, "naloxone", {"1"}),
        (("Women in housing", "Housing", "Women", "Housing"), {2: "women"}, "women housing", {"1", "2"}),
    ],
)
def test_what_has_the_words_in_its_tags_comes_before_what_has_less_or_similar_ones(engine, texts, tags, typed, first):
    documents = [make_document(number, {"en": text}) for number, text in enumerate(texts, 1)]
    put(engine, *(each | {"terms": {"en": tags.get(each["entry"], "")}} for each in documents))
    assert set(found(engine, typed)[: len(first)]) == first


def test_only_what_is_shown_counts_as_found_by_less(engine):
    tagged = (make_document(1, {"en": "Family visit"}, phase=["prison"]), make_document(2, {"en": "Family"}))
    put(engine, *tagged)
    assert search(engine, "family visit").widened
    assert not search(engine, "family visit", chosen={"phase": ("prison",)}).widened


@pytest.mark.parametrize(
    ("typed", "total", "widened"),
    [("family", 3, False), ("family visit", 3, True), ("famyli", 3, True), ("visit", 1, False), ("xyz", 0, False)],
)
def test_a_search_that_also_found_less_or_similar_words_says_so(engine, typed, total, widened):
    put(engine, *(make_document(n, {"en": text}) for n, text in enumerate(("Family", "Family", "Family visit"), 1)))
    answer = search(engine, typed)
    assert (answer.total, answer.widened) == (total, widened)


def test_words_without_a_document_are_named(engine):
    put(engine, make_document(1, {"en": "Prison"}))
    assert search(engine, "prison qwertzuiop").unknown == ("qwertzuiop",)
    assert search(engine, "prison").unknown == ()


def test_another_name_finds_what_the_words_do_not_and_never_comes_first(engine):
    put(engine, make_document(1, {"en": "Violent extremism"}), make_document(2, {"en": "VETO"}))
    words = tuple(as_word(text) for text in ("violent", "extremism"))
    other = Alternative("violent extremism", words, (0,))
    answer = engine.search(Query("veto", (as_word("veto"),), (other,)), SearchParams(q="veto"))
    assert [hit.document["id"] for hit in answer.hits] == ["2", "1"]


def test_where_one_word_is_enough_another_name_of_one_is_too(engine):
    own = [make_document(n, {"sr": "Партнер"}, date=f"20{20 + n}-01-01") for n in (1, 2, 3)]
    put(engine, *own, make_document(4, {"en": "Training"}))
    other = Alternative("training", (as_word("training"),), (1,))
    query = Query("партнер обука", (as_word("партнер"), as_word("обука")), (other,))
    hits = engine.search(query, SearchParams(q=query.text, language="en")).hits
    assert [hit.document["id"] for hit in hits] == ["3", "2", "1", "4"]
