"""What anybody may read: one table of cases, asked of every function that decides it."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import PageViewRestriction

from portal.languages import CONTENT_CODES
from practices import models
from practices.querysets import released, released_in_any
from tests import factories

pytestmark = pytest.mark.usefixtures("site_tree")
TODAY = datetime.date(2030, 5, 10)
TOMORROW = TODAY + datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
KINDS = [choice for choice, name in PageViewRestriction.RESTRICTION_CHOICES if choice != PageViewRestriction.NONE]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def codes_of(page):
    """(whether ``page`` is public, the languages it is public in)."""
    found = models.Entry.objects.filter(pk=page.pk)
    return found.public().exists(), [code for code in CONTENT_CODES if found.public_in(code).exists()]


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="a password")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.create(name="Members"))


CASES = {
    "published": ({}, ["en", "sq"]),
    "draft": ({"live": False}, []),
    "expired": ({"live": False, "expired": True, "expire_at": timezone.now() - HOUR}, []),
    "expired, and nothing has unpublished it yet": ({"expire_at": timezone.now() - HOUR}, []),
    "not yet expired": ({"expire_at": timezone.now() + HOUR}, ["en", "sq"]),
    "scheduled": ({"live": False, "go_live_at": timezone.now() + HOUR}, []),
    "live before its time": ({"go_live_at": timezone.now() + HOUR}, []),
    "live since its time": ({"go_live_at": timezone.now() - HOUR}, ["en", "sq"]),
    "no released language": ({"translation_state_en": "", "translation_state_sq": ""}, []),
    "one language held": ({"translation_state_sq": "draft"}, ["en"]),
    "the original held": ({"translation_state_en": "draft"}, ["sq"]),
    "one language withdrawn": ({"translation_state_sq": "withdrawn"}, ["en"]),
    "every language withdrawn": ({"translation_state_en": "withdrawn", "translation_state_sq": "withdrawn"}, []),
    "one language tomorrow": ({"translation_published_on_sq": TOMORROW}, ["en"]),
    "every language tomorrow": ({f"translation_published_on_{code}": TOMORROW for code in ("en", "sq")}, []),
    "a language from today on": ({"translation_published_on_sq": TODAY}, ["en", "sq"]),
    "a state without a text": ({"translation_state_mk": None, "translation_state_bs": "draft"}, ["en", "sq"]),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("model", [models.GoodPractice, models.CountryNote])
def test_public_is_what_is_published_and_out(case, model):
    values, codes = CASES[case]
    make = factories.country_note if model is models.CountryNote else factories.practice
    page = make(languages=("en", "sq"), **values)
    assert codes_of(page) == (bool(codes), codes)
    assert model.objects.public().filter(pk=page.pk).exists() is bool(codes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["itself", "its list", "the home page"])
def test_private_is_what_stands_behind_a_restriction(kind, where, site_tree):
    page = factories.practice(languages=("en", "sq"))
    beside = factories.failure()
    restrict({"itself": page, "its list": page.get_parent(), "the home page": site_tree}[where], kind)
    assert codes_of(page) == (False, [])
    assert models.Entry.objects.public().filter(pk=beside.pk).exists() is (where != "the home page")


def test_an_alias_is_as_private_as_its_source(site_tree):
    source = factories.practice()
    source.save_revision().publish()
    alias = source.create_alias(update_slug="alias")
    assert codes_of(alias) == (True, ["en"])
    restrict(source, PageViewRestriction.LOGIN)
    assert codes_of(alias) == (False, [])


def test_restrictions_are_looked_up_once_and_not_entry_by_entry():
    assert "CORRELATED" not in models.Entry.objects.public().explain()


def test_without_its_restriction_an_entry_is_public_again():
    page = factories.practice()
    restrict(page, PageViewRestriction.PASSWORD)
    PageViewRestriction.objects.all().delete()
    assert codes_of(page) == (True, ["en"])


@pytest.mark.parametrize("state", ["", None, "draft", "ready", "withdrawn"])
@pytest.mark.parametrize("days", [None, -400, -1, 0, 1, 400])
@pytest.mark.parametrize("code", CONTENT_CODES)
def test_the_database_and_the_page_agree_on_what_is_out(state, days, code):
    date = None if days is None else TODAY + datetime.timedelta(days=days)
    values = {localized("translation_state", code): state, localized("translation_published_on", code): date}
    page = factories.practice(languages=("en",), **{"translation_state_en": "", **values})
    page = models.GoodPractice.objects.get(pk=page.pk)
    out = page.is_released(code)
    assert out is (state == "ready" and (days is None or days <= 0))
    assert codes_of(page) == (out, [code] if out else [])
    assert models.Entry.objects.filter(released(code), pk=page.pk).exists() is out
    assert models.Entry.objects.filter(released_in_any(), pk=page.pk).exists() is out
    assert page.released_languages() == ([code] if out else [])


def test_another_day_may_be_asked_about():
    page = factories.practice(languages=("en", "sq"), translation_published_on_sq=TOMORROW)
    found = models.Entry.objects.filter(pk=page.pk)
    assert not found.filter(released("sq")).exists() and found.filter(released("sq", TOMORROW)).exists()
    assert not found.filter(released("sq", TODAY)).exists()
    assert found.filter(released_in_any(TODAY)).exists()


def test_the_day_changes_at_the_portals_midnight_and_not_at_londons(monkeypatch, settings):
    monkeypatch.undo()
    settings.TIME_ZONE = "Europe/Sarajevo"
    evening = datetime.datetime(2030, 5, 9, 22, 30, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    page = factories.practice(translation_published_on_en=TODAY)
    assert page.is_released("en") and codes_of(page) == (True, ["en"])


def test_a_filter_for_public_entries_can_be_chained():
    albania = factories.practice(countries=["albania"])
    factories.practice(countries=["albania"], live=False)
    factories.practice()
    assert [page.pk for page in models.Entry.objects.filter(countries__slug="albania").public()] == [albania.pk]
    assert models.Entry.objects.public_in("en").filter(countries__slug="albania").count() == 1
