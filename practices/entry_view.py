"""The page of an entry, of whatever kind, and its preview in the administration."""

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.languages import BY_CODE, LANGUAGES, site_language
from practices import models
from practices.connection_rows import child_rows_of
from practices.connections import connections_of, public_entries
from practices.filters import kind_word
from practices.headline import about, facts_line, strip, versions
from practices.querysets import is_unexpired
from practices.reading import Reading
from practices.script import is_cyrillic
from practices.sections import Sections, free_anchors
from practices.sources import files, references
from practices.structured_data import as_script, describe, plain
from practices.translated import Method


def entry(request, page):
    """200 wherever a language is out, in the original where the asked one is not; else, or when it has expired, 404."""
    preview = getattr(request, "is_preview", False)
    if not preview and not is_unexpired(page):
        raise Http404
    reading = Reading(page, site_language(), preview)
    links = connections_of(page, reading.language, preview)
    if not preview:
        prefetch_related_objects([page], *children(page, links))
    reading.find_links([page, *(row for name in child_rows_of(type(page)) for row in links.rows(page, name))])
    entries = public_entries(links.every_entry() | collected_ids(page) | {page.pk})
    builder = Sections(reading, links, entries)
    own = builder.own()
    sections = free_anchors([*own, *builder.related(), *files(builder), *references(builder)])
    urls = addresses(page, reading.language.code)
    alternates = alternates_of(reading, urls, links.serbian_heading)
    canonical = next(each["url"] for each in alternates if each["canonical"])
    heading, summary = reading.text(page, "heading"), reading.text(page, "summary")
    changed = {code: units for code in reading.released if (units := changed_units(page, code, preview))}
    absolute = request.build_absolute_uri
    data = describe(
        page, reading, links, absolute(canonical), absolute(urls[page.original_language]), str(settings.NETWORK_NAME)
    )
    return TemplateResponse(
        request,
        "practices/entry.html",
        {
            "page": page,
            "kind": page.kind_of_entry,
            "kind_word": kind_word(page.kind_of_entry),
            "reading": reading,
            "shown_language": BY_CODE[reading.shown],
            "original_url": urls[reading.released[0]] if reading.released else "",
            "heading": heading,
            "summary": summary,
            "page_title": plain(heading),
            "page_description": plain(summary),
            "facts_line": facts_line(page, reading),
            "strip": strip(page, reading, links, own),
            "about": about(page, links),
            "phases": links.phases() if ("phase", 0) in links.ids else [],
            "versions": versions(page, reading, links.full_languages(), set(changed), urls),
            "leading": [section for section in sections if section.leads],
            "sections": [section for section in sections if not section.leads],
            "contents": sections,
            "linked": entries.keys() | reading.addresses.keys(),
            "elsewhere": parts_elsewhere(own, reading),
            "is_machine": reading.has_own_text and page.method(reading.shown) == Method.MACHINE,
            "changed": changed_parts(page, own, changed.get(reading.shown)),
            "footnotes": links.footnotes,
            "restriction": restriction_of(page),
            "takes_messages": preview or page.pk in entries,  # readers write about what is public
            "asks_contact": bool(getattr(page, "contact_email", "")),
            "alternates": alternates,
            "canonical_url": absolute(canonical),
            "structured_data": as_script(data, getattr(request, "csp_nonce", "")),
        },
    )


def changed_units(page, code, preview):
    return page.changed_units(code) if preview else page.outdated_units(code)


def children(page, links) -> list[str]:
    """Lookups of the child rows that there are, with what their own lines need."""
    below = {"sections": "sections__items", "files": "files__document"}
    return [below.get(name, name) for name in child_rows_of(type(page)) if links.has_rows(name)]


def collected_ids(page) -> set[int]:
    """Ids of the entries in a collection."""
    sections = page.sections.all() if isinstance(page, models.Collection) else ()
    return {item.target_id for section in sections for item in section.items.all()}


def addresses(page, code) -> dict[str, str]:
    """{code: address of the page in that language or script}; ``code`` is the active one."""
    url = page.get_url() or ""
    return {language.code: url.replace(f"/{code}/", f"/{language.code}/", 1) for language in LANGUAGES}


def alternates_of(reading, urls, serbian_heading) -> list[dict]:
    """The page in every language and script, for the switch, hreflang and the canonical address.

    A second script is a page of its own only where it changes the text; a language without text of its own
    is the original's page.
    """
    serbian_changes = "sr" in reading.released and is_cyrillic(serbian_heading)
    shown = reading.language.code
    if not reading.has_own_text or (shown == "sr-latn" and not serbian_changes):
        shown = reading.shown
    return [
        {
            "language": language,
            "url": urls[language.code],
            "released": language.content in reading.released and (language.code == language.content or serbian_changes),
            "canonical": language.code == shown,
        }
        for language in LANGUAGES
    ]


def parts_elsewhere(sections, reading) -> list[dict]:
    """Which sections are in another language than the page: [{language, sections, all}]."""
    if not reading.has_own_text:
        return []
    own = reading.language.content
    found = []
    for code in reading.codes:
        foreign = [section for section in sections if code in section.codes]
        if code != own and foreign:
            everything = all(own not in section.codes for section in sections)
            found.append({"language": BY_CODE[code], "sections": foreign, "everything": everything})
    return found


def changed_parts(page, sections, units) -> list[dict]:
    """What changed in the original since the shown translation was checked: [{title, mark, anchor}]."""
    if not units:
        return []
    parts = [{"title": section.title, "anchor": section.anchor} for section in sections if section.has_changed(units)]
    own = {"heading": _("Heading"), "summary": _("Summary")}
    parts = [{"title": title, "anchor": ""} for name, title in own.items() if name in units] + parts
    return parts or [{"title": _("Short facts"), "anchor": ""}]


def restriction_of(page):
    """Who may see a collection that is not for everybody, in words; "" for anything else."""
    if not isinstance(page, models.Collection):
        return ""
    words = {
        "password": _("Only with the password"),
        "login": _("Only for members who are logged in"),
        "groups": _("Only for members of certain groups"),
    }
    return next((words.get(each.restriction_type, "") for each in page.get_view_restrictions()), "")
