"""The texts of the exchange format as a page keeps them: sanitised HTML, and the body cut into blocks."""

import re

from bs4 import BeautifulSoup

from practices.blocks import PLAIN, STRUCTURED
from practices.sanitize import clean_html, from_plain_text

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
WHOLE = {"p", "ul", "ol", "blockquote"}  # one block each
CONTAINERS = {"html", "body", "main", "article", "section", "div"}  # only hold others
LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def to_html(text: str) -> str:
    """Sanitised HTML of a text that may be HTML or plain, where a blank line starts a paragraph."""
    return clean_html(text) if LOOKS_LIKE_HTML.search(text) else from_plain_text(text)


def blocks_of(body) -> list[dict]:
    """The blocks ({type, anchor, text, …}) of a body given as HTML, plain text or blocks; one a paragraph."""
    if not isinstance(body, str):
        return body
    if not LOOKS_LIKE_HTML.search(body):
        return [{"type": "paragraph", "text": part} for part in re.split(r"\n\s*\n", body) if part.strip()]
    parts = parts_of(BeautifulSoup(body, "html.parser"))
    return [{"type": kind, "text": text} for kind, text in parts if text]


def parts_of(element):
    """(type, text) of each heading, paragraph or list in ``element``; text between them makes a paragraph too."""
    loose = ""
    for child in element.contents:
        if child.name in HEADINGS or child.name in CONTAINERS or child.name in WHOLE:
            yield "paragraph", to_paragraph(loose)
            loose = ""
        if child.name in HEADINGS:
            yield "heading", child.get_text(" ", strip=True)
        elif child.name in CONTAINERS:
            yield from parts_of(child)
        elif child.name in WHOLE:
            yield "paragraph", clean_html(str(child))
        else:
            loose += child.output_ready("minimal") if child.name is None else str(child)
    yield "paragraph", to_paragraph(loose)


def to_paragraph(text) -> str:
    cleaned = clean_html(text)
    return f"<p>{cleaned}</p>" if cleaned else ""


def raw_block(block, anchor) -> dict:
    """A block as a StreamField stores it: {type, id, value}."""
    kind = block["type"].replace("-", "_")
    if kind in PLAIN:
        value = block["text"]
    elif kind in STRUCTURED:
        value = {name: block[name] for name in STRUCTURED[kind]} | {"text": to_html(block["text"])}
    else:
        value = to_html(block["text"])
    return {"type": kind, "id": anchor, "value": value}
