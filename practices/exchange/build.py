"""Puts a line of the exchange format into a page, new or present, in memory."""

from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.documents import get_document_model

from portal.languages import CONTENT_CODES
from practices import models
from practices.units import raw_blocks

from .body import blocks_of, raw_block, to_html
from .fields import KINDS


def scheduled_for(line) -> datetime | None:
    """The moment to come at which the line's entry goes live; None for a draft, or where it is past or not given."""
    given = line.get("go_live_at")
    moment = datetime.fromisoformat(given) if given and line.get("live", True) else None
    return moment if moment and moment > timezone.now() else None


def is_live(line) -> bool:
    """Whether the line's entry is live now."""
    return line.get("live", True) and not scheduled_for(line)


def anchors_for(given, texts, present, name):
    """A permanent anchor for each of ``given`` parts.

    ``given``: anchors of the line, None where it has none; ``texts``: the parts' texts; ``present``: (anchor,
    text) of the parts there now. Without an anchor a part keeps the one at its place where the numbers agree,
    else that of the part with the same text, else it gets a new one, ``name-3``.
    """
    by_place = [anchor for anchor, _ in present] if len(present) == len(given) else []
    by_text = {text: anchor for anchor, text in present if text}
    taken = {anchor for anchor, _ in present} | {anchor for anchor in given if anchor}
    used, result = {anchor for anchor in given if anchor}, []
    for place, anchor in enumerate(given):
        for candidate in (anchor, by_place[place] if by_place else None, by_text.get(texts[place])):
            if candidate and (candidate == anchor or candidate not in used):
                break
        else:
            number = place + 1
            while (candidate := f"{name}-{number}") in taken:
                number += 1
        taken.add(candidate)
        used.add(candidate)
        result.append(candidate)
    return result


def set_body(page, bodies):
    """The body in each language; translations take the original's anchors where the numbers of blocks agree."""
    original = page.original_language
    shared = []
    for code in sorted(CONTENT_CODES, key=lambda code: code != original):
        blocks = blocks_of(bodies.get(code, []))
        name = localized("body", code)
        present = [(block["id"], str(block["value"])) for block in raw_blocks(getattr(page, name))]
        if code != original and len(shared) == len(blocks):
            present = [(anchor, "") for anchor in shared]
        raw = [raw_block(block, None) for block in blocks]
        given = [block.get("anchor") for block in blocks]
        anchors = anchors_for(given, [str(block["value"]) for block in raw], present, "p" if code == original else code)
        stream = page._meta.get_field(name).stream_block
        values = [{**block, "id": anchor} for block, anchor in zip(raw, anchors, strict=True)]
        setattr(page, name, stream.to_python(values))
        shared = anchors if code == original else shared


def set_translations(page, line):
    """State, date, translator and method of each language; one with a heading and no state counts as ready."""
    with_heading = {code for code, heading in line["heading"].items() if heading.strip()}
    given = line.get("translations", {})
    for code in CONTENT_CODES:
        facts = given.get(code, {})
        default = "ready" if code in with_heading else ""
        setattr(page, localized("translation_state", code), facts.get("state", default))
        published_on = facts.get("published_on")
        setattr(
            page,
            localized("translation_published_on", code),
            published_on and date.fromisoformat(published_on),
        )
        setattr(page, localized("translator", code), facts.get("translator", ""))
        setattr(page, localized("translation_method", code), facts.get("method", ""))


def set_confirmations(page, line):
    """Stamp each translation as matching the original, but for the units that the line calls outdated."""
    for code in CONTENT_CODES:
        facts = line.get("translations", {}).get(code, {})
        setattr(page, localized("translation_confirmed", code), None)
        if code == page.original_language or not page.state(code) or facts.get("confirmed") is False:
            continue
        page.confirm_translation(code)
        confirmed = getattr(page, localized("translation_confirmed", code))
        confirmed |= dict.fromkeys(facts.get("outdated", ()), "")
    page.note_outdated()


class Builder:
    """Fills pages from lines; remembers terms, and the primary keys of entries by their keys."""

    def __init__(self, entry_ids):
        self.entry_ids = entry_ids
        self.terms = {}

    @cached_property
    def documents(self):
        """{file name: document}, the oldest of those with the same name."""
        return {document.filename: document for document in get_document_model().objects.order_by("-pk")}

    def term(self, model, key):
        if model not in self.terms:
            self.terms[model] = {term.slug: term for term in model.objects.all()}
        terms = self.terms[model]
        if key not in terms and model is models.Topic:
            terms[key] = topic_called(key)
        return terms[key]

    def page(self, line):
        """A new page for ``line``, not saved."""
        page = KINDS[line["type"]].model(
            key=line["key"], slug=line["key"], original_language=line["original_language"], live=True
        )
        self.fill(page, line)
        page.set_neutral_fields()
        return page

    def fill(self, page, line):
        """Make ``page`` say what ``line`` says; a field that the line leaves out becomes empty."""
        kind = KINDS[line["type"]]
        page.original_language = line["original_language"]
        slug = page.slug
        self.set_fields(page, kind.all_fields, line)
        page.slug = line.get("slug") or slug
        page.live = is_live(line)
        for rows in kind.all_rows:
            self.set_rows(page, rows, line.get(rows.name, []))
        set_body(page, line.get("body", {}))
        set_translations(page, line)
        set_confirmations(page, line)

    def set_fields(self, obj, fields, values):
        for field in fields:
            value = values.get(field.name)
            if field.form in ("plain", "html"):
                convert = to_html if field.form == "html" else str.strip
                for code in CONTENT_CODES:
                    setattr(obj, localized(field.attribute, code), convert((value or {}).get(code, "")))
            elif field.form == "terms":
                self.set_terms(obj, field, value or [])
            elif field.form == "term":
                setattr(obj, field.attribute, self.term(field.model, value))
            elif field.form == "entries":
                setattr(obj, field.attribute, [self.reference(key) for key in value or []])
            elif field.form == "entry":
                setattr(obj, f"{field.attribute}_id", self.entry_ids[value])
            elif field.form == "document":
                setattr(obj, field.attribute, self.documents[value] if value else None)
            elif field.form == "date":
                setattr(obj, field.attribute, date.fromisoformat(value) if value else None)
            elif field.form == "time":
                setattr(obj, field.attribute, datetime.fromisoformat(value) if value else None)
            elif field.form == "words":
                setattr(obj, field.attribute, " ".join(value or []))
            else:
                default = type(obj)._meta.get_field(field.attribute).get_default()
                setattr(obj, field.attribute, default if value is None else value)

    def reference(self, key):
        """An entry that is only pointed at: its primary key is all that is needed."""
        return models.Entry(pk=self.entry_ids[key], page_ptr_id=self.entry_ids[key])

    def set_terms(self, obj, field, keys):
        terms = list(dict.fromkeys(self.term(field.model, key) for key in keys))  # a key and a name may mean one
        if field.attribute.startswith("tagged_"):
            through = obj._meta.get_field(field.attribute).related_model
            terms = [through(tag=term) for term in terms]
        setattr(obj, field.attribute, terms)

    def set_rows(self, obj, rows, values):
        values = [{"entry": value} if isinstance(value, str) else value for value in values]
        present = list(getattr(obj, rows.name).all())
        first = next((f for f in rows.fields if f.form in ("plain", "html", "value", "entry")), None)
        original = getattr(obj, "original_language", "")
        texts = [self.text_of_value(value, first, original) for value in values]
        now = [(row.anchor, self.text_of_row(row, first, original)) for row in present]
        anchors = anchors_for([value.get("anchor") for value in values], texts, now, rows.model._meta.model_name)
        by_anchor = {row.anchor: row for row in present}
        result = []
        for place, (anchor, value) in enumerate(zip(anchors, values, strict=True)):
            row = by_anchor.get(anchor) or rows.model(anchor=anchor)
            row.sort_order = place
            self.set_fields(row, rows.fields, value)
            for nested in rows.rows:
                self.set_rows(row, nested, value.get(nested.name, []))
            result.append(row)
        setattr(obj, rows.name, result)

    def text_of_value(self, value, field, original):
        found = value.get(field.name)
        if isinstance(found, dict):
            found = found.get(original) or next(iter(found.values()), "")
        if field.form == "html":
            found = to_html(found or "")
        return str(self.entry_ids[found]) if field.form == "entry" else found

    def text_of_row(self, row, field, original):
        if field.form == "entry":
            return str(getattr(row, f"{field.attribute}_id"))
        if field.form == "value":
            return getattr(row, field.attribute)
        codes = [original, *CONTENT_CODES] if original else CONTENT_CODES
        return next((text for code in codes if (text := getattr(row, localized(field.attribute, code)))), "")


def topic_called(name):
    """The topic with the key or name ``name``, made where there is none."""
    found = models.Topic.objects.filter(slug=name).first() or models.Topic.objects.filter(name__iexact=name).first()
    return found or models.Topic.objects.create(name=name)
