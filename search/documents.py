"""What search knows of an entry: one document for it, and one for each of its recommendations.

``from_entry`` is the only way from an entry to a document. It reads ``heading_sq``, ``summary_sq`` … of the languages
that are out, never through a fallback. A document is a plain dict that both engines keep packed:

``id``, ``entry`` (primary key), ``key``, ``anchor`` ("" for the entry itself, else the recommendation's), ``number``,
``original`` (a code), ``states`` {code: "original", "translation", "machine" or "outdated"}, the facets
(search/params.py), ``date`` (of the event, else of publication), ``published_on``, ``event_date``, and per language
``title``, ``summary``, ``paper`` (of a recommendation: the paper's heading), ``terms`` (names and synonyms of what it
is tagged with), ``passages`` {"anchors": […], "words", "stems"}, with concordances of the folded words and the stems
(search/concordance.py), and ``texts``, those of the passages.
"""

import html
import re
from dataclasses import dataclass
from functools import cache

from django.db.models import prefetch_related_objects
from modelcluster.models import get_all_child_relations
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES
from practices import models
from practices.blocks import STRUCTURED
from practices.filters import KINDS
from practices.terms import VOCABULARIES
from practices.translated import Method
from practices.units import child_rows, raw_blocks
from practices.units import text_fields as unordered_text_fields
from search.concordance import concordance
from search.normalise import composed, keys

# A paragraph ends a word, a link within one does not
TAG, WITHIN = re.compile("<[^>]*>"), re.compile("</?(?:a|b|strong|i|em|sub|mark)(?: [^>]*)?>")
NO_STOP = re.compile(r"[\w)”’\"]$")
# Text in no particular language, for a reader of any
NEUTRAL = {
    models.Reference: ("citation",),
    models.ResponsibleBody: ("acronym", "former_names"),
    models.Figure: ("value", "source"),
    models.GoodPractice: ("author_organisation",),
    models.Failure: ("author_organisation",),
    models.ConclusionPaper: ("author_organisation", "event_name", "event_place", "event_organiser", "event_series"),
    models.CountryNote: ("author_organisation",),
    models.Collection: ("author_organisation", "curator", "venue"),
}
ABOUT = "about-this-entry"  # where the page shows them
APART = ("heading", "summary", "body")  # of an entry, what is no passage of its own


@dataclass(frozen=True)
class TermNames:
    """A term's key, and its names and synonyms in each language as one text."""

    slug: str
    names: dict[str, str]


def all_term_names() -> dict[str, dict[int, TermNames]]:
    """{vocabulary: {primary key: names}}; read once for many documents."""
    found = {}
    for name, vocabulary in VOCABULARIES.items():
        label, neutral = vocabulary.label_field, vocabulary.neutral_label
        columns = {code: (localized(label, code), localized("synonyms", code)) for code in CONTENT_CODES}
        rows = vocabulary.model.objects.values(
            "pk", "slug", neutral, *(each for pair in columns.values() for each in pair)
        )
        found[name] = {row["pk"]: TermNames(row["slug"], names_of(row, columns, neutral)) for row in rows}
    return found


def names_of(row, columns, neutral) -> dict[str, str]:
    """{code: names and synonyms, one a line}; a topic's ``name`` is what an editor typed, in any language."""
    typed = [row["name"]] if neutral == "name" else []
    names = {code: filter(None, (*typed, *map(row.get, pair))) for code, pair in columns.items()}
    lines = {code: dict.fromkeys(composed("\n".join(each)).splitlines()) for code, each in names.items()}
    return {code: "\n".join(each) for code, each in lines.items() if each}


def documents_of(ids, term_names=None) -> dict[int, tuple[dict, ...]]:
    """{id of entry: its documents} of those among ``ids`` that are public; a fixed number of queries for all."""
    term_names = term_names or all_term_names()
    public = models.Entry.objects.public().filter(pk__in=list(ids)).values("pk")
    found = {}
    for model in KINDS.values():
        entries = list(model.objects.filter(pk__in=public))
        if entries:
            prefetch_related_objects(entries, *lookups(model))
            found |= {entry.pk: from_entry(entry, term_names) for entry in entries}
    return found


@cache
def lookups(model) -> tuple[str, ...]:
    """What ``from_entry`` reads of an entry beside its own row."""
    rows = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    rows = [name for name in rows if hasattr(getattr(model, name).rel.related_model, "anchor") or "tagged" in name]
    below = {
        "recommendations": [f"recommendations__{name}" for name in ("phases", "genders", "actors")],
        "sections": ["sections__items"],
    }
    return ("countries", *rows, *(name for row in rows for name in below.get(row, ())))


def from_entry(entry, term_names=None) -> tuple[dict, ...]:
    """The documents of a public ``entry``: its own, then one of each recommendation."""
    term_names = term_names or all_term_names()
    codes = entry.released_languages()
    tags = {
        name: [row.tag_id for row in getattr(entry, f"tagged_{name}s").all()]
        for name in ("phase", "gender", "actor", "topic")
    }
    tags["country"] = [country.pk for country in entry.countries.all()]
    if (own := getattr(entry, "country_id", None)) and own not in tags["country"]:
        tags["country"].append(own)
    date = entry.event_date or entry.published_on
    shared = {
        "entry": entry.pk,
        "key": entry.key,
        "type": entry.kind_of_entry,
        "original": entry.original_language,
        "states": {code: state_of(entry, code) for code in codes},
        "evidence": [entry.evidence_level] if getattr(entry, "evidence_level", "") else [],
        "year": [str(date.year)] if date else [],
        "date": iso(date),
        "published_on": iso(entry.published_on),
        "event_date": iso(entry.event_date),
    }
    document = {
        **shared,
        "id": str(entry.pk),
        "anchor": "",
        "number": None,
        "available": list(codes),
        "title": texts(entry, "heading", codes),
        "summary": texts(entry, "summary", codes),
        "paper": {},
        **named(tags, term_names, codes),
        **with_passages({code: entry_passages(entry, code, code == codes[0]) for code in codes}),
    }
    recommendations = (
        recommendation(row, document, shared, tags, term_names, codes)
        for row in (entry.recommendations.all() if isinstance(entry, models.ConclusionPaper) else ())
    )
    return (document, *filter(None, recommendations))


def recommendation(row, paper, shared, tags, term_names, codes) -> dict | None:
    """The document of a recommendation, tagged as the paper tags it; its country and topics are the paper's."""
    passages = {code: row_passages(row, code) for code in codes}
    passages = {code: found for code, found in passages.items() if found}
    if not passages:
        return None  # its languages are held back
    own = {name: [term.pk for term in getattr(row, f"{name}s").all()] for name in ("phase", "gender", "actor")}
    headings = texts(row, "heading", codes)
    return {
        **shared,
        "id": f"{row.entry_id}-{row.anchor}",
        "anchor": row.anchor,
        "number": row.number,
        "available": list(passages),
        "title": {code: headings.get(code) or shortened(found[0][1]) for code, found in passages.items()},
        "summary": {},
        "paper": paper["title"],
        **named({**tags, **own}, term_names, codes),
        **with_passages(passages),
    }


def state_of(entry, code) -> str:
    """What a reader should know of the text in ``code``."""
    if code == entry.original_language:
        return "original"
    if entry.outdated_units(code):
        return "outdated"
    return "machine" if entry.method(code) == Method.MACHINE else "translation"


def named(tags, term_names, codes) -> dict:
    """The facets of ``tags`` {vocabulary: ids} as keys, and ``terms``: what they are called, per language."""
    found = [(name, term_names[name][pk]) for name, ids in tags.items() for pk in ids if pk in term_names[name]]
    called = {code: "\n".join(term.names[code] for _name, term in found if code in term.names) for code in codes}
    facets = {name: sorted({term.slug for each, term in found if each == name}) for name in tags}
    return {**facets, "terms": {code: text for code, text in called.items() if text}}


def texts(row, name, codes) -> dict[str, str]:
    return {code: composed(text) for code in codes if (text := getattr(row, localized(name, code)))}


@cache
def text_fields(model) -> tuple[str, ...]:
    """In the model's order: modeltranslation has a set, and a document must be the same in every process."""
    names = unordered_text_fields(model)
    return tuple(field.name for field in model._meta.fields if field.name in names)


def entry_passages(entry, code, is_first: bool) -> list[tuple[str, str]]:
    """(anchor, text) of the parts of an entry that have an address of their own, in the language ``code``.

    What is in no particular language goes with the first that is out.
    """
    found = []
    for name in text_fields(type(entry)):
        if name not in APART:
            found.append((name.replace("_", "-"), getattr(entry, localized(name, code))))
    for block in raw_blocks(getattr(entry, localized("body", code))):
        value = block["value"]
        if block["type"] in STRUCTURED:
            value = joined(value.get("heading"), value.get("text"))
        found.append((block["id"], value))
    for _accessor, row in child_rows(entry):
        found += row_passages(row, code, is_first)
    if is_first:
        found.append((ABOUT, neutral(entry)))
    return [(anchor, text) for anchor, html in found if (text := plain(html or ""))]


def row_passages(row, code, is_first=False) -> list[tuple[str, str]]:
    """A row as one passage, or none where it says nothing in ``code``.

    What it says in no particular language goes with its words, and where it has none with the first language.
    """
    own = [getattr(row, localized(name, code)) for name in text_fields(type(row))]
    if not (any(own) or is_first):
        return []
    text = plain(joined(*own, neutral(row)))
    return [(row.anchor, text)] if text else []


def neutral(row) -> str:
    return " · ".join(filter(None, (getattr(row, name) for name in NEUTRAL.get(type(row), ()))))


def with_passages(found: dict[str, list[tuple[str, str]]]) -> dict[str, dict]:
    """``passages`` and ``texts`` of a document, of (anchor, text) in each language."""
    texts = {code: [text for _anchor, text in parts] for code, parts in found.items()}
    anchors = {code: [anchor for anchor, _text in parts] for code, parts in found.items()}
    return {
        "texts": texts,
        "passages": {code: {"anchors": anchors[code], **keys_of(texts[code], code)} for code in found},
    }


def keys_of(texts: list[str], code: str) -> dict[str, str]:
    """Concordances of the ``words``, folded, and of the ``stems`` of texts in the language ``code``."""
    found = [keys(text, code) for text in texts]
    words, stems = zip(*found, strict=True) if found else ((), ())
    return {"words": concordance(words), "stems": concordance(stems)}


def plain(text: str) -> str:
    """Sanitised HTML, marked or not, or plain text, as one line of text."""
    if "<" in text:
        text = TAG.sub(" ", WITHIN.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    return composed(" ".join(text.split()))


def joined(*parts: str | None) -> str:
    """``parts`` one after the other; a heading, which ends without a stop, is set off from its text by a colon."""
    *first, last = list(filter(None, parts)) or [""]
    return " ".join((*(f"{part}:" if NO_STOP.search(part) else part for part in first), last))


def shortened(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def iso(date) -> str | None:
    return date.isoformat() if date else None
