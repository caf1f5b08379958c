"""The search page: what is asked for stands in its address, and whatever is asked gets an answer."""

import datetime
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from portal.languages import LANGUAGES
from practices import models
from search import asking, glossary, results, suggestions
from search import models as models_of_search
from search.engines import EngineUnavailable
from search.params import DEEPEST
from search.seeding import load_glossary
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(index):
    """Two entries about visits, of different kinds and phases, and one about housing."""
    practice = factories.practice(
        ("en", "sq"),
        key="visits",
        heading_en="Family visits",
        heading_sq="Vizita familjare",
        phases=["prison"],
        countries=["albania"],
        event_date=datetime.date(2021, 10, 6),
    )
    failure = factories.failure(key="no-visits", heading_en="A wing without visits", phases=["probation"])
    housing = factories.practice(key="housing", heading_en="Housing first", phases=["probation"])
    index.add(practice, failure, housing)
    return practice, failure, housing


def unavailable(*args, **values):
    raise EngineUnavailable("gone")


def read(client, address="/en/search/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def headings(page):
    return [words(heading) for heading in page.select(".hit h3")]


def asked(link):
    return parse_qsl(urlsplit(link["href"]).query)


def link(page, text):
    return next(each for each in page.select("main a") if text in words(each))


# --- Results


def test_a_hit_shows_what_it_is_about_with_the_words_marked(visits, client):
    page = read(client, "/en/search/?q=family")
    (hit,) = page.select(".hit")
    assert hit.h3.a["href"] == "/en/practices/visits/"
    assert [mark.get_text() for mark in hit.h3.select("mark")] == ["Family"]
    assert words(hit.select_one(".kind")) == "Good practice"
    assert words(hit.select_one(".continuum ul")) == "Prison"
    assert "Event: 6 October 2021" in words(hit.select_one(".facts"))
    assert [words(pip) for pip in hit.select(".pip")] == ["English (Original)", "Shqip (Machine translation)"]


def test_a_text_in_another_language_says_so(visits, client):
    page = read(client, "/mk/search/?q=housing")
    assert page.select_one(".hit h3 a")["lang"] == "en"


def test_a_passage_leads_to_its_place(index, client):
    paper = factories.paper(key="paper", heading_en="Conclusions")
    row = models.Recommendation(number=3, heading_en="Train staff", text_en="<p>Train the staff in mediation.</p>")
    paper.recommendations = [row]
    paper.save_revision().publish()
    index.add(paper)
    (passage,) = read(client, "/en/search/?q=mediation").select(".passages a")
    assert passage["href"] == f"/en/papers/paper/#{paper.recommendations.first().anchor}"
    (hit,) = read(client, "/en/search/?q=mediation&mode=recommendations").select(".hit")
    assert words(hit.select_one(".kind")) == "Recommendation 3"
    assert words(hit.select_one(".hit__paper")) == "Conclusions"


def test_without_words_everything_is_browsed(visits, client):
    page = read(client)
    assert words(page.select_one(".count")) == "3 entries"
    assert headings(page)[0] == "Family visits"  # the only one with a date
    assert page.select_one("meta[name=robots]") is None


def test_a_page_of_results_is_not_for_robots(visits, client):
    assert read(client, "/en/search/?q=visits").select_one("meta[name=robots]")["content"] == "noindex, follow"


# --- What is on


def test_filters_show_their_counts_and_what_is_on(visits, client):
    page = read(client, "/en/search/?q=visits&type=failure")
    counts = {each.input["value"]: words(each.b) for each in page.select("#facet-type label")}
    assert (counts["practice"], counts["failure"], counts["paper"]) == ("1", "1", "0")
    assert [each["value"] for each in page.select("#facets [checked]")] == ["failure"]
    assert "none" in page.select_one("#type-paper").parent.get("class", [])
    assert words(page.select_one("#number-on")) == "(1)"


def test_topics_that_find_no_room_among_the_filters_are_reached_by_the_vocabulary(index, client):
    index.add(factories.practice(topics=[f"topic-{number:02}" for number in range(31)]))
    page = read(client, "/en/search/")
    assert len(page.select("#facet-topic label")) == 30
    assert page.select_one("#facet-topic > p a")["href"] == "/en/vocabulary/#topic"
    way_back = link(read(client, "/en/topics/topic-30/"), "Search among these")
    assert way_back["href"] == "/en/search/?topic=topic-30"
    assert words(read(client, way_back["href"]).select_one(".chips li")) == "Remove: Topic: topic-30"


def test_a_chip_takes_one_value_off_and_keeps_the_rest(visits, client):
    page = read(client, "/en/search/?q=visits&type=failure&type=practice&phase=probation&sort=newest")
    off = {words(chip): asked(chip) for chip in page.select(".chips a")}
    assert off["Remove: Kind: Failure or lesson"] == [
        *(("q", "visits"), ("type", "practice"), ("phase", "probation"), ("sort", "newest"))
    ]
    assert off["Remove all"] == [("q", "visits"), ("sort", "newest")]


def test_the_language_switch_keeps_the_search(visits, client):
    page = read(client, "/en/search/?q=visits&type=failure")
    assert page.select_one(".languages [hreflang=mk]")["href"] == "/mk/search/?q=visits&type=failure"


def test_the_address_holds_what_the_controls_of_the_page_say(visits, client):
    page = read(client, "/en/search/?q=visits&mode=recommendations&glossary=0&sort=newest")
    controls = {each["name"]: each["value"] for each in page.select("input[type=hidden][form=search]")}
    assert controls == {"mode": "recommendations", "glossary": "0"}
    assert [words(each) for each in page.select(".modes [aria-current]")] == ["Recommendations"]


def test_every_page_has_one_search_box_and_a_description_for_browsers(visits, client):
    for path in ("/en/", "/en/entries/", "/en/practices/visits/", "/en/search/", "/en/nowhere/"):
        page = BeautifulSoup(client.get(path).content, "html.parser")
        assert [form["action"] for form in page.select("form[role=search]")] == ["/en/search/"], path
        assert page.select_one("link[rel=search]")["href"] == "/en/search/opensearch.xml"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_description_for_browsers_searches_in_its_language(site_tree, client, language):
    description = ElementTree.fromstring(client.get(f"/{language.code}/search/opensearch.xml").content)
    (url,) = description.findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url.get("template") == f"http://testserver/{language.code}/search/?q={{searchTerms}}"


# --- Paging


def test_pages_are_linked_and_a_page_too_far_leads_back(index, client):
    index.add(*(factories.practice(heading_en="Visits") for _number in range(25)))
    page = read(client, "/en/search/?q=visits&page=2")
    assert words(page.select_one(".count")) == "25 entries, page 2 of 3"
    assert words(page.title).startswith("visits – Search, page 2 of 3")
    assert [asked(each) for each in page.select(".pages [rel]")] == [
        [("q", "visits")],
        [("q", "visits"), ("page", "3")],
    ]
    assert words(page.select_one(".pages [aria-current=page]")) == "Page 2"
    page = read(client, "/en/search/?q=visits&page=9")
    assert headings(page) == []
    assert asked(link(page, "last page")) == [("q", "visits"), ("page", "3")]
    page = read(client, "/en/search/?q=visits&page_size=50")
    assert len(headings(page)) == 25
    assert page.select(".pages") == []


def test_too_deep_is_refused_politely(visits, client):
    page = read(client, f"/en/search/?q=visits&page={DEEPEST}")
    assert str(DEEPEST) in words(page.select_one(".note"))
    assert asked(link(page, "first page")) == [("q", "visits")]


# --- Nothing found, nothing understood, nobody there


def test_where_nothing_is_found_each_filter_can_be_left_out(visits, client):
    page = read(client, "/en/search/?q=visits&type=failure&phase=prison")
    assert words(page.select_one(".count")) == "0 entries"
    left = {words(each): asked(each) for each in page.select(".nothing a")}
    assert left["Leave out “Kind”: 1 result"] == [("q", "visits"), ("phase", "prison")]
    assert left["Leave out “Phase”: 1 result"] == [("q", "visits"), ("type", "failure")]


def test_filters_can_be_given_up_together_where_none_by_itself_helps(visits, client):
    page = read(client, "/en/search/?q=visits&type=failure&phase=prison&year=1999")
    assert [words(each) for each in page.select(".nothing a")] == ["Leave out all filters", "All entries"]
    assert link(page, "All entries")["href"] == "/en/entries/"
    page = read(client, "/en/search/?q=xqzwvk&type=failure&phase=prison")
    assert [words(each) for each in page.select(".nothing a")] == ["All entries"]


def test_recommendations_are_not_narrowed_by_the_kind_of_entry(visits, client):
    page = read(client, "/en/search/?q=visits&type=failure&phase=prison")
    assert asked(link(page, "Recommendations")) == [("q", "visits"), ("phase", "prison"), ("mode", "recommendations")]
    groups = {each["id"] for each in read(client, "/en/search/?mode=recommendations").select(".facet")}
    assert "facet-phase" in groups and not {"facet-type", "facet-actor"} & groups, "nothing has an actor"


def test_what_is_not_there_in_the_languages_asked_for_is_shown_in_others(visits, client):
    page = read(client, "/sq/search/?q=housing&available=sq&phase=probation")
    assert words(page.select_one(".count")) == "0 materiale"
    assert words(page.select_one(".elsewhere")) == "Në gjuhë të tjera"
    assert headings(page) == ["Housing first"]
    visits[2].unpublish()  # the index may not have heard of it
    page = read(client, "/sq/search/?q=housing&available=sq&phase=probation")
    assert not (page.select(".elsewhere") or page.select(".hit"))


def test_words_that_find_nothing_are_remembered_for_the_editors(visits, client):
    """Not those that another filter, or none, would have found."""
    read(client, "/sq/search/?q=strehim")
    read(client, "/mk/search/?q=strehim&phase=prison")
    read(client, "/en/search/?q=visits&type=paper")
    read(client, "/en/search/?q=visits&type=paper&phase=release")
    assert set(models_of_search.UnansweredQuery.objects.values_list("language", flat=True)) == {"sq", "mk"}


def test_words_that_find_only_similar_ones_are_remembered_too(visits, client):
    """Not those that have a result of their own, or begin a word."""
    for typed in ("vizits", "vizits housing", "hous", "visits"):
        assert read(client, f"/en/search/?q={typed}").select(".hit")
    assert [row.text for row in models_of_search.UnansweredQuery.objects.all()] == ["vizits"]


def test_what_is_unknown_is_left_out_and_said(visits, client):
    page = read(client, "/en/search/?q=visits&country=atlantis&sort=best")
    notes = [words(note) for note in page.select(".note")]
    assert len(notes) == 2
    assert notes[0].startswith("Country: ") and "atlantis" in notes[0]
    assert "best" in notes[1]
    assert words(page.select_one(".count")) == "2 entries"


def test_words_beyond_the_first_are_left_out_and_said(visits, client):
    page = read(client, "/en/search/?q=visits b c d f g h j k l m n p")
    assert words(page.select_one(".note")) == "Only the first 12 words are searched for."
    assert not read(client, "/en/search/?q=visits b c d f g h j k l m n").select(".note")


@pytest.mark.parametrize(("query", "is_said"), [("visits", False), ("vsits", True), ("visits helicopter", True)])
def test_a_wider_search_is_said(visits, client, query, is_said):
    page = read(client, f"/en/search/?q={query}")
    assert page.select(".hit")
    assert any("exactly what you typed" in words(aside) for aside in page.select(".aside")) is is_said


def test_too_many_words_get_a_sentence_and_stay_in_the_field(visits, client):
    query = "visits " * 100
    page = read(client, f"/en/search/?q={query}", status=400)
    assert page.select_one("#q")["value"].split() == query.split()
    assert page.select_one("#q")["aria-describedby"] == page.select_one(".note")["id"]
    assert "hx-get" not in page.select_one("#search").attrs, "there are no results to put others in their place"


@pytest.mark.parametrize("odd", ["%00", "%ff%fe", '"', "*", "a" * 500, "%F0%9F%98%80", "<script>", "' OR 1=1 --"])
def test_odd_words_are_answered(visits, client, odd):
    page = read(client, f"/sr-latn/search/?q={odd}")
    assert page.select_one("main script") is None
    assert client.get(f"/sr-latn/search/suggest/?q={odd}").status_code == 200


def test_a_stand_in_says_so(visits, client, monkeypatch):
    monkeypatch.setattr(results, "ask", lambda question: (question(asking.embedded()), "embedded", True))
    page = read(client, "/en/search/?q=visits")
    assert "The full search is not available at the moment." in words(page.select_one(".note"))
    assert len(headings(page)) == 2


def test_where_no_engine_answers_the_page_says_so(visits, client, monkeypatch):
    monkeypatch.setattr(results, "ask", unavailable)
    page = read(client, "/en/search/?q=visits", status=503)
    assert page.select_one("#q")["value"] == "visits"
    assert link(page, "All entries")["href"] == "/en/entries/"


def test_a_search_page_asks_the_database_little(visits, client, django_assert_max_num_queries):
    read(client, "/en/search/?q=visits")
    with django_assert_max_num_queries(8):
        read(client, "/en/search/?q=visits&phase=prison")


# --- Suggestions


def test_suggestions_come_in_groups_with_their_number(visits, client):
    answer = client.get("/en/search/suggest/?q=visi").json()
    page = BeautifulSoup(answer["html"], "html.parser")
    group = page.select_one("[role=group]")
    assert words(page.select_one(f"#{group['aria-labelledby']}")) == "Entries"
    assert {option["href"] for option in group.select("[role=option]")} == {
        "/en/practices/visits/",
        "/en/failures/no-visits/",
    }
    assert answer["said"] == "2 suggestions"


def test_no_suggestions_where_there_are_none_and_where_no_engine_answers(visits, client, monkeypatch):
    nothing = {"html": "", "said": "0 suggestions"}
    assert client.get("/en/search/suggest/?q=xqzw").json() == nothing
    monkeypatch.setattr(suggestions, "ask", unavailable)
    assert client.get("/en/search/suggest/?q=visi").json() == nothing


# --- Similar entries


def test_an_entry_shows_entries_like_it(index, client):
    texts = {"heading_en": "Naloxone help", "summary_en": "Naloxone and naloxone kits for people."}
    one, other = (factories.practice(key=key, **texts) for key in ("one", "other"))
    index.add(one, other, *(factories.failure() for _number in range(5)))
    links = [each["href"] for each in read(client, "/en/practices/one/").select(".similar h3 a")]
    assert links[0] == "/en/practices/other/"
    assert "/en/practices/one/" not in links
    assert read(client, "/en/entries/").select(".similar") == []


def test_other_names_say_in_which_language_they_are(client, index):
    load_glossary()
    glossary.forget()
    names = {}
    for code in ("en", "sr-latn"):
        page = BeautifulSoup(client.get(f"/{code}/search/", {"q": "probation"}).content, "html.parser")
        names[code] = {name.get("lang", code) for name in page.select(".aside b")}
    assert names["en"] and names["en"] <= {"en", "sq", "mk", "sr-Latn", "bs"} and names["en"] != {"en"}
    assert "sr-Latn" not in names["sr-latn"]  # the page's own
