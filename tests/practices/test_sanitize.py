"""What practices/sanitize.py keeps, mends and leaves out of a text, and plain text made HTML."""

import pytest
from wagtail.rich_text import expand_db_html

from practices.sanitize import clean_html, from_plain_text


def test_the_text_of_a_script_or_style_is_not_left_as_text():
    for name in ("script", "style", "template", "iframe", "noscript", "object", "svg", "math", "title", "textarea"):
        assert clean_html(f"<p>Before</p><{name}>alert(1)</{name}><p>after</p>") == "<p>Before</p><p>after</p>"


def test_a_drawing_closed_in_its_own_tag_takes_no_text_with_it():
    assert clean_html("<p>Before <svg/>after</p>") == "<p>Before after</p>"


def test_the_text_of_an_element_that_is_not_allowed_stays():
    assert clean_html("<div><p>One <span>two</span></p><table><tr><td>three</table></div>") == "<p>One two</p>three"


@pytest.mark.parametrize(
    "text",
    [
        "<p>é ё ѓ ć “quoted” ‘x’ – … ½ 😀 <3</p>".replace("<3", "&lt;3"),
        "<p>Prison &amp; probation, 3 &lt; 4 &gt; 2</p>",
        "<h3>A</h3><h4>B</h4><p>C<br>D</p><ul><li>E</li></ul><ol><li>F</li></ol><blockquote>G</blockquote>",
        "<p><b>A</b> <strong>B</strong> <i>C</i> <em>D</em> H<sub>2</sub>O m<sup>2</sup></p>",
        "<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>",
        "<blockquote><p>A</p><p>B</p></blockquote>",
        '<p data-block-key="a1b2c">A</p><ul><li data-block-key="d3">B</li></ul>',
        '<p><a href="https://example.org/a?b=1&amp;c=2#d">A</a></p>',
        '<p><a href="mailto:a@example.org">A</a> <a href="tel:+38133123">B</a></p>',
        '<p><a href="#r-3">A</a> <a href="/sq/papers/">B</a></p>',
        '<p><a linktype="page" id="3">A page</a></p>',
        '<p><a linktype="document" id="12">A file</a></p>',
        "<p>Шта ради: 1 &lt; 2, и 5&nbsp;км</p>".replace("&nbsp;", "\u00a0"),
        "<p>left\u200eright\u200f</p>",
    ],
)
def test_what_is_allowed_is_kept_to_the_letter(text):
    assert clean_html(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("I <3 this & that", "I &lt;3 this &amp; that"),
        ("<p>1 < 2 > 0</p>", "<p>1 &lt; 2 &gt; 0</p>"),
        ("if x <y then", "if x &lt;y then"),
        ("<p>&eacute;&#1105;&#x453;&ldquo;&rdquo;&hellip;</p>", "<p>éёѓ“”…</p>"),
        ("<p>5&nbsp;km</p>", "<p>5\u00a0km</p>"),
        ("<P>A</P><BR/>", "<p>A</p><br>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<b><i>a</b></i>", "<b><i>a</i></b>"),
        (
            "<a href=https://a.example>a<a href=https://b.example>b</a>",
            '<a href="https://a.example">a</a><a href="https://b.example">b</a>',
        ),
        ("<p>a\r\nb</p>", "<p>a\nb</p>"),
        ("<a href='javascript:alert(1)'>text</a>", "<a>text</a>"),
        ("  <p>a</p>\n", "<p>a</p>"),
    ],
)
def test_what_is_written_carelessly_keeps_its_text(text, cleaned):
    assert clean_html(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "   \n ",
        '<p data-block-key="abcde"></p>',
        "<p data-block-key='x'><br/></p>",
        "<p>&nbsp;</p>\n<p> </p>",
        "<p></p>" * 50,
        "<ul><li></li></ul>",
        "<h3><b></b></h3>",
        "<a href='https://example.org'></a>",
        "<br>",
        "<script>alert(1)</script>",
        "<!-- a comment -->",
        "\x00",
    ],
)
def test_where_nothing_is_left_to_read_it_is_the_empty_string(text):
    assert clean_html(text) == ""


@pytest.mark.parametrize(
    "attributes",
    [
        'linktype="page" id="abc"',
        'linktype="page"',
        'linktype="page" id=""',
        'linktype="page" id="1.5"',
        'id="3"',
        'linktype="page" id="99999999999999999999"',
        'linktype="document" id="x"',
        'linktype="other" id="3"',
    ],
)
def test_a_link_to_no_page_does_not_break_the_page_it_stands_on(db, attributes):
    cleaned = clean_html(f"<p><a {attributes}>text</a></p>")
    assert cleaned == "<p><a>text</a></p>"
    assert "text" in expand_db_html(cleaned)


# --- Plain text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("one\r\n\r\ntwo", "<p>one</p><p>two</p>"),
        ("one\n \t\ntwo\n\n\n\nthree", "<p>one</p><p>two</p><p>three</p>"),
        ("one\ntwo   three", "<p>one two three</p>"),
        ("<b>1 < 2 & 3</b>", "<p>&lt;b&gt;1 &lt; 2 &amp; 3&lt;/b&gt;</p>"),
        ("&amp; stays as typed", "<p>&amp;amp; stays as typed</p>"),
        ("é ё ѓ “ ” \"x\" 'y' <3", "<p>é ё ѓ “ ” \"x\" 'y' &lt;3</p>"),
        ("a\x00b\ud800c", "<p>abc</p>"),
        ("", ""),
        (" \n\n \n", ""),
    ],
)
def test_plain_text_becomes_paragraphs(text, made):
    assert from_plain_text(text) == made
    assert clean_html(made) == made
