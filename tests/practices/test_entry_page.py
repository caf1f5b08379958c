"""An entry's page: its parts and their anchors, what it is related to, and at what cost."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices import models
from practices.connections import MOST_IN_COUNTRY
from tests import factories

from .entry_pages import article, blocks, make_private, soup

HOSTILE = '"><script>alert(1)</script>'


def ids(tag):
    return [each["id"] for each in tag.select("[id]") if not each["id"].startswith("fn-")]


@pytest.fixture
def rich_paper(site_tree):
    """A paper with everything: 12 blocks, 15 recommendations, files, references, relations on both ends."""
    practices = [factories.practice(languages=("en", "sq")) for _ in range(3)]
    values = {"paragraph": "<p>Kosovo* text</p>", "outcome": "<p>text</p>"}
    kinds = ["paragraph", "outcome"] * 2
    body = [{"id": f"b-{number}", "type": kind, "value": values[kind]} for number, kind in enumerate(kinds)]
    body += [{"id": "s-highlight", "type": "highlight", "value": {"heading": "Head", "text": "<p>x</p>"}}]
    body += [{"id": "s-case", "type": "country_case", "value": {"country": "albania", "text": "<p>x</p>"}}]
    body += [{"id": f"k-{kind}", "type": kind, "value": "<p>x</p>"} for kind in ("challenge", "solution", "follow_up")]
    body += [{"id": "h-1", "type": "heading", "value": "More"}, {"id": "p-9", "type": "paragraph", "value": "<p>x</p>"}]
    factories.country("kosovo", name_en="Kosovo*", footnote_en="Without prejudice.", inflected_forms_sq="Kosovë*")
    page = factories.paper(
        languages=("en", "sq"),
        key="paper",
        phases=["prison", "probation"],
        genders=["women"],
        actors=["police", "probation"],
        topics=["training"],
        countries=["albania", "kosovo"],
        related=practices,
        body_en=json.dumps(body),
        body_sq=json.dumps(body[:4]),
        event_name_en="Event",
    )
    factories.failure(related=[page])
    for number in range(1, 16):
        row = models.Recommendation(entry=page, anchor=f"r-{number}", number=number, heading_en=f"R {number}")
        row.save()
        row.actors.add(factories.term(models.Actor, "police"))
        row.phases.add(factories.term(models.Phase, "prison"))
        row.answered_by.add(practices[0])
        row.save()
    models.EntryFile.objects.create(
        entry=page, anchor="file-1", language="en", title="Paper", url="https://example.org/a.pdf"
    )
    models.Reference.objects.create(entry=page, anchor="ref-1", citation="Source", locator="p. 3")
    models.Reference.objects.create(entry=page, anchor="ref-2", citation="More", kind="further-reading")
    return page


# --- Anchors


def test_anchors_are_the_same_in_every_language_and_unique(client, rich_paper):
    original = ids(article(client, "/en/papers/paper/"))
    assert {"b-0", "h-1", "s-case", "r-15", "file-1", "ref-2", "recommendations", "key-outcomes"} <= set(original)
    assert len(original) == len(set(original))
    for language in ("sq", "mk", "sr", "sr-latn", "bs"):
        assert ids(article(client, f"/{language}/papers/paper/")) == original


def test_the_list_of_contents_leads_to_every_section(client, rich_paper):
    page = article(client, "/en/papers/paper/")
    sections = [each["id"] for each in page.select("section.section")]
    assert [link["href"][1:] for link in page.select(".contents a")] == sections


def test_every_link_within_the_page_has_a_target(client, rich_paper):
    page = soup(client, "/en/papers/paper/")
    assert {link["href"][1:] for link in page.select('a[href^="#"]')} <= {each["id"] for each in page.select("[id]")}


def test_a_block_keeps_its_anchor_where_a_section_would_have_the_same(client, site_tree):
    factories.practice(key="p", challenge_en="<p>x</p>", body_en=blocks(challenge="<p>y</p>"))
    page = article(client, "/en/practices/p/")
    assert "block" in page.find(id="challenge")["class"]
    assert page.find(id="section-challenge").name == "section"


def test_a_part_has_a_plain_link_to_itself(client, rich_paper):
    page = article(client, "/en/papers/paper/")
    for anchor in ("key-outcomes", "b-1", "r-1"):
        assert page.select_one(f'#{anchor} a.anchor[href="#{anchor}"]')["aria-label"]


# --- Budget


@pytest.mark.parametrize("address", ["papers/paper", "practices/p"])
@pytest.mark.parametrize("language", ["en", "sq", "mk"])
def test_a_full_page_needs_few_queries(client, rich_paper, address, language):
    factories.practice(languages=("en", "sq", "sr"), key="p", challenge_en="<p>x</p>", related=[rich_paper])
    client.get(f"/{language}/{address}/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/{language}/{address}/").status_code == 200
    assert len(queries) <= 15, "\n".join(each["sql"][:150] for each in queries)


# --- Relations


def links(page, section="#related"):
    return [link["href"] for link in page.select(f"{section} .links a")]


def test_a_relation_is_shown_on_both_ends(client, site_tree):
    answer = factories.practice(key="answer")
    factories.failure(key="fault", related=[answer])
    fault, practice = article(client, "/en/failures/fault/"), article(client, "/en/practices/answer/")
    assert links(fault) == ["/en/practices/answer/"]
    assert links(practice) == ["/en/failures/fault/"]
    assert fault.select_one("#related h3").get_text() == "Practices that answer it"
    assert practice.select_one("#related h3").get_text() == "Failures it answers"


def test_a_practice_links_the_recommendations_it_answers(client, rich_paper):
    practice = rich_paper.related.first().target
    page = article(client, f"/en/practices/{practice.slug}/")
    assert "/en/papers/paper/#r-1" in links(page)
    assert page.select_one('a[href="/en/papers/paper/#r-2"]').get_text() == "2. R 2"


def test_a_recommendation_names_its_actors_and_what_answers_it(client, rich_paper):
    card = article(client, "/en/papers/paper/").find(id="r-1")
    assert card.select_one(f'a[href="{reverse("term_actor", args=["police"])}"]').get_text() == "Police"
    assert len(card.select(".links a")) == 1


def test_recommendations_stand_in_the_editors_order(client, site_tree):
    page = factories.paper(key="p")
    for place, anchor in ((2, "second"), (1, "first"), (3, "third")):
        models.Recommendation.objects.create(entry=page, anchor=anchor, heading_en="R", sort_order=place)
    cards = article(client, "/en/papers/p/").select(".recommendation")
    assert [card["id"] for card in cards] == ["first", "second", "third"]


def test_an_entry_names_the_collections_it_is_in(client, site_tree):
    practice = factories.practice(key="p")
    collection = factories.collection(key="c")
    section = models.CollectionSection.objects.create(entry=collection, anchor="s-1", heading_en="First")
    models.CollectionItem.objects.create(section=section, anchor="i-1", target=practice, note_en="Read <this>")
    assert links(article(client, "/en/practices/p/")) == ["/en/collections/c/"]
    item = article(client, "/en/collections/c/").find(id="i-1")
    assert item.a["href"] == "/en/practices/p/"
    assert "Read <this>" in item.get_text()


def withhold(page):
    page.translation_state_en = "draft"
    page.save()


def unpublish(page):
    page.live = False
    page.save()


@pytest.mark.parametrize("hide", [make_private, withhold, unpublish])
def test_what_is_not_public_is_linked_nowhere(client, site_tree, hide):
    hidden = factories.practice(key="hidden", heading_en="HIDDEN")
    factories.failure(key="out", related=[hidden])
    target = factories.practice(key="in")
    hidden.related.add(models.RelatedEntry(target=target))
    hidden.save()
    paper = factories.paper(key="paper")
    row = models.Recommendation(entry=paper, anchor="r-1", heading_en="R")
    row.save()
    row.answered_by.add(hidden)
    row.save()
    collection = factories.collection(key="c")
    section = models.CollectionSection.objects.create(entry=collection, anchor="s-1", heading_en="First")
    models.CollectionItem.objects.create(section=section, anchor="i-1", target=hidden, note_en="HIDDEN")
    hide(hidden)
    for address in ("failures/out", "practices/in", "papers/paper", "collections/c"):
        response = client.get(f"/en/{address}/")
        assert response.status_code == 200
        assert b"HIDDEN" not in response.content
        assert b"/practices/hidden/" not in response.content


def test_a_private_paper_does_not_show_through_the_recommendations_a_practice_answers(client, rich_paper):
    practice = rich_paper.related.first().target
    make_private(rich_paper)
    assert b"/papers/paper/" not in client.get(f"/en/practices/{practice.slug}/").content


# --- Kinds


def test_a_private_collection_asks_for_a_login_and_says_who_may_see_it(client, admin_client, site_tree):
    make_private(factories.collection(key="c"))
    from django.test import Client

    assert Client().get("/en/collections/c/").status_code == 302
    assert article(admin_client, "/en/collections/c/").select_one(".badge")


def test_readers_write_about_what_is_public_only(client, admin_client, site_tree):
    values = {"contact_email": "contact@example.org"}
    factories.practice(key="open", **values)
    make_private(factories.practice(key="closed", **values))
    assert len(article(admin_client, "/en/practices/open/").select(".tools a")) == 2
    assert not article(admin_client, "/en/practices/closed/").select(".tools a")


def test_a_failure_begins_with_what_happened_and_what_to_do_differently(client, site_tree):
    factories.failure(key="f", happened_en="<p>a</p>", do_differently_en="<p>b</p>", expected_en="<p>c</p>")
    page = article(client, "/en/failures/f/")
    assert [each["id"] for each in page.select(".entry__lead section")] == ["happened", "do-differently"]


def test_a_country_notes_lead_times_are_drawn_and_told(client, site_tree):
    page = factories.country_note(key="n")
    phase = factories.term(models.Phase, "release-preparation")
    for anchor, days in (("early", 90), ("late", 9), ("open", None)):
        models.PathwayStep.objects.create(entry=page, anchor=anchor, phase=phase, days_before_release=days)
    steps = article(client, "/en/countries/n/").select(".pathway > li")
    bars = [step.select_one(".pathway__lead") for step in steps]
    assert [bar and bar["width"] for bar in bars] == ["100", "10", None]
    assert "90 days before release" in steps[0].get_text()


def make_entries_about_albania(number):
    for day in range(1, number + 1):
        factories.practice(heading_en=f"P{day}", countries=["albania"], event_date=datetime.date(2020, 1, day))


def test_a_country_note_shows_the_newest_of_a_kind_and_leads_to_all(client, site_tree):
    factories.country_note(key="n")
    factories.failure(heading_en="Only failure", countries=["albania"])
    factories.failure(heading_en="Elsewhere", countries=["serbia"])
    factories.practice(heading_en="Held", countries=["albania"], translation_state_en="draft")
    make_entries_about_albania(MOST_IN_COUNTRY + 2)
    page = article(client, "/en/countries/n/")
    newest = [f"P{day}" for day in range(MOST_IN_COUNTRY + 2, 2, -1)]
    assert [link.get_text() for link in page.select("#related .links a")] == [*newest, "Only failure"]
    (more,) = page.select("#related a.more")
    assert more["href"] == "/en/entries/?country=albania&kind=practice"
    everything = soup(client, more["href"]).select(".card")
    assert len(everything) == MOST_IN_COUNTRY + 2
    assert str(MOST_IN_COUNTRY + 2) in more.get_text()
    facts = {each.dt.get_text(): each.dd.get_text() for each in page.select(".strip div")}
    assert (facts["Good practices"], facts["Failures and lessons"]) == (str(MOST_IN_COUNTRY + 2), "1")


def test_a_country_note_costs_the_same_with_many_entries(client, site_tree):
    factories.country_note(key="n", country=factories.country("albania"))
    numbers = []
    for more in (1, MOST_IN_COUNTRY + 5):
        make_entries_about_albania(more)
        client.get("/en/countries/n/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/countries/n/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 15


def test_the_file_without_an_address_is_named_and_has_no_link(client, site_tree):
    page = factories.paper(languages=("en", "sq"), key="p")
    add = models.EntryFile.objects.create
    add(entry=page, anchor="f-1", language="en", title="Linked", url="https://example.org/paper.pdf")
    add(entry=page, anchor="f-2", language="sq", title="Unlinked")
    add(entry=page, anchor="f-3", language="mk", title="Held language")
    add(entry=page, anchor="f-4", language="en", title="Future", published_on=datetime.date(2999, 1, 1))
    table = article(client, "/en/papers/p/").find(id="files")
    assert table.find(id="f-1").a["href"] == "https://example.org/paper.pdf"
    assert "PDF" in table.find(id="f-1").get_text()
    assert table.find(id="f-2").a is None
    assert table.find(id="f-2").th["lang"] == "sq"
    assert not table.find(id="f-3")
    assert not table.find(id="f-4")


def test_a_contested_name_has_its_footnote_once_wherever_it_stands(client, rich_paper):
    for language in ("en", "sq", "sr-latn"):
        page = soup(client, f"/{language}/papers/paper/")
        assert len(page.select("#fn-kosovo")) == 1


def test_the_name_among_the_countries_alone_brings_the_footnote(client, site_tree):
    factories.country("kosovo", name_en="Kosovo*", footnote_en="Without prejudice.")
    factories.practice(key="p", countries=["kosovo"])
    assert "Without prejudice." in soup(client, "/en/practices/p/").find(id="fn-kosovo").get_text()


# --- Hostile values


def test_hostile_values_are_shown_as_text(client, site_tree):
    country = factories.country("albania", name_en=HOSTILE[:90])
    page = factories.country_note(
        key="p",
        country=country,
        heading_en=HOSTILE,
        summary_en=HOSTILE,
        target_groups_en=HOSTILE,
        author_organisation=HOSTILE,
        licence=HOSTILE,
        topics=["x"],
        body_en=json.dumps(
            [
                {"id": "a", "type": "heading", "value": HOSTILE},
                {"id": "b", "type": "highlight", "value": {"heading": HOSTILE, "text": "<p>x</p>"}},
            ]
        ),
    )
    models.Topic.objects.filter(slug="x").update(label_en=HOSTILE)
    models.Reference.objects.create(entry=page, citation=HOSTILE, locator=HOSTILE, note_en=HOSTILE)
    models.Figure.objects.create(entry=page, value=HOSTILE, label_en=HOSTILE, source=HOSTILE)
    models.ResponsibleBody.objects.create(entry=page, name_en=HOSTILE, acronym=HOSTILE, former_names=HOSTILE)
    models.EntryFile.objects.create(entry=page, language="en", title=HOSTILE)
    response = client.get("/en/countries/p/")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert HOSTILE in BeautifulSoup(response.content, "html.parser").h1.get_text()
