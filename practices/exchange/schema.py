"""The JSON Schema of a line, made from the table in fields.py; published as docs/entry.schema.json."""

from functools import cache

from jsonschema import Draft202012Validator

from portal.languages import CONTENT_CODES
from practices.blocks import STRUCTURED
from practices.translated import Method, State

from .fields import ADDRESS, ANCHOR, KEY, KINDS, LONGEST_HTML

LANGUAGE = {"enum": list(CONTENT_CODES)}
BLOCK_TYPES = (
    "heading",
    "paragraph",
    "outcome",
    "highlight",
    "country-case",
    "challenge",
    "solution",
    "follow-up",
)


def per_language(value):
    """An object whose names are languages."""
    return {
        "description": 'an object by language: {"en": …}',
        "type": "object",
        "propertyNames": LANGUAGE,
        "additionalProperties": value,
    }


def text(longest):
    return {"type": "string", "maxLength": longest}


def schema_of_field(field):
    """What may stand behind ``field``'s name."""
    key = {"type": "string", "pattern": KEY}
    return {
        "plain": lambda: per_language(text(field.longest)),
        "html": lambda: per_language(text(LONGEST_HTML)),
        "value": lambda: text(field.longest),
        "url": lambda: text(field.longest) | {"pattern": ADDRESS},
        "email": lambda: text(field.longest),
        "slug": lambda: key,
        "words": lambda: {"type": "array", "items": text(20)},
        "flag": lambda: {"type": "boolean"},
        "number": lambda: {"type": ["integer", "null"], "minimum": 0, "maximum": 32767},
        "date": lambda: {"type": "string", "format": "date"},
        "time": lambda: {"type": "string", "format": "date-time"},
        "choice": lambda: {"enum": list(field.choices)},
        "language": lambda: LANGUAGE,
        "terms": lambda: {"type": "array", "uniqueItems": True, "items": text(100)},
        "term": lambda: text(100),
        "entries": lambda: {"type": "array", "uniqueItems": True, "items": key},
        "entry": lambda: key,
        "document": lambda: text(255),
    }[field.form]()


def schema_of_row(rows):
    properties = {"anchor": {"type": "string", "pattern": ANCHOR}}
    properties |= {field.name: schema_of_field(field) for field in rows.fields}
    properties |= {nested.name: schema_of_rows(nested) for nested in rows.rows}
    required = [field.name for field in rows.fields if field.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def schema_of_rows(rows):
    """A list of rows; ``related`` may be a bare list of keys."""
    row = schema_of_row(rows)
    if rows.name == "related":
        row = {
            "description": 'the key of an entry, or {"anchor": "…", "entry": key}',
            "anyOf": [{"type": "string", "pattern": KEY}, row],
        }
    return {"type": "array", "items": row}


def schema_of_block():
    """A typed block of a body."""
    properties = {"type": {"enum": list(BLOCK_TYPES)}, "anchor": {"type": "string", "pattern": ANCHOR}}
    properties |= {"text": text(LONGEST_HTML), "heading": text(255), "country": text(100)}
    structured = [
        {
            "if": {"properties": {"type": {"const": kind.replace("_", "-")}}, "required": ["type"]},
            "then": {"required": list(names)},
        }
        for kind, names in STRUCTURED.items()
    ]
    return {
        "type": "object",
        "properties": properties,
        "required": ["type", "text"],
        "additionalProperties": False,
        "allOf": structured,
    }


def schema_of_visibility():
    """Who may read an entry: everybody, or those who pass one of Wagtail's view restrictions."""
    return {
        "description": '"public", "login", {"password": "…"} or {"groups": ["…"]}',
        "anyOf": [
            {"enum": ["public", "login"]},
            {
                "type": "object",
                "properties": {"password": text(255)},
                "required": ["password"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"groups": {"type": "array", "items": text(150), "minItems": 1}},
                "required": ["groups"],
                "additionalProperties": False,
            },
        ],
    }


def schema_of_kind(kind):
    translation = {
        "type": "object",
        "properties": {
            "state": {"enum": list(State.values)},
            "published_on": {"type": "string", "format": "date"},
            "translator": text(255),
            "method": {"enum": list(Method.values)},
            "outdated": {"type": "array", "items": {"type": "string"}},
            "confirmed": {"type": "boolean"},
        },
        "additionalProperties": False,
    }
    properties = {
        "type": {"const": kind.name},
        "key": {"type": "string", "pattern": KEY},
        "original_language": LANGUAGE,
        "body": per_language(
            {
                "description": "a text, or a list of blocks",
                "anyOf": [text(LONGEST_HTML), {"type": "array", "items": {"$ref": "#/$defs/block"}}],
            }
        ),
        "translations": per_language(translation),
        "visibility": schema_of_visibility(),
    }
    properties |= {field.name: schema_of_field(field) for field in kind.all_fields}
    properties |= {rows.name: schema_of_rows(rows) for rows in kind.all_rows}
    required = ["type", "key", "original_language", "heading"]
    required += [field.name for field in kind.fields if field.required]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "$defs": {"block": schema_of_block()},
    }


@cache
def validator(kind: str) -> Draft202012Validator:
    """Checks a line of the kind ``kind``, formats of dates included."""
    return Draft202012Validator(schema_of_kind(KINDS[kind]), format_checker=Draft202012Validator.FORMAT_CHECKER)


def published_schema() -> dict:
    """The whole schema as docs/entry.schema.json holds it: one alternative a kind, chosen by ``type``."""
    kinds = {name: schema_of_kind(kind) for name, kind in KINDS.items()}
    for kind in kinds.values():
        del kind["$defs"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of an import or export of the practice-exchange portal",
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(KINDS)}},
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name in KINDS
        ],
        "$defs": {"block": schema_of_block(), **kinds},
    }
