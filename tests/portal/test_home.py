"""The home page, the frame around every page, and the tree they stand in."""

import datetime

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction, Site

from portal.languages import LANGUAGES
from portal.models import HomePage
from portal.tree import INDEXES, plant
from practices import models
from tests import factories

pytestmark = pytest.mark.django_db


def read(client, path="/en/", **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


# --- The tree


@pytest.fixture
def untouched(db):
    """What Wagtail's migrations leave: a page "Welcome" on the site."""
    root = Page.get_first_root_node()
    root.get_children().delete()
    welcome = Page.get_first_root_node().add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


def test_planting_twice_changes_nothing(untouched):
    first = plant()
    pages = set(Page.objects.values_list("pk", "url_path"))
    assert plant() == first
    assert set(Page.objects.values_list("pk", "url_path")) == pages


def test_planting_replaces_the_page_that_wagtail_leaves(untouched):
    plant()
    assert list(Page.objects.filter(depth=2)) == [HomePage.objects.get().page_ptr]
    assert Site.objects.get(is_default_site=True).root_page_id == HomePage.objects.get().pk
    kinds = dict(models.EntryIndex.objects.values_list("kind_of_entry", "slug"))
    assert kinds == {kind: slug for kind, (slug, _title) in INDEXES.items()}


def test_planting_puts_back_what_is_missing_and_leaves_the_rest(site_tree):
    models.EntryIndex.objects.get(kind_of_entry="paper").delete()
    entry = factories.practice()
    Site.objects.update(hostname="portal.example.org")
    plant()
    assert models.EntryIndex.objects.filter(kind_of_entry="paper").exists()
    assert models.Entry.objects.filter(pk=entry.pk).exists()
    assert Site.objects.get().hostname == "portal.example.org"


# --- The home page


def test_the_five_kinds_are_counted(site_tree, client):
    factories.practice()
    factories.practice()
    factories.failure()
    tiles = [words(tile) for tile in read(client).select(".tiles li")]
    assert tiles == [
        "Good practices 2",
        "Failures and lessons 1",
        "Conclusion papers 0",
        "Country notes 0",
        "Curated collections 0",
    ]


def test_the_newest_three_are_shown(site_tree, client):
    for year in (2019, 2022, 2021, 2020):
        factories.practice(heading_en=str(year), event_date=datetime.date(year, 1, 1))
    shown = [link.get_text() for link in read(client).select("[aria-labelledby=newest] .card__heading a")]
    assert shown == ["2022", "2021", "2020"]


def test_the_phases_are_steps_that_are_links(site_tree, client):
    for order, slug in enumerate(("prison", "release-preparation", "probation", "reintegration")):
        factories.term(models.Phase, slug, order=order)
    links = [link["href"] for link in read(client, "/sq/").select(".hero .continuum a")]
    assert links == [
        "/sq/phases/prison/",
        "/sq/phases/release-preparation/",
        "/sq/phases/probation/",
        "/sq/phases/reintegration/",
    ]


def test_countries_are_counted_a_note_for_its_own(site_tree, client):
    factories.country("malta")
    factories.practice(countries=["albania", "serbia"])
    factories.country_note(country=factories.country("albania"))
    factories.country_note(country=factories.country("serbia"), countries=["serbia"])
    found = [words(each) for each in read(client).select(".places li")]
    assert found == ["Albania 2", "Serbia 2"]


def test_the_search_box_leads_to_the_search(site_tree, client):
    form = read(client, "/mk/").select_one("main form[role=search]")
    assert form["action"] == "/mk/search/"
    assert [field["name"] for field in form.select("input")] == ["q"]


def test_collections_are_shown(site_tree, client):
    factories.collection(heading_en="Workshop pack")
    assert "Workshop pack" in words(read(client).select_one("[aria-labelledby=collections]"))


def test_an_empty_portal_has_a_home_page(site_tree, client):
    page = read(client)
    assert page.h1
    assert not page.select(".card")


@pytest.mark.parametrize("number", [1, 8])
def test_the_home_page_costs_the_same_at_any_size(site_tree, client, django_assert_max_num_queries, number):
    for _ in range(number):
        factories.practice(("en", "sq"), phases=["prison"], countries=["albania", "serbia"])
        factories.collection(countries=["serbia"])
    client.get("/en/")
    with django_assert_max_num_queries(15):
        read(client)


# --- The frame


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_the_frame_says_which_language_is_on(site_tree, client, language):
    page = read(client, f"/{language.code}/")
    assert page.html["lang"] == language.tag
    switch = page.select(".top .languages a")
    assert [link["href"] for link in switch] == [f"/{each.code}/" for each in LANGUAGES]
    assert [words(link) for link in switch if link.get("aria-current")] == [language.name]
    assert [link["lang"] for link in switch] == [each.tag for each in LANGUAGES]


def test_the_navigation_leads_to_the_five_kinds_and_says_where_one_is(site_tree, client):
    links = read(client, "/mk/papers/").select(".kinds a")
    assert [link["href"] for link in links] == [f"/mk/{slug}/" for slug, _title in INDEXES.values()]
    assert [link["href"] for link in links if link.get("aria-current")] == ["/mk/papers/"]


def test_a_private_list_is_not_in_the_navigation(site_tree, client):
    index = models.EntryIndex.objects.get(kind_of_entry="collection")
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert "/en/collections/" not in [link["href"] for link in read(client).select(".kinds a")]


def test_a_page_needs_no_inline_script_or_style(site_tree, client):
    factories.practice()
    page = read(client)
    assert not page.select("style, [style], script:not([src])")
    assert not [
        link for link in page.select("[src], link[rel=stylesheet]") if "//" in link.get("src", link.get("href"))
    ]


def test_the_first_link_skips_to_the_content(site_tree, client):
    page = read(client)
    assert page.select("a")[0]["href"] == "#main"
    assert page.select_one("main#main")


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("sq", "/sq/"), ("mk-MK,en;q=0.5", "/mk/"), ("sr-Latn-RS", "/sr-latn/"), ("fr", "/en/"), ("", "/en/")],
)
def test_the_bare_address_leads_to_the_reader_s_language(site_tree, client, accepted, expected):
    response = client.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 302
    assert response["Location"] == expected
    assert "Accept-Language" in response["Vary"]
