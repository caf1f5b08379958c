"""The demo's content: it loads whole, is there in every language, and a second time changes nothing."""

import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction

from portal.management.commands.load_demo import DEMO
from portal.models import StandardPage
from practices.models import Entry, Failure, GoodPractice, Reference
from practices.vocabularies import load_vocabularies
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo content")]


def load() -> str:
    """What it says."""
    output = io.StringIO()
    call_command("load_demo", stdout=output, stderr=output)
    return output.getvalue()


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """Loaded once: what a test changes is taken back to this, and this at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_vocabularies()
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(content, db):
    pass


def test_every_file_becomes_a_public_entry(demo):
    keys = {path.stem for path in (DEMO / "entries").glob("*.json")}
    assert set(Entry.objects.public().values_list("key", flat=True)) == keys


def test_every_entry_names_its_source(demo):
    assert set(Reference.objects.filter(kind="source").values_list("entry__key", flat=True)) == set(
        Entry.objects.values_list("key", flat=True)
    )


def test_a_place_in_a_source_reads_the_same_in_every_language(demo):
    """Outside quotation marks only numbers and the name of a paper: no English words."""
    for locator in Reference.objects.exclude(locator="").values_list("locator", flat=True):
        assert re.fullmatch(r"(RAN|p\.|[\d\W])*", re.sub(r"“[^”]*”", "", locator)), locator


@pytest.mark.parametrize("slug", ["about", "privacy"])
def test_a_standard_page_is_released_in_every_language(demo, client, slug):
    page = StandardPage.objects.get(slug=slug)
    assert set(page.released_languages()) == set(factories.DELIVERED)
    for code in factories.DELIVERED:
        shown = BeautifulSoup(client.get(f"/{code}/{slug}/").content, "html.parser")
        assert not shown.h1.has_attr("lang")
        assert shown.select(f'footer a[href="/{code}/{slug}/"]')


def test_standard_pages_have_the_same_parts_in_every_language():
    for page in json.loads((DEMO / "pages.json").read_text(encoding="utf-8")):
        parts = {tuple(re.findall(r"<(p|h3|li)>", page["text"][code])) for code in factories.DELIVERED}
        assert len(parts) == 1


def test_reading_sets_no_cookie_as_the_privacy_page_says(demo, client):
    for path in ("/en/", "/en/entries/", "/en/privacy/", "/en/practices/dynamic-security/"):
        response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies
    assert list(client.get("/en/report/dynamic-security/").cookies) == ["csrftoken"]


def test_a_second_time_changes_nothing(demo):
    before = list(StandardPage.objects.values()), list(Entry.objects.values())
    load()
    assert (list(StandardPage.objects.values()), list(Entry.objects.values())) == before


def test_a_second_time_leaves_what_an_editor_changed_or_deleted(demo):
    page = GoodPractice.objects.get(key="dynamic-security")
    page.heading_sq = "Edited"
    page.save_revision().publish()
    Failure.objects.get(key="probation-staff-turnover").delete()
    told = load()
    assert "skipped dynamic-security: an editor changed it" in told
    assert "skipped probation-staff-turnover: it was deleted by hand" in told
    assert GoodPractice.objects.get(key="dynamic-security").heading_sq == "Edited"
    assert not Failure.objects.filter(key="probation-staff-turnover").exists()


def test_a_standard_page_that_was_deleted_or_changed_stays_so(demo):
    StandardPage.objects.get(slug="about").delete()
    StandardPage.objects.filter(slug="privacy").update(text_en="<p>Ours</p>")
    load()
    assert list(StandardPage.objects.values_list("slug", "text_en")) == [("privacy", "<p>Ours</p>")]
