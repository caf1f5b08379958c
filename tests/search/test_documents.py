"""What search reads of an entry, and that its page has each place that a passage leads to."""

import datetime

import pytest
from bs4 import BeautifulSoup
from modeltranslation.utils import build_localized_fieldname as localized

from practices import models
from practices.filters import KINDS
from search.documents import APART, documents_of, joined, plain, text_fields
from tests import factories

pytestmark = pytest.mark.django_db
ROWS = {
    models.GoodPractice: (("steps", models.Step), ("adaptations", models.Adaptation)),
    models.ConclusionPaper: (("recommendations", models.Recommendation),),
    models.CountryNote: (
        ("bodies", models.ResponsibleBody),
        ("pathway", models.PathwayStep),
        ("figures", models.Figure),
    ),
    models.Collection: (("sections", models.CollectionSection),),
}


def document(entry) -> dict:
    return documents_of([entry.pk])[entry.pk][0]


def passages(entry, code="en") -> dict[str, str]:
    """{anchor: text}."""
    found = document(entry)
    return dict(zip(found["passages"][code]["anchors"], found["texts"][code], strict=True))


def filled(row, names):
    """``row`` with a word of its own in each of its texts in English."""
    for name in names:
        setattr(row, localized(name, "en"), f"{row._meta.model_name}{name.replace('_', '')}")
    return row


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_shows_each_passage_at_its_anchor(client, site_tree, kind):
    model, phase = KINDS[kind], factories.term(models.Phase, "prison")
    values = {"country": factories.country()} if model is models.CountryNote else {}
    entry = factories.entry(model, **values)
    filled(entry, [name for name in text_fields(model) if name not in APART])
    entry.references.add(models.Reference(anchor="ref-1", citation="Handbook on kanarinkas"))
    needed = {models.Adaptation: {"country": factories.country()}, models.PathwayStep: {"phase": phase}}
    for name, row in ROWS.get(model, ()):
        getattr(entry, name).add(filled(row(anchor=f"{name}-1", **needed.get(row, {})), text_fields(row)))
    entry.save()
    page = BeautifulSoup(client.get(entry.get_url()).content, "html.parser")
    found = passages(entry)
    assert len(found) > len(text_fields(model)) - len(APART)
    for anchor, text in found.items():
        place = page.find(id=anchor)
        assert place, anchor
        assert anchor == "about-this-entry" or plain(text.split(": ")[-1]) in plain(str(place)), anchor


def test_what_is_in_no_particular_language_is_found_without_words_beside_it(site_tree):
    entry = factories.paper(("en", "sq"))
    entry.references.add(
        models.Reference(anchor="ref-1", citation="A handbook"),
        models.Reference(anchor="ref-2", citation="A guide", note_sq="Për oficerët"),
    )
    entry.save()
    assert {"ref-1": "A handbook", "ref-2": "A guide"}.items() <= passages(entry).items()
    assert passages(entry, "sq") == {"ref-2": "Për oficerët: A guide"}


def test_a_date_that_has_not_come_for_the_portal_has_not_come_for_search(site_tree):
    day = datetime.date.today() + datetime.timedelta(days=3)
    entry = factories.paper(("en", "sq"), translation_published_on_sq=day)
    assert set(document(entry)["title"]) == {"en"}


def test_a_topic_s_name_stands_once_where_it_is_its_translation_too(site_tree):
    topic = factories.term(models.Topic, "trauma", label_en="trauma", synonyms_en="PTSD")
    entry = factories.practice(topics=[topic.slug])
    assert document(entry)["terms"]["en"] == "trauma\nPTSD"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Two</p><p>three</p>", "Two three"),
        ("<p>of <a href='/'>others</a>: un<b>believ</b>able<br>but &lt;so&gt;</p>", "of others: unbelievable but <so>"),
        ("<p>recidivism<sup>3</sup> is</p>", "recidivism 3 is"),
        ("<h3>A</h3><ul><li>b</li><li>c</li></ul>", "A b c"),
        ("sluz\u030cba slu\u00adžba", "služba služba"),
    ],
)
def test_html_is_read_as_a_reader_sees_it(html, text):
    assert plain(html) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("In prison", "Most have no staff."), "In prison: Most have no staff."),
        (("Why?", "", None, "So."), "Why? So."),
        (("One", "two", "three"), "One: two: three"),
        ((None, ""), ""),
    ],
)
def test_a_heading_is_set_off_from_its_text(parts, text):
    assert joined(*parts) == text
