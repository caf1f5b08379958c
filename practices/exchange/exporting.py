"""Exports entries as lines that the importer takes back without loss.

A line holds what is public and, from the draft, the languages that are held back or withdrawn. A change of a
public text that waits in a draft is not in it: importing the line elsewhere would publish it.
"""

from collections.abc import Iterator
from datetime import UTC

from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import PageViewRestriction

from portal.languages import CONTENT_CODES
from practices.blocks import STRUCTURED
from practices.models import Entry
from practices.translated import State
from practices.units import child_rows, raw_blocks, text_fields, units

from .build import is_live
from .fields import KINDS

BY_MODEL = {kind.model: kind for kind in KINDS.values()}


def exported_entries(queryset=None) -> Iterator[dict]:
    """A line for each entry of ``queryset`` (all where none is given), in the tree's order."""
    entries = Entry.objects.all() if queryset is None else queryset
    for page in entries.order_by("path").specific().iterator(chunk_size=100):
        yield line_of(page)


def line_of(page) -> dict:
    """The line of JSON for ``page``, fields without a value left out."""
    page = with_held_text(page)
    kind = BY_MODEL[type(page)]
    line = {"type": kind.name, "key": page.key, "original_language": page.original_language}
    line |= values_of(page, kind.all_fields)
    if page.slug == page.key:
        del line["slug"]
    bodies = {code: blocks_of(page, code) for code in CONTENT_CODES}
    line |= {"body": {code: blocks for code, blocks in bodies.items() if blocks}} if any(bodies.values()) else {}
    for rows in kind.all_rows:
        if found := rows_of(page, rows):
            line[rows.name] = found
    if translations := {code: facts for code in CONTENT_CODES if (facts := translation_of(page, code))}:
        line["translations"] = translations
    visibility = visibility_of(page)
    if visibility != "public":
        line["visibility"] = visibility
    if page.live:
        if not is_live(line):
            del line["go_live_at"]  # it is out already, whatever its date
    elif page.approved_schedule:
        del line["live"]
    return line


def with_held_text(page):
    """``page`` with the text and facts of the languages that wait in its draft; the draft itself if never public."""
    if not page.latest_revision_id or not page.has_unpublished_changes:
        return page
    draft = page.get_latest_revision_as_object()
    if not page.live:
        return page.get_scheduled_revision_as_object() or draft
    rows = {(accessor, row.anchor): row for accessor, row in child_rows(draft)}
    for code in CONTENT_CODES:
        if page.state(code) == State.READY or not (draft.state(code) or units(draft, code)):
            continue
        for obj, source in [(page, draft), *((row, rows.get((a, row.anchor))) for a, row in child_rows(page))]:
            if source is None:
                continue
            for name in text_fields(type(obj)):
                setattr(obj, localized(name, code), getattr(source, localized(name, code)))
        for name in ("translation_state", "translation_published_on", "translator", "translation_method"):
            setattr(page, localized(name, code), getattr(draft, localized(name, code)))
        confirmed = localized("translation_confirmed", code)
        setattr(page, confirmed, getattr(draft, confirmed))
    return page


def values_of(obj, fields) -> dict:
    values = {}
    for field in fields:
        value = value_of(obj, field)
        is_default = field.form in ("choice", "flag") and value == default_of(obj, field)
        if field.required or (value not in (None, "", [], {}) and not is_default):
            values[field.name] = value
    return values


def default_of(obj, field):
    return type(obj)._meta.get_field(field.attribute).get_default()


def value_of(obj, field):
    """What stands in JSON for ``field`` of ``obj``."""
    if field.form in ("plain", "html"):
        found = {code: getattr(obj, localized(field.attribute, code)) for code in CONTENT_CODES}
        return {code: text for code, text in found.items() if text}
    value = getattr(obj, field.attribute)
    if field.form == "terms":
        terms = value.all()
        return [term.tag.slug if field.attribute.startswith("tagged_") else term.slug for term in terms]
    if field.form == "entries":
        return [entry.key for entry in value.all()]
    if value in (None, ""):
        return value
    return {
        "term": lambda: value.slug,
        "entry": lambda: value.key,
        "document": lambda: value.filename,
        "date": lambda: value.isoformat(),
        "time": lambda: value.astimezone(UTC).isoformat(),  # a draft has it in local time, the live row in UTC
        "words": lambda: value.split(),
    }.get(field.form, lambda: value)()


def rows_of(obj, rows) -> list[dict]:
    found = []
    for row in getattr(obj, rows.name).all():
        line = {"anchor": row.anchor} | values_of(row, rows.fields)
        for nested in rows.rows:
            if below := rows_of(row, nested):
                line[nested.name] = below
        found.append(line)
    return found


def blocks_of(page, code) -> list[dict]:
    """The body in ``code`` as the typed blocks of the exchange format."""
    blocks = []
    for raw in raw_blocks(getattr(page, localized("body", code))):
        value = raw["value"] if raw["type"] in STRUCTURED else {"text": raw["value"]}
        blocks.append({"type": raw["type"].replace("_", "-"), "anchor": raw["id"], **value})
    return blocks


def translation_of(page, code) -> dict:
    """State, date, translator, method, and what of it is outdated; a text without a state is held back."""
    if not page.state(code):
        return {"state": State.DRAFT.value} if units(page, code) else {}
    facts = {"state": page.state(code)}
    if date := page.published_in(code):
        facts["published_on"] = date.isoformat()
    if translator := getattr(page, localized("translator", code)):
        facts["translator"] = translator
    if method := page.method(code):
        facts["method"] = method
    if code != page.original_language:
        if outdated := page.changed_units(code):
            facts["outdated"] = outdated
        elif not getattr(page, localized("translation_confirmed", code)):
            facts["confirmed"] = False
    return facts


def visibility_of(page):
    """ "public", "login", {"password": …} or {"groups": [names]}, of the page's own view restriction."""
    restriction = PageViewRestriction.objects.filter(page_id=page.pk).prefetch_related("groups").first()
    if restriction is None:
        return "public"
    if restriction.restriction_type == PageViewRestriction.PASSWORD:
        return {"password": restriction.password}
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return {"groups": sorted(group.name for group in restriction.groups.all())}
    return "login"
