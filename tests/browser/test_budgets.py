"""What a first visit may cost, in bytes and requests, and that nothing jumps while it loads.

The budgets are for a phone on a slow connection; time is not measured, as a test's machine says nothing about it.
"""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo")]

KB = 1024
PAGES = {
    "home": "/mk/",
    "list": "/mk/entries/",
    "paper": "/mk/papers/wb-prison-exit-2022/",
    "practice": "/sr/practices/women-bespoke-wing-netherlands/",
    "country note": "/sq/countries/country-kosovo/",
    "term": "/bs/phases/reintegration/",
    "vocabulary": "/mk/vocabulary/",
}
PHONE, DESKTOP = {"width": 390, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module", params=PAGES.values(), ids=PAGES.keys())
def responses(request, chrome, demo):
    """[(kind of resource, address, bytes as sent)] of a first view of a page, e.g. ("stylesheet", "http…", 5600)."""
    context, finished = chrome.new_context(base_url=demo.url, viewport=PHONE), []
    context.on("requestfinished", lambda each: finished.append(each))
    context.new_page().goto(request.param, wait_until="networkidle")
    found = [(each.resource_type, each.url, each.sizes()["responseBodySize"]) for each in finished]
    context.close()
    return found


def size(responses, *kinds):
    return sum(sent for kind, _url, sent in responses if not kinds or kind in kinds)


def test_a_first_view_is_light(responses):
    assert size(responses) <= 90 * KB
    assert size(responses, "document", "stylesheet") <= 40 * KB
    assert size(responses, "script") <= 3 * KB


def test_a_first_view_asks_seldom_and_only_this_site(responses, demo):
    assert [url for _kind, url, _sent in responses if not url.startswith(f"{demo.url}/")] == []
    assert 2 <= len(responses) <= 8


LAYOUT_SHIFT = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((each) => { shift += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shift))));
})"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["home", "list", "paper", "practice"])
def test_nothing_jumps_while_the_page_loads(reader, name, size):
    page = reader(viewport=size)
    page.goto(PAGES[name])
    assert page.evaluate(LAYOUT_SHIFT) <= 0.05
