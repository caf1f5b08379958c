"""Searching the demo in a real browser: by keyboard, without JavaScript, back and forth, in every language."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal.languages import LANGUAGES
from tests.browser.test_pages import RULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

DESKTOP, PHONE, NARROW = ({"width": width, "height": height} for width, height in ((1280, 900), (390, 800), (320, 640)))
OPTION = "#suggestions:not([hidden]) [role=option]"
CODES = [language.code for language in LANGUAGES]
STATES = {
    "browse": "",
    "hits": "?q=prison&phase=prison",
    "tags": "?q=psychologists",
    "recommendations": "?q=women&mode=recommendations",
    "nothing": "?q=prison&type=collection&gender=men&country=atlantis",
    "too-long": f"?q={'x' * 600}",
}


def type_slowly(page, text):
    page.locator("#q").press_sequentially(text)
    expect(page.locator(OPTION).first).to_be_visible()


def active(page):
    """The option that a screen reader is told to be on."""
    return page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.id")


def count(page):
    return page.locator("#results .count").inner_text()


def swapped(page, action):
    """Do ``action`` and wait for the results that it brings."""
    page.evaluate("document.querySelector('#results').dataset.old = ''")
    action()
    expect(page.locator("#results:not([data-old], .htmx-settling, .htmx-added)")).to_be_attached()
    page.wait_for_function("!document.querySelector('.htmx-request')")


# --- What holds for every state of the page


# What does not fit shows on a narrow screen first: on a wide one a language of each script is enough
SCREENS = [(code, "narrow", NARROW) for code in CODES] + [(code, "wide", DESKTOP) for code in ("mk", "sr-latn")]


@pytest.mark.parametrize(
    ("code", "size"), [pytest.param(code, size, id=f"{code}-{name}") for code, name, size in SCREENS]
)
def test_the_page_keeps_the_rules_in_each_of_its_states(reader, code, size):
    page = reader(viewport=size)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name, query in STATES.items():
        page.goto(f"/{code}/search/{query}")
        page.evaluate(RULES)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        found = Axe().run(page, options={"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}})
        assert [[each["id"], each["nodes"][0]["html"]] for each in found.response["violations"]] == [], name
        assert page.evaluate("rules.sticksOut()") == [], name
        assert page.evaluate("rules.wronglyMarkedCyrillic()") == [], name
        assert page.evaluate("rules.brokenWords('h1, h3, button, summary, .bar, .modes, .facet label')") == [], name
        assert page.evaluate("rules.smallTargets('a, button, input, select, summary', 24)") == [], name
    assert [each for each in complaints if "400" not in each] == []


@pytest.mark.parametrize("code", CODES)
def test_open_suggestions_keep_the_rules(reader, code):
    page = reader(viewport=NARROW)
    page.goto(f"/{code}/")
    type_slowly(page, "prob")
    page.keyboard.press("ArrowDown")
    page.evaluate(RULES)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert [[each["id"], each["nodes"][0]["html"]] for each in found.response["violations"]] == []
    assert page.evaluate("rules.sticksOut()") == []
    assert page.evaluate("rules.smallTargets('[role=option]', 36)") == []


# --- The combobox


def test_a_suggestion_is_chosen_by_keyboard(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/en/")
    box = page.get_by_role("combobox", name="Words to look for")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    type_slowly(page, "prob")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#suggested")).to_have_text(re.compile(r"^\d suggestions$"))
    options = page.locator(OPTION)
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    assert active(page) == options.first.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert active(page) is None
    page.keyboard.press("ArrowUp")
    assert active(page) == options.last.get_attribute("id")
    expect(options.first).to_have_attribute("aria-selected", "false")
    expect(box).to_be_focused()
    address = options.last.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_escape_closes_the_suggestions_and_keeps_the_words(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/en/search/")
    type_slowly(page, "prob")
    page.keyboard.press("Escape")
    expect(page.locator(OPTION)).to_have_count(0)
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#q")).to_have_value("prob")
    page.keyboard.press("ArrowDown")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(OPTION)).to_have_count(0)


def test_enter_without_a_chosen_suggestion_searches(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/sq/practices/dynamic-security/")
    type_slowly(page, "provë")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sq/search/\?q=prov%C3%AB$"))


def test_enter_does_not_follow_a_suggestion_for_other_words(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/en/search/")
    type_slowly(page, "pri")
    page.keyboard.press("ArrowDown")
    page.locator("#q").press_sequentially("son release")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=prison(\+|%20)release$"))


def test_a_suggestion_is_chosen_by_touch(reader):
    page = reader(viewport=PHONE, has_touch=True)
    page.goto("/mk/search/")
    type_slowly(page, "проб")
    option = page.locator(OPTION).first
    address = option.get_attribute("href")
    option.tap()
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


# --- Refining


def test_a_filter_refines_in_place_and_keeps_the_focus(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/en/search/?q=prison")
    before = count(page)
    page.locator("#facet-actor summary").click()
    page.locator("#phase-probation").focus()
    swapped(page, lambda: page.keyboard.press("Space"))
    expect(page).to_have_url(re.compile(r"/en/search/\?q=prison&phase=probation$"))
    expect(page.locator("#phase-probation")).to_be_focused()
    expect(page.locator("#facet-actor")).to_have_attribute("open", "")
    assert count(page) != before
    expect(page.locator("#said")).to_have_text(count(page))
    expect(page.locator(".languages [hreflang=sq]")).to_have_attribute("href", "/sq/search/?q=prison&phase=probation")
    swapped(page, lambda: page.locator("#gender-women").check())
    swapped(page, lambda: page.locator(".chips a").first.click())
    expect(page).to_have_url(re.compile(r"/en/search/\?q=prison&gender=women$"))
    expect(page.locator("#results-heading")).to_be_focused()
    expect(page.locator("#phase-probation")).not_to_be_checked()


def test_back_shows_the_search_before(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/en/search/?q=prison")
    first = count(page)
    swapped(page, lambda: page.locator("#phase-probation").check())
    second = count(page)
    swapped(page, lambda: page.locator("#gender-women").check())
    page.locator(".hit h3 a").first.click()
    expect(page.locator("article.entry")).to_be_visible()
    page.go_back()
    expect(page.locator("#gender-women")).to_be_checked()
    page.go_back()
    expect(page.locator("#gender-women")).not_to_be_checked()
    expect(page.locator("#phase-probation")).to_be_checked()
    expect(page.locator("#results .count")).to_have_text(second)
    page.go_back()
    expect(page.locator("#phase-probation")).not_to_be_checked()
    expect(page.locator("#results .count")).to_have_text(first)


def test_on_a_phone_the_filters_fold_away_and_lead_to_the_results(reader):
    page = reader(viewport=PHONE)
    page.goto("/sr/search/?q=zatvor")
    expect(page.locator("#facets")).to_be_hidden()
    page.locator("#filters > summary").click()
    swapped(page, lambda: page.locator("#phase-probation").check())
    expect(page.locator("#number-on")).to_have_text("(1)")
    swapped(page, page.locator(".filters__send button").click)
    expect(page.locator("#facets")).to_be_hidden()
    expect(page.locator("#results .count")).to_be_in_viewport()


def test_too_many_words_are_refused_in_place(reader):
    page = reader(viewport=PHONE)
    page.goto("/bs/search/?q=zatvor")
    page.locator("#q").fill("zatvor " * 90)
    swapped(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#q-problem")).to_be_visible()
    expect(page.locator("#q")).to_have_value(re.compile("zatvor"))
    page.locator("#q").fill("zatvor")
    swapped(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#phase-prison")).to_be_attached()


def test_a_search_goes_on_from_the_page_that_refused_one(reader):
    page = reader(viewport=PHONE)
    page.goto(f"/en/search/?q={'x' * 600}")
    page.locator("#q").fill("prison")
    page.keyboard.press("Enter")
    expect(page.locator("#phase-prison")).to_be_attached()
    expect(page.locator("#results .hit").first).to_be_visible()


def test_everything_works_without_javascript(reader):
    page = reader(viewport=DESKTOP, java_script_enabled=False)
    page.goto("/sq/")
    page.locator("#q").fill("burg")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sq/search/\?q=burg$"))
    page.locator("#phase-probation").check()
    page.locator(".filters__send button").click()
    expect(page.locator(".chips li")).to_have_count(1)
    expect(page.locator("#phase-probation")).to_be_checked()
    page.locator("#sort").select_option("newest")
    page.locator("#search button").click()
    expect(page).to_have_url(re.compile("phase=probation.*sort=newest|sort=newest.*phase=probation"))
    page.locator(".languages [hreflang=mk]").click()
    expect(page.locator("html")).to_have_attribute("lang", "mk")
    expect(page.locator("#phase-probation")).to_be_checked()
    expect(page.locator("#q")).to_have_value("burg")
