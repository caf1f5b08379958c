"""What holds on every type of page in every language: each is opened once, and every rule looks at it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from portal.languages import BY_CODE, LANGUAGES
from practices.script import in_latin
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

TYPES = {
    "home": "",
    "entries": "entries/",
    "filtered": "entries/?phase=prison&gender=women&country=kosovo&country=atlantis",
    "nothing": "entries/?kind=collection&gender=children-and-youth",
    "failures": "failures/",
    "practice": "practices/individual-plan-three-months-kosovo/",
    "cyrillic": "practices/women-bespoke-wing-netherlands/",
    "summary-only": "practices/dynamic-security/",
    "failure": "failures/preparation-eight-days/",
    "paper": "papers/wb-prison-exit-2022/",
    "country-note": "countries/country-kosovo/",
    "collection": "collections/workshop-march-2022/",
    "term": "phases/probation/",
    "country": "countries-of/kosovo/",
    "vocabulary": "vocabulary/",
    "report": "report/country-kosovo/",
    "report-error": "report/country-kosovo/",
    "thanks": "thanks/country-kosovo/",
    "missing": "nowhere/",
    "too-long": "entries/?phase=" + "x" * 9000,
}
RULES = (Path(__file__).parent / "rules.js").read_text()
DESKTOP, PHONE, NARROW = ({"width": width, "height": height} for width, height in ((1280, 900), (390, 800), (320, 640)))
CODES = [language.code for language in LANGUAGES]


@dataclass
class Visit:
    """A page as it was opened, and what the browser complained about."""

    name: str
    code: str
    page: Page
    complaints: list[str]

    def breaks(self, rule, *args):
        """What breaks a rule of rules.js on the page as it stands now."""
        return self.page.evaluate("([rule, args]) => rules[rule](...args)", [rule, args])


def visits(names=TYPES, codes=CODES):
    """Use the fixture ``visit`` for these only."""
    params = [pytest.param((code, name), id=f"{name}-{code}") for code in codes for name in names]
    return pytest.mark.parametrize("visit", params, indirect=True, scope="module")


every_page = visits()


@pytest.fixture(scope="module")
def tab(chrome, demo):
    return chrome.new_context(base_url=demo.url).new_page()


@pytest.fixture(scope="module")
def visit(request, tab):
    code, name = request.param
    complaints = []

    def note(message):
        is_status = message.text.startswith("Failed to load") and message.location["url"] == tab.url  # 404, 422
        if message.type in ("error", "warning") and not is_status:
            complaints.append(message.text)

    def note_error(error):
        complaints.append(str(error))

    tab.on("console", note)
    tab.on("pageerror", note_error)
    tab.set_viewport_size(DESKTOP)
    tab.goto(f"/{code}/{TYPES[name]}")
    if name == "report-error":
        with tab.expect_navigation():
            tab.locator("main [type=submit]").click()
    tab.evaluate(RULES)
    yield Visit(name, code, tab, complaints)
    tab.remove_listener("console", note)
    tab.remove_listener("pageerror", note_error)


def violations(page, **options):
    """[rule, [selectors]] of what axe finds; its rule for the size of targets is off unless asked for."""
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}, **options}
    found = Axe().run(page, options=options).response["violations"]
    return [[each["id"], [node["target"] for node in each["nodes"]]] for each in found]


@every_page
def test_axe_finds_nothing(visit):
    assert violations(visit.page) == []


@visits(codes=["mk"])
def test_axe_finds_nothing_in_the_dark(visit):
    visit.page.emulate_media(color_scheme="dark")
    found = violations(visit.page, runOnly=["color-contrast", "link-in-text-block"])
    visit.page.emulate_media(color_scheme="light")
    assert found == []


@every_page
def test_the_console_is_quiet_and_nothing_breaks_the_content_policy(visit):
    assert visit.complaints == []


@every_page
def test_the_page_says_which_language_it_is_in(visit):
    assert visit.page.locator("html").get_attribute("lang") == BY_CODE[visit.code].tag


@every_page
def test_cyrillic_text_is_marked_as_such(visit):
    assert visit.breaks("wronglyMarkedCyrillic") == []


@visits(codes=["sr-latn"])
def test_the_latin_script_has_no_cyrillic_letter(visit):
    cyrillic = re.compile(r".{0,20}[\u0400-\u04ff]+.{0,20}")
    # Only a language's own name, as on the languages of an entry, is in its own script
    visit.page.evaluate("document.querySelectorAll('main [lang=mk]').forEach((each) => each.replaceChildren())")
    assert cyrillic.findall(visit.page.locator("main").text_content()) == []


def footnote_of_kosovo(code):
    countries = json.loads((ROOT / "practices/demo/vocabularies.json").read_text())["countries"]
    text = next(each["footnote"] for each in countries if each["key"] == "kosovo")[BY_CODE[code].content]
    return in_latin(text) if code == "sr-latn" else text


@every_page
def test_a_contested_name_has_its_footnote_exactly_once(visit):
    text = " ".join(visit.page.locator("main").text_content().split())
    is_named = re.search(r"\w\*", text)
    assert text.count(footnote_of_kosovo(visit.code)) == (1 if is_named else 0)


# --- Narrow screens, large text, fingers


@every_page
def test_at_320_pixels_nothing_scrolls_sideways(visit):
    visit.page.set_viewport_size(NARROW)
    assert visit.breaks("sticksOut") == []


@every_page
def test_on_a_phone_no_word_of_a_heading_or_label_is_broken(visit):
    broken = {}
    for width in (320, 360, 390):
        visit.page.set_viewport_size({"width": width, "height": 800})
        broken[width] = visit.breaks("brokenWords", "h1, h2, h3, dt, .continuum, .top, .chips, .versions, .tiles")
    assert broken == {320: [], 360: [], 390: []}


@visits(codes=["sq", "mk", "sr"])
def test_text_may_be_twice_as_large(visit):
    visit.page.set_viewport_size({"width": 640, "height": 800})
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = visit.breaks("sticksOut"), visit.breaks("brokenWords", ".continuum")
    visit.page.evaluate("document.documentElement.style.fontSize = ''")
    assert found == ([], [])


@visits(codes=["sq", "mk"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_finger_hits_every_target(visit, size):
    visit.page.set_viewport_size(size)
    assert visit.breaks("smallTargets", "a, button, summary, select, input:not([type=hidden]), textarea", 24) == []
    assert visit.breaks("smallTargets", "button.anchor", 44) == []


# --- Paper


@visits(names=[name for name in TYPES if not name.startswith("report")], codes=["sq", "mk", "sr"])
def test_print_has_all_text_and_no_controls(visit):
    visit.page.set_viewport_size(DESKTOP)
    visit.page.emulate_media(media="print")
    found = visit.breaks("printedControls"), visit.breaks("unprintedText")
    visit.page.emulate_media(media="screen")
    assert found == ([], [])
