import pytest
from django.http import Http404

from portal.languages import BY_CODE
from practices.models import GoodPractice
from practices.reading import Reading

from .entry_pages import blocks

pytestmark = pytest.mark.django_db  # a page in memory asks for its content type


def practice(languages=("en", "sq"), **values):
    states = {f"translation_state_{code}": "ready" for code in languages}
    return GoodPractice(original_language=languages[0], **{**states, **values})


def read(page, code, **values):
    return Reading(page, BY_CODE[code], **values)


def test_a_text_is_read_in_the_asked_language():
    page = practice(heading_en="Plan", heading_sq="Plani")
    text = read(page, "sq").text(page, "heading")
    assert (text.html, text.code, text.mark) == ("Plani", "sq", "")


def test_a_field_without_translation_falls_back_to_the_original_and_is_marked():
    page = practice(heading_sq="Plani", challenge_en="<p>Time</p>")
    text = read(page, "sq").text(page, "challenge")
    assert (text.html, text.mark) == ("<p>Time</p>", ' lang="en"')


def test_the_original_may_be_in_any_language():
    page = practice(("sq", "en"), heading_en="Plan", challenge_sq="<p>Koha</p>")
    assert read(page, "en").text(page, "challenge").tag == "sq"


def test_a_language_that_is_not_out_is_never_read():
    page = practice(("en",), heading_en="Plan", heading_sq="Plani", translation_state_sq="draft")
    assert read(page, "sq").text(page, "heading").html == "Plan"


def test_an_original_that_is_withdrawn_is_no_fallback():
    page = practice(("en", "sq"), translation_state_en="withdrawn", heading_sq="Plani", challenge_en="<p>Time</p>")
    reading = read(page, "sq")
    assert reading.text(page, "challenge") is None
    assert read(page, "mk").text(page, "heading").code == "sq"


def test_nothing_released_is_not_found():
    with pytest.raises(Http404):
        read(practice(("en",), translation_state_en="draft"), "en")


def test_a_preview_reads_its_language_unreleased_and_no_other():
    page = practice(("en",), heading_sq="Plani", translation_state_sq="draft", challenge_mk="<p>мк</p>")
    reading = read(page, "sq", preview=True)
    assert reading.text(page, "heading").html == "Plani"
    assert reading.text(page, "challenge") is None


def test_plain_text_is_escaped_and_rich_text_is_not():
    page = practice(heading_en="<b>x</b>", challenge_en="<p>x</p>")
    reading = read(page, "en")
    assert reading.text(page, "heading").html == "&lt;b&gt;x&lt;/b&gt;"
    assert reading.text(page, "challenge").html == "<p>x</p>"


@pytest.mark.parametrize(
    ("code", "html", "mark"),
    [("sr", "Припрема", ' lang="sr-Cyrl"'), ("sr-latn", "Priprema", ""), ("en", "Припрема", ' lang="sr-Cyrl"')],
)
def test_serbian_is_shown_as_stored_and_in_latin_where_asked(code, html, mark):
    page = practice(("sr",), heading_sr="Припрема")
    text = read(page, code).text(page, "heading")
    assert (text.html, text.mark) == (html, mark)


# --- Blocks


def shown_blocks(page, code):
    return [(language, block["id"], block["value"]) for language, block in read(page, code).blocks()]


def test_each_block_falls_back_by_its_id_in_the_originals_order():
    page = practice(body_en=blocks(a="A", b="B", c="C"), body_sq=blocks(c="C sq", a="A sq"))
    assert shown_blocks(page, "sq") == [("sq", "a", "A sq"), ("en", "b", "B"), ("sq", "c", "C sq")]


def test_an_empty_block_counts_as_missing():
    page = practice(body_en=blocks(a="<p>A</p>", b="<p>B</p>"), body_sq=blocks(a="", b="<p>B sq</p>"))
    assert shown_blocks(page, "sq") == [("en", "a", "<p>A</p>"), ("sq", "b", "<p>B sq</p>")]


def test_a_translations_own_block_stands_after_the_one_it_follows():
    page = practice(body_en=blocks(a="<p>A</p>", b="<p>B</p>"), body_sq=blocks(a="<p>A sq</p>", x="<p>X</p>"))
    assert [anchor for _, anchor, _ in shown_blocks(page, "sq")] == ["a", "x", "b"]


def test_a_translation_that_shares_no_block_stands_alone():
    page = practice(body_en=blocks(a="<p>A</p>"), body_sq=blocks(x="<p>X</p>"))
    assert shown_blocks(page, "sq") == [("sq", "x", "<p>X</p>")]


def test_without_a_translation_the_originals_body_is_read():
    page = practice(body_en=blocks(a="<p>A</p>"))
    assert shown_blocks(page, "sq") == [("en", "a", "<p>A</p>")]
