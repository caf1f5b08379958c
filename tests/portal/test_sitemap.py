"""The sitemap: what is public, in the languages it is out in."""

import datetime
import xml.etree.ElementTree as ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.languages import CONTENT_CODES
from portal.models import HomePage, StandardPage
from practices import models
from tests import factories

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def addresses(client, section):
    """{path: set of hreflang} of a section."""
    root = read(client, f"/sitemap-{section}.xml")
    return {
        url.find("s:loc", NAMES).text.removeprefix(HOST): {
            link.get("hreflang") for link in url.findall("x:link", NAMES)
        }
        for url in root.findall("s:url", NAMES)
    }


def test_the_index_names_every_section(site_tree, client):
    factories.practice()
    sections = [loc.text.removeprefix(HOST) for loc in read(client, "/sitemap.xml").iterfind(".//s:loc", NAMES)]
    assert sections == [f"/sitemap-{name}.xml" for name in ("home", "lists", "entries", "terms", "pages")]
    for path in sections:
        read(client, path)


def test_an_entry_stands_in_its_released_languages_only(site_tree, client):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    factories.practice(
        ("en", "sq", "mk"), slug="one", key="one", translation_state_mk="draft", translation_published_on_sr=tomorrow
    )
    languages = {"en", "sq"}
    assert addresses(client, "entries") == {"/en/practices/one/": languages, "/sq/practices/one/": languages}


def test_what_is_not_public_is_not_in_it(site_tree, client):
    factories.practice(live=False)
    factories.practice(translation_state_en="draft")
    private = factories.practice()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert addresses(client, "entries") == {}


def test_lists_and_terms_stand_in_every_language(site_tree, client):
    factories.term(models.Phase, "prison")
    lists = addresses(client, "lists")
    assert lists["/sq/failures/"] == set(CONTENT_CODES)
    assert addresses(client, "terms")["/mk/phases/prison/"] == set(CONTENT_CODES)
    assert set(addresses(client, "home")) == {f"/{code}/" for code in CONTENT_CODES}


def test_a_topic_of_a_private_entry_is_not_given_away(site_tree, client):
    private = factories.practice(topics=["hush-hush"])
    factories.practice(topics=["open"])
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    terms = addresses(client, "terms")
    assert "/en/topics/open/" in terms
    assert "/en/topics/hush-hush/" not in terms


def test_standard_pages_are_in_it_as_far_as_released(site_tree, client):
    HomePage.objects.get().add_child(
        instance=StandardPage(
            title="About", slug="about", original_language="sq", heading_sq="Rreth", translation_state_sq="ready"
        )
    )
    HomePage.objects.get().add_child(instance=StandardPage(title="Held", slug="held", heading_en="Held"))
    assert addresses(client, "pages") == {"/sq/about/": {"sq"}}


def test_many_entries_are_split_into_files_and_none_is_lost(site_tree, client, monkeypatch):
    monkeypatch.setattr("practices.sitemaps.ENTRIES_PER_FILE", 2)
    for number in range(5):
        factories.practice(("en", "sq"), slug=f"e-{number}", key=f"e-{number}")
    index = [loc.text.removeprefix(HOST) for loc in read(client, "/sitemap.xml").iterfind(".//s:loc", NAMES)]
    files = [path for path in index if "entries" in path]
    assert files == ["/sitemap-entries.xml", "/sitemap-entries.xml?p=2", "/sitemap-entries.xml?p=3"]
    with CaptureQueriesContext(connection) as queries:
        found = [[loc.text for loc in read(client, path).iterfind(".//s:loc", NAMES)] for path in files]
    read_rows = [each["sql"] for each in queries if '"practices_entry"."original_language"' in each["sql"]]
    assert len(read_rows) == 3 and all("LIMIT" in sql for sql in read_rows)
    assert [len(each) for each in found] == [4, 4, 2]
    assert len({loc for each in found for loc in each}) == 10
