"""Compares the search indices with the database."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import asking
from search.clock import tick
from search.drift import find_drift, repair
from search.engines import EngineUnavailable
from search.indexing import drain, trouble


class Command(BaseCommand):
    help = (
        "Finds entries that are missing in an index, gone from the database (ghost), not public (access) or "
        "different (stale), each with its recommendations; exit code 1 where there are any left."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="make the indices right")

    def handle(self, *, repair, verbosity, **options):
        wrong = 0
        for engine in asking.engines():
            try:
                wrong += self.compare(engine, repair, verbosity)
            except EngineUnavailable as error:
                raise CommandError(f"{engine.name} does not answer: {error}") from error
        if wrong:
            raise SystemExit(1)

    def compare(self, engine, mend, verbosity) -> int:
        """The number of entries that are wrong, after mending."""
        if reason := trouble(engine):
            raise CommandError(f"{engine.name}: {reason}. Run search_rebuild.")
        if mend:
            tick()
            drain(engine)
        with tqdm(desc=engine.name, unit=" entries", disable=None if verbosity else True) as bar:

            def show(done, total):
                bar.total = total
                bar.update(done - bar.n)

            drift = find_drift(engine, show)
        self.tell(engine, drift.counts())
        if mend and drift.entries:
            repair(engine, drift)
            drift = find_drift(engine)
            self.tell(engine, drift.counts(), "after the repair: ")
        return len(drift.entries)

    def tell(self, engine, counts, when=""):
        self.stdout.write(f"{engine.name}: {when}" + ", ".join(f"{number} {name}" for name, number in counts.items()))
