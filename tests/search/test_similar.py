"""Entries like another one."""

import pytest
from django.utils import translation

from portal.languages import BY_CODE
from search.engines import EngineUnavailable
from search.similar import similar
from tests import factories

pytestmark = pytest.mark.django_db


def like(entry, code="en", **values):
    with translation.override(code):
        return [(str(result.title), result.url) for result in similar(entry, BY_CODE[code], **values)]


def about(topic, **values):
    return factories.practice(
        heading_en=f"{topic} help", summary_en=f"{topic} and {topic.lower()} kits for people.", **values
    )


@pytest.fixture
def three(index):
    one, other, else_ = about("Naloxone", key="one"), about("Naloxone", key="other"), about("Housing", key="housing")
    index.add(one, other, else_, *(factories.failure() for _number in range(9)))
    return one, other, else_


def test_an_entry_with_the_same_words_comes_first_and_not_the_entry_itself(three):
    found = like(three[0])
    assert found[0] == ("Naloxone help", "/en/practices/other/")
    assert "/en/practices/one/" not in [url for _title, url in found]


def test_what_the_page_links_to_is_left_out(three):
    found = [url for _title, url in like(three[0])]
    assert found[0] == "/en/practices/other/"
    assert [url for _title, url in like(three[0], linked={three[1].pk})] == found[1:] != []


def test_at_most_as_many_as_asked_for(three):
    assert len(like(three[0], limit=1)) == 1


@pytest.mark.parametrize("error", [EngineUnavailable("down"), ZeroDivisionError()])
def test_an_entrys_page_does_without_where_no_engine_answers(three, monkeypatch, error):
    def fail(_question):
        raise error

    monkeypatch.setattr("search.similar.ask", fail)
    assert similar(three[0], BY_CODE["en"]) == []
