"""The footnote of a contested name: shown once on a page, linked from the name's first mention.

An editor writes the name with an asterisk, as the network's papers do: "Kosovo*", "në Kosovë*", "на Косову*".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

WITHOUT_LINKS = ("a", "button", "option", "script", "summary")  # elements
SIGN = re.compile(r"\*(?:\s*\(\d\))?")  # the asterisk of a mention, with a paper's own "(1)"


@dataclass(frozen=True)
class Footnote:
    """``forms`` are the name and its inflections, with or without their asterisks; ``mark`` is `` lang="…"`` or ""."""

    slug: str
    forms: tuple[str, ...]
    text: str
    mark: str = ""

    @property
    def anchor(self):
        return f"fn-{self.slug}"


@lru_cache(maxsize=64)
def endings(forms: tuple[str, ...]) -> tuple[re.Pattern, int]:
    """(a text that ends with one of the ``forms``, as many letters as must be looked at), whatever their case."""
    bare = {escape(form.replace("*", "").strip()) for form in forms} - {""}
    names = "|".join(map(re.escape, sorted(bare))) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{names})\Z", re.IGNORECASE), max(map(len, bare), default=0) + 1


def may_hold_link(html: str, place: int) -> bool:
    """Whether ``place`` is in none of the elements in which a link may not stand."""
    return all(
        max(html.rfind(f"<{tag} ", 0, place), html.rfind(f"<{tag}>", 0, place)) <= html.rfind(f"</{tag}>", 0, place)
        for tag in WITHOUT_LINKS
    )


def link_first_mention(html: str, note: Footnote) -> tuple[str, bool, bool]:
    """(``html`` with the first mention that may hold a link linked, whether it is mentioned, whether linked)."""
    names, longest = endings(note.forms)
    parts, end, linked = [], 0, False
    for sign in SIGN.finditer(html):
        place = sign.start()
        is_in_tag = html.rfind("<", 0, place) > html.rfind(">", 0, place)
        if is_in_tag or not names.search(html[max(0, place - longest) : place]):
            continue
        parts += [html[end:place], "*"]
        end = sign.end()
        if not linked and may_hold_link(html, place):
            link = '<sup class="footnote-link"><a href="#{}" id="{}-back">*</a></sup>'
            parts[-1] = format_html(link, note.anchor, note.anchor)
            linked = True
    return "".join([*parts, html[end:]]), bool(parts), linked


def with_footnotes(html: str, notes: Iterable[Footnote], title: str, back: str) -> SafeString:
    """``html`` followed by the footnotes of the names it mentions, under the heading ``title``.

    ``back`` is what the link back to the first mention is called.
    """
    items = []
    for note in notes if "*" in html else ():
        html, mentioned, linked = link_first_mention(html, note)
        if mentioned:
            link = format_html(' <a href="#{}-back" aria-label="{}">↑</a>', note.anchor, back) if linked else ""
            item = '<li id="{}"><span aria-hidden="true">* </span><span{}>{}</span>{}</li>'
            items.append(format_html(item, note.anchor, mark_safe(note.mark), note.text, link))
    if items:
        heading = format_html('<h2 id="footnotes" class="visually-hidden">{}</h2>', title)
        html += f'<section class="footnotes" aria-labelledby="footnotes">{heading}<ul>{"".join(items)}</ul></section>'
    return mark_safe(html)
