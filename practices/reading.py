"""What a reader sees of an entry in a language: each text in that language, else in the original and marked so.

Read once per request; only ``find_links`` asks the database.
"""

from dataclasses import dataclass
from functools import cache

from django.http import Http404
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import Language
from practices.fields import RichText
from practices.script import in_latin, language_tag
from practices.text_links import public_addresses, with_links
from practices.units import translated_fields


@dataclass(frozen=True, slots=True)
class Text:
    """A text for a template: ``<p{{ text.mark }}>{{ text }}</p>``.

    ``code`` is the content language it is written in; ``mark`` is `` lang="…"`` where the text's language or
    script is not the page's, else "".
    """

    html: SafeString
    code: str
    tag: str
    mark: SafeString

    def __str__(self):
        return self.html

    __html__ = __str__


@cache
def rich_fields(model) -> frozenset[str]:
    """Names of the model's fields that hold HTML."""
    return frozenset(field.name for field in model._meta.get_fields() if isinstance(field, RichText))


class Reading:
    """The texts of ``entry`` for a reader of ``language``; a preview also shows that language unreleased.

    ``codes`` are the languages to look in, in this order; ``used`` collects those that texts were found in, so
    that the page can say which of its parts are in another language. Raises ``Http404`` where nothing is released.
    """

    def __init__(self, entry, language: Language, preview: bool = False):
        released = entry.released_languages()
        if not released and not preview:
            raise Http404
        self.entry = entry
        self.language = language
        self.released = released
        self.has_own_text = preview or language.content in released
        own = [language.content] if self.has_own_text else []
        self.codes = tuple(dict.fromkeys([*own, *released[:1]]))
        self.shown = self.codes[0]
        self.used = set()
        self.addresses = {}

    def find_links(self, rows):
        """Look up, once for all, what the running texts of ``rows`` and of the body link to; else no link is shown."""
        texts = [
            getattr(row, localized(name, code))
            for row in rows
            for name in rich_fields(type(row)).intersection(translated_fields(type(row)))
            for code in self.codes
        ]
        for _code, block in self.blocks():
            value = block["value"]
            texts.append(value.get("text") if isinstance(value, dict) else value)
        self.addresses = public_addresses(filter(None, texts))

    def text(self, row, name: str) -> Text | None:
        """The field ``name`` of the entry or of a row, or None where it is empty in every language looked in."""
        for code in self.codes:
            if value := getattr(row, localized(name, code)):
                return self.as_text(value, code, rich=name in rich_fields(type(row)))
        return None

    def as_text(self, value: str, code: str, rich: bool = False) -> Text:
        """``value`` in the language ``code``; ``rich`` text has passed practices/sanitize.py."""
        self.used.add(code)
        html = (with_links(value, self.addresses) if "linktype" in value else value) if rich else escape(value)
        tag = language_tag(code, html)
        if tag == "sr-Cyrl" and self.language.code == "sr-latn":
            html, tag = in_latin(html), "sr-Latn"
        mark = "" if tag == self.language.tag else format_html(' lang="{}"', tag)
        return Text(mark_safe(html), code, tag, mark)

    def label(self, words) -> Text:
        """A text of the interface, where one of the entry's could stand too."""
        return Text(escape(str(words)), self.language.content, self.language.tag, mark_safe(""))

    def blocks(self) -> list[tuple[str, dict]]:
        """(code, block) of each block of the body, if any, as StreamField stores it: {"id", "type", "value"}."""
        streams = [
            [(code, block) for block in stream.raw_data if has_text(block["value"])]
            for code in self.codes
            if (stream := getattr(self.entry, localized("body", code), None))
        ]
        return merged(*streams) if len(streams) > 1 else streams[0] if streams else []


def has_text(value) -> bool:
    """Whether a block's stored value says anything."""
    return bool(value.get("text") or value.get("heading")) if isinstance(value, dict) else bool(value)


def merged(own: list, original: list) -> list:
    """The original's blocks with ``own`` ones in place of those with the same id, and where they stand otherwise.

    A translation that shares no block with the original was made on its own and stands alone.
    """
    ids = {block["id"] for _, block in original}
    shared, added, last = {}, {}, None
    for item in own:
        block_id = item[1]["id"]
        if block_id in ids:
            shared[block_id], last = item, block_id
        else:
            added.setdefault(last, []).append(item)
    if not shared:
        return own or original
    result = added.get(None, [])
    for item in original:
        block_id = item[1]["id"]
        result += [shared.get(block_id, item), *added.get(block_id, ())]
    return result
