"""What every engine does: the same questions, the same kinds of answers. What words find: test_engine_words.py."""

from itertools import chain

import pytest

from search.engines import Change
from search.fields import digest
from search.params import ENTRIES, EVENT, FACETS, NEWEST, RECOMMENDATIONS, SearchParams
from search.queries import understand
from tests.search.conftest import found, make_document, put, search, suggested

# --- Everything, in order


def test_no_words_ask_for_everything_newest_first(engine):
    put(
        engine,
        make_document(1, date="2020-01-01"),
        make_document(2, date=None),
        make_document(3, date="2024-05-01"),
        make_document(10, date="2020-01-01"),
    )
    for text in ("", " ", "?!", "\0"):
        assert found(engine, text) == ["3", "10", "1", "2"]


@pytest.mark.parametrize(("sort", "order"), [(NEWEST, ["2", "3", "1"]), (EVENT, ["1", "2", "3"])])
def test_hits_are_sorted_by_date_or_by_event_and_those_without_come_last(engine, sort, order):
    put(
        engine,
        make_document(1, {"en": "Prison"}, date="2020-01-01", event_date="2020-01-01"),
        make_document(2, {"en": "Prison"}, date="2024-01-01", event_date="2019-01-01"),
        make_document(3, {"en": "Prison"}, date="2022-01-01"),
        make_document(4, {"en": "Food"}, date="2025-01-01"),
    )
    assert found(engine, "prison", sort=sort) == order


def test_pages_follow_each_other_without_a_gap_or_a_repetition(engine):
    put(engine, *(make_document(n, {"en": "Prison"}) for n in range(1, 26)))
    pages = [found(engine, text, page=page) for text in ("prison", "") for page in (1, 2, 3, 4)]
    assert list(map(len, pages)) == [10, 10, 5, 0] * 2
    assert len(set(chain(*pages[:4]))) == len(set(chain(*pages[4:]))) == 25
    assert search(engine, "prison", page=4).total == 25


# --- Facets


@pytest.fixture
def tagged(engine):
    put(
        engine,
        make_document(1, {"en": "Prison"}, phase=["prison"], country=["albania", "kosovo"]),
        make_document(2, {"en": "Prison"}, phase=["release"], country=["albania"]),
        make_document(3, {"en": "Prison", "sq": "Burg"}, phase=["release", "prison"]),
        make_document(4, {"en": "Food"}, phase=["release"]),
    )
    return engine


def test_facets_count_what_was_found(tagged):
    answer = search(tagged, "prison")
    assert answer.facets["phase"] == {"prison": 2, "release": 2}
    assert answer.facets["country"] == {"albania": 2, "kosovo": 1}
    assert answer.facets["available"] == {"en": 3, "sq": 1}
    assert answer.facets["type"] == {"practice": 3}
    assert answer.facets["actor"] == {}


def test_a_facet_counts_without_its_own_choice_and_the_others_with_it(tagged):
    answer = search(tagged, "prison", chosen={"phase": ("prison",)})
    assert answer.total == 2
    assert answer.facets["phase"] == {"prison": 2, "release": 2}
    assert answer.facets["country"] == {"albania": 1, "kosovo": 1}


@pytest.mark.parametrize("text", ["prison", "prisn", ""])
def test_hidden_entries_are_neither_found_nor_counted(engine, text):
    put(engine, *(make_document(n, {"en": "Prison"}, country=[f"land-{n}"]) for n in (1, 2, 3)))
    answer = engine.search(understand(text), SearchParams(q=text), frozenset({2, 99}))
    assert {hit.document["entry"] for hit in answer.hits} == {1, 3}
    assert (answer.total, answer.facets["country"]) == (2, {"land-1": 1, "land-3": 1})
    if text:
        assert engine.search(understand(text), SearchParams(q=text), frozenset({1, 2, 3})).unknown == (text,)
    chosen = SearchParams(q=text, chosen={"country": ("land-2",)})
    answer = engine.search(understand(text), chosen, frozenset({2}))
    assert (answer.total, answer.facets["country"]) == (0, {"land-1": 1, "land-3": 1})


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_can_be_chosen_and_counted(engine, facet):
    one, other = {"type": ("practice", "failure"), "available": (["en"], ["sq"])}.get(facet, (["a/b"], ["c d"]))
    put(
        engine,
        make_document(1, {"en": "Prison", "sq": "Prison"}, **{"country": ["kosovo"], facet: one}),
        make_document(2, {"en": "Prison", "sq": "Prison"}, **{"country": ["kosovo"], facet: other}),
    )
    first, second = (each if isinstance(each, str) else each[0] for each in (one, other))
    for text in ("prison", ""):
        assert search(engine, text).facets[facet] == {first: 1, second: 1}
        answer = search(engine, text, chosen={facet: (first,)})
        assert [hit.document["entry"] for hit in answer.hits] == [1]
        assert answer.facets[facet] == {first: 1, second: 1}
        if facet != "country":
            assert answer.facets["country"] == {"kosovo": 1}


def test_values_of_a_facet_are_either_or_and_facets_are_and(tagged):
    assert set(found(tagged, "", chosen={"phase": ("prison", "release")})) == {"1", "2", "3", "4"}
    assert found(tagged, "", chosen={"phase": ("release",), "country": ("albania",)}) == ["2"]
    assert found(tagged, "", chosen={"phase": ("no-such-phase",)}) == []


# --- Modes


def test_recommendations_are_found_apart_from_entries(engine):
    put(
        engine,
        make_document(1, {"en": "A paper"}, {"en": "on prisons"}),
        make_document(1, {"en": "Train staff in prisons"}, anchor="rec-a"),
    )
    assert found(engine, "prisons", mode=ENTRIES) == ["1"]
    assert found(engine, "prisons", mode=RECOMMENDATIONS) == found(engine, "", mode=RECOMMENDATIONS) == ["1-rec-a"]


# --- Suggestions, spelling, likeness


def test_titles_are_suggested_by_their_words_beginnings_in_any_script(engine):
    put(
        engine,
        make_document(1, {"sr": "Условни отпуст жена"}),
        make_document(2, {"sr": "Затвор"}, {"sr": "Условни отпуст"}),
        make_document(3, {"en": "A paper"}),
        make_document(3, {"en": "Otpust u praksi"}, anchor="rec-a"),
    )
    assert suggested(engine, "uslov") == ["1"]
    assert suggested(engine, "otpust uslo") == suggested(engine, "uslo otpust") == ["1"]
    assert suggested(engine, "otp") == ["1", "3-rec-a"]
    assert suggested(engine, "") == suggested(engine, "?") == []


@pytest.mark.parametrize("typed", ["shkola", "shko", "škola", "школа", "shkola za", "rod shkola"])
def test_titles_are_suggested_by_each_spelling_of_a_word(engine, typed):
    put(engine, make_document(1, {"mk": "Школа за родители"}), make_document(2, {"en": "Nothing of that"}))
    assert suggested(engine, typed) == ["1"]


def test_titles_with_more_words_whole_are_suggested_first(engine):
    titles = ("Prison visits", "Prison visit", "Prisoner visit", "Prisoners visits")
    put(engine, *(make_document(n, {"sq" if n == 4 else "en": title}) for n, title in enumerate(titles, 1)))
    assert suggested(engine, "prison visit") == ["2", "3", "1", "4"]
    assert suggested(engine, "visit prison") == ["2", "3", "1", "4"]


def test_a_short_word_before_the_last_is_whole(engine):
    put(engine, make_document(1, {"en": "Work in prison"}), make_document(2, {"en": "Inside a prison"}))
    assert suggested(engine, "pris wo") == ["1"]
    assert suggested(engine, "wo pris") == []


def test_entries_leave_room_for_recommendations_among_the_suggested(engine):
    entries = [make_document(n, {"en": "Visits"}) for n in range(1, 6)]
    put(engine, *entries, *(make_document(5, {"en": "Allow visits"}, anchor=anchor) for anchor in "abc"))
    assert len(suggested(engine, "visi", 2)) == 4
    assert sum("-" in key for key in suggested(engine, "visi", 2)) == 2


def test_titles_in_the_readers_language_are_suggested_first(engine):
    put(engine, *(make_document(n, {code: "Program"}) for n, code in enumerate(("sr", "sq", "bs"), 1)))
    assert suggested(engine, "prog", 2, "sq")[0] == "2"


def test_words_of_documents_are_proposed_for_a_mistyped_one(engine):
    put(engine, make_document(1, {"en": "Probation"}), make_document(2, {"en": "Probation Rehabilitation"}))
    assert engine.spell("probtion") == ["probation"]
    assert engine.spell("zzzzzzzz") == []


def test_a_word_of_withdrawn_entries_is_not_proposed(engine):
    put(engine, make_document(1, {"en": "Probation"}), make_document(2, {"en": "Food"}))
    engine.apply([Change(1, 2)])
    assert engine.spell("probtion") == []


def test_similar_entries_share_words_and_tags_and_are_others(engine):
    text = "Mentoring of young women after their release from prison"
    put(
        engine,
        make_document(1, {"en": "Mentoring"}, {"en": text}, phase=["release"]),
        make_document(2, {"en": "Mentors"}, {"en": f"{text} in Albania"}, phase=["release"]),
        *(make_document(n, {"en": f"Food {n}"}, {"en": "Kitchens and bakeries"}) for n in range(3, 13)),
    )
    assert [hit.document["id"] for hit in engine.similar(1, 3)][:1] == ["2"]
    assert "1" not in [hit.document["id"] for hit in engine.similar(1, 10)]
    assert engine.similar(99, 3) == []


# --- Keeping in step


def test_an_entry_is_replaced_with_all_its_recommendations(engine):
    put(engine, make_document(1, {"en": "Prison"}), make_document(1, {"en": "Old"}, anchor="rec-a"))
    put(engine, make_document(1, {"en": "Visits"}), make_document(1, {"en": "New"}, anchor="rec-b"), version=2)
    assert found(engine, "prison") == []
    assert found(engine, "visits") == ["1"]
    assert found(engine, "", mode=RECOMMENDATIONS) == ["1-rec-b"]
    assert engine.counts() == {ENTRIES: 1, RECOMMENDATIONS: 1}


def test_what_was_withdrawn_never_comes_back(engine):
    put(engine, make_document(1, {"en": "Prison"}), make_document(1, {"en": "Prisons"}, anchor="rec-a"), version=3)
    engine.apply([Change(1, 5)])
    put(engine, make_document(1, {"en": "Prison"}), make_document(1, {"en": "Prisons"}, anchor="rec-a"), version=4)
    assert found(engine, "prison") == found(engine, "prison", mode=RECOMMENDATIONS) == []
    assert engine.counts() == {ENTRIES: 0, RECOMMENDATIONS: 0}
    assert list(engine.versions()) == []


def test_the_newer_version_wins_and_an_equal_one_replaces(engine):
    put(engine, make_document(1, {"en": "Second"}), version=2)
    put(engine, make_document(1, {"en": "First"}), version=1)
    assert found(engine, "second") == ["1"]
    put(engine, make_document(1, {"en": "Third"}), version=2)
    assert found(engine, "third") == ["1"]


def test_facets_forget_what_an_entry_was(engine):
    put(engine, make_document(1, phase=["prison"]))
    assert search(engine).facets["phase"] == {"prison": 1}
    put(engine, make_document(1, phase=["release"]), version=2)
    assert search(engine).facets["phase"] == {"release": 1}
    engine.apply([Change(1, 3)])
    assert search(engine).facets["phase"] == {}


def test_versions_and_digests_tell_what_is_held(engine):
    documents = (make_document(1, {"en": "Paper"}), make_document(1, {"en": "Advice"}, anchor="rec-a"))
    put(engine, *documents, version=7)
    assert list(engine.versions()) == [(1, 7, digest(documents))]


def test_a_watermark_is_kept(engine):
    engine.set_watermark(12)
    assert engine.watermark() == 12


def test_a_build_answers_only_once_it_is_swapped(engine):
    put(engine, make_document(1, {"en": "Old"}))
    with engine.build() as build:
        build.apply([Change(2, 1, (make_document(2, {"en": "New"}), make_document(2, {"en": "A"}, anchor="rec-a")))])
        assert found(engine) == ["1"]
        assert build.counts() == {ENTRIES: 1, RECOMMENDATIONS: 1}
        build.swap()
        assert found(engine) == ["2"]
    assert found(engine, "new") == ["2"]
    assert found(engine, "old") == []
    engine.set_watermark(3)
    assert engine.watermark() == 3


def test_an_abandoned_build_changes_nothing(engine):
    put(engine, make_document(1, {"en": "Old"}))
    with pytest.raises(ZeroDivisionError), engine.build() as build:
        build.apply([Change(2, 1, (make_document(2),))])
        raise ZeroDivisionError
    assert found(engine) == ["1"]


def test_health_is_good(engine):
    assert engine.health()["ok"] is True
    assert engine.health()["reason"] == ""


# --- Odd input

ODD = [
    '"', "'", "x'y", '"x', "*", "a*", "NEAR(a b)", "a AND", "OR", "NOT x", "title_fold:x", "{a b}:c", "^x", "-x", "+",
    "(", "))", "\\", "a/b", "x~2", "[1 TO 2]", "%", "_", "\0", "a\0b", "\ud800", "ab\udfffcd", "🚓 prison", "½ ﬁ ﷺ",
    "e\u0301" * 50, "a" * 10_000, "слово " * 500, "\u202eabc", "監獄", "h0zatvor", "_id", "null", "{{7*7}}", "İı",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_input_is_answered(engine, text):
    put(engine, make_document(1, {"en": "Prison"}))
    assert search(engine, text).total in (0, 1)
    assert len(engine.suggest(text, "en", 8)) <= 1
    assert len(engine.spell(text)) <= 1


def test_what_a_text_holds_need_not_be_words(engine):
    put(engine, make_document(1, {"en": "\0 ½ 🚓 監獄"}, {"sq": "?", "en": "a" * 5000}))
    assert search(engine, "監獄").total == 1


def test_an_understood_query_is_the_same_for_each_engine():
    assert [word.text for word in understand("Zatvor, zatvor и ЗАТВОР жене").words] == ["Zatvor", "жене"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("shërbimi i provës", ["shërbimi", "provës"]),
        ("i", ["i"]),
        ("за и", ["за", "и"]),
        ("re-entry of women", ["re-entry", "women"]),
        ("OSCE-a, ОБСЕ-от UE-së", ["OSCE", "ОБСЕ", "UE"]),
        ("COVID-19", ["COVID-19"]),
        ("EU-funded HIV-positive", ["EU-funded", "HIV-positive"]),
    ],
)
def test_words_that_only_tie_others_together_and_endings_of_acronyms_are_not_looked_for(typed, words):
    assert [word.text for word in understand(typed).words] == words
