"""The editors' lists: entries with their languages, vocabularies, readers' messages."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PagePermissionTester, PageViewRestriction

from portal.languages import CONTENT_CODES
from portal.roles import make_roles
from practices import models
from practices.editing.listing import add_pips, with_drafts
from tests import factories

from .editing_forms import live

pytestmark = pytest.mark.django_db


def states(page):
    (found,) = with_drafts(models.Entry.objects.filter(pk=page.pk))
    add_pips([found])
    return {language.code: state for language, state, _sign, _words in found.pips}


def list_of(kind):
    return reverse("wagtailadmin_explore", args=[models.EntryIndex.objects.get(kind_of_entry=kind).pk])


def test_a_pip_for_each_language(site_tree):
    page = live(factories.practice(("en", "sq", "mk", "sr")))
    page.confirm_translation("mk")
    page.confirm_translation("sq")
    page.save_revision().publish()
    page = live(page)
    page.heading_en, page.translation_state_sr = "Changed", "withdrawn"
    page.save_revision().publish()
    held = live(page)
    held.translation_state_sq, held.heading_sq = "draft", "Half done"
    held.save_revision()
    found = states(page)
    assert list(found) == list(CONTENT_CODES)
    expected = {"en": "public", "sq": "held", "mk": "outdated", "sr": "withdrawn", "bs": "missing"}
    assert expected.items() <= found.items()


def test_a_language_that_is_only_in_the_draft_is_not_public_yet(site_tree):
    page = live(factories.practice())
    page.heading_sq, page.translation_state_sq = "Titull", "draft"
    page.save_revision()
    assert states(page)["sq"] == "draft"
    assert states(factories.practice(live=False))["en"] == "draft"


def test_the_list_says_it_in_words(admin_client, site_tree):
    factories.practice(("en", "sq"))
    html = admin_client.get(list_of("practice")).content.decode()
    assert "Shqip: public" in html
    assert "Bosanski: no text" in html


def test_the_filter_finds_what_is_missing_or_outdated(admin_client, site_tree):
    complete = live(factories.practice(("en", "sq")))
    complete.confirm_translation("sq")
    complete.save()
    stale = live(factories.practice(("en", "sq")))
    stale.confirm_translation("sq")
    stale.heading_en = "Changed"
    stale.save()
    missing = factories.practice()
    response = admin_client.get(list_of("practice"), {"lacking": "sq"})
    assert {page.pk for page in response.context["object_list"]} == {stale.pk, missing.pk}


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def published(site_tree):
    """Makes so many entries, published by an editor."""

    def add(number):
        for _ in range(number):
            page = live(factories.practice(("en", "sq"), steps=[models.Step(text_en="Step")]))
            page.save_revision().publish()

    return add


def test_the_list_costs_10_queries_with_5_entries_and_with_20(admin_client, published):
    published(5)
    assert queries_of(admin_client, list_of("practice")) <= 10
    published(15)
    assert queries_of(admin_client, list_of("practice")) <= 10


def test_drafts_cost_the_list_no_query(admin_client, published):
    published(5)
    for page in models.GoodPractice.objects.all():
        page.heading_en = "Changed"
        page.save_revision()
    assert queries_of(admin_client, list_of("practice")) <= 10


def test_the_list_marks_entries_behind_a_restriction(admin_client, published):
    published(2)
    closed, index = models.GoodPractice.objects.first(), models.EntryIndex.objects.get(kind_of_entry="practice")

    def marked():
        soup = BeautifulSoup(admin_client.get(list_of("practice")).content, "html.parser")
        return {row.select_one("[id^=page_]")["id"] for row in soup.select("tbody tr:has(.privacy-indicator)")}

    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert marked() == {f"page_{closed.pk}_title"}
    restriction.page = index.page_ptr
    restriction.save()
    assert len(marked()) == 2


def test_an_editor_s_list_costs_the_same_for_few_and_for_many(client, django_user_model, site_tree):
    make_roles()
    editor = django_user_model.objects.create_user("editor", password="a long password")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    factories.practice()
    few = queries_of(client, list_of("practice"))
    for _ in range(10):
        factories.practice()
    assert queries_of(client, list_of("practice")) == few


def test_the_list_names_itself_and_offers_a_new_entry(admin_client, site_tree):
    soup = BeautifulSoup(admin_client.get(list_of("practice")).content, "html.parser")
    assert soup.select_one("[aria-label=Breadcrumb]").get_text(" ", strip=True).endswith("Good practices")
    assert soup.select_one("header a[href$='/add_subpage/']")


def test_a_search_in_the_list_finds_entries_by_their_title(admin_client, site_tree):
    found = factories.practice(title="Mentors after release", heading_en="Mentors after release")
    factories.practice()
    response = admin_client.get(list_of("practice"), {"q": "mentors"})
    assert [page.pk for page in response.context["object_list"]] == [found.pk]


@pytest.mark.parametrize(
    ("group", "live", "may"), [("Editors", True, False), ("Editors", False, True), ("Moderators", True, True)]
)
def test_who_may_not_publish_deletes_drafts_only(django_user_model, site_tree, group, live, may):
    make_roles()
    user = django_user_model.objects.create_user("somebody", password="a long password")
    user.groups.add(Group.objects.get(name=group))
    page = factories.practice(live=live)
    assert page.permissions_for_user(user).can_delete() is PagePermissionTester(user, page).can_delete() is may


def test_who_may_not_see_the_list_is_sent_away(client, django_user_model, site_tree):
    make_roles()
    client.force_login(django_user_model.objects.create_user("nobody", password="a long password"))
    assert client.get(list_of("practice")).status_code == 302


def test_a_used_key_cannot_be_changed(admin_client, site_tree):
    used, unused = factories.term(models.Phase, "prison"), factories.term(models.Phase, "reintegration")
    factories.practice(phases=["prison"])
    for term, expected in ((used, "prison"), (unused, "other")):
        url = reverse("wagtailsnippets_practices_phase:edit", args=[term.pk])
        response = admin_client.post(
            url, {"slug": "other", "order": "1", "name_en": f"Name {expected}", "name_sq": f"Emri {expected}"}
        )
        assert response.status_code == 302, response.context["form"].errors
        term.refresh_from_db()
        assert (term.slug, term.name_sq) == (expected, f"Emri {expected}")


@pytest.mark.parametrize("name", ["phase", "gender", "actor", "topic", "country"])
def test_vocabularies_are_edited_in_every_language(admin_client, site_tree, name):
    assert admin_client.get(reverse(f"wagtailsnippets_practices_{name}:list")).status_code == 200
    html = admin_client.get(reverse(f"wagtailsnippets_practices_{name}:add")).content.decode()
    for code in CONTENT_CODES:
        assert f'name="synonyms_{code}"' in html
    assert 'name="synonyms"' not in html


def test_messages_are_listed_and_done_but_not_added(admin_client, site_tree):
    message = models.Message.objects.create(
        entry=factories.practice().entry_ptr, kind="translation", language="sq", text="Wrong word"
    )
    assert "Wrong translation" in admin_client.get(reverse("wagtailsnippets_practices_message:list")).content.decode()
    url = reverse("wagtailsnippets_practices_message:edit", args=[message.pk])
    assert "Wrong word" in admin_client.get(url).content.decode()
    admin_client.post(url, {"done": "on", "text": "Forged"})
    message.refresh_from_db()
    assert (message.done, message.text) == (True, "Wrong word")
    assert admin_client.get(reverse("wagtailsnippets_practices_message:add")).status_code == 302
