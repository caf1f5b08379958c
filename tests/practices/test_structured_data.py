import json

import pytest
from bs4 import BeautifulSoup

from practices import models
from practices.structured_data import as_script
from tests import factories


def data_of(response):
    scripts = BeautifulSoup(response.content, "html.parser").select('script[type="application/ld+json"]')
    assert len(scripts) == 1
    return json.loads(scripts[0].string), scripts[0]


def test_no_text_can_end_the_script():
    script = as_script({"name": "</script><script>alert(1)</script> & <!--"}, "n")
    assert script.count("<") == 2
    assert json.loads(BeautifulSoup(script, "html.parser").script.string)["name"].startswith("</script>")


def test_an_entry_is_described_in_the_language_it_is_shown_in(client, site_tree):
    page = factories.paper(languages=("en", "sr"), heading_en='"A" & <B>', heading_sr="Припрема", actors=["police"])
    models.Reference.objects.create(entry=page, kind="source", citation="Paper <1>", url="https://example.org/p")
    models.Reference.objects.create(entry=page, kind="further-reading", citation="Other")
    data, _ = data_of(client.get(f"/en/papers/{page.slug}/"))
    assert data["@type"] == "Report"
    assert (data["headline"], data["inLanguage"]) == ('"A" & <B>', "en")
    assert data["isBasedOn"] == [{"@type": "CreativeWork", "name": "Paper <1>", "url": "https://example.org/p"}]
    assert data["keywords"] == ["Police"]
    data, _ = data_of(client.get(f"/sr/papers/{page.slug}/"))
    assert (data["headline"], data["inLanguage"]) == ("Припрема", "sr-Cyrl")
    assert data["translationOfWork"]["@id"].endswith(f"/en/papers/{page.slug}/")


def test_the_script_carries_the_policys_nonce(client, site_tree):
    page = factories.practice()
    response = client.get(f"/en/practices/{page.slug}/")
    _, script = data_of(response)
    assert script["nonce"] in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("make", "kind"),
    [("practice", "Article"), ("failure", "Article"), ("country_note", "Article"), ("collection", "Collection")],
)
def test_each_kind_has_a_type(client, site_tree, make, kind):
    page = getattr(factories, make)()
    parent = models.EntryIndex.objects.get(kind_of_entry=page.kind_of_entry)
    data, _ = data_of(client.get(f"/en/{parent.slug}/{page.slug}/"))
    assert data["@type"] == kind
