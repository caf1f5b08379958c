"""The benchmarks count what they say they count."""

import re

import pytest
from django.db import connection

from tests import bench, factories

pytestmark = pytest.mark.django_db


def test_the_table_shows_the_queries_of_a_page_and_times_it_without_counting(client, site_tree, capsys, monkeypatch):
    monkeypatch.setattr(bench, "ROUNDS", 2)
    counting = []
    get = client.get
    monkeypatch.setattr(client, "get", lambda url: counting.append(connection.queries_logged) or get(url))
    factories.practice(key="plan")
    bench.row(client, "/en/practices/plan/")
    queries = int(re.match(r"\| /en/practices/plan/ \| (\d+) \|", capsys.readouterr().out)[1])
    assert queries > 0
    assert counting == [False, True, False, False]
