"""What the system checks say of settings that can't work."""

import os

import certifi
import pytest
from django.core import checks

from search.checks import servers

pytestmark = pytest.mark.django_db


def search_checks():
    return {message.id for message in checks.run_checks(tags=["search"])}


@pytest.mark.parametrize(
    "url",
    ["localhost:9200", "ftp://host:9200", "http://", "http://host:port", "http://host:99999", "http://a b:9200"]
    + ["http://localhost", "https://es.example.org/"],
)
def test_an_address_that_is_none_is_told_and_never_repeated(settings, url):
    settings.ELASTICSEARCH_URL = f"http://fine:9200,{url}"
    (message,) = checks.run_checks(tags=["search"])
    assert message.id == "search.E001" and url not in message.msg


@pytest.mark.parametrize(
    "url", ["", "http://localhost:9200", "https://user:secret@es.example.org:9243,http://[::1]:9200"]
)
def test_an_address_that_is_one_is_fine(settings, url):
    settings.ELASTICSEARCH_URL = url
    assert search_checks() == set()


def test_an_authority_s_certificates_that_can_not_be_used_are_told(settings, tmp_path):
    settings.ELASTICSEARCH_URL = "https://localhost:9200"
    settings.ELASTICSEARCH_CA_CERTS = str(tmp_path / "ca.pem")
    assert search_checks() == {"search.E006"}
    (tmp_path / "ca.pem").write_text("no certificate")
    assert search_checks() == {"search.E006"}
    settings.ELASTICSEARCH_CA_CERTS = certifi.where()
    assert search_checks() == set()
    settings.ELASTICSEARCH_URL += ",http://localhost:9201"
    assert search_checks() == {"search.E006"}


@pytest.mark.parametrize("prefix", ["", "Upper", "-first", "with space", "with,comma", "a" * 200])
def test_a_prefix_that_no_index_can_have_is_told(settings, prefix):
    settings.SEARCH_INDEX_PREFIX = prefix
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    assert search_checks() == {"search.E002"}
    assert not servers(databases=["default"])  # they can't be asked


def test_a_search_file_that_can_not_be_written_is_told(settings, tmp_path, monkeypatch):
    settings.SEARCH_FILE = tmp_path
    assert search_checks() == {"search.E003"}
    settings.SEARCH_FILE = tmp_path / "file" / "search.sqlite3"
    assert search_checks() == set()
    (tmp_path / "file").touch()
    assert search_checks() == {"search.E003"}
    settings.SEARCH_FILE = tmp_path / "closed.sqlite3"
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    assert search_checks() == {"search.E003"}


def test_a_time_below_nothing_is_told(settings):
    settings.SEARCH_KEPT_SECONDS = -1
    assert search_checks() == {"search.E007"}


def test_the_engines_are_asked_only_where_databases_are_checked(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    assert search_checks() == set()
    found = checks.run_checks(databases=["default"])
    assert [message.level for message in found if message.id == "search.W001"].count(checks.WARNING) == 2
