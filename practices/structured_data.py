"""An entry for machines that read pages: schema.org JSON-LD."""

import html
import json

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from practices import models

SOURCE = models.Reference.Kind.SOURCE

TYPES = {"paper": "Report", "collection": "Collection"}
DANGEROUS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
LONGEST_HEADLINE = 110  # characters, as search engines ask


def plain(text) -> str:
    """A ``Text`` without markup; "" for None."""
    return html.unescape(strip_tags(str(text))) if text else ""


def describe(entry, reading, links, url: str, original_url: str, publisher: str) -> dict:
    """The entry as schema.org has it; addresses are absolute. Values that are unknown are left out."""
    heading = reading.text(entry, "heading")
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(entry.kind_of_entry, "Article"),
        "@id": url,
        "url": url,
        "identifier": entry.key,
        "headline": plain(heading)[:LONGEST_HEADLINE],
        "description": plain(reading.text(entry, "summary")),
        "inLanguage": heading.tag if heading else reading.shown,
        "datePublished": date_of(reading.entry.published_in(reading.shown) or entry.first_published_at),
        "dateModified": date_of(entry.last_published_at),
        "publisher": {"@type": "Organization", "name": publisher},
        "author": {"@type": "Organization", "name": entry.author_organisation} if entry.author_organisation else None,
        "license": entry.licence,
        "keywords": [term.label for name in ("phase", "actor", "gender", "topic") for term in links.terms(name)],
        "spatialCoverage": [{"@type": "Place", "name": term.label} for term in links.terms("country")],
        "translationOfWork": {"@id": original_url} if original_url != url else None,
        "isBasedOn": [source(row) for row in links.rows(entry, "references") if row.kind == SOURCE],
    }
    return {name: value for name, value in data.items() if value}


def source(row) -> dict:
    work = {"@type": "CreativeWork", "name": row.citation}
    return {**work, "url": row.url} if row.url else work


def date_of(value) -> str:
    return value.strftime("%Y-%m-%d") if value else ""


def as_script(data: dict, nonce: str) -> SafeString:
    """``data`` in a script element that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False).translate(DANGEROUS)
    return format_html('<script type="application/ld+json" nonce="{}">{}</script>', nonce, mark_safe(text))
