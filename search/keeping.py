"""What is given again: in a workshop thirty people search for the same within a minute."""

from functools import wraps
from threading import Lock
from time import monotonic

from django.conf import settings

from portal.languages import site_language
from search import outbox
from search.access import public_entries

MOST_KEPT = 300  # of some 40 kB
SETTLED_SECONDS = 5  # so long after a change is noted the indices may not have it yet
UNKNOWN = object()


def while_public(find):
    """``find``, what it returns being given again for ``SEARCH_KEPT_SECONDS`` in each process.

    It has its ``entries`` {primary key: PublicEntry}, and holds as long as exactly these are public and no change of
    any entry was noted; which takes two queries. That of an engine which stands in for another, ``degraded``, does not
    hold at all.
    """
    answers, lock = {}, Lock()  # {what was asked: (until when, the newest change, the answer)}
    newest, since = UNKNOWN, 0.0  # change, and when this process first saw it

    @wraps(find)
    def kept(*asked):
        nonlocal newest, since
        if not settings.SEARCH_KEPT_SECONDS:
            return find(*asked)
        key, now, change = (site_language(), *asked), monotonic(), outbox.newest()
        until, known, answer = answers.get(key, (0, None, None))
        if now < until and known == change and public_entries(answer.entries) == answer.entries:
            return answer
        answer = find(*asked)
        with lock:
            if change != newest:
                newest, since = change, 0.0 if newest is UNKNOWN else now
            if not answer.degraded and now - since >= SETTLED_SECONDS:
                answers.pop(key, None)
                while len(answers) >= MOST_KEPT:
                    del answers[next(iter(answers))]
                answers[key] = (now + settings.SEARCH_KEPT_SECONDS, change, answer)
        return answer

    kept.forget = answers.clear
    return kept
