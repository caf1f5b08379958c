import pytest
from bs4 import BeautifulSoup

from practices.footnotes import Footnote, with_footnotes

FORMS = ("Kosovo*", "Kosova*", "Kosovë*", "Kosovës*", "Kosovu*", "Косово*", "Косову*", "Kosovo's*", "kosovski")
NOTE = Footnote("kosovo", FORMS, "Without prejudice to <status>.")


def shown(html, notes=(NOTE,)):
    return BeautifulSoup(with_footnotes(html, notes, "Footnotes", "Back"), "html.parser")


@pytest.mark.parametrize("name", ["Kosovo", "Kosovë", "Kosovës", "Косову", "Kosovu", "kosovski", "Kosovski"])
def test_every_form_of_the_name_is_linked_to_its_footnote(name):
    page = shown(f"<p>In {name}* today.</p>")
    assert page.p.get_text() == f"In {name}* today."
    assert page.p.a["href"] == "#fn-kosovo"
    assert page.find(id="fn-kosovo").a["href"] == f"#{page.p.a['id']}"


def test_only_the_first_mention_is_linked_and_the_footnote_stands_once():
    page = shown("<p>Kosovo* and Kosovo*</p><p>Kosova*</p>")
    assert len(page.select('a[href="#fn-kosovo"]')) == 1
    assert len(page.select("#fn-kosovo")) == 1


def test_the_papers_own_number_is_swallowed_and_other_brackets_are_not():
    page = shown("<p>Kosovo* (1), Kosovo*(1), Kosovo* (2022)</p>")
    assert page.p.get_text() == "Kosovo*, Kosovo*, Kosovo* (2022)"


def test_a_name_inside_a_tag_is_left_alone():
    html = '<p><a href="/Kosovo*" title="Kosovo* (1)">here</a></p>'
    assert with_footnotes(html, [NOTE], "Footnotes", "Back") == html


def test_a_mention_in_a_link_shows_the_footnote_without_a_link_in_the_link():
    page = shown('<p><a href="/x">Kosovo*</a></p>')
    assert page.find(id="fn-kosovo")
    assert not page.select("a a")
    assert not page.find(id="fn-kosovo").a


def test_the_link_goes_to_the_first_mention_outside_of_links():
    page = shown('<p><a href="/x">Kosovo*</a> and <b>Kosovo*</b></p>')
    assert page.b.a["href"] == "#fn-kosovo"


@pytest.mark.parametrize("html", ["<p>Kosovo</p>", "<p>Albania*</p>", "<p>NotKosovo*</p>", ""])
def test_without_a_starred_name_there_is_no_footnote(html):
    assert with_footnotes(html, [NOTE], "Footnotes", "Back") == html


def test_an_apostrophe_that_was_escaped_is_still_the_name():
    assert shown("<p>Kosovo&#x27;s* prisons</p>").find(id="fn-kosovo")


def test_the_footnote_is_escaped():
    assert "&lt;status&gt;" in with_footnotes("<p>Kosovo*</p>", [NOTE], "Footnotes", "Back")


def test_a_footnote_without_a_name_stands_nowhere():
    assert (
        with_footnotes("<p>Kosovo* *</p>", [Footnote("kosovo", (), "Text")], "Footnotes", "Back") == "<p>Kosovo* *</p>"
    )
