"""Export every entry as JSON Lines; see docs/import-format.md."""

import json
import os
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practices.exchange.exporting import exported_entries
from practices.models import Entry


class Command(BaseCommand):
    help = "Writes every entry, private ones and drafts too, to FILE or to standard output, one a line."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *, file, verbosity, **options):
        try:
            target = file.open("w", encoding="utf-8") if file else nullcontext(self.stdout._out or sys.stdout)
        except OSError as error:
            raise CommandError(f"The file can't be written: {error}") from error
        lines = tqdm(
            exported_entries(), total=Entry.objects.count(), unit="entry", disable=None if file and verbosity else True
        )
        try:
            with target as out:
                for line in lines:
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
                out.flush()
        except BrokenPipeError:  # whoever reads has enough, as ``head`` has; Python would complain once more at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
