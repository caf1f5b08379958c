"""A page or document behind a password: what is asked for, in the frame of the site."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from portal.languages import LANGUAGES
from practices import models
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/sq/collections/c/"


@pytest.fixture
def behind_a_password(site_tree):
    page = factories.collection(("en", "sq"), key="c", heading_sq="Dosja e fshehtë")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="sesame")
    return page


def asked(response):
    """The page that asks for the password."""
    page = BeautifulSoup(response.content, "html.parser")
    assert page.html["lang"] == "sq"
    assert page.select_one("header.top") and page.select("meta[name=robots]")
    assert page.find("label", attrs={"for": page.select_one("input[type=password]")["id"]}).get_text(strip=True)
    return page


def give(client, page, password):
    form = page.select_one("form.message")
    values = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return client.post(form["action"], values | {"password": password})


def test_the_password_is_asked_for_in_the_frame_and_nothing_of_the_page_is_shown(behind_a_password, client):
    page = asked(client.get(ADDRESS))
    assert "Dosja" not in page.get_text()
    assert not page.select("[role=alert]")


def test_the_right_password_opens_the_page(behind_a_password, client):
    response = give(client, asked(client.get(ADDRESS)), "sesame")
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert "Dosja" in client.get(ADDRESS).content.decode()


def test_a_wrong_password_is_told_and_may_be_tried_again(behind_a_password, client):
    page = asked(give(client, asked(client.get(ADDRESS)), "simsim"))
    field = page.select_one("input[type=password]")
    assert page.find(id=field["aria-describedby"]).get_text(strip=True)
    assert give(client, page, "sesame")["Location"] == ADDRESS


def test_the_language_can_be_changed_after_a_wrong_password(behind_a_password, client):
    page = give(client, asked(client.get(ADDRESS)), "simsim")
    links = BeautifulSoup(page.content, "html.parser").select(".languages a")
    assert len(links) == len(LANGUAGES)
    other = BeautifulSoup(client.get(links[0]["href"]).content, "html.parser")
    assert give(client, other, "sesame")["Location"] == "/en/collections/c/"


@pytest.fixture
def document(site_tree):
    """A file that an entry shows, in a collection behind a password."""
    folder = Collection.get_first_root_node().add_child(name="Members")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="password", password="sesame")
    file = ContentFile(b"%PDF-1.4", name="paper.pdf")
    document = Document.objects.create(title="Dosja e fshehtë", file=file, collection=folder)
    factories.paper(files=[models.EntryFile(document=document, language="en", title="Paper")])
    return document


def test_a_document_asks_for_its_password_in_the_same_frame(document, client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "sq"  # its address names no language
    page = asked(client.get(document.url))
    assert "Dosja" not in page.get_text()
    again = asked(give(client, page, "simsim"))
    assert again.select("[role=alert]")
    assert give(client, again, "sesame")["Location"] == document.url
    assert client.get(document.url)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_document_asks_for_its_password_in_the_language_of_the_browser(document, client, language):
    page = BeautifulSoup(client.get(document.url, headers={"accept-language": language.code}).content, "html.parser")
    assert page.html["lang"] == language.tag
    assert page.h1.get_text(strip=True) in page.title.get_text()
