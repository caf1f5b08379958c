"""Links in a running text: kept where anybody may read their target, else their words alone."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import StandardPage
from practices import models
from tests import factories

from .entry_pages import article, blocks, make_private, soup


def test_a_link_to_another_page_of_the_site_is_written_out(client, site_tree):
    target = factories.practice(key="target")
    factories.practice(key="p", challenge_en=f'<p><a linktype="page" id="{target.pk}">there</a></p>')
    assert article(client, "/en/practices/p/").select_one("#challenge .rich a")["href"] == "/en/practices/target/"


def test_links_to_what_is_not_public_leave_their_words(client, site_tree):
    hour = timezone.now() - datetime.timedelta(hours=1)
    hidden = [
        factories.practice(key="draft", live=False),
        factories.practice(key="expired", expire_at=hour),
        factories.practice(key="held", translation_state_en="draft"),
        factories.practice(key="private"),
        site_tree.add_child(instance=StandardPage(title="Held", slug="held", translation_state_en="draft")),
    ]
    make_private(hidden[3])
    html = "".join(f'<p><a linktype="page" id="{page.pk}">words of {page.slug}</a></p>' for page in hidden)
    factories.practice(key="p", challenge_en=html, body_en=blocks(b1=html))
    page = article(client, "/en/practices/p/")
    for text in page.select("#challenge .rich, #b1 .rich"):
        assert [each.get_text() for each in text.select("p")] == [f"words of {each.slug}" for each in hidden]
        assert not text.select("a")


def test_links_to_lists_and_standard_pages_are_kept(client, site_tree):
    about = StandardPage(title="About", slug="about", heading_en="About", translation_state_en="ready")
    targets = [site_tree.add_child(instance=about), models.EntryIndex.objects.get(kind_of_entry="paper")]
    html = "".join(f'<p><a id="{page.pk}" linktype="page">there</a></p>' for page in targets)
    factories.practice(key="p", challenge_en=html)
    links = article(client, "/mk/practices/p/").select("#challenge .rich a")
    assert [link["href"] for link in links] == ["/mk/about/", "/mk/papers/"]


def test_all_links_of_a_page_are_looked_up_at_once(client, site_tree):
    targets = [factories.practice() for _ in range(4)]
    first, second, *others = [f'<p><a linktype="page" id="{page.pk}">there</a></p>' for page in targets]
    factories.practice(key="one", challenge_en=first, steps=[models.Step(anchor="s", text_en="<p>x</p>")])
    step = models.Step(anchor="s", text_en=second)
    factories.practice(key="many", challenge_en=first, steps=[step], body_en=blocks(a=others[0], b=others[1]))
    numbers = {}
    for key in ("one", "many"):
        client.get(f"/en/practices/{key}/")
        with CaptureQueriesContext(connection) as queries:
            numbers[key] = len(article(client, f"/en/practices/{key}/").select('.rich a[href^="/en/practices/"]'))
        numbers[key] = numbers[key], len(queries)
    assert numbers["one"][0] == 1 and numbers["many"][0] == 4
    assert numbers["one"][1] == numbers["many"][1]


def test_a_page_of_running_text_keeps_its_links_too(client, site_tree):
    public, private = factories.practice(key="public"), factories.practice(key="private")
    make_private(private)
    html = "".join(f'<p><a linktype="page" id="{page.pk}">{page.key}</a></p>' for page in (public, private))
    about = StandardPage(title="About", slug="about", heading_en="About", text_en=html, translation_state_en="ready")
    site_tree.add_child(instance=about)
    main = soup(client, "/en/about/").main
    assert [link["href"] for link in main.select(".prose a")] == ["/en/practices/public/"]
    assert "private" in main.get_text()
