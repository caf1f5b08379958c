"""What a reader asks for: plain values, without a request and without a database."""

from dataclasses import dataclass, field

PAGE_SIZES = (10, 20, 50)
DEEPEST = 1_000  # results; whoever looks further narrows the search instead
LONGEST_QUERY = 500  # characters
MOST_WORDS = 12

# Every facet in the order of the page. A document holds its values under the same name.
FACETS = ("type", "phase", "gender", "actor", "country", "topic", "evidence", "year", "available")
TOPIC = "topic"  # the one facet without an end to its values: editors add topics as they need them
AVAILABLE = "available"  # its values are languages
ENTRIES, RECOMMENDATIONS = MODES = ("entries", "recommendations")
RELEVANCE, NEWEST, EVENT = SORTS = ("relevance", "newest", "event")


@dataclass(frozen=True)
class SearchParams:
    """A search. ``language`` is the reader's content language: it orders and displays, and hides nothing.

    ``chosen`` maps a facet to the values that are on; entries meet one value of each facet that has any.
    ``glossary`` also looks for other names of the words; ``page`` counts from 1.
    """

    q: str = ""
    language: str = "en"
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    mode: str = ENTRIES
    sort: str = RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZES[0]
    glossary: bool = True

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size
