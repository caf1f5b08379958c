"""Dates in the reader's language."""

import datetime
from functools import lru_cache

from django import template
from django.utils import formats, translation

from portal.languages import site_language

register = template.Library()

DAYS, MONTHS = {"sr": "{}. {}", "bs": "{}. {}"}, {"sr": "F Y.", "bs": "F Y."}


@register.filter
def day(date) -> str:
    """``date`` in the reader's language, e.g. "6 October 2021", "6. oktobar 2021."."""
    content = site_language().content
    return DAYS.get(content, "{} {}").format(date.day, month(date.year, date.month, content))


@lru_cache(maxsize=2_000)  # 50 µs with Django
def month(year: int, number: int, content: str) -> str:
    """E.g. "October 2021", in the content language ``content``.

    Django's own Serbian is Cyrillic, the interface's is Latin; only English writes months with a capital.
    """
    with translation.override("sr-latn" if content == "sr" else content):
        text = formats.date_format(datetime.date(year, number, 1), MONTHS.get(content, "F Y"))
    return text if content == "en" else text.lower()
