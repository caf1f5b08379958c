"""The texts of a page, part by part: which fields are translated, its rows, and their digests.

Parts have names, "units", that are the same in every language: ``heading``, ``body.<block id>``,
``<rows>.<anchor>.<field>``.
"""

import hashlib
import json
import re

from modelcluster.models import get_all_child_relations
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.fields import StreamField

# Facts about a translation rather than text to translate
BOOKKEEPING = (
    "translation_state",
    "translation_published_on",
    "translator",
    "translation_method",
    "translation_confirmed",
    "translation_outdated",
)

EDITORS_KEY = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')  # in HTML, or in HTML in JSON


def translated_fields(model) -> tuple[str, ...]:
    """Names of ``model``'s translated fields, inherited ones included; () where it has none."""
    if model not in translator.get_registered_models():
        return ()
    return tuple(translator.get_options_for_model(model).all_fields)


def text_fields(model) -> tuple[str, ...]:
    """Those of ``translated_fields`` that a translator translates."""
    return tuple(name for name in translated_fields(model) if name not in BOOKKEEPING)


def child_rows(obj):
    """(accessor, row) of every child row of ``obj``, its children's rows included, in their order."""
    for relation in get_all_child_relations(obj):
        accessor = relation.get_accessor_name()
        if not hasattr(relation.related_model, "anchor"):
            continue  # tags, Wagtail's comments
        for row in getattr(obj, accessor).all():
            yield accessor, row
            for nested, below in child_rows(row):
                yield f"{accessor}.{row.anchor}.{nested}", below


def empty_value(field):
    """What a translated ``field`` holds when a language has no text."""
    return [] if isinstance(field, StreamField) else None if field.null else ""


def raw_blocks(stream) -> list[dict]:
    """The blocks of a StreamField's value as they are stored: {type, id, value}."""
    return list(stream.get_prep_value()) if stream else []


def units(obj, code: str) -> dict[str, str]:
    """{unit: text} of all that a translator translates, in the language ``code``, empty ones left out."""
    found = {}
    for accessor, row in [("", obj), *child_rows(obj)]:
        prefix = f"{accessor}.{row.anchor}." if accessor else ""
        for name in text_fields(type(row)):
            value = getattr(row, localized(name, code))
            if isinstance(row._meta.get_field(localized(name, code)), StreamField):
                for block in raw_blocks(value):
                    found[f"{prefix}{name}.{block['id']}"] = json.dumps(block["value"], sort_keys=True)
            elif value:
                found[f"{prefix}{name}"] = str(value)
    return found


def digests(obj, code: str) -> dict[str, str]:
    """{unit: digest} of the text in ``code``; 64 bits each, to see a change and not to withstand an attack."""
    return {unit: digest(text) for unit, text in units(obj, code).items()}


def digest(text: str) -> str:
    """Of what a reader sees: the keys that the editor gives to paragraphs come and go by themselves."""
    return hashlib.sha256(EDITORS_KEY.sub("", text).encode()).hexdigest()[:16]
