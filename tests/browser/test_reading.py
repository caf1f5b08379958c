"""A reader's ways through the demo: by keyboard, without JavaScript, from language to language."""

import html
import json
import re

import pytest
from playwright.sync_api import Locator, expect

from portal.languages import CONTENT_CODES, LANGUAGES
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

PHONE, DESKTOP = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
CODES = [language.code for language in LANGUAGES]
PAPER = "papers/wb-prison-exit-2022/"
HELD = ("scenario-testing-before-release", "bs")
WITHDRAWN = ("family-outreach-before-release", "mk")
OUTDATED = ("individual-plan-three-months-kosovo", "sq")


def follow(link, by=Locator.click):
    """Click, and wait for the page that this opens to be complete: what only looks doesn't wait by itself."""
    with link.page.expect_navigation():
        by(link)


def enter(link):
    """Press the Enter key on what has the focus, which is the ``link``."""
    expect(link).to_be_focused()
    link.page.keyboard.press("Enter")


# --- Keyboard

# Whether the element in focus shows it, and whether the middle of its first line is in sight and nothing lies on it
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getClientRects()[0];
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`,
    hasOutline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInSight: element.contains(top),
  };
}"""


def tab_to(page, selector, key="Tab"):
    """Press ``key`` until the element in focus matches ``selector``."""
    for _ in range(200):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"The focus never came to {selector}.")


def test_the_skip_link_comes_first_and_leads_to_the_content(reader):
    page = reader(viewport=PHONE)
    page.goto("/sq/entries/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize(
    "path", ["", "entries/?phase=prison", "practices/dynamic-security/", PAPER, "report/country-kosovo/"]
)
def test_the_focus_is_always_seen(reader, path, size):
    page = reader(viewport=size)
    page.goto(f"/sq/{path}")
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    unseen, stops = [], 0
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body") and stops < 400:
        focus, stops = page.evaluate(FOCUS), stops + 1
        if not (focus["hasOutline"] and focus["isInSight"]):
            unseen.append(focus)
        page.keyboard.press("Tab")
    assert 10 < stops < 400
    assert unseen == []


def test_filter_read_copy_and_change_the_language_by_keyboard_alone(reader):
    page = reader(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/mk/entries/")
    tab_to(page, ".filters summary")
    page.keyboard.press("Enter")
    for name, value in (("phase", "prison"), ("gender", "women")):
        tab_to(page, f"[name={name}][value={value}]")
        page.keyboard.press("Space")
    tab_to(page, ".filters [type=submit]")
    follow(page.locator(".filters [type=submit]"), by=enter)
    expect(page).to_have_url(re.compile(r"/mk/entries/\?phase=prison&gender=women$"))

    tab_to(page, ".card.type--practice h3 a")
    follow(page.locator(".card.type--practice h3 a").first, by=enter)
    expect(page).to_have_url(re.compile(r"/mk/practices/[\w-]+/$"))
    address = page.url

    tab_to(page, ".section .anchor")
    page.keyboard.press("Enter")
    part = page.locator(".section[id]").first.get_attribute("id")
    expect(page).to_have_url(f"{address}#{part}")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}#{part}"
    expect(page.locator(".tools [role=status]")).not_to_be_empty()

    tab_to(page, ".languages [hreflang=sq]", key="Shift+Tab")
    follow(page.locator(".languages [hreflang=sq]"), by=enter)
    expect(page).to_have_url(f"{address.replace('/mk/', '/sq/')}#{part}")
    expect(page.locator(f"[id='{part}']")).to_be_in_viewport()


def test_escape_closes_the_menu_and_gives_the_focus_back(reader):
    page = reader(viewport=PHONE)
    page.goto("/sq/")
    tab_to(page, ".kinds summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".kinds a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".kinds a").first).to_be_hidden()
    expect(page.locator(".kinds summary")).to_be_focused()


def chosen(page):
    return page.evaluate("[...document.querySelectorAll('.filters :checked')].map((each) => each.value)")


def headings(page):
    return page.locator(".card__heading").all_inner_texts()


def test_back_after_filtering_restores_the_filter(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/bs/entries/")
    everything = headings(page)
    page.locator("[name=phase][value=prison]").check()
    page.locator("[name=gender][value=women]").check()
    follow(page.locator(".filters [type=submit]"))
    expect(page.locator(".chips")).to_be_visible()
    narrowed = headings(page)
    assert narrowed != everything
    follow(page.locator(".card__heading a").first)
    expect(page.locator("article.entry")).to_be_visible()

    page.go_back()
    expect(page.locator(".chips")).to_be_visible()
    assert (chosen(page), headings(page)) == (["prison", "women"], narrowed)
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)
    assert (chosen(page), headings(page)) == ([], everything)


# --- Without JavaScript


def test_filter_read_link_and_change_the_language_without_javascript(reader):
    page = reader(viewport=PHONE, java_script_enabled=False)
    page.goto("/mk/entries/")
    page.locator(".filters summary").click()
    page.locator("[name=phase][value=prison]").check()
    page.locator("[name=gender][value=women]").check()
    follow(page.locator(".filters [type=submit]"))
    expect(page).to_have_url(re.compile(r"/mk/entries/\?phase=prison&gender=women$"))

    follow(page.locator(".card.type--practice h3 a").first)
    expect(page).to_have_url(re.compile(r"/mk/practices/[\w-]+/$"))
    address = page.url
    link = page.locator(".section a.anchor").first
    link.click()
    part = link.get_attribute("href")
    assert page.url == f"{address}{part}"

    follow(page.locator(".languages [hreflang=sq]"))
    address = address.replace("/mk/", "/sq/")
    expect(page).to_have_url(address)
    page.goto(f"{address}{part}")
    expect(page.locator(part)).to_be_in_viewport()


@pytest.mark.parametrize(
    "path",
    [
        PAPER,
        "practices/social-welfare-centres-bih/",
        "failures/preparation-eight-days/",
        "countries/country-kosovo/",
        "collections/workshop-march-2022/",
    ],
)
def test_every_permanent_link_leads_to_its_part(reader, path):
    page = reader(viewport=PHONE, java_script_enabled=False)
    page.goto(f"/mk/{path}")
    links = [link.get_attribute("href") for link in page.locator("a.anchor").all()]
    assert len(links) >= 3
    for link in (links[0], links[-1]):
        page.locator(f"a.anchor[href='{link}']").click()
        expect(page.locator(f"{link}:target")).to_be_in_viewport()
    ids = ids_of(page)
    assert [link for link in links if ids.count(link.removeprefix("#")) != 1] == []
    contents = [link.get_attribute("href") for link in page.locator(".contents a").all()]
    assert [link for link in contents if link.removeprefix("#") not in ids] == []


# --- Languages


def ids_of(page):
    return [each.get_attribute("id") for each in page.locator("main article [id]").all()]


@pytest.mark.parametrize(
    "path",
    ["", "entries/?phase=prison&gender=women&page=1", PAPER, "countries-of/kosovo/", "report/country-kosovo/?place=x"],
)
def test_the_language_switch_keeps_page_and_query(reader, path):
    page = reader(viewport=DESKTOP)
    page.goto(f"/en/{path}")
    for code in CODES[1:]:
        follow(page.locator(".languages a").nth(CODES.index(code)))
        assert page.url.endswith(f"/{code}/{path}")
        current = page.locator(".languages [aria-current]")
        assert (current.count(), current.get_attribute("href")) == (1, f"/{code}/{path}")


def test_a_link_says_which_language_and_script_it_leads_to(reader):
    page = reader()
    page.goto("/en/practices/women-bespoke-wing-netherlands/")
    announced = [link.get_attribute("hreflang") for link in page.locator(".languages a").all()]
    assert announced == [language.hreflang for language in LANGUAGES]
    assert {"sr", "sr-Latn"} < set(announced)
    assert {link.get_attribute("hreflang") for link in page.locator("link[rel=alternate]").all()} == set(announced)


def test_the_parts_of_a_paper_have_the_same_address_in_every_language(reader):
    page = reader()
    found = {}
    for code in CODES:
        page.goto(f"/{code}/{PAPER}")
        found[code] = [each for each in ids_of(page) if not each.startswith("fn-")]
    assert len(found["en"]) > 40
    assert all(found[code] == found["en"] for code in CODES)


@pytest.mark.parametrize(
    ("code", "tag"), [("sr", "sr-Cyrl"), ("sr-latn", "sr-Latn"), ("mk", "mk")], ids=["sr", "sr-latn", "mk"]
)
def test_a_text_is_marked_with_its_language_and_script(reader, code, tag):
    page = reader()
    page.goto(f"/{code}/practices/women-bespoke-wing-netherlands/")
    for text in (page.locator("h1"), page.locator(".summary"), page.locator(".section--blocks .rich").first):
        assert text.evaluate("(each) => each.closest('[lang]').lang") == tag


@pytest.mark.parametrize("code", ["sq", "mk", "sr", "bs"])
def test_the_english_parts_of_an_entry_with_a_summary_only_are_marked(reader, code):
    page = reader()
    page.goto(f"/{code}/practices/dynamic-security/")
    languages = page.locator("h1, .summary").evaluate_all("(all) => all.map((each) => each.closest('[lang]').lang)")
    assert {tag.split("-")[0] for tag in languages} == {code}
    parts = page.locator(".section .rich").evaluate_all("(all) => all.map((each) => each.closest('[lang]').lang)")
    assert len(parts) > 5
    assert set(parts) == {"en"}
    assert page.locator(".note").first.inner_text().strip()


# --- What is held back, withdrawn or behind the original


def source(key):
    return json.loads((ROOT / f"practices/demo/entries/{key}.json").read_text())


def plain(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def texts(value, code):
    """Every text in ``code`` anywhere in an entry of the demo's files."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, part in value.items():
            yield from [part] if key == code and isinstance(part, str) else texts(part, code)


def hidden_texts(key, code):
    """What only the text in ``code`` says, by paragraph; a text may be the same in Serbian and Bosnian."""
    entry = source(key)
    shown = " ".join(plain(text) for other in CONTENT_CODES if other != code for text in texts(entry, other))
    parts = (plain(part) for text in texts(entry, code) for part in re.split(r"</p>|</li>", text))
    return [part for part in parts if len(part) > 20 and part not in shown]


@pytest.mark.parametrize(("key", "code"), [HELD, WITHDRAWN], ids=["held", "withdrawn"])
def test_no_page_contains_a_text_that_is_not_out(reader, demo, key, code):
    request = reader().request
    sitemap = request.get("/sitemap-entries.xml").text() + request.get("/sitemap-terms.xml").text()
    paths = set(re.findall(rf"/{code}/(?!topics|actors)[^<\"]+", sitemap))
    paths |= {f"/{other}/practices/{key}/" for other in CODES}
    paths |= {f"/{code}/{path}" for path in ("", "entries/", "entries/?page=2", "practices/", f"report/{key}/")}
    assert len(paths) > 50
    hidden = hidden_texts(key, code)
    assert len(hidden) > 10
    for path in paths:
        answer = request.get(path)
        assert answer.ok
        content = plain(answer.text())
        assert [(path, text) for text in hidden if text in content] == []


@pytest.mark.parametrize(("key", "code"), [HELD, WITHDRAWN], ids=["held", "withdrawn"])
def test_where_a_text_is_not_out_the_original_stands_with_a_note(reader, key, code):
    page = reader()
    page.goto(f"/{code}/practices/{key}/")
    assert page.locator("h1").inner_text() == source(key)["heading"]["en"]
    assert page.locator("h1").get_attribute("lang") == "en"
    assert page.locator(".entry__header .note").inner_text().strip()
    expect(page.locator(f".version:has([lang^={code}]) .state--missing")).to_have_count(1)
    expect(page.locator(f".version:has([lang^={code}]) a")).to_have_count(0)
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith(f"/en/practices/{key}/")


def test_a_translation_behind_the_original_says_so_wherever_it_is_shown(reader):
    key, code = OUTDATED
    page = reader()
    page.goto(f"/{code}/practices/{key}/")
    assert page.locator("h1").inner_text() == source(key)["heading"][code]
    note = page.locator(".note--outdated")
    assert note.locator("li").count() == 1
    assert note.locator("a").last.get_attribute("href") == f"/en/practices/{key}/"
    expect(page.locator(f".version:has([lang={code}]) .state--outdated")).to_have_count(1)
    page.goto(f"/{code}/entries/?country=kosovo&kind=practice")
    card = page.locator(f".card:has(a[href='/{code}/practices/{key}/'])")
    expect(card.locator(f".pip--outdated [lang={code}]")).to_have_count(1)
    expect(card.locator(".pip--outdated")).to_have_count(1)
