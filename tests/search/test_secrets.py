"""Whichever way an entry is hidden, no door of the search lets its words out: on each engine, behind or in step."""

import datetime

import pytest
from bs4 import BeautifulSoup

from practices import models
from tests import factories
from tests.search.hiding import NOTED, WAYS

pytestmark = pytest.mark.django_db

SECRET = "kanarinka"
API = "/api/v1/search/?lang=en&q="
DOORS = {
    "hits": "/en/search/?q=sheltered",
    "hits of all": "/en/search/",
    "hits in another language": "/mk/search/?q=sheltered",
    "hits elsewhere": "/en/search/?q=sheltered&available=mk",
    "recommendations": "/en/search/?mode=recommendations",
    "did you mean": "/en/search/?q=kanarimka",
    "topics": "/en/search/?phase=prison",
    "API": f"{API}sheltered",
    "API, recommendations": f"{API}sheltered&mode=recommendations",
    "API, did you mean": f"{API}kanarimka",
    "suggestions": "/en/search/suggest/?q=shelt",
    "suggested topics": "/en/search/suggest/?q=kanar",
    "API, suggestions": "/api/v1/suggest/?lang=en&q=kanar",
    "similar entries": "/en/failures/open/",
}


@pytest.fixture
def hidden(index_of_each):
    """An entry that says the secret in every place, and others that nobody hides."""
    text = "Sheltered housing for people on probation after release"
    entry = factories.paper(
        key="hidden",
        heading_en=f"Sheltered {SECRET}",
        summary_en=f"{text}: {SECRET}.",
        phases=["prison"],
        topics=[SECRET],
        countries=[factories.country("atlantis").slug],
        event_date=datetime.date(1987, 1, 1),
    )
    entry.recommendations.add(
        models.Recommendation(anchor="r-1", number=1, heading_en=f"Sheltered {SECRET}", text_en=f"<p>{text}.</p>")
    )
    entry.save()
    shown = [factories.failure(key="open", heading_en="Housing", summary_en=f"{text}.", phases=["prison"])]
    index_of_each.add(entry, *shown, *(factories.practice() for _number in range(6)))
    return entry


def telling(client) -> set[str]:
    """The doors that let the secret out."""
    return {name for name, address in DOORS.items() if SECRET in client.get(address).content.decode().casefold()}


def test_what_is_public_is_told_at_each_door(hidden, client):
    """Or the next test could not fail."""
    assert telling(client) == set(DOORS)


@pytest.mark.parametrize("hide", WAYS)
def test_what_is_hidden_is_told_at_none(hidden, client, index_of_each, hide):
    pk = hidden.pk
    hide(hidden)
    index_of_each.forget_terms()
    assert telling(client) == set(), "while the index still holds it"
    index_of_each.bring(pk)
    assert telling(client) == set()
    assert client.get(f"{API}{SECRET}").json()["count"] == 0


def counted(client, word, **values) -> tuple:
    """What an answer to ``word`` tells beside its hits: the total, what is counted, what may be given up, what else
    the word may have been.
    """
    answer = client.get("/api/v1/search/", {"q": word, **values}).json()
    counts = {(name, each["key"]): each["count"] for name, found in answer["facets"].items() for each in found}
    page = BeautifulSoup(client.get("/en/search/", {"q": word, **values}).content, "html.parser")
    offered = [" ".join(each.text.split()) for each in page.select(".nothing a")]
    return answer["count"], {key: count for key, count in counts.items() if count}, offered, answer["did_you_mean"]


@pytest.mark.parametrize("hide", WAYS)
def test_a_hidden_word_answers_like_no_word(hidden, client, hide):
    """While the index still holds it: on the first page, and where the change was noted on the others too."""
    asked = [{}]
    if hide in NOTED:
        asked += [{"page": 2}, {"type": "failure"}, {"year": "1987"}, {"mode": "recommendations"}]
    assert counted(client, SECRET) != counted(client, "xqzwvk")
    hide(hidden)
    for values in asked:
        assert counted(client, SECRET, **values) == counted(client, "xqzwvk", **values), values


@pytest.mark.parametrize("hide", NOTED)
def test_what_is_hidden_is_counted_nowhere(hidden, client, hide):
    """Not even where others are found."""
    total, counts, *_rest = counted(client, "")
    assert counts["country", "atlantis"] == counts["year", "1987"] == 1
    hide(hidden)
    less, left, *_rest = counted(client, "", page=2, page_size=10)
    assert less == total - 1 and not {("country", "atlantis"), ("year", "1987")} & left.keys()
