"""Answers that are given again: in a workshop thirty people search for the same within a minute."""

from functools import lru_cache, wraps
from time import monotonic

from django.conf import settings

from portal.languages import site_language
from search.access import public_entries

MOST_KEPT = 500  # answers, of some 30 kB


def while_public(find):
    """``find``, whose answers hold for ``SEARCH_KEPT_SECONDS`` in each process.

    An answer has its ``entries`` {primary key: PublicEntry}; it is given again as long as exactly these are public,
    which takes one query. That of an engine which stands in for another, ``degraded``, is not.
    """

    @lru_cache(maxsize=MOST_KEPT)
    def lately(_language, _period, *asked):
        return find(*asked)

    @wraps(find)
    def kept(*asked):
        if seconds := settings.SEARCH_KEPT_SECONDS:
            answer = lately(site_language(), int(monotonic() // seconds), *asked)
            if not answer.degraded and public_entries(answer.entries) == answer.entries:
                return answer
        return find(*asked)

    kept.forget = lately.cache_clear
    return kept
