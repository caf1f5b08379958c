"""From a search to what is shown: only what is public, each in the best language, with its address."""

import datetime

import pytest
from django.utils import translation

from practices import models
from search.models import Concept
from search.params import DEEPEST, RECOMMENDATIONS, SearchParams
from search.results import find
from tests import factories
from tests.search.hiding import WAYS

pytestmark = pytest.mark.django_db


def search(q="", code="en", content=None, glossary=False, **params):
    with translation.override(code):
        return find(SearchParams(q=q, language=content or code, glossary=glossary, **params))


def keys(found):
    return [result.key for result in found.results]


def test_a_result_has_what_a_page_shows(visits):
    (result,) = search("visits").results
    assert (result.key, result.type, result.type_label) == ("visits", "paper", "Conclusion paper")
    assert str(result.title) == "Family <mark>visits</mark> in prison"
    assert str(result.summary) == "What <mark>visits</mark> change."
    assert result.title.code == "en"
    assert result.url == "/en/papers/visits/"
    assert [(each.code, each.state, each.url) for each in result.languages] == [
        ("en", "original", "/en/papers/visits/"),
        ("sq", "machine", "/sq/papers/visits/"),
    ]
    assert ([term.slug for term in result.phases], [term.slug for term in result.countries]) == (
        ["probation"],
        ["albania"],
    )
    assert (result.date, result.date_is_event) == (datetime.date(2021, 10, 6), True)


def test_what_is_found_by_its_tags_alone_tells_by_which(index):
    support = factories.term(models.Phase, "support", name_en="Support & care", name_sq="Mbështetje")
    support.synonyms_en, support.synonyms_sq = "social assistance\nadvice", "ndihmë sociale"
    support.save()
    index.add(factories.practice(("en", "sq"), heading_en="Housing", heading_sq="Strehim", phases=["support"]))
    (result,) = search("assistance").results
    assert [str(term) for term in result.terms] == ["social <mark>assistance</mark>"]
    assert [str(term) for term in search("care").results[0].terms] == ["Support &amp; <mark>care</mark>"]
    (term,) = search("advice", "sq").results[0].terms
    assert (str(term), term.mark) == ("<mark>advice</mark>", ' lang="en"')
    assert search("housing").results[0].terms == search("").results[0].terms == []


def test_another_name_that_is_spread_over_an_entry_is_marked_in_its_parts(index):
    Concept.objects.create(slug="parole", terms_en="parole\nconditional release")
    index.add(factories.practice(heading_en="A conditional offer", summary_en="The day of release."))
    index.add(factories.practice(heading_en="Another conditional offer", summary_en="Conditional release."))
    whole, spread = search("parole", glossary=True).results
    assert str(spread.title) == "A <mark>conditional</mark> offer"
    assert str(spread.summary) == "The day of <mark>release</mark>."
    assert (str(whole.title), str(whole.summary)) == (
        "Another conditional offer",
        "<mark>Conditional</mark> <mark>release</mark>.",
    )


def test_what_only_another_language_s_summary_or_title_says_is_shown_in_that_language(index):
    texts = {"heading_en": "Health", "heading_sq": "Burgu i grave", "summary_sq": "Me nalokson."}
    index.add(factories.practice(("en", "sq"), **texts))
    (by_summary,), (by_title,) = search("nalokson").results, search("grave").results
    assert (str(by_summary.excerpt), by_summary.excerpt.mark) == ("Me <mark>nalokson</mark>.", ' lang="sq"')
    assert str(by_title.excerpt) == "Burgu i <mark>grave</mark>"
    assert search("health").results[0].excerpt.mark == ""


def test_of_a_long_summary_the_part_is_shown_that_matched(index):
    summary = "What is told first. " * 20 + "Then naloxone is named."
    index.add(factories.practice(heading_en="Health", summary_en=summary))
    (result,) = search("naloxone").results
    assert str(result.excerpt).startswith("… ") and "<mark>naloxone</mark> is named." in str(result.excerpt)
    assert str(result.summary) == summary.replace("naloxone", "<mark>naloxone</mark>")
    assert str(search("health").results[0].excerpt) == summary


def test_its_address_is_the_pages_own(index):
    entry = factories.practice(("en", "sq"))
    index.add(entry)
    for code, content in (("en", "en"), ("sq", "sq"), ("sr-latn", "sr")):
        (result,) = search(code=code, content=content).results
        with translation.override(code):
            assert result.url == entry.get_url()


def test_an_entry_without_the_readers_language_is_shown_in_its_original_and_marked(index):
    index.add(factories.practice(("sq", "mk"), heading_sq="Vizita në burg"))
    (result,) = search("vizita", "en").results
    assert str(result.title) == "<mark>Vizita</mark> në burg"
    assert (result.title.code, result.title.mark) == ("sq", ' lang="sq"')


def test_serbian_is_shown_in_the_readers_script(index):
    index.add(factories.practice(("sr",), heading_sr="Посете у затвору"))
    (latin,) = search("затвор", "sr-latn", "sr").results
    (cyrillic,) = search("zatvor", "sr", "sr").results
    assert (str(latin.title), latin.title.mark) == ("Posete u <mark>zatvoru</mark>", "")
    assert (str(cyrillic.title), cyrillic.title.mark) == ("Посете у <mark>затвору</mark>", ' lang="sr-Cyrl"')


@pytest.mark.parametrize("hide", WAYS)
def test_what_the_index_still_holds_and_is_not_public_any_more_is_neither_shown_nor_counted(index, hide):
    hidden = factories.practice(heading_en="A visit")
    index.add(factories.failure(key="stays", heading_en="Another visit"), hidden)
    assert search("visit").count == 2
    hide(models.GoodPractice.objects.get(pk=hidden.pk))
    found = search("visit")
    assert (keys(found), found.count) == (["stays"], 1)


def test_a_language_that_is_withdrawn_is_not_shown_from_the_index(index):
    entry = factories.practice(("en", "sq"), heading_sq="Fjala e fshehtë")
    index.add(entry)
    models.GoodPractice.objects.filter(pk=entry.pk).update(translation_state_sq="withdrawn")
    (result,) = search("fshehtë", "sq").results
    assert (result.title.code, [each.code for each in result.languages]) == ("en", ["en"])
    assert "fsheht" not in str(result.title) + str(result.passages)


def test_a_passage_leads_to_the_page_that_shows_it(index):
    entry = factories.practice(
        ("en", "sq", "mk"),
        key="aid",
        outcomes_en="<p>Shelter after release.</p>",
        outcomes_sq="<p>Strehim pas lirimit.</p>",
        resources_en="<p>Naloxone kits.</p>",
    )
    index.add(entry)

    def places(q, code):
        (result,) = search(q, code).results
        return [(passage.language, passage.url) for passage in result.passages]

    assert places("shelter", "en") == [("en", "/en/practices/aid/#outcomes")]
    # The page in English shows the English text in this place
    assert places("strehim", "en") == [("sq", "/sq/practices/aid/#outcomes")]
    assert places("shelter", "sq") == [("en", "/en/practices/aid/#outcomes")]
    # A page shows the original's text where its own language has none
    assert places("naloxone", "sq") == [("en", "/sq/practices/aid/#resources")]
    assert places("strehim", "mk") == [("sq", "/sq/practices/aid/#outcomes")]


def test_a_recommendation_is_a_result_of_its_own_with_its_paper(index):
    paper = factories.paper(key="meeting", heading_en="The meeting")
    paper.recommendations.add(
        models.Recommendation(anchor="r-1", number=1, heading_en="Train staff", text_en="<p>All of them.</p>")
    )
    paper.recommendations.add(models.Recommendation(anchor="r-2", number=2, heading_en="Share data"))
    paper.save()
    index.add(paper)
    (result,) = search("staff", mode=RECOMMENDATIONS).results
    assert (str(result.title), str(result.paper), result.number) == ("Train <mark>staff</mark>", "The meeting", 1)
    assert (result.key, result.anchor, result.url) == ("meeting", "r-1", "/en/papers/meeting/#r-1")
    assert len(search(mode=RECOMMENDATIONS).results) == 2


def test_a_recommendation_leads_to_a_page_that_shows_it(index):
    """A page shows a text in its own language, else in the original's, and no other."""
    paper = factories.paper(("mk", "sq"), key="meeting")
    paper.recommendations.add(models.Recommendation(anchor="r-1", number=1, heading_sq="Trajnoni stafin"))
    paper.recommendations.add(models.Recommendation(anchor="r-2", number=2, heading_mk="Обука"))
    paper.save()
    index.add(paper)
    found = {each.anchor: each.url for each in search(mode=RECOMMENDATIONS).results}
    assert found == {"r-1": "/sq/papers/meeting/#r-1", "r-2": "/en/papers/meeting/#r-2"}


def test_facets_count_what_is_found(index):
    index.add(factories.practice(phases=["prison"]), factories.failure(phases=["prison", "probation"]))
    facets = {facet.name: facet for facet in search(chosen={"type": ("failure",)}).facets}
    assert {value.key: value.count for value in facets["type"].values}["practice"] == 1
    assert [value.key for value in facets["type"].selected] == ["failure"]
    assert {value.key: value.count for value in facets["phase"].values}["prison"] == 1


def test_where_nothing_is_found_each_filter_is_given_up_in_turn(index):
    index.add(factories.practice(phases=["prison"], heading_en="A visit"), factories.failure(heading_en="A visit"))
    found = search("visit", chosen={"type": ("paper",), "phase": ("prison",), "country": ("albania",)})
    assert (found.count, found.relaxed) == (0, [])
    found = search("visit", chosen={"type": ("failure",), "phase": ("prison",)})
    assert [(each.facet, each.label, each.count) for each in found.relaxed] == [
        ("type", "Kind", 1),
        ("phase", "Phase", 1),
    ]


def test_filters_are_not_given_up_where_something_is_found(index):
    index.add(factories.practice(), factories.failure())
    assert search(chosen={"type": ("practice",)}).relaxed == []


def test_pages_are_counted_and_one_beyond_the_last_is_empty(index):
    index.add(*(factories.practice() for _number in range(11)))
    assert (search().pages, len(search().results), len(search(page=2).results)) == (2, 10, 1)
    beyond = search(page=7)
    assert (beyond.results, beyond.count, beyond.pages) == ([], 11, 2)
    assert search("nothing at all like it").pages == 1


def test_pages_that_are_too_deep_are_refused_without_asking(index, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("search.results.ask", None)
    with django_assert_num_queries(0):
        for page_size in (10, 20, 50):
            found = search(page=DEEPEST // page_size + 1, page_size=page_size)
            assert (found.too_deep, found.pages) == (True, DEEPEST // page_size)


def test_a_page_of_results_takes_two_queries(index, django_assert_num_queries):
    index.add(*(factories.practice(("en", "sq"), phases=["prison"]) for _number in range(10)))
    search()
    with django_assert_num_queries(2):
        assert len(search("heading").results) == 10


def test_the_engine_says_who_it_is(index):
    found = search()
    assert (found.engine, found.degraded, found.alternatives, found.did_you_mean) == ("embedded", False, (), "")
