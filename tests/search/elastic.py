"""A real Elasticsearch for tests, at ELASTICSEARCH_TEST_URL (`scripts/elasticsearch start` prints an address)."""

import os
from contextlib import contextmanager

from django.test import override_settings

from search import indices
from search.client import WRITE_SECONDS, client
from search.engines.elasticsearch import ElasticsearchEngine
from tests.conftest import component


@contextmanager
def engine(_folder=None):
    """The engine with empty indices of this process, that are gone afterwards."""
    url = component("Elasticsearch", os.environ.get("ELASTICSEARCH_TEST_URL"))
    with override_settings(ELASTICSEARCH_URL=url, SEARCH_INDEX_PREFIX=f"test-{os.getpid()}"):
        found = ElasticsearchEngine()
        try:
            with found.build() as build:
                build.swap()
            found.set_watermark(1)
            yield found
        finally:
            connection = client(WRITE_SECONDS)
            indices.drop(connection, indices.existing_indices(connection))
