"""Load the demo content, which is nothing but files for the importer."""

import json
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand

ENTRIES = Path(__file__).resolve().parents[2] / "demo" / "entries"


class Command(BaseCommand):
    help = "Loads the demo's entries; leaves alone what an editor has changed or deleted."

    def handle(self, **options):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
            for path in sorted(ENTRIES.glob("*.json")):
                lines.write(json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) + "\n")
            lines.flush()
            call_command("import_entries", lines.name, stdout=self.stdout, stderr=self.stderr)
