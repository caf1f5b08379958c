"""Dates in the reader's language."""

import datetime
from functools import lru_cache

from django import template
from django.utils import formats, translation

from portal.languages import site_language

register = template.Library()

USUAL = ("{} {}", "F Y")  # the day and what follows it; how Django writes that
FORMATS = dict.fromkeys(("sr", "bs"), ("{}. {}", "F Y."))


@register.filter
def day(date) -> str:
    """``date`` in the reader's language, e.g. "6 October 2021", "6. oktobar 2021."."""
    content = site_language().content
    form, _month = FORMATS.get(content, USUAL)
    return form.format(date.day, month(date.year, date.month, content))


@lru_cache(maxsize=2_000)  # 50 µs with Django
def month(year: int, number: int, content: str) -> str:
    """E.g. "October 2021", in the content language ``content``.

    Django's own Serbian is Cyrillic, the interface's is Latin; only English writes months with a capital.
    """
    _day, form = FORMATS.get(content, USUAL)
    with translation.override("sr-latn" if content == "sr" else content):
        text = formats.date_format(datetime.date(year, number, 1), form)
    return text if content == "en" else text.lower()
