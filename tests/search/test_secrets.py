"""Whichever way an entry is hidden, no door of the search lets its words out: on each engine, behind or in step."""

import pytest

from practices import models
from tests import factories
from tests.search.hiding import WAYS

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
