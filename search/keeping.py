"""What was found is given again while nothing changes: in a workshop thirty people search for the same at once."""

from functools import wraps
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import connection

from portal.languages import site_language
from search import outbox
from search.access import public_entries
from search.asking import configured
from search.budget import within
from search.engines import EngineUnavailable
from search.indexing import trouble

MOST_KEPT = 300  # of some 40 kB
SETTLING_SECONDS = 30  # so long after a change a process may show names of terms from before it
LOOK_AGAIN_SECONDS, LOOK_SECONDS = 5, 0.3

# All that is noted when something changes: entries in the log, and up to where it was trimmed; that an index was made
# or mended; names of the glossary and the vocabularies. On PostgreSQL a row may come after later ones: it is missed
# only where it is more than a thousand older.
STAMP = """
    SELECT newest.id, (SELECT SUM(id) FROM search_outboxrow WHERE id > newest.id - 1000),
        (SELECT SUM(position) FROM search_workerstate), glossary.stamp
    FROM (SELECT MAX(id) AS id FROM search_outboxrow) newest LEFT JOIN search_glossarystate glossary ON TRUE
"""


def stamp() -> tuple:
    """What is another one after each change."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return cursor.fetchone()


class Changes:
    """Whether the configured engine has all that was changed up to a stamp: for each process to find out."""

    def __init__(self):
        self.seen = self.settled = None
        self.look_at = 0.0

    def look(self, stamp: tuple):
        """To be called after the engine has answered: a server that does not answer is not waited for twice."""
        now = monotonic()
        if stamp != self.seen:
            self.seen, self.look_at = stamp, now + SETTLING_SECONDS
        if stamp != self.settled and now >= self.look_at:
            self.look_at = now + LOOK_AGAIN_SECONDS
            if has_all():
                self.settled = stamp


def has_all() -> bool:
    engine = configured()
    try:
        with within(LOOK_SECONDS):
            return not trouble(engine) and not outbox.rows_from(engine.watermark()).exists()
    except EngineUnavailable:
        return False


changes = Changes()


def while_public(find):
    """``find``, what it returns being given again for ``SEARCH_KEPT_SECONDS`` in each process.

    It has its ``entries`` {primary key: PublicEntry}, and holds as long as exactly these are public and no change was
    noted; which takes two queries. What was found before the engine had all changes does not hold, nor does what an
    engine found that stands in for another (``degraded``).
    """
    answers, lock = {}, Lock()  # {what was asked: (until when, the stamp, the answer)}

    @wraps(find)
    def kept(*asked):
        if not settings.SEARCH_KEPT_SECONDS:
            return find(*asked)
        key, now, current = (site_language(), *asked), monotonic(), stamp()
        until, known, answer = answers.get(key, (0, None, None))
        if now < until and known == current and public_entries(answer.entries) == answer.entries:
            return answer
        is_settled = current == changes.settled  # before the engine is asked
        answer = find(*asked)
        if is_settled and not answer.degraded:
            with lock:
                answers.pop(key, None)
                while len(answers) >= MOST_KEPT:
                    del answers[next(iter(answers))]
                answers[key] = (now + settings.SEARCH_KEPT_SECONDS, current, answer)
        elif not answer.degraded:
            changes.look(current)
        return answer

    kept.forget = answers.clear
    return kept
