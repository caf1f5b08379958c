"""The pages of terms, and the page of all of them."""

import datetime

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from practices import listing, models
from practices.listing import PAGE_SIZE
from tests import factories

pytestmark = pytest.mark.django_db


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def headings(page):
    return [link.get_text(strip=True) for link in page.select(".card__heading a")]


PATHS = [
    ("phases", models.Phase, "prison", {"phases": ["prison"]}),
    ("gender", models.Gender, "women", {"genders": ["women"]}),
    ("actors", models.Actor, "ngo", {"actors": ["ngo"]}),
    ("topics", models.Topic, "training", {"topics": ["training"]}),
    ("countries-of", models.Country, "albania", {"countries": ["albania"]}),
]


@pytest.mark.parametrize(("path", "model", "slug", "tags"), PATHS)
def test_a_term_s_page_shows_what_carries_it(site_tree, client, path, model, slug, tags):
    factories.practice(heading_en="Tagged", **tags)
    factories.practice(heading_en="Untagged")
    page = read(client, f"/en/{path}/{slug}/")
    assert headings(page) == ["Tagged"]
    assert [words(each) for each in page.select(".counts li")] == ["1 Good practices"]


@pytest.mark.parametrize(("path", "model", "slug", "tags"), PATHS)
def test_an_unknown_term_is_not_found(site_tree, client, path, model, slug, tags):
    assert client.get(f"/en/{path}/no-such-term/").status_code == 404


def test_only_the_newest_three_of_a_kind_are_shown_and_all_are_counted(site_tree, client):
    for year in range(2019, 2024):
        factories.practice(heading_en=str(year), event_date=datetime.date(year, 1, 1), phases=["prison"])
    factories.failure(heading_en="Failed", phases=["prison"])
    page = read(client, "/en/phases/prison/")
    assert headings(page) == ["2023", "2022", "2021", "Failed"]
    assert [words(each) for each in page.select(".counts li")] == ["5 Good practices", "1 Failures and lessons"]
    more = page.select_one("section a.more")["href"]
    assert more == "/en/entries/?phase=prison&kind=practice"
    assert len(headings(read(client, more))) == 5


def test_a_country_s_own_note_comes_first(site_tree, client):
    factories.practice(heading_en="Practice", countries=["albania"])
    factories.country_note(heading_en="Note", country=factories.country("albania"))
    assert headings(read(client, "/en/countries-of/albania/")) == ["Note", "Practice"]


def test_a_contested_country_has_its_footnote_in_the_reader_s_language(site_tree, client):
    factories.country("kosovo", name_en="Kosovo*", footnote_en="without prejudice", footnote_sq="pa paragjykuar")
    assert "pa paragjykuar" in read(client, "/sq/countries-of/kosovo/").get_text()
    assert "without prejudice" in read(client, "/mk/countries-of/kosovo/").get_text()


def recommend(paper, **values):
    terms = {name: values.pop(name, []) for name in ("phases", "genders", "actors")}
    row = models.Recommendation(entry=paper, **values)
    for name, found in terms.items():
        setattr(row, name, found)
    row.save()
    return row


@pytest.mark.parametrize(
    ("path", "name", "model", "slug"),
    [
        ("phases", "phases", models.Phase, "prison"),
        ("gender", "genders", models.Gender, "women"),
        ("actors", "actors", models.Actor, "ngo"),
    ],
)
def test_a_term_lists_the_recommendations_that_name_it(site_tree, client, path, name, model, slug):
    term = factories.term(model, slug)
    paper = factories.paper(("en", "sq"), slug="paper", key="paper", heading_sq="Letra")
    recommend(paper, anchor="r1", heading_en="Train", heading_sq="Trajnoni", **{name: [term]})
    recommend(paper, anchor="r2", heading_en="Not for these")
    held = factories.paper(translation_state_en="draft")
    recommend(held, anchor="r3", heading_en="Held back", **{name: [term]})
    links = read(client, f"/sq/{path}/{slug}/").select(".recommended a")
    assert [(link["href"], words(link)) for link in links] == [("/sq/papers/paper/#r1", "Trajnoni")]


def test_many_recommendations_are_paged(site_tree, client):
    ngo = factories.term(models.Actor, "ngo")
    paper = factories.paper()
    for number in range(1, PAGE_SIZE + 3):
        recommend(paper, anchor=f"r{number}", heading_en=f"Do {number}", sort_order=number, actors=[ngo])
    first = read(client, "/en/actors/ngo/")
    assert len(first.select(".recommended a")) == PAGE_SIZE
    following = first.select_one("a[rel=next]")["href"]
    assert following == "/en/actors/ngo/?page=2#recommendations"
    second = read(client, following)
    assert [words(link) for link in second.select(".recommended a")] == [
        f"Do {PAGE_SIZE + 1}",
        f"Do {PAGE_SIZE + 2}",
    ]
    assert second.select_one("a[rel=prev]")["href"] == "/en/actors/ngo/#recommendations"


def test_a_recommendation_without_a_heading_shows_its_text(site_tree, client):
    recommend(
        factories.paper(), anchor="r1", text_en="<p>Train all staff.</p>", actors=[factories.term(models.Actor, "ngo")]
    )
    assert words(read(client, "/en/actors/ngo/").select_one(".recommended a")) == "Train all staff."


def test_a_term_without_a_name_in_the_reader_s_language_has_another(site_tree, client):
    factories.term(models.Phase, "prison", name_en="Prison", name_sq="Burg")
    assert read(client, "/sq/phases/prison/").h1.get_text(strip=True) == "Burg"
    assert read(client, "/mk/phases/prison/").h1.get_text(strip=True) == "Prison"


def test_a_term_in_serbian_cyrillic_is_read_in_latin_where_asked(site_tree, client):
    factories.term(models.Phase, "prison", name_sr="Затвор")
    assert read(client, "/sr-latn/phases/prison/").h1.get_text(strip=True) == "Zatvor"


def test_the_vocabulary_lists_every_term_with_what_it_means(site_tree, client):
    factories.term(models.Phase, "prison", name_en="Prison", description_en="Time in prison.")
    factories.term(models.Actor, "ngo", name_en="NGOs")
    page = read(client, "/en/vocabulary/")
    terms = {link["href"]: words(link.parent) for link in page.select(".terms a")}
    assert terms == {"/en/phases/prison/": "Prison Time in prison.", "/en/actors/ngo/": "NGOs"}


def test_many_topics_stand_on_several_pages(site_tree, client, monkeypatch):
    monkeypatch.setattr(listing, "TOPICS_PAGE_SIZE", 2)
    factories.practice(topics=["a", "b", "c"])
    page = read(client, "/en/vocabulary/")
    assert [words(link) for link in page.select(".terms a")] == ["a", "b"]
    second = read(client, page.select_one("a[rel=next]")["href"])
    assert [words(link) for link in second.select(".terms a")] == ["c"]
    assert read(client, "/en/vocabulary/?page=9").select_one(".note")


def test_the_vocabulary_does_not_give_away_a_topic_that_only_a_private_entry_has(site_tree, client):
    entry = factories.practice(topics=["hush-hush"])
    assert "hush-hush" in read(client, "/en/vocabulary/").get_text()
    PageViewRestriction.objects.create(page=entry, restriction_type=PageViewRestriction.LOGIN)
    assert "hush-hush" not in str(read(client, "/en/vocabulary/"))
    assert client.get("/en/topics/hush-hush/").status_code == 404


def test_a_term_s_page_costs_no_more_with_many_entries(site_tree, client, django_assert_max_num_queries):
    for _ in range(6):
        for make in (factories.practice, factories.failure, factories.paper):
            entry = make(phases=["prison"], countries=["albania"])
            if isinstance(entry, models.ConclusionPaper):
                recommend(entry, heading_en="Do", phases=list(models.Phase.objects.all()))
    client.get("/en/phases/prison/")
    with django_assert_max_num_queries(10):
        read(client, "/en/phases/prison/")
