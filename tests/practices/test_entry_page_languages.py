"""An entry's page in each language: what falls back to the original, what is outdated, and what is not out."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from portal.languages import CONTENT_LANGUAGES
from practices import models
from tests import factories

from .entry_pages import article, blocks, soup


def test_a_missing_field_is_shown_in_the_original_marked_and_named_in_a_note(client, site_tree):
    factories.practice(
        languages=("en", "sq"),
        key="p",
        challenge_en="<p>Time</p>",
        challenge_sq="<p>Koha</p>",
        objectives_en="<p>Goals</p>",
    )
    page = article(client, "/sq/practices/p/")
    assert page.select_one("#challenge .rich").get("lang") is None
    assert page.select_one("#objectives .rich")["lang"] == "en"
    note = page.select_one(".note").get_text(" ", strip=True)
    assert "English" in note
    assert [link["href"] for link in page.select(".note .inline a")] == ["#objectives"]


def test_a_language_without_text_shows_the_original_with_a_note(client, site_tree):
    factories.practice(key="p", heading_en="Plan", challenge_en="<p>Time</p>")
    page = soup(client, "/mk/practices/p/")
    assert page.html["lang"] == "mk"
    assert page.h1["lang"] == "en"
    assert "Македонски" in page.select_one(".note").get_text()
    assert page.select_one('link[rel="canonical"]')["href"] == "http://testserver/en/practices/p/"
    assert [link["hreflang"] for link in page.select('link[rel="alternate"][hreflang]')] == ["en"]
    assert not page.select('meta[name="robots"]')


def test_a_language_of_its_own_is_canonical(client, site_tree):
    factories.practice(languages=("en", "sq"), key="p")
    page = soup(client, "/sq/practices/p/")
    assert page.select_one('link[rel="canonical"]')["href"] == "http://testserver/sq/practices/p/"


def test_serbian_in_latin_is_a_page_of_its_own_only_where_the_text_is_cyrillic(client, site_tree):
    factories.practice(languages=("en", "sr"), key="latin", heading_sr="Priprema")
    factories.practice(languages=("en", "sr"), key="cyrillic", heading_sr="Припрема Његоша")
    page = soup(client, "/sr-latn/practices/cyrillic/")
    assert page.h1.get_text() == "Priprema Njegoša"
    assert page.html["lang"] == "sr-Latn"
    assert page.select_one('link[rel="canonical"]')["href"].endswith("/sr-latn/practices/cyrillic/")
    assert soup(client, "/sr/practices/cyrillic/").h1["lang"] == "sr-Cyrl"
    page = soup(client, "/sr-latn/practices/latin/")
    assert page.select_one('link[rel="canonical"]')["href"].endswith("/sr/practices/latin/")


def test_every_language_says_what_it_has(client, site_tree):
    factories.practice(languages=("en", "sq", "mk"), key="p", challenge_en="<p>Time</p>", challenge_sq="<p>Koha</p>")
    versions = {
        each.find(["a", "b"]).get_text(): each for each in article(client, "/en/practices/p/").select(".version")
    }
    words = {name: [each.get_text() for each in version.select(".state")] for name, version in versions.items()}
    there = {"English": ["original", "human"], "Shqip": ["machine"], "Македонски": ["machine", "summary only"]}
    assert words == {language.name: ["missing"] for language in CONTENT_LANGUAGES} | there
    assert versions["Shqip"].a["href"] == "/sq/practices/p/"
    assert versions["Srpski"].a is None


def test_a_translation_older_than_the_original_says_what_changed(client, site_tree):
    page = factories.practice(
        languages=("en", "sq"),
        key="p",
        challenge_en="<p>Old</p>",
        challenge_sq="<p>E vjetër</p>",
        objectives_en="<p>x</p>",
    )
    page.confirm_translation("sq")
    page.challenge_en = "<p>New</p>"
    page.save()
    note = article(client, "/sq/practices/p/").select_one(".note--outdated")
    assert [link["href"] for link in note.select(".inline a")] == ["#challenge"]
    version = article(client, "/en/practices/p/").select_one('.version [hreflang="sq"]').parent
    assert version.select_one(".state").get_text() == "outdated"


def test_a_page_in_a_third_language_costs_few_queries(site_tree, client, django_assert_max_num_queries):
    paper = factories.paper(("en", "sq"), translation_state_en="withdrawn", heading_en="", summary_en="")
    address = paper.get_url().replace("/en/", "/mk/")
    client.get(address)
    with django_assert_max_num_queries(15):
        assert "Heading" in client.get(address).content.decode()


# --- What is not out


@pytest.mark.parametrize(
    "held",
    [
        {"translation_state_sq": "draft"},
        {"translation_state_sq": "withdrawn"},
        {"translation_state_sq": ""},
        {"translation_published_on_sq": datetime.date(2999, 1, 1)},
    ],
)
@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_text_that_is_not_out_is_on_no_page(client, site_tree, held, language):
    values = {"heading_sq": "SECRET", "summary_sq": "SECRET", "challenge_sq": "<p>SECRET</p>"}
    page = factories.practice(
        key="p", **{"translation_state_sq": "ready", **values, **held}, body_sq=blocks(a="SECRET")
    )
    models.Step.objects.create(entry=page, text_sq="<p>SECRET</p>", timing_sq="SECRET")
    assert b"SECRET" not in client.get(f"/{language}/practices/p/").content


def test_nothing_released_is_not_found(client, site_tree):
    factories.practice(key="p", translation_state_en="draft")
    assert client.get("/en/practices/p/").status_code == 404


def test_an_expired_entry_is_not_found_though_nothing_has_unpublished_it_yet(client, site_tree):
    factories.practice(key="p", expire_at=timezone.now() - datetime.timedelta(hours=1))
    assert client.get("/en/practices/p/").status_code == 404


def test_a_row_whose_languages_are_all_held_is_not_shown(site_tree, client):
    paper = factories.paper(recommendations=[models.Recommendation(anchor="r-held", number=7, sort_order=1)])
    assert "r-held" not in client.get(paper.get_url()).content.decode()


# --- Preview


def test_a_preview_shows_the_draft_of_its_language_with_its_tags(rf, site_tree, administrator):
    page = factories.paper(key="p", heading_sq="Plani", translation_state_sq="draft")
    page.phases.add(factories.term(models.Phase, "prison"))
    row = models.Recommendation(entry=page, anchor="r-1", heading_sq="Rekomandim")
    row.save()
    row.actors.add(factories.term(models.Actor, "police"))
    row.save()
    revision = page.save_revision()
    response = revision.as_object().make_preview_request(preview_mode="sq")
    shown = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert shown.h1.get_text() == "Plani"
    assert "Rekomandim" in shown.find(id="r-1").get_text()
    assert "Police" in shown.find(id="r-1").get_text()
    assert "Prison" in shown.find(id="about-this-entry").get_text()
