"""Small pieces of HTML that stand on a page a hundred times, each kept once it is made.

A template takes longer over these than over the rest of the page.
"""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CHECKBOX = '<input type="checkbox" form="search" id="{name}-{key}" name="{name}" value="{key}"{}><span{}>{}</span>'
PIP = '<li class="pip pip--{}"><span lang="{}">{}</span><span class="visually-hidden"> ({})</span></li>'


@lru_cache(maxsize=5_000)
def checkbox(name: str, key: str, label: str, lang: str, is_on: bool) -> SafeString:
    """The box of a filter's value, and its label."""
    return format_html(
        CHECKBOX,
        mark_safe(" checked" if is_on else ""),
        format_html(' lang="{}"', lang) if lang else "",
        label,
        name=name,
        key=key,
    )


def pips(versions) -> SafeString:
    """The languages of a ``results.Result``."""
    return pips_of(tuple((each.state, each.language.tag, each.language.name, each.word) for each in versions))


@lru_cache(maxsize=2_000)
def pips_of(versions: tuple[tuple[str, ...], ...]) -> SafeString:
    return format_html_join("", PIP, versions)


@lru_cache(maxsize=32)
def line(stations: tuple[bool, ...]) -> SafeString:
    """The continuum with the stations that are on filled."""
    return mark_safe("".join(f'<i class="station{" on" if is_on else ""}"></i>' for is_on in stations))
