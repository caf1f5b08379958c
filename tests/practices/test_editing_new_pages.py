"""A new page: the language it is made in, its title and key, and what is held when it is published at once."""

import pytest
from django.urls import reverse

from portal.models import StandardPage
from practices import models

from .editing_forms import draft, posted, save, send

pytestmark = pytest.mark.django_db


def test_a_new_entry_is_made_in_the_language_asked_for(admin_client, site_tree):
    index = models.EntryIndex.objects.get(kind_of_entry="paper")
    url = reverse("wagtailadmin_pages:add", args=["practices", "conclusionpaper", index.pk])
    data = posted(admin_client.get(url, {"languages": "sq"}))
    assert data["original_language"] == "sq"
    assert "heading_sq" in data
    assert "heading_en" not in data
    data["heading_sq"] = "Dalja nga burgu"
    response = admin_client.post(url, dict(data.lists()))
    assert response.status_code == 302
    page = models.ConclusionPaper.objects.get()
    assert (page.title, page.slug, page.key) == ("Dalja nga burgu", "dalja-nga-burgu", "dalja-nga-burgu")
    assert not page.heading_en
    assert not page.live


def new_practice(client, *languages):
    """(address, what an untouched form posts) of a new practice."""
    index = models.EntryIndex.objects.get(kind_of_entry="practice")
    url = reverse("wagtailadmin_pages:add", args=["practices", "goodpractice", index.pk])
    return url, posted(client.get(url, {"languages": ",".join(languages)}))


def test_a_new_entry_published_at_once_holds_what_is_not_ready(admin_client, site_tree):
    url, data = new_practice(admin_client, "en", "sq")
    assert (data["translation_state_en"], data["translation_state_sq"]) == ("ready", "")
    data["heading_en"], data["heading_sq"], data["translation_state_sq"] = "Way out", "HELD", "draft"
    send(admin_client, None, data, "publish", url=url)
    page = models.GoodPractice.objects.get()
    assert page.live and page.is_released("en") and page.heading_en == page.title == "Way out"
    assert not page.heading_sq and draft(page).heading_sq == "HELD"


def test_a_new_entry_whose_original_is_held_does_not_show_its_heading_as_title(admin_client, site_tree):
    url, data = new_practice(admin_client, "en", "sq")
    data["heading_en"], data["heading_sq"], data["translation_state_en"] = "HELD", "Dalja", "draft"
    data["translation_state_sq"] = "ready"
    send(admin_client, None, data, "publish", url=url)
    assert models.GoodPractice.objects.get().title == "Dalja"


def test_a_language_that_is_ready_needs_a_heading(admin_client, site_tree):
    url, data = new_practice(admin_client, "en", "sq")
    data["translation_state_sq"] = "ready"
    data["heading_en"] = "Way out"
    form = send(admin_client, None, data, expected=200, url=url).context["form"]
    assert list(form.errors) == ["heading_sq"]


def test_a_new_entry_in_cyrillic(admin_client, site_tree):
    index = models.EntryIndex.objects.get(kind_of_entry="practice")
    url = reverse("wagtailadmin_pages:add", args=["practices", "goodpractice", index.pk])
    data = posted(admin_client.get(url, {"languages": "mk"}))
    data["heading_mk"] = "Излез од затвор"
    assert admin_client.post(url, dict(data.lists())).status_code == 302
    page = models.GoodPractice.objects.get()
    assert page.title == "Излез од затвор"
    assert page.key.isascii()
    save(admin_client, page, heading_mk="Излез")
    assert draft(page).title == "Излез"


def test_a_standard_page_is_made_and_edited(admin_client, site_tree):
    url = reverse("wagtailadmin_pages:add", args=["portal", "standardpage", site_tree.pk])
    data = posted(admin_client.get(url, {"languages": "en"}))
    data["title"], data["heading_en"] = "About", "About us"
    assert admin_client.post(url, dict(data.lists())).status_code == 302
    page = StandardPage.objects.get()
    save(admin_client, page, ["sq"], heading_sq="Rreth nesh")
    assert (draft(page).heading_en, draft(page).heading_sq) == ("About us", "Rreth nesh")
