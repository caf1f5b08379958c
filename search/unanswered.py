"""Remembers what readers looked for and did not find, and nothing about them."""

import logging
import re
import unicodedata
from contextlib import contextmanager
from threading import local

from django.core.signals import request_finished
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from search.models import UnansweredQuery
from search.normalise import words

log = logging.getLogger(__name__)

LONGEST = 100  # characters
MOST_WORDS = 6  # more are a sentence, perhaps about a case
MOST_ROWS = 10_000
PATIENCE_MS = 100  # for another one's write
# What may tell of a person: an e-mail address, a telephone or file number, a date of birth
PERSONAL = re.compile(r"@|[(\[{]at[)\]}]|(?:\d\D{0,3}){5}")

waiting = local()


def remember(text: str, language: str) -> None:
    """Note that ``text`` found nothing; it is written after the reader has got the answer."""
    normal = normalised(text)
    if may_be_kept(normal):
        waiting.query = normal, language


def normalised(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).lower().split())


def may_be_kept(text: str) -> bool:
    number = len(words(text))
    return 0 < number <= MOST_WORDS and len(text) <= LONGEST and not PERSONAL.search(text)


def write_waiting(**kwargs):
    """After the answer: a database that is busy or away costs the report a row, and the reader nothing."""
    query = waiting.__dict__.pop("query", None)
    if query:
        try:
            with impatiently():
                write(*query)
        except DatabaseError:
            log.warning("A search without results was not remembered.", exc_info=True)


request_finished.connect(write_waiting, dispatch_uid="unanswered")


@contextmanager
def impatiently():
    """A transaction that waits for another one a moment only."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("pragma busy_timeout").fetchone()
        cursor.execute(f"pragma busy_timeout = {PATIENCE_MS}")
    try:
        with transaction.atomic():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"pragma busy_timeout = {usual}")


def write(text: str, language: str) -> None:
    rows = UnansweredQuery.objects.filter(text=text, language=language)
    again = {"times": F("times") + 1, "last_asked_on": timezone.localdate()}
    if rows.update(**again):
        return
    full = UnansweredQuery.objects.count() - MOST_ROWS + 1
    if full > 0:
        least = UnansweredQuery.objects.order_by("times", "last_asked_on", "pk").values("pk")[:full]
        UnansweredQuery.objects.filter(pk__in=list(least.values_list("pk", flat=True))).delete()
    try:
        with transaction.atomic():
            UnansweredQuery.objects.create(text=text, language=language)
    except IntegrityError:  # somebody else asked the same just now
        rows.update(**again)
