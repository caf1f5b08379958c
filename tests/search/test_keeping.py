"""What was found is given again while nothing changes, and never with what is not public any more."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from search import api, indexing, keeping, outbox, views
from search.engines.embedded import EmbeddedEngine
from search.models import Concept, OutboxRow
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.commits]


@pytest.fixture
def moment(settings, monkeypatch):
    """{"now": seconds}; time stands still until the test sets it."""
    settings.SEARCH_KEPT_SECONDS = 1000
    moment = {"now": 1000}
    monkeypatch.setattr(keeping, "monotonic", lambda: moment["now"])
    monkeypatch.setattr(keeping, "changes", keeping.Changes())
    for kept in (views.content, views.options, api.suggested):
        kept.forget()
    return moment


@pytest.fixture
def settle(index, moment):
    """The index has all changes, and this process knows that."""

    def settle():
        index.engine.set_watermark(outbox.now())
        for _time in range(2):
            keeping.changes.look(keeping.stamp())
            moment["now"] += keeping.SETTLING_SECONDS

    return settle


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


def test_the_engine_is_asked_once_for_the_same(index, moment, settle, asked, found, suggested):
    index.add(factories.practice(heading_en="Visits"))
    settle()
    assert found() == found() == suggested() == suggested() == ["Visits"]
    assert len(asked) == 2
    moment["now"] += 1000
    assert found() == suggested() == ["Visits"]
    assert len(asked) == 4


def test_programs_are_given_suggestions_again(index, settle, asked, client):
    index.add(factories.practice(heading_en="Visits"))
    settle()
    answers = [client.get("/api/v1/suggest/", {"q": "visi", "lang": "en"}).json() for _time in range(2)]
    assert answers[0] == answers[1]
    assert [each["label"] for each in answers[0]["suggestions"]] == ["Visits"]
    assert len(asked) == 1


OTHERS = [
    {"q": "visit"},
    {"code": "sr-latn"},
    {"type": "practice"},
    {"page_size": 20},
    {"sort": "newest"},
]


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_something_else_is_asked_for_itself(index, settle, asked, found, other):
    index.add(factories.practice(("en", "sr"), heading_en="Visits", heading_sr="Посете"))
    settle()
    found(code="sr")
    found(**{"code": "sr", **other})
    assert len(asked) == 2


def test_suggestions_are_in_the_readers_own_language_and_script(index, settle, suggested):
    index.add(factories.practice(("en", "sr"), heading_en="Visits", heading_sr="Посете"))
    settle()
    assert [suggested("pose", code) for code in ("sr", "sr-latn", "en", "sr")] == [
        ["Посете"],
        ["Posete"],
        ["Visits"],
        ["Посете"],
    ]


def test_a_change_of_any_entry_ends_it(index, settle, asked, found):
    index.add(factories.practice(heading_en="Visits"))
    settle()
    assert found() == ["Visits"]
    index.add(factories.practice(heading_en="Visits of children"))
    assert found() == ["Visits", "Visits of children"]


def test_an_earlier_change_that_is_committed_later_ends_it(index, settle, asked, found):
    """As on PostgreSQL, where rows are numbered before they are there."""
    outbox.write([1, 2])
    early = OutboxRow.objects.first()
    early.delete()
    settle()
    found()
    early.save(force_insert=True)
    found()
    assert len(asked) == 2


def test_a_rebuild_ends_it(index, settle, asked, found):
    settle()
    found()
    indexing.rebuild(index.engine)
    found()
    assert len(asked) == 2


def test_a_new_name_in_the_glossary_ends_it(index, settle, asked, found):
    concept = Concept.objects.create(slug="visit", terms_en="visits")
    settle()
    found()
    concept.terms_en = "visits\ncalls"
    concept.save()
    found()
    assert len(asked) == 2


def test_nothing_is_kept_until_the_index_has_all_changes(index, moment, settle, asked, found):
    settle()
    outbox.write([1])
    for _again in range(4):
        found()  # perhaps of an index that does not have it yet
        moment["now"] += keeping.SETTLING_SECONDS
    assert len(asked) == 4
    index.engine.set_watermark(outbox.now())
    found()
    asked.clear()
    assert found() == found()
    assert len(asked) == 1


def test_nothing_is_kept_of_an_index_that_is_not_built(index, moment, asked, found):
    index.engine.set_watermark(0)
    for _again in range(4):
        found()
        moment["now"] += keeping.SETTLING_SECONDS
    assert len(asked) == 4


def test_a_search_page_takes_at_most_eight_queries(index, moment, found, django_assert_max_num_queries):
    index.add(factories.practice(heading_en="Visits"))
    index.engine.set_watermark(outbox.now())
    found("other")
    for _time in range(3):
        with django_assert_max_num_queries(8):
            found()


def test_what_is_not_public_any_more_is_gone_at_once(index, settle, found, suggested):
    """Even where nobody noted the change, as here."""
    first, second = (factories.practice(heading_en=f"Visits {name}") for name in "ab")
    index.add(first, second)
    settle()
    assert found() == suggested() == ["Visits a", "Visits b"]
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=first, restriction_type="login")])
    assert found() == suggested() == ["Visits b"]


def test_a_language_that_is_not_out_any_more_is_gone_at_once(index, settle, found):
    entry = factories.practice(("en", "sq"), heading_en="Visits", heading_sq="Vizita")
    index.add(entry)
    settle()
    assert found("vizita", "sq") == ["Vizita"]
    type(entry).objects.filter(pk=entry.pk).update(translation_state_sq="withdrawn")
    assert found("vizita", "sq") == ["Visits"]


def test_what_a_stand_in_found_is_not_kept(index, settle, asked, found, settings):
    index.add(factories.practice(heading_en="Visits"))
    settle()
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # nobody listens
    assert found() == found() == ["Visits"]
    assert len(asked) == 2
