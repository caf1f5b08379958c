"""What a reader sees when something is not there or goes wrong."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse
from django.utils import translation

from portal.languages import LANGUAGES
from portal.middleware import LONGEST_ADDRESS


def parsed(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sq/no-such-page/", "/sq/practices/nothing/"])
def test_what_is_not_there_is_told_in_the_reader_s_language_with_ways_on(site_tree, client, path):
    response = client.get(path)
    assert response.status_code == 404
    page = parsed(response)
    assert page.html["lang"] == "sq"
    links = [link["href"] for link in page.select("main a")]
    assert {"/sq/", "/sq/entries/"} <= set(links)


@pytest.mark.django_db
def test_the_other_languages_of_what_is_not_there_are_those_of_the_home_page(site_tree, client):
    page = parsed(client.get("/sq/practices/nothing/"))
    home = [f"/{language.code}/" for language in LANGUAGES]
    assert [link["href"] for link in page.select(".languages a")] == home
    assert [link["href"] for link in page.select("footer nav:last-of-type a")] == home
    assert not page.select("link[rel=alternate]")


@pytest.mark.django_db
def test_an_error_within_is_told_without_asking_the_database(site_tree, client, monkeypatch):
    def fail(execute, sql, params, many, context):
        raise AssertionError("the error page asked the database")

    def broken(*args, **values):
        connection.execute_wrappers.append(fail)
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("practices.listing.all_terms", broken)
    client.raise_request_exception = False
    try:
        response = client.get("/mk/entries/")
    finally:
        connection.execute_wrappers.remove(fail)
    assert response.status_code == 500
    page = parsed(response)
    assert page.html["lang"] == "mk"
    assert page.h1
    assert "broken on purpose" not in page.get_text()


def test_an_address_that_is_too_long_is_answered_with_a_sentence(client, django_assert_num_queries):
    with translation.override("mk"):
        response = client.get("/sq/entries/?phase=" + "x" * LONGEST_ADDRESS)
    assert response.status_code == 414
    page = parsed(response)
    assert page.html["lang"] == "sq"
    assert str(LONGEST_ADDRESS) in page.get_text().replace(",", "").replace(".", "").replace("\xa0", "")
    assert [link["href"] for link in page.select("main a")] == ["/sq/entries/"]


@pytest.mark.django_db
def test_robots_are_told_of_the_sitemap_and_kept_out_of_the_administration(client):
    text = client.get(reverse("robots")).content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
