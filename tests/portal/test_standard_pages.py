"""Pages such as "About": published per language, shown in the reader's or in the original."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from portal.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


def about(**values):
    texts = {
        "title": "About",
        "slug": "about",
        "original_language": "sq",
        "heading_sq": "Rreth nesh",
        "text_sq": "<p>Teksti</p>",
        "translation_state_sq": "ready",
        "heading_en": "About us",
        "text_en": "<p>The text</p>",
        "translation_state_en": "ready",
    }
    return HomePage.objects.get().add_child(instance=StandardPage(**{**texts, **values}))


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_released_text_is_shown_without_a_mark(site_tree, client):
    about()
    page = read(client, "/en/about/")
    assert page.h1.get_text() == "About us"
    assert not page.h1.has_attr("lang")
    assert not page.select(".note")


def test_a_reader_of_another_language_sees_the_original_marked(site_tree, client):
    about()
    page = read(client, "/mk/about/")
    assert page.h1.get_text() == "Rreth nesh"
    assert page.h1["lang"] == "sq"
    assert "Shqip" in page.select_one(".note").get_text()


@pytest.mark.parametrize(
    "held",
    [{"translation_state_en": "draft"}, {"translation_published_on_en": timezone.localdate() + datetime.timedelta(1)}],
)
def test_a_held_text_is_not_shown(site_tree, client, held):
    about(**held)
    assert "About us" not in read(client, "/en/about/").get_text()


def test_an_expired_page_is_not_found_and_not_linked(site_tree, client):
    about(expire_at=timezone.now() - datetime.timedelta(hours=1))
    assert client.get("/en/about/").status_code == 404
    assert not read(client, "/en/").select('footer a[href="/en/about/"]')
    assert b"/about/" not in client.get("/sitemap-pages.xml").content


def test_a_page_without_any_released_text_is_not_found_and_not_linked(site_tree, client):
    about(translation_state_en="draft", translation_state_sq="")
    assert client.get("/en/about/").status_code == 404
    assert "/en/about/" not in [link["href"] for link in read(client, "/en/").select("footer a")]


def test_the_footer_links_to_it_in_the_best_language(site_tree, client):
    about()
    link = read(client, "/mk/").select_one("footer a[href='/mk/about/']")
    assert (link.get_text(), link["lang"]) == ("Rreth nesh", "sq")
    assert read(client, "/en/").select_one("footer a[href='/en/about/']").get_text() == "About us"


def test_the_footer_links_to_it_from_the_day_on_that_it_is_out(site_tree, client, monkeypatch):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    about(translation_published_on_en=tomorrow, translation_published_on_sq=tomorrow)
    assert not read(client, "/en/").select('footer a[href="/en/about/"]')
    monkeypatch.setattr(timezone, "localdate", lambda *_: tomorrow)
    assert read(client, "/en/").select('footer a[href="/en/about/"]')


def test_the_footer_says_where_one_is_in_the_language_of_the_page(site_tree, client):
    assert read(client, "/en/").select_one("footer nav a").get_text() == "All entries"
    assert read(client, "/sq/").select_one("footer nav a").get_text() == "Të gjitha materialet"
    about()
    for path, current in (("/en/about/", ["/en/about/"]), ("/en/", [])):
        assert [link["href"] for link in read(client, path).select("footer a[aria-current=page]")] == current


def test_only_released_languages_are_told_to_search_engines(site_tree, client):
    about()
    page = read(client, "/en/about/")
    assert {link["hreflang"] for link in page.select("link[rel=alternate]")} == {"sq", "en"}
    assert [link["href"] for link in page.select(".top .languages a")][:2] == ["/en/about/", "/sq/about/"]
