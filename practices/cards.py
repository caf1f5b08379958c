"""Entries in short, as lists show them: what a card of one entry needs, at a fixed number of queries."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES, CONTENT_LANGUAGES, Language
from practices.filters import kind_word, kinds_by_type
from practices.models import Entry
from practices.reading import Reading, Text
from practices.terms import VOCABULARIES, Term
from practices.translated import Method

# What a card shows of each language; bodies stay in the database
TEXTS = ("heading", "summary")
FACTS = ("translation_state", "translation_published_on", "translation_method", "translation_outdated")
COLUMNS = (
    *("title", "content_type", "url_path", "depth", "path", "original_language", "event_date", "published_on"),
    *(localized(name, code) for name in (*TEXTS, *FACTS) for code in CONTENT_CODES),
)


@dataclass(frozen=True)
class Pip:
    """One language of an entry and what is to be known of it: ``states`` for the style sheet, in ``words``."""

    language: Language
    states: list[str]
    words: list[str]


@dataclass(frozen=True)
class Card:
    kind: str
    kind_word: str
    url: str
    heading: Text
    summary: Text | None
    date: datetime.date | None
    date_is_event: bool
    phases: list[tuple[Term, bool]]
    countries: list[Term]
    pips: list[Pip]


NEWEST_FIRST = (F("listed_date").desc(nulls_last=True), F("pk").desc())


def newest_first(entries):
    """By the date of the event, else of publication; those without a date last, the youngest row first."""
    return entries.annotate(listed_date=Coalesce("event_date", "published_on")).order_by(*NEWEST_FIRST)


def newest_of_each_kind(entries, most: int) -> dict[str, tuple[int, list[int]]]:
    """{kind: (how many of ``entries`` it has, ids of the newest ``most``)}, in one query."""
    rows = newest_first(entries).annotate(
        number=Window(Count("pk"), partition_by="content_type"),
        place=Window(RowNumber(), partition_by="content_type", order_by=NEWEST_FIRST),
    )
    found = {}
    for type_id, number, pk in rows.filter(place__lte=most).values_list("content_type", "number", "pk"):
        found.setdefault(kinds_by_type()[type_id], (number, []))[1].append(pk)
    return found


def cards(entries, terms, language, request) -> list[Card]:
    """The cards of ``entries`` (at most a page of them), the newest first; three queries for all.

    Texts are read of these alone: SQLite would else read through every body on its way to the dates it sorts by.
    ``terms`` as ``all_terms`` gives them.
    """
    found = newest_first(Entry.objects.filter(pk__in=entries.values("pk")))
    entries = list(found.only(*COLUMNS).annotate(note_country=F("countrynote__country_id")))
    ids = [entry.pk for entry in entries]
    phases_of = VOCABULARIES["phase"].terms_of(ids)
    countries_of = VOCABULARIES["country"].terms_of(ids)
    return [
        card(
            entry,
            phases=[(phase, phase.pk in phases_of.get(entry.pk, ())) for phase in terms["phase"]],
            countries=[
                country
                for country in terms["country"]
                if country.pk in countries_of.get(entry.pk, ()) or country.pk == entry.note_country
            ],
            language=language,
            request=request,
        )
        for entry in entries
    ]


def card(entry, *, phases, countries, language, request) -> Card:
    kind = kind_of(entry)
    reading = Reading(entry, language)
    return Card(
        kind=kind,
        kind_word=kind_word(kind),
        url=entry.get_url(),
        heading=reading.text(entry, "heading") or reading.label(entry.title),
        summary=reading.text(entry, "summary"),
        date=entry.event_date or entry.published_on,
        date_is_event=entry.event_date is not None,
        phases=phases if any(on for _phase, on in phases) else [],
        countries=countries,
        pips=[pip(entry, each) for each in CONTENT_LANGUAGES],
    )


def kind_of(entry) -> str:
    """The kind by the content type, so that the type's own table is not read."""
    return kinds_by_type()[entry.content_type_id]


def pip(entry, language) -> Pip:
    code = language.code
    if not entry.is_released(code):
        return Pip(language, ["missing"], [gettext("Not available")])
    if code == entry.original_language:
        return Pip(language, ["original"], [gettext("Original")])
    found = {"translation": gettext("Translation")}
    if entry.method(code) == Method.MACHINE:
        found = {"machine": gettext("Machine translation")}
    if entry.outdated_units(code):
        found["outdated"] = gettext("Older than the original")
    return Pip(language, list(found), list(found.values()))
