"""An answer is given again for a moment, and never with what is not public any more."""

import pytest
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from portal.languages import BY_CODE
from search import keeping
from search.engines.embedded import EmbeddedEngine
from search.params import SearchParams
from search.results import find
from search.suggestions import suggest, suggestions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moment(settings, monkeypatch):
    """Time stands still within one period, until the test sets it: {"now": seconds}."""
    settings.SEARCH_KEPT_SECONDS = 10
    find.forget()
    suggestions.forget()
    moment = {"now": timezone.now().timestamp() // 10 * 10}
    monkeypatch.setattr(keeping, "monotonic", lambda: moment["now"])
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


def keys(q="visits", code="en", **params):
    with translation.override(code):
        return [result.key for result in find(SearchParams(q=q, language=code, glossary=False, **params)).results]


def titles(text="visi"):
    with translation.override("en"):
        return [str(each.label) for each in suggest(text, BY_CODE["en"])]


def test_the_engine_is_asked_once_a_moment_for_the_same(index, moment, asked):
    index.add(factories.practice(key="a", heading_en="Visits"))
    assert keys() == keys() == ["a"]
    assert titles() == titles() == ["<mark>Visits</mark>"]
    assert len(asked) == 2
    index.add(factories.practice(key="b", heading_en="Visits of children"))
    moment["now"] += 10
    assert sorted(keys()) == ["a", "b"]


@pytest.mark.parametrize(
    "other", [{"q": "visit"}, {"code": "sq"}, {"chosen": {"type": ("practice",)}}, {"page_size": 20}]
)
def test_something_else_is_asked_anew(index, moment, asked, other):
    index.add(factories.practice(("en", "sq"), key="a", heading_en="Visits"))
    keys()
    keys(**other)
    assert len(asked) == 2


def test_what_was_withdrawn_is_gone_at_once(index, moment):
    first, second = (factories.practice(key=key, heading_en=f"Visits {key}") for key in "ab")
    index.add(first, second)
    assert sorted(keys()) == ["a", "b"]
    assert len(titles()) == 2
    PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.LOGIN)
    assert keys() == ["b"]
    assert len(titles()) == 1


def test_a_language_that_is_held_back_is_gone_at_once(index, moment):
    entry = factories.practice(("en", "sq"), key="a", heading_en="Visits", heading_sq="Vizita")
    index.add(entry)
    assert keys("vizita", "sq") == ["a"]
    type(entry).objects.filter(pk=entry.pk).update(translation_state_sq="withdrawn")
    with translation.override("sq"):
        (result,) = find(SearchParams(q="vizita", language="sq", glossary=False)).results
    assert result.title_language == "en"


def test_the_answer_of_a_stand_in_is_not_kept(index, moment, asked, settings):
    index.add(factories.practice(key="a", heading_en="Visits"))
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # nobody listens
    assert keys() == keys() == ["a"]
    assert len(asked) == 3  # the first answer is seen to be a stand-in's after it was kept
