"""What was found is given again for a moment, and never with what is not public any more."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from search import keeping, outbox, views
from search.engines.embedded import EmbeddedEngine
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moment(settings, monkeypatch):
    """{"now": seconds}; time stands still until the test sets it."""
    settings.SEARCH_KEPT_SECONDS = 10
    moment = {"now": 1000}
    monkeypatch.setattr(keeping, "monotonic", lambda: moment["now"])
    for kept in (views.content, views.options):
        kept.forget()
    return moment


@pytest.fixture
def asked(monkeypatch):
    """The questions that reach the engine."""
    asked = []

    def watched(own):
        def ask(self, *question):
            asked.append(question)
            return own(self, *question)

        return ask

    for name in ("search", "suggest"):
        monkeypatch.setattr(EmbeddedEngine, name, watched(getattr(EmbeddedEngine, name)))
    return asked


@pytest.fixture
def found(client):
    """The titles on a search page."""

    def found(q="visits", code="en", **more):
        page = BeautifulSoup(client.get(f"/{code}/search/", {"q": q, **more}).content, "html.parser")
        return sorted(title.get_text() for title in page.select(".hit h3"))

    return found


@pytest.fixture
def suggested(client):
    def suggested(q="visi", code="en"):
        html = client.get(f"/{code}/search/suggest/", {"q": q}).json()["html"]
        return sorted(option.get_text() for option in BeautifulSoup(html, "html.parser").select("[role=option]"))

    return suggested


def test_the_engine_is_asked_once_a_moment_for_the_same(index, moment, asked, found, suggested):
    index.add(factories.practice(heading_en="Visits"))
    assert found() == found() == suggested() == suggested() == ["Visits"]
    assert len(asked) == 2
    moment["now"] += 10
    assert found() == suggested() == ["Visits"]
    assert len(asked) == 4


OTHERS = [
    {"q": "visit"},
    {"code": "sr-latn"},
    {"type": "practice"},
    {"page_size": 20},
    {"sort": "newest"},
]


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_something_else_is_asked_for_itself(index, moment, asked, found, other):
    index.add(factories.practice(("en", "sr"), heading_en="Visits", heading_sr="Посете"))
    found(code="sr")
    found(**{"code": "sr", **other})
    assert len(asked) == 2


def test_suggestions_are_in_the_readers_own_language_and_script(index, moment, suggested):
    index.add(factories.practice(("en", "sr"), heading_en="Visits", heading_sr="Посете"))
    assert [suggested("pose", code) for code in ("sr", "sr-latn", "en", "sr")] == [
        ["Посете"],
        ["Posete"],
        ["Visits"],
        ["Посете"],
    ]


def test_a_change_of_any_entry_ends_it(index, moment, asked, found):
    index.add(factories.practice(heading_en="Visits"))
    found()
    other = factories.practice(heading_en="Visits of children")
    index.add(other)
    outbox.write([other.pk])
    assert found() == ["Visits", "Visits of children"]


def test_nothing_is_kept_until_the_indices_have_had_time_for_a_change(index, moment, asked, found):
    found()
    outbox.write([1])
    found()  # perhaps of an index that does not have it yet
    found()
    assert len(asked) == 3
    moment["now"] += keeping.SETTLED_SECONDS
    found()
    found()
    assert len(asked) == 4


def test_a_search_page_takes_at_most_eight_queries(index, moment, found, django_assert_max_num_queries):
    index.add(factories.practice(heading_en="Visits"))
    found("other")
    for _again in range(2):
        with django_assert_max_num_queries(8):
            found()


def test_what_is_not_public_any_more_is_gone_at_once(index, moment, found, suggested):
    """Even where nobody noted the change, as here."""
    first, second = (factories.practice(heading_en=f"Visits {name}") for name in "ab")
    index.add(first, second)
    assert found() == suggested() == ["Visits a", "Visits b"]
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=first, restriction_type="login")])
    assert found() == suggested() == ["Visits b"]


def test_a_language_that_is_not_out_any_more_is_gone_at_once(index, moment, found):
    entry = factories.practice(("en", "sq"), heading_en="Visits", heading_sq="Vizita")
    index.add(entry)
    assert found("vizita", "sq") == ["Vizita"]
    type(entry).objects.filter(pk=entry.pk).update(translation_state_sq="withdrawn")
    assert found("vizita", "sq") == ["Visits"]


def test_what_a_stand_in_found_is_not_kept(index, moment, asked, found, settings):
    index.add(factories.practice(heading_en="Visits"))
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # nobody listens
    assert found() == found() == ["Visits"]
    assert len(asked) == 2
