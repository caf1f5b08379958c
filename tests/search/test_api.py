"""The interface for programs: its fields, its mistakes told as problem+json, its description."""

import pytest
import yaml

from search import asking
from search.asking import Breaker
from search.params import DEEPEST, FACETS
from tests import factories

pytestmark = pytest.mark.django_db


def get(client, **values):
    return client.get("/api/v1/search/", values)


def test_an_answer_has_the_documented_fields(client, visits):
    answer = get(client, q="visits", lang="sq", year="2021").json()
    assert (answer["count"], answer["page"], answer["page_size"]) == (1, 1, 10)
    assert answer["query"] == {
        "q": "visits",
        "lang": "sq",
        "mode": "entries",
        "sort": "relevance",
        "glossary": True,
        "filters": {"year": ["2021"]},
    }
    assert set(answer["facets"]) == set(FACETS)
    assert {"key": "2021", "label": "2021", "count": 1, "selected": True} in answer["facets"]["year"]
    assert (answer["did_you_mean"], answer["engine"], answer["degraded"]) == ("", "embedded", False)
    (result,) = answer["results"]
    assert result["key"] == "visits"
    assert (result["title"], result["title_language"]) == ("Vizita familjare në burg", "sq")
    assert result["url"] == "http://testserver/sq/papers/visits/"
    assert [(each["code"], each["state"]) for each in result["languages"]] == [
        ("en", "original"),
        ("sq", "machine"),
    ]
    assert (result["phases"], result["countries"]) == (["probation"], ["albania"])
    assert (result["published_on"], result["event_date"]) == (None, "2021-10-06")


def test_serbian_is_told_in_the_script_that_was_asked_for(client, index):
    index.add(factories.practice(("sr",), heading_sr="НВО (посета) „Зид“", summary_sr='Кратко: "НВО".'))
    for code, tag, title, summary in (
        ("sr", "sr-Cyrl", "НВО (посета) „Зид“", 'Кратко: "НВО".'),
        ("sr-latn", "sr-Latn", "NVO (poseta) „Zid“", 'Kratko: "NVO".'),
    ):
        (result,) = get(client, q="poseta", lang=code).json()["results"]
        assert (result["title_language"], result["title"], result["summary"]) == (tag, title, summary)


@pytest.mark.parametrize(
    ("code", "read_as"),
    [("hr", "bs"), ("hr-HR", "bs"), ("cnr-ME", "sr"), ("sq-AL", "sq"), ("SR-Cyrl-RS", "sr")]
    + [("sr-Latn-RS", "sr-latn"), ("cnr-Latn", "sr-latn"), ("sr-ME", "sr")],
)
def test_a_language_may_be_named_in_more_detail_and_by_its_kin(client, visits, code, read_as):
    (result,) = get(client, q="visits", lang=code).json()["results"]
    assert result["url"].startswith(f"http://testserver/{read_as}/papers/visits/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lang", "xx"),
        ("page", "x"),
        ("page", "0"),
        ("page", "500"),
        ("page_size", "11"),
        ("mode", "all"),
        ("sort", "best"),
        ("phase", "nonsense"),
        ("year", "20211"),
        ("year", [str(year) for year in range(1960, 2011)]),
        ("glossary", "maybe"),
        ("q", "a" * 501),
    ],
)
def test_a_mistake_is_told_with_the_name_of_its_parameter(client, visits, name, value):
    response = get(client, **{"q": "visits", name: value})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    problem = response.json()
    assert (problem["status"], list(problem["errors"])) == (400, [name])
    assert problem["detail"] == problem["errors"][name]


def test_a_page_that_is_too_far_away_is_told_as_such(client, visits):
    sentences = {get(client, page=page).json()["detail"] for page in ("101", "00101", "1000000000", "9" * 5000)}
    assert len(sentences) == 1 and str(DEEPEST) in sentences.pop()


def test_the_number_of_a_page_may_begin_with_zeros(client, visits):
    assert get(client, page="0000000001").json()["page"] == 1


def test_a_mistake_is_told_in_the_language_asked_for(client, visits):
    english = get(client, page="x").json()["detail"]
    assert get(client, page="x", lang="sq").json()["detail"] != english


def test_an_address_that_is_too_long_is_refused(client):
    response = client.get("/api/v1/search/", {"q": "ж" * 2000})
    assert (response.status_code, response["Content-Type"]) == (414, "application/problem+json")
    assert response.json()["status"] == 414


@pytest.fixture
def no_engine_answers(index, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "breaker", Breaker())
    (tmp_path / "file").touch()
    settings.ELASTICSEARCH_URL, settings.SEARCH_FILE = "http://127.0.0.1:1", tmp_path / "file" / "search.sqlite3"


@pytest.mark.parametrize("path", ["/api/v1/search/?q=visits", "/api/v1/suggest/?q=visits"])
def test_where_no_engine_answers_a_program_is_told_when_to_ask_again(client, no_engine_answers, tmp_path, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response.json()["status"] == 503 and int(response["Retry-After"]) > 0
    assert "127.0.0.1" not in response.text and str(tmp_path) not in response.text


@pytest.mark.parametrize("path", ["/api/v1/search/?q=visits", "/api/v1/suggest/?q=visits"])
def test_an_error_within_is_told_without_its_text(client, visits, monkeypatch, path):
    monkeypatch.setattr("search.api.forms.read", lambda *_: 1 / 0)
    client.raise_request_exception = False
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["status"] == 500 and "division" not in response.text


@pytest.mark.parametrize("path", ["/api/nothing", "/api/v1/nothing/"])
def test_an_address_that_leads_nowhere_is_told_and_not_looked_for_below_a_language(client, site_tree, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["status"] == 404


def test_nothing_can_be_written(client):
    response = client.post("/api/v1/search/")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")


def test_suggestions_have_an_address_and_a_language(client, visits):
    suggested = client.get("/api/v1/suggest/", {"q": "fam", "lang": "en"}).json()["suggestions"]
    assert {
        "kind": "entry",
        "label": "Family visits in prison",
        "language": "en",
        "url": "http://testserver/en/papers/visits/",
    } in suggested


def test_the_description_names_every_parameter(client):
    schema = yaml.safe_load(client.get("/api/schema/").content)
    assert set(schema["paths"]) == {"/api/v1/search/", "/api/v1/suggest/"}
    names = {each["name"] for each in schema["paths"]["/api/v1/search/"]["get"]["parameters"]}
    assert names == {"q", "lang", *FACETS, "mode", "sort", "page", "page_size", "glossary"}


def test_the_description_names_every_mistake(client):
    schema = yaml.safe_load(client.get("/api/schema/").content)
    for path in schema["paths"].values():
        forms = {status: list(told["content"]) for status, told in path["get"]["responses"].items()}
        problem = ["application/problem+json"]
        assert forms == {"200": ["application/json"], "400": problem, "414": problem, "503": problem}


def test_the_answer_keeps_to_the_description(client, visits):
    schema = yaml.safe_load(client.get("/api/schema/").content)["components"]["schemas"]
    answer = get(client, q="visits").json()
    assert set(answer) == set(schema["SearchAnswer"]["properties"])
    assert set(answer["results"][0]) == set(schema["Result"]["properties"])


def test_the_documentation_needs_nothing_from_elsewhere(client):
    page = client.get("/api/").content.decode()
    assert "https://" not in page.replace("https://www.w3.org", "")
