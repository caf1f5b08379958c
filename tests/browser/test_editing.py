"""An editor's way with a real browser: a paper in Albanian, its English translation held back, then released."""

import re

import pytest
from playwright.sync_api import expect

from practices import models

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def editor(live_server, site_tree, admin_client, browser_page):
    """A browser in which the administrator is logged in."""
    page = browser_page(base_url=live_server.url)
    page.context.add_cookies(
        [{"name": "sessionid", "value": admin_client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_default_timeout(20_000)
    return page


def fill_language(page, name, code, heading, state):
    page.get_by_role("tab", name=name).click()
    page.locator(f"#id_heading_{code}").fill(heading)
    page.locator(f"#id_summary_{code}").fill(f"Summary of {heading}")
    page.locator(f"#id_translation_state_{code}").select_option(state)


def publish(page):
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/$"))  # the list of papers


def test_a_translation_is_held_back_and_then_released(editor):
    index = models.EntryIndex.objects.get(kind_of_entry="paper")
    editor.goto(f"/admin/pages/add/practices/conclusionpaper/{index.pk}/?languages=sq")
    fill_language(editor, "Shqip", "sq", "Dalja nga burgu", "ready")
    publish(editor)
    paper = models.ConclusionPaper.objects.get()
    assert (paper.title, paper.slug) == ("Dalja nga burgu", "dalja-nga-burgu")

    editor.goto(f"/admin/pages/{paper.pk}/edit/")
    editor.get_by_role("tab", name="English").click()
    editor.get_by_role("link", name="Open English").click()
    fill_language(editor, "English", "en", "Leaving prison", "draft")
    publish(editor)
    address = f"/en/papers/{paper.slug}/"
    editor.goto(address)
    expect(editor.locator("h1")).to_have_text("Dalja nga burgu")
    expect(editor.locator("h1[lang=sq], h1 [lang=sq], [lang=sq] h1")).to_have_count(1)
    assert "Leaving prison" not in editor.content()

    editor.goto(f"/admin/pages/{paper.pk}/edit/?languages=en#tab-language_en")
    expect(editor.locator("#id_heading_en")).to_have_value("Leaving prison")
    editor.locator("#id_translation_state_en").select_option("ready")
    publish(editor)
    editor.goto(address)
    expect(editor.locator("h1")).to_have_text("Leaving prison")
    editor.goto(f"/sq/papers/{paper.slug}/")
    expect(editor.locator("h1")).to_have_text("Dalja nga burgu")
