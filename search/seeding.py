"""Seeds the glossary from search/seeds/glossary.json."""

import json
from pathlib import Path

from django.db import transaction
from modeltranslation.utils import build_localized_fieldname as localized

from search.models import Concept, GlossaryState

SOURCE = Path(__file__).parent / "seeds" / "glossary.json"


@transaction.atomic
def load_glossary() -> int:
    """Add the concepts that were never added, and leave the others as editors made them; returns how many."""
    state = GlossaryState.objects.first()
    present = set(Concept.objects.values_list("slug", flat=True)) | set(state.delivered if state else ())
    concepts = json.loads(SOURCE.read_text(encoding="utf-8"))
    missing = [concept for concept in concepts if concept["concept"] not in present]
    Concept.objects.bulk_create(
        Concept(
            slug=concept["concept"],
            note=concept["note"],
            **{localized("terms", code): "\n".join(terms) for code, terms in concept["terms"].items()},
        )
        for concept in missing
    )
    if missing:
        GlossaryState.changed(delivered=[concept["concept"] for concept in concepts])
    return len(missing)
