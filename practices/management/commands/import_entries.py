"""Import entries from a file of JSON Lines; see docs/import-format.md."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practices.exchange.importing import ImportRefused, import_file, need_lists

MOST_PROBLEMS = 200  # shown; a file with more has one mistake many times


class Command(BaseCommand):
    help = "Imports entries, one JSON object a line. Nothing is written unless every line is right."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        parser.add_argument(
            "--force",
            action="store_true",
            help="write over editors' changes, and bring back what was deleted",
        )

    def handle(self, *, file, dry_run, force, verbosity, **options):
        if not need_lists():
            raise CommandError("The portal has no lists of entries yet: run `manage.py prepare` first.")
        try:
            with file.open("rb") as lines:
                total = sum(1 for line in lines if line.strip())
            if not total:
                raise CommandError("The file is empty: it holds no entry.")
            report = self.with_progress(file, total, dry_run, force, verbosity)
        except OSError as error:
            raise CommandError(f"The file can't be read: {error}") from error
        except ImportRefused as refused:
            for problem in refused.problems[:MOST_PROBLEMS]:
                self.stderr.write(str(problem))
            hidden = len(refused.problems) - MOST_PROBLEMS
            more = f" ({hidden} more are not shown)" if hidden > 0 else ""
            raise CommandError(f"Nothing was imported: {refused}{more}.") from refused
        self.tell(report, dry_run, verbosity)

    def with_progress(self, file, total, dry_run, force, verbosity):
        bars = {}

        def progress(stage):
            if stage not in bars:
                bars[stage] = tqdm(desc=stage, total=total, unit="entry", disable=None if verbosity else True)
            bars[stage].update()

        try:
            return import_file(file, dry_run=dry_run, force=force, progress=progress)
        finally:
            for bar in bars.values():
                bar.close()

    def tell(self, report, dry_run, verbosity):
        would = "would be " if dry_run else ""
        counts = f"{len(report.created)} created, {len(report.updated)} updated, {len(report.unchanged)} unchanged"
        self.stdout.write(f"{would}{counts}, {len(report.skipped)} skipped")
        for key, reason in report.skipped.items():
            self.stdout.write(f"  skipped {key}: {reason}")
        if dry_run or verbosity > 1:
            for word, keys in (("create", report.created), ("update", report.updated)):
                for key in keys:
                    self.stdout.write(f"  {word} {key}")
