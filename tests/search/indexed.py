"""Entries of the database in an index of the test's own."""

from search import facets, hidden, suggestions
from search.documents import documents_of
from search.engines import Change, Engine


class Index:
    """Answers the search of this test; what it holds is what ``add`` was given, whatever happens to it later."""

    def __init__(self, engine: Engine):
        self.engine, self.version = engine, 1
        self.forget_terms()

    def add(self, *entries):
        self.bring(*(entry.pk for entry in entries))

    def bring(self, *ids):
        """As these entries are now: without those that are not public."""
        self.version += 1
        documents = documents_of(ids)
        self.engine.apply([Change(pk, self.version, documents.get(pk, ())) for pk in ids])
        self.forget_terms()

    def forget_terms(self):
        """Processes keep them for a while, and another test's are none of ours."""
        facets.terms_of.cache_clear()
        hidden.hidden_at.cache_clear()
        suggestions.names_of_terms.cache_clear()
