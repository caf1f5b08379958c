"""Where an entry stands: below the list of its kind, and where its old addresses lead."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page

from portal.languages import LANGUAGES
from practices import models
from practices.exchange.importing import import_file
from tests import factories

from .editing_forms import live, save

pytestmark = pytest.mark.django_db
KINDS = {model.kind_of_entry: model for model in models.Entry.__subclasses__()}


@pytest.fixture
def lists(site_tree):
    return {index.kind_of_entry: index for index in models.EntryIndex.objects.all()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_made_below_its_own_list_only(lists, kind):
    assert [found for found, index in lists.items() if KINDS[kind].can_create_at(index)] == [kind]
    assert KINDS[kind].can_create_at(Page.objects.get(pk=lists[kind].pk))


def test_a_list_offers_its_own_kind_at_once(admin_client, lists):
    pk = lists["failure"].pk
    response = admin_client.get(reverse("wagtailadmin_pages:add_subpage", args=[pk]))
    assert response.url.startswith(reverse("wagtailadmin_pages:add", args=["practices", "failure", pk]))


def test_another_kind_is_refused_in_a_list(admin_client, lists):
    url = reverse("wagtailadmin_pages:add", args=["practices", "goodpractice", lists["failure"].pk])
    assert admin_client.get(url).status_code == 302
    admin_client.post(url, {"heading_en": "Forged", "original_language": "en"})
    assert not models.GoodPractice.objects.exists()


def test_an_entry_is_not_moved_to_another_list(admin_client, lists):
    page = factories.practice()
    admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, lists["failure"].pk]))
    assert live(page).get_parent().pk == lists["practice"].pk


def addresses(path):
    return {language.code: f"/{language.code}/{path}/" for language in LANGUAGES}


def leads_to(client, old, new):
    """What is wrong: old addresses that don't lead to the new one of the same language."""
    wanted = addresses(new)
    found = {code: client.get(url).headers.get("Location") for code, url in addresses(old).items()}
    return {code: url for code, url in found.items() if url != wanted[code]}


@pytest.mark.parametrize("languages", [("en",), ("sq", "mk")])
def test_old_addresses_lead_to_the_new_one_in_every_language(
    admin_client, client, site_tree, languages, django_capture_on_commit_callbacks
):
    page = live(factories.practice(languages, key="old"))
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        save(admin_client, page, action="publish", slug="new")
    assert leads_to(client, "practices/old", "practices/new") == {}
    assert client.get("/sr-latn/practices/old/?from=mail").status_code == 301


def test_entries_of_a_renamed_list_keep_their_old_addresses(client, lists, django_capture_on_commit_callbacks):
    factories.practice(key="one")
    lists["practice"].slug = "examples"
    with django_capture_on_commit_callbacks(execute=True):
        lists["practice"].save()
    assert leads_to(client, "practices/one", "examples/one") == {}


def test_an_address_changed_by_an_import_leads_on_too(client, lists, tmp_path, django_capture_on_commit_callbacks):
    file = tmp_path / "entries.jsonl"
    line = {"type": "practice", "key": "old", "original_language": "en", "heading": {"en": "One"}}
    for values in ({}, {"slug": "new"}):
        file.write_text(json.dumps(line | values))
        with django_capture_on_commit_callbacks(execute=True):
            import_file(file)
    assert leads_to(client, "practices/old", "practices/new") == {}
