"""The first screen of an entry: a line of facts, a strip of a few more, and what each language has."""

from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages import BY_CODE, CONTENT_LANGUAGES, Language
from practices import models
from practices.connections import term_links
from practices.templatetags.dates import day
from practices.translated import Method


def named(entry, reading, name) -> SafeString | str:
    """The text ``name`` as a span that search can lead to, with its language where it has another; "" without one."""
    text = reading.text(entry, name)
    return format_html('<span id="{}"{}>{}</span>', name.replace("_", "-"), text.mark, text) if text else ""


def date_range(first, last):
    """ "6 October 2021" or "3 October 2018 – 4 October 2018"; "" without a first day."""
    if not first:
        return ""
    return f"{day(first)} – {day(last)}" if last and last != first else day(first)


def facts_line(entry, reading) -> list:
    """What stands under the heading: event, date, place, organisation."""

    text = partial(named, entry, reading)
    if isinstance(entry, models.ConclusionPaper):
        place = text("event_place") or (_("online") if entry.event_online else "")
        facts = [text("event_name"), date_range(entry.event_date, None), place, entry.event_organiser]
    elif isinstance(entry, models.Collection):
        facts = [date_range(entry.event_date, entry.event_end_date), text("venue")]
    else:
        facts = [entry.author_organisation]
    return [fact for fact in facts if fact]


def strip(entry, reading, links, sections) -> list[tuple]:
    """(label, value) of the few facts that decide whether to read on; empty ones are left out."""

    text = partial(named, entry, reading)
    for_whom = (_("Who it is for"), text("target_groups"))
    countries = term_links(links.terms("country"))
    if isinstance(entry, models.GoodPractice):
        facts = [
            (_("Evidence"), entry.get_evidence_level_display()),
            (_("Status"), entry.get_status_display()),
            for_whom,
            (_("Who acts"), term_links(links.terms("actor"))),
            (_("Countries"), countries),
        ]
    elif isinstance(entry, models.Failure):
        facts = [
            (_("Kind"), entry.get_failure_kind_display()),
            (_("Place and period"), text("setting")),
            for_whom,
            (_("Countries"), countries),
        ]
    elif isinstance(entry, models.ConclusionPaper):
        facts = [
            for_whom,
            (_("Countries"), countries),
            (_("Recommendations"), recommendations_in_short(links, sections)),
        ]
    elif isinstance(entry, models.CountryNote):
        facts = [
            (_("Country"), term_links([links.known["country", entry.country_id]])),
            (_("As of"), entry.as_of and day(entry.as_of)),
            for_whom,
            *counts(links),
        ]
    else:
        names = [BY_CODE[code] for code in entry.event_languages.split() if code in BY_CODE]
        spoken = format_html_join(", ", '<span lang="{}">{}</span>', ((each.tag, each.name) for each in names))
        facts = [
            (_("Curated by"), entry.curator),
            (_("Who it is for"), text("audience")),
            (capfirst(entry._meta.get_field("target_groups").verbose_name), text("target_groups")),
            (_("Languages of the event"), spoken),
        ]
    return [(label, value) for label, value in facts if value]


def recommendations_in_short(links, sections):
    """ "13, for 6 kinds of actors" """
    count = sum(len(section.content) for section in sections if section.template == "recommendations")
    actors = len({pk for (relation, owner), pks in links.ids.items() if relation == "actor" and owner for pk in pks})
    if not count or not actors:
        return count
    sentence = ngettext("%(count)d, for %(actors)d kind of actors", "%(count)d, for %(actors)d kinds of actors", actors)
    return sentence % {"count": count, "actors": actors}


def counts(links):
    """(name of the kind, how many) of the entries about a country; no notes about itself."""
    kinds = dict(models.EntryIndex.KINDS)
    return [
        (kinds[kind], links.in_country[kind]) for kind in kinds if kind in links.in_country and kind != "country-note"
    ]


def about(entry, links) -> list[tuple]:
    """(label, value) of everything the entry is tagged with, and its dates."""
    facts = [
        (_("Phase"), term_links(links.terms("phase"))),
        (_("Who acts"), term_links(links.terms("actor"))),
        (_("Gender"), term_links(links.terms("gender"))),
        (_("Countries"), term_links(links.terms("country"))),
        (_("Topics"), term_links(links.terms("topic"))),
        (_("Date of the event"), date_range(entry.event_date, getattr(entry, "event_end_date", None))),
        (_("Series of events"), getattr(entry, "event_series", "")),
        (_("Source published on"), entry.published_on and day(entry.published_on)),
        (_("Organisation"), entry.author_organisation),
        (_("Licence"), entry.licence),
        (_("Last changed here on"), entry.last_published_at and day(entry.last_published_at.date())),
        (_("To be reviewed by"), entry.review_by and day(entry.review_by)),
    ]
    return [(label, value) for label, value in facts if value]


# --- What each language has


@dataclass(frozen=True)
class Version:
    """The text in one language: ``states`` are (key, words), e.g. ("machine", "machine")."""

    language: Language
    url: str
    states: list[tuple[str, str]]
    is_shown: bool


def versions(entry, reading, full: set[str], outdated: set[str], urls: dict[str, str]) -> list[Version]:
    """What there is in each language, missing ones included.

    ``full`` are the languages with more than a summary; ``urls`` goes by the language's code.
    """
    found = []
    for language in CONTENT_LANGUAGES:
        code = language.code
        if code not in reading.released:
            found.append(Version(language, "", [("missing", _("missing"))], False))
            continue
        states = [("original", _("original"))] if code == entry.original_language else []
        if code in outdated:
            states.append(("outdated", _("outdated")))
        elif method := {
            Method.AUTHORITATIVE: ("authoritative", _("authoritative")),
            Method.MACHINE: ("machine", _("machine")),
            Method.HUMAN: ("human", _("human")),
        }.get(entry.method(code)):
            states.append(method)
        if entry.original_language in full and code not in full:
            states.append(("summary", _("summary only")))
        found.append(Version(language, urls[code], states, code == reading.shown))
    return found
