"""The one door through which HTML from outside enters the portal."""

import html
import re

import bleach

TAGS = {"p", "br", "h3", "h4", "ul", "ol", "li", "a", "b", "strong", "i", "em", "sub", "sup", "blockquote"}
# linktype and id: how Wagtail stores a link to a page; data-block-key: how its editor finds a paragraph again
ATTRIBUTES = {"a": ["href", "linktype", "id"], "p": ["data-block-key"], "li": ["data-block-key"]}
PROTOCOLS = {"http", "https", "mailto", "tel"}
LONGEST = 1_000_000  # characters
DEEPEST = 100  # nested tags; bleach needs 17 s for 20,000 of them (measured)

TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*?(/?)>")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# bleach strips an element's tags and leaves its text: what these hold is never text for a reader
WITH_CONTENT = re.compile(
    r"<(script|style|template|iframe|noscript|noembed|noframes|object|svg|math|title|textarea|xmp|plaintext)\b"
    r".*?(</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
EMPTY = re.compile(r"(<p( [^>]*)?>(\s|<br/?>|&nbsp;)*</p>\s*)+")


class UnsafeHTML(ValueError):
    """HTML that is refused whole, with a sentence that says why."""


def check_limits(text: str) -> None:
    """Raise ``UnsafeHTML`` where ``text`` is longer than 1,000,000 characters or nested deeper than 100 tags."""
    if len(text) > LONGEST:
        raise UnsafeHTML(f"The text has {len(text):,} characters; at most {LONGEST:,} are taken.")
    depth = 0
    for closing, name, itself in TAG.findall(text):
        if name.lower() in VOID or itself:
            continue
        depth += -1 if closing else 1
        if depth > DEEPEST:
            raise UnsafeHTML(f"The text nests more than {DEEPEST} HTML elements.")


def clean_html(text: str | None) -> str:
    """``text`` with the allowed elements only; "" where nothing is left to read.

    Cleaning twice changes nothing. Raises ``UnsafeHTML`` past the limits.
    """
    if not text:
        return ""
    check_limits(text)
    text = text.replace("\x00", "")
    while (shorter := WITH_CONTENT.sub("", text)) != text:
        text = shorter
    cleaned = bleach.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True
    )
    return "" if EMPTY.fullmatch(cleaned.strip()) else cleaned.strip()


def from_plain_text(text: str) -> str:
    """HTML paragraphs of ``text``; a blank line starts a new one."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)
