"""The lists of entries: what is in them, how they are narrowed, and at what cost."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.languages import CONTENT_LANGUAGES
from practices import models
from practices.cards import newest_first
from practices.terms import MOST_TOPICS
from tests import factories

pytestmark = pytest.mark.django_db


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def headings(page):
    return [link.get_text(strip=True) for link in page.select(".card__heading a")]


def count(page):
    return page.select_one(".count").get_text(" ", strip=True)


def chips(page):
    return {" ".join(chip.get_text(" ", strip=True).split()): chip["href"] for chip in page.select(".chips a")}


def tomorrow():
    return timezone.localdate() + datetime.timedelta(days=1)


# --- What is in a list


@pytest.mark.parametrize(
    "path",
    [
        "/en/entries/",
        "/en/practices/",
        "/en/entries/?phase=prison",
        "/en/phases/prison/",
        "/en/countries-of/albania/",
        "/en/",
    ],
)
@pytest.mark.parametrize(
    "secret",
    [
        {"live": False},
        {"translation_state_en": "draft"},
        {"translation_state_en": "withdrawn"},
        {"translation_published_on_en": tomorrow()},
        {"private": True},
    ],
    ids=lambda values: next(iter(values)) + str(next(iter(values.values()))),
)
def test_what_is_not_public_is_neither_listed_nor_counted(site_tree, client, path, secret):
    private = secret.get("private")
    values = {name: value for name, value in secret.items() if name != "private"}
    terms = {"phases": ["prison"], "countries": ["albania"], "topics": ["hush-hush"]}
    factories.practice(heading_en="Open to all", **terms | {"topics": []})
    entry = factories.practice(heading_en="Secret matter", **terms, **values)
    if private:
        PageViewRestriction.objects.create(page=entry, restriction_type=PageViewRestriction.LOGIN)
    page = read(client, path)
    assert headings(page) == ["Open to all"]
    assert "Secret" not in page.get_text()
    assert "hush-hush" not in str(page)
    numbers = [strong.get_text() for strong in page.select(".tiles strong, .counts strong, .places span")]
    assert {"1", *numbers} <= {"0", "1"}
    if page.select_one(".count"):
        assert count(page) == "1 entry"


def test_a_kind_s_list_holds_that_kind_only(site_tree, client):
    factories.practice(heading_en="A practice")
    factories.failure(heading_en="A failure")
    assert headings(read(client, "/en/failures/")) == ["A failure"]
    assert set(headings(read(client, "/en/entries/"))) == {"A practice", "A failure"}


def test_newest_come_first_by_event_else_publication_and_the_card_says_which(site_tree, client):
    factories.practice(heading_en="Undated")
    factories.practice(heading_en="Published 2022", published_on=datetime.date(2022, 8, 16))
    day = datetime.date(2023, 1, 2)
    factories.practice(heading_en="Event 2023", event_date=day, published_on=datetime.date(2020, 1, 1))
    page = read(client, "/en/entries/")
    assert headings(page) == ["Event 2023", "Published 2022", "Undated"]
    facts = [" ".join(card.get_text(" ", strip=True).split()) for card in page.select(".card .facts")]
    assert "Event: 2 January 2023" in facts[0]
    assert "Published: 16 August 2022" in facts[1]


# --- Filters


@pytest.fixture
def mixed(site_tree):
    factories.practice(
        ("en", "sq"), heading_en="A", phases=["prison"], genders=["women"], actors=["ngo"], countries=["albania"]
    )
    factories.practice(("en",), heading_en="B", phases=["prison"], actors=["police"], countries=["serbia"])
    factories.failure(("en", "mk"), heading_en="C", phases=["probation"], countries=["albania"], topics=["training"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=failure", {"C"}),
        ("kind=failure&kind=practice", {"A", "B", "C"}),
        ("phase=prison", {"A", "B"}),
        ("phase=prison&phase=probation", {"A", "B", "C"}),
        ("phase=prison&country=albania", {"A"}),
        ("gender=women", {"A"}),
        ("actor=police", {"B"}),
        ("topic=training", {"C"}),
        ("language=sq", {"A"}),
        ("language=sq&language=mk", {"A", "C"}),
        ("phase=prison&country=serbia&actor=ngo", set()),
        ("phase=", {"A", "B", "C"}),
    ],
)
def test_filters_combine_and_their_own_values_add_up(mixed, client, query, expected):
    assert set(headings(read(client, f"/en/entries/?{query}"))) == expected


def test_a_country_finds_its_note_without_being_tagged(site_tree, client):
    factories.country_note(heading_en="Note", country=factories.country("albania"))
    assert headings(read(client, "/en/entries/?country=albania")) == ["Note"]


@pytest.mark.parametrize("name", ["kind", "phase", "gender", "actor", "country", "topic", "language"])
def test_an_unknown_value_is_left_out_with_a_note_that_names_the_valid_ones(mixed, client, name):
    page = read(client, f"/en/entries/?{name}=no-such-<b>thing</b>")
    assert len(headings(page)) == 3
    note = page.select_one(".note")
    assert "no-such-<b>thing</b>" in note.get_text()
    valid = {box["value"] for box in page.select(f"input[name={name}]")}
    assert valid
    assert valid <= {code.get_text() for code in note.select("code")}


def test_a_long_unknown_value_is_cut(mixed, client):
    assert "x" * 61 not in read(client, "/en/entries/?phase=" + "x" * 3000).get_text()


def test_a_kind_s_list_keeps_its_kind(mixed, client):
    page = read(client, "/en/practices/?kind=failure")
    assert set(headings(page)) == {"A", "B"}
    assert not page.select("input[name=kind]")


def test_each_chip_removes_one_filter(mixed, client):
    page = read(client, "/en/entries/?phase=prison&phase=probation&country=albania&page=7&utm=x")
    found = chips(page)
    assert found["Remove: Phase: Prison"] == "/en/entries/?phase=probation&country=albania"
    assert found["Remove: Country: Albania"] == "/en/entries/?phase=prison&phase=probation"
    assert {box["value"] for box in page.select("input[checked]")} == {"prison", "probation", "albania"}


def test_where_nothing_is_found_one_filter_less_is_offered(mixed, client):
    page = read(client, "/en/entries/?phase=prison&topic=training")
    assert count(page) == "0 entries"
    ways_out = [link["href"] for link in page.select(".nothing a")]
    assert ways_out == ["/en/entries/?topic=training", "/en/entries/?phase=prison", "/en/entries/"]


def test_a_country_nobody_wrote_about_is_not_offered_and_still_valid(mixed, client):
    factories.country("malta")
    page = read(client, "/en/entries/?country=malta")
    assert not page.select(".note")
    assert [box["value"] for box in page.select("input[name=country]")] == ["albania", "malta", "serbia"]
    offered = read(client, "/en/entries/").select("input[name=country]")
    assert [box["value"] for box in offered] == ["albania", "serbia"]


@pytest.fixture
def topics(site_tree):
    """As many topics as are offered, each carried by two entries, and one that a single entry carries."""
    slugs = [f"topic-{number}" for number in range(MOST_TOPICS)]
    factories.practice(topics=slugs)
    factories.practice(topics=slugs)
    factories.practice(heading_en="Rare one", topics=["a-rare-one"])


def test_only_the_topics_used_most_are_offered_with_a_way_to_all(topics, client):
    page = read(client, "/en/entries/")
    offered = {box["value"] for box in page.select("input[name=topic]")}
    assert offered == {f"topic-{number}" for number in range(MOST_TOPICS)}
    assert page.select_one("fieldset a")["href"] == "/en/vocabulary/#topic"
    assert "a-rare-one" in str(read(client, "/en/vocabulary/"))


def test_any_other_topic_still_narrows_and_is_offered_while_it_is_on(topics, client):
    page = read(client, "/en/entries/?topic=a-rare-one")
    assert headings(page) == ["Rare one"]
    assert not page.select(".note")
    assert [box["value"] for box in page.select("input[name=topic][checked]")] == ["a-rare-one"]
    assert read(client, "/en/entries/?topic=%00&topic=nonsense").select(".note")


def test_few_topics_are_all_offered_and_nothing_is_said_of_most(mixed, client):
    assert [box["value"] for box in read(client, "/en/entries/").select("input[name=topic]")] == ["training"]
    assert not read(client, "/en/entries/").select("fieldset a")


def test_a_filter_without_options_is_not_shown(site_tree, client):
    assert all(each.select("input") for each in read(client, "/en/entries/").select("fieldset"))


def test_a_narrowed_list_is_not_for_search_engines(mixed, client):
    assert read(client, "/en/entries/?phase=prison").select("meta[name=robots]")
    assert not read(client, "/en/entries/").select("meta[name=robots]")


def test_the_language_switch_keeps_the_query(mixed, client):
    page = read(client, "/en/entries/?phase=prison&page=1")
    links = {link["hreflang"]: link["href"] for link in page.select(".languages a")}
    assert links["sq"] == "/sq/entries/?phase=prison&page=1"
    assert [link["hreflang"] for link in page.select(".languages [aria-current]")] == ["en"]


# --- Pages


def test_a_page_has_twenty_and_the_filter_goes_with_it(site_tree, client):
    for _ in range(21):
        factories.practice(phases=["prison"])
    page = read(client, "/en/entries/?phase=prison")
    assert len(headings(page)) == 20
    assert count(page) == "21 entries"
    following = page.select_one("a[rel=next]")["href"]
    assert following == "/en/entries/?phase=prison&page=2"
    second = read(client, following)
    assert second.select_one("a[rel=prev]")["href"] == "/en/entries/?phase=prison"
    assert len(headings(second)) == 1
    assert not set(headings(second)) & set(headings(page))


def test_without_a_filter_the_addresses_of_pages_are_clean(site_tree, client):
    for _ in range(21):
        factories.practice()
    pages = [link["href"] for link in read(client, "/en/practices/").select(".pages a")]
    assert pages == ["/en/practices/", "/en/practices/?page=2", "/en/practices/?page=2"]


@pytest.mark.parametrize("number", ["1000000000", "0", "-3", "abc", "9" * 5000])
def test_a_page_that_is_not_there_is_answered_with_a_sentence(site_tree, client, number):
    factories.practice(heading_en="Only one")
    page = read(client, f"/en/entries/?page={number}")
    assert headings(page) == ["Only one"]
    assert page.select_one(".note").get_text(strip=True)


# --- Cards


def test_a_heading_is_in_the_reader_s_language_else_the_original_marked(site_tree, client):
    factories.practice(("mk", "sq"), heading_mk="Наслов", heading_sq="Titull")
    own = read(client, "/sq/entries/").select_one(".card__heading a")
    assert own.get_text() == "Titull"
    assert not own.has_attr("lang")
    other = read(client, "/en/entries/").select_one(".card__heading a")
    assert other.get_text() == "Наслов"
    assert other["lang"] == "mk"


def test_a_held_original_is_not_shown_for_want_of_a_translation(site_tree, client):
    factories.practice(("en", "sq"), heading_en="Held", heading_sq="Titull", translation_state_en="draft")
    assert headings(read(client, "/en/entries/")) == ["Titull"]


def test_serbian_is_marked_by_its_script_and_read_in_latin_where_asked(site_tree, client):
    factories.practice(("sr",), heading_sr="Његош", summary_sr="Припрема за отпуст")
    cyrillic = read(client, "/sr/entries/").select_one(".card__heading a")
    assert (cyrillic.get_text(), cyrillic["lang"]) == ("Његош", "sr-Cyrl")
    latin = read(client, "/sr-latn/entries/").select_one(".card__heading a")
    assert latin.get_text() == "Njegoš"
    assert not latin.has_attr("lang")


def test_each_language_is_told_in_words(site_tree, client):
    entry = factories.practice(("en", "sq", "mk"), translation_method_mk="human")
    entry.confirm_translation("mk")
    entry.heading_en = "Changed since"
    entry.save()
    pips = [" ".join(pip.get_text().split()) for pip in read(client, "/en/entries/").select(".card .pip")]
    assert pips == [
        "English (Original)",
        "Shqip (Machine translation)",
        "Македонски (Translation, Older than the original)",
        *(f"{language.name} (Not available)" for language in CONTENT_LANGUAGES[3:]),
    ]


def test_a_contested_name_comes_with_its_footnote(site_tree, client):
    factories.country("kosovo", name_en="Kosovo*", footnote_en="This designation is without prejudice")
    assert "without prejudice" not in read(client, "/en/entries/").get_text()
    factories.practice(countries=["kosovo"])
    assert "without prejudice" in read(client, "/en/entries/").get_text()


# --- Cost


@pytest.mark.parametrize("number", [1, 25])
def test_a_list_costs_ten_queries_at_any_size(site_tree, client, django_assert_max_num_queries, number):
    for _ in range(number):
        factories.practice(
            ("en", "sq"), phases=["prison", "probation"], actors=["ngo"], countries=["albania", "serbia"], topics=["x"]
        )
    client.get("/en/entries/")  # Wagtail remembers the site's root paths
    with django_assert_max_num_queries(10):
        read(client, "/en/entries/?phase=prison&country=albania&actor=ngo&topic=x&language=sq&kind=practice")


def test_the_newest_are_found_by_the_index_and_not_by_sorting_all(site_tree):
    plan = newest_first(models.Entry.objects.public()).values("pk")[:20].explain()
    assert "entry_listed_date" in plan and "ORDER BY" not in plan


def test_a_list_does_not_read_bodies(site_tree, client, django_assert_max_num_queries):
    cache.clear()
    factories.practice()
    with django_assert_max_num_queries(30) as queries:
        read(client, "/en/entries/")
    assert not [query["sql"] for query in queries if "body_" in query["sql"]]


def test_an_entry_without_a_heading_still_has_a_link(site_tree, client):
    factories.practice(key="the-key", heading_en="")
    assert headings(read(client, "/en/entries/")) == ["the-key"]


def test_a_topic_that_only_hidden_entries_carry_is_answered_like_an_unknown_one(site_tree, client):
    factories.practice(topics=["public-topic"])
    factories.practice(topics=["codename"], live=False)
    hidden, unknown = (read(client, f"/en/entries/?topic={slug}") for slug in ("codename", "nonsense"))
    assert hidden.select(".note") and unknown.select(".note")
    assert hidden.get_text().replace("codename", "nonsense") == unknown.get_text()
