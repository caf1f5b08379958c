"""Small pieces of HTML that stand on many pages, or many times on one; most are kept once they are made.

A template takes longer over these than over the rest of the page. ``language`` only tells pieces with the same texts in
different languages apart.
"""

from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practices.templatetags.dates import day

BOX = '<input type="checkbox" form="search" id="{name}-{key}" name="{name}" value="{key}"{}><span{}>{}</span>'
NONE = ' class="none"'
PIP = '<li class="pip pip--{}"><span lang="{}">{}</span><span class="visually-hidden"> ({})</span></li>'


def boxes(facet) -> SafeString:
    """A box for each value of a ``facets.Facet``, its label and how many entries have it."""
    return mark_safe(
        "".join(
            f"<label{'' if each.count else NONE}>"
            f"{box(facet.name, each.key, each.label, each.lang, each.selected)} <b>{each.count}</b></label>\n"
            for each in facet.values
        )
    )


@lru_cache(maxsize=2_000)
def box(name: str, key: str, label: str, lang: str, is_on: bool) -> SafeString:
    return format_html(
        BOX,
        mark_safe(" checked" if is_on else ""),
        format_html(' lang="{}"', lang) if lang else "",
        label,
        name=name,
        key=key,
    )


def passages(found) -> SafeString:
    """Places that match (``passages.Passage``), each a link; not kept: hardly two searches mark the same."""
    return mark_safe("".join(f'<li><a href="{escape(each.url)}"{each.mark}>{each.html}</a></li>' for each in found))


def pips(versions) -> SafeString:
    """The languages of a ``results.Result``."""
    return pips_of(tuple((each.state, each.language.tag, each.language.name, each.word) for each in versions))


@lru_cache(maxsize=2_000)
def pips_of(versions: tuple[tuple[str, ...], ...]) -> SafeString:
    return format_html_join("", PIP, versions)


@lru_cache(maxsize=2_000)
def head(language, kind: str, label: str, number: int | None, is_recommendation: bool, stations) -> SafeString:
    """What a hit is and where on the continuum; ``stations`` are (name, whether it is on)."""
    names = [name for name, is_on in stations if is_on]
    context = {
        "type": kind,
        "label": label,
        "number": number,
        "is_recommendation": is_recommendation,
        "stations": stations,
        "names": [] if len(names) == len(stations) else names,
    }
    return render_to_string("search/hit_head.html", context)


@lru_cache(maxsize=2_000)
def facts(language, countries: tuple[str, ...], date, date_is_event: bool) -> SafeString:
    """Where and when."""
    if not (countries or date):
        return ""
    rows = [escape(country) for country in countries]
    if date:
        word = _("Event") if date_is_event else _("Published")
        rows.append(f'{escape(word)}: <time datetime="{date.isoformat()}">{escape(day(date))}</time>')
    return mark_safe(f'<ul class="facts"><li>{"</li><li>".join(rows)}</li></ul>')
