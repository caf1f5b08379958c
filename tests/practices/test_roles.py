"""Who may change what: editors all of it, a translator one language of it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from portal.roles import make_roles
from practices import models
from tests import factories

from .editing_forms import draft, edit_url, live, open_form, save, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def login(client, django_user_model, site_tree):
    """Logs in a member of the group given."""
    make_roles()

    def log_in(group):
        user = django_user_model.objects.create_user(group, password="a long password")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def paper(site_tree):
    page = factories.paper(
        ("en", "sq", "mk"),
        recommendations=[models.Recommendation(text_en="<p>Rec</p>", text_sq="<p>Rekomandim</p>")],
    )
    live(page).save_revision().publish()
    return live(page)


def test_a_translator_sees_one_language(login, paper):
    html = login("Translators: Shqip").get(edit_url(paper)).content.decode()
    assert 'name="heading_sq"' in html
    assert 'name="recommendations-0-text_sq"' in html
    for name in ("heading_en", "heading_mk", "slug", "key", "original_language", "phases", "files-0-title"):
        assert f'name="{name}"' not in html
    assert "tab-label-language_mk" not in html
    assert 'name="recommendations-0-text_en"' not in html


def test_a_translator_changes_one_language(login, paper):
    client = login("Translators: Shqip")
    save(client, paper, heading_sq="Titull", **{"recommendations-0-text_sq": rich_text("<p>E re</p>")})
    after = draft(paper)
    assert after.heading_sq == "Titull"
    assert "E re" in after.recommendations.first().text_sq
    assert after.recommendations.first().anchor == paper.recommendations.first().anchor


def test_what_a_translator_forges_is_ignored(login, paper):
    client = login("Translators: Shqip")
    data = open_form(client, paper)
    forged = {
        "heading_en": "Forged",
        "heading_mk": "Forged",
        "translation_state_mk": "withdrawn",
        "original_language": "sq",
        "slug": "forged",
        "key": "forged",
        "licence": "Forged",
        "expire_at": "2099-01-01 10:00",
        "recommendations-0-text_en": rich_text("<p>Forged</p>"),
        "recommendations-0-number": "99",
        "recommendations-0-DELETE": "1",
        "recommendations-TOTAL_FORMS": "2",
        "recommendations-1-text_sq": rich_text("<p>Forged</p>"),
        "recommendations-1-kind": "recommendation",
    }
    for name, value in forged.items():
        data[name] = value
    data.setlist("confirmed", ["mk"])
    send(client, paper, data)
    after = draft(paper)
    assert (after.heading_en, after.heading_mk) == (paper.heading_en, paper.heading_mk)
    assert (after.translation_state_mk, after.original_language) == ("ready", "en")
    assert (after.slug, after.key, after.licence, after.expire_at) == (paper.slug, paper.key, "", None)
    assert not after.translation_confirmed_mk
    (row,) = after.recommendations.all()
    assert (row.text_en, row.number) == ("<p>Rec</p>", None)


def test_a_translator_starts_only_their_own_language(login, paper):
    client = login("Translators: Bosanski")
    for code in ("sr", "bs"):
        client.post(reverse("practices_start_translation", args=[paper.pk, code]))
    after = draft(paper)
    assert (after.translation_state_sr or "", after.translation_state_bs) == ("", "draft")


def test_a_translator_neither_publishes_nor_adds(login, paper):
    client = login("Translators: Shqip")
    save(client, paper, action="publish", heading_sq="Titull")
    assert live(paper).heading_sq == paper.heading_sq
    index = models.EntryIndex.objects.get(kind_of_entry="paper")
    url = reverse("wagtailadmin_pages:add", args=["practices", "conclusionpaper", index.pk])
    assert client.get(url).status_code == 302


def refusals(client, page, index, old):
    """Sends what a translator may not do with ``page``, a draft."""
    args = [page.pk]
    client.post(reverse("wagtailadmin_pages:delete", args=args))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, index.pk]))
    client.post(reverse("wagtailadmin_pages:copy", args=args), {"new_parent_page": page.get_parent().pk})
    for action in ("delete", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{url}?id={page.pk}", {"chooser": index.pk})
    yield client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk]))
    yield client.get(edit_url(index))


def test_a_translator_neither_deletes_moves_copies_nor_reverts(login, paper):
    paper.unpublish()
    index = models.EntryIndex.objects.get(kind_of_entry="practice")
    parent = paper.get_parent()
    client = login("Translators: Shqip")
    assert all(response.status_code == 302 for response in refusals(client, live(paper), index, paper.latest_revision))
    assert (live(paper).get_parent(), parent.get_children().count()) == (parent, 1)


def test_a_translator_changes_entries_and_no_other_page(login, site_tree):
    assert login("Translators: Shqip").get(edit_url(site_tree)).status_code == 302
    group = Group.objects.get(name="Translators: Shqip")
    group.page_permissions.all().delete()
    make_roles()
    assert not group.page_permissions.exists()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_editors_change_everything(login, paper, group):
    save(login(group), paper, ["sq", "mk"], heading_mk="Наслов", licence="CC BY 4.0")
    after = draft(paper)
    assert (after.heading_mk, after.licence) == ("Наслов", "CC BY 4.0")


def test_only_moderators_publish(login, paper):
    save(login("Editors"), paper, action="publish", heading_en="By an editor")
    assert live(paper).heading_en == paper.heading_en
    save(login("Moderators"), paper, action="publish", heading_en="By a moderator")
    assert live(paper).heading_en == "By a moderator"
