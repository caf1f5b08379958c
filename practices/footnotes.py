"""The footnote of a contested name: shown once on a page, linked from the name's first mention.

An editor writes the name with an asterisk, as the network's papers do: "Kosovo*", "në Kosovë*", "на Косову*".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# No link inside a link, a button or an option; nothing at all inside a tag or a script.
WITHOUT_LINKS = r"<(?P<tag>a|button|option|script|summary)\b.*?</(?P=tag)>|<[^>]*>"


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
def mention(forms: tuple[str, ...]) -> str:
    """A regular expression for any of the ``forms`` with its asterisk, swallowing a paper's own "(1)"."""
    bare = {escape(form.replace("*", "").strip()) for form in forms} - {""}
    longest_first = sorted(bare, key=lambda form: (-len(form), form))
    return rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, longest_first))})\*(?:\s*\(\d\))?"


@lru_cache(maxsize=64)
def patterns(forms: tuple[str, ...]) -> tuple[re.Pattern, re.Pattern]:
    """(a mention anywhere outside tags, the same or what must not hold a link); both ignore case."""
    flags = re.IGNORECASE | re.DOTALL
    return re.compile(rf"<[^>]*>|{mention(forms)}", flags), re.compile(f"{WITHOUT_LINKS}|{mention(forms)}", flags)


def link_first_mention(html: str, note: Footnote) -> tuple[str, bool, bool]:
    """(``html`` with the first mention that may hold a link linked, whether it is mentioned, whether linked)."""
    anywhere, linkable = patterns(note.forms)
    mentioned = False

    def without_number(match):
        nonlocal mentioned
        if match["name"] is None:
            return match[0]
        mentioned = True
        return f"{match['name']}*"

    html = anywhere.sub(without_number, html)
    if not mentioned:
        return html, False, False
    first = next((match for match in linkable.finditer(html) if match["name"]), None)
    if first is None:
        return html, True, False
    link = format_html('<sup class="footnote-link"><a href="#{}" id="{}-back">*</a></sup>', note.anchor, note.anchor)
    return f"{html[: first.end('name')]}{link}{html[first.end() :]}", True, True


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
