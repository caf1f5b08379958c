"""Fills and closes entries, and reads their pages as a browser gets them."""

import json

from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction


def blocks(**texts):
    """Paragraphs by anchor, in the order of keys in which Wagtail writes them: saved again they are the same."""
    return json.dumps([{"type": "paragraph", "value": text, "id": anchor} for anchor, text in texts.items()])


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def article(client, address):
    return soup(client, address).find("article", class_="entry")
