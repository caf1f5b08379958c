"""Seeds the vocabularies from practices/demo/vocabularies.json."""

import json
from pathlib import Path

from django.db import transaction
from modeltranslation.utils import build_localized_fieldname as localized

from practices.models import Actor, Country, Gender, Phase, Topic

SOURCE = Path(__file__).parent / "demo" / "vocabularies.json"
MODELS = {"phases": Phase, "genders": Gender, "actors": Actor, "topics": Topic, "countries": Country}


def values_of(model, order, term):
    """{field: value} of ``model`` for one ``term`` of the file."""
    values = {}
    for name in ("name", "label", "description", "footnote"):
        values |= {localized(name, code): text for code, text in term.get(name, {}).items()}
    for name, key in (("synonyms", "synonyms"), ("inflected_forms", "short_forms")):
        values |= {localized(name, code): "\n".join(words) for code, words in term.get(key, {}).items()}
    if model is Topic:
        return {**values, "name": term["label"]["en"]}
    if model is Country:
        values |= {"iso_code": term["iso"], "region": term["region"]}
    return {**values, "order": order}


@transaction.atomic
def load_vocabularies() -> int:
    """Add the terms that are not there yet and leave the others as editors made them; returns how many."""
    added = 0
    for kind, terms in json.loads(SOURCE.read_text(encoding="utf-8")).items():
        model = MODELS[kind]
        present = set(model.objects.values_list("slug", flat=True))
        for order, term in enumerate(terms, 1):
            if term["key"] not in present:
                model.objects.create(slug=term["key"], **values_of(model, order, term))
                added += 1
    return added
