"""Dates in the reader's language."""

from functools import lru_cache

from django import template
from django.utils import formats, translation

from portal.languages import site_language

register = template.Library()

DAY_FORMATS = {"sr": "j. F Y.", "bs": "j. F Y."}


@register.filter
def day(date) -> str:
    """``date`` in the reader's language, e.g. "6 October 2021", "6. oktobar 2021."

    Django's own Serbian is Cyrillic, the interface's is Latin; only English writes months with a capital.
    """
    return written(date, site_language().content)


@lru_cache(maxsize=5_000)
def written(date, content: str) -> str:
    with translation.override("sr-latn" if content == "sr" else content):
        text = formats.date_format(date, DAY_FORMATS.get(content, "j F Y"))
    return text if content == "en" else text.lower()
