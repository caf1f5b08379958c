"""The address of a search: what is as it would be without saying so is left out."""

from dataclasses import replace
from urllib.parse import urlencode

from search.params import ENTRIES, PAGE_SIZES, RELEVANCE, SearchParams

USUAL = {"mode": ENTRIES, "sort": RELEVANCE, "page": 1, "page_size": PAGE_SIZES[0]}


class Address:
    """Addresses of searches that differ from ``params`` in something; on their first page, unless told otherwise."""

    def __init__(self, path: str, params: SearchParams):
        self.path, self.params = path, params

    def of(self, **changes) -> str:
        return self.path + query_of(replace(self.params, **{"page": 1, **changes}))

    def without(self, facet: str, value: str | None = None) -> str:
        """Without one value of ``facet``, or without all of them."""
        left = tuple(each for each in self.params.chosen[facet] if value is not None and each != value)
        return self.of(chosen={**self.params.chosen, facet: left})


def query_of(params: SearchParams) -> str:
    """``params`` as the query of an address, with its question mark; "" where all is as usual."""
    pairs = [("q", params.q)] if params.q else []
    pairs += [(facet, value) for facet, values in params.chosen.items() for value in values]
    pairs += [(name, value) for name, usual in USUAL.items() if (value := getattr(params, name)) != usual]
    pairs += [] if params.glossary else [("glossary", "0")]
    return "?" + urlencode(pairs) if pairs else ""
