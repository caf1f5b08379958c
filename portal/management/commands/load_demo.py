"""Load the demo content: files for the importer, and the standard pages "About" and "Privacy"."""

import json
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname as localized

import practices
from portal.models import HomePage, StandardPage
from practices.models import ImportRecord
from practices.translated import Method, State

DEMO = Path(practices.__file__).parent / "demo"
ORIGINAL = "en"


class Command(BaseCommand):
    help = "Loads the demo's entries and standard pages; leaves alone what an editor has changed or deleted."

    def handle(self, **options):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
            for path in sorted((DEMO / "entries").glob("*.json")):
                lines.write(json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) + "\n")
            lines.flush()
            call_command("import_entries", lines.name, stdout=self.stdout, stderr=self.stderr)
        planted = sum(plant(texts) for texts in json.loads((DEMO / "pages.json").read_text(encoding="utf-8")))
        self.stdout.write(f"standard pages: {planted} added")


@transaction.atomic
def plant(texts: dict) -> bool:
    """Make a standard page of ``texts`` {slug, heading, text}; False where it was made before or its address is taken.

    The importer's records remember it, so that a page deleted by hand stays so; no entry's key has a colon.
    """
    home = HomePage.objects.get()
    key = f"page:{texts['slug']}"
    if ImportRecord.objects.filter(key=key).exists() or home.get_children().filter(slug=texts["slug"]).exists():
        return False
    page = StandardPage(title=texts["heading"][ORIGINAL], slug=texts["slug"], original_language=ORIGINAL)
    for code, heading in texts["heading"].items():
        values = {"heading": heading, "text": texts["text"][code], "translation_state": State.READY}
        values["translation_method"] = Method.HUMAN if code == ORIGINAL else Method.MACHINE
        for name, value in values.items():
            setattr(page, localized(name, code), value)
    home.add_child(instance=page)
    ImportRecord.objects.create(key=key, imported_at=timezone.now())
    return True
