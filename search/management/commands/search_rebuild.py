"""Builds the search indices anew, while the old ones answer."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search import asking
from search.engines import EngineUnavailable
from search.indexing import RebuildFailed, lease_name, rebuild
from search.lease import leased


class Command(BaseCommand):
    help = "Fills new search indices from the database and puts them in place of the old ones. Ctrl-C leaves the old."

    def add_arguments(self, parser):
        names = [engine.name for engine in asking.engines()]
        parser.add_argument("--engine", choices=names, help="only this one")

    def handle(self, *, engine, verbosity, **options):
        for each in asking.engines():
            if engine in (None, each.name):
                self.rebuild(each, verbosity)

    def rebuild(self, engine, verbosity):
        with leased(lease_name(engine, "build")) as lease:
            if not lease:
                raise CommandError(f"The index {engine.name} is being built by another process.")
            with tqdm(desc=engine.name, unit=" entries", disable=None if verbosity else True) as bar:

                def show(done, total):
                    lease.renew()
                    bar.total = total
                    bar.update(done - bar.n)
                    bar.set_postfix_str("putting the index in order" if done == total else "")

                try:
                    counts = rebuild(engine, show)
                except (EngineUnavailable, RebuildFailed) as error:
                    raise CommandError(f"{engine.name}: {error}") from error
                except KeyboardInterrupt:
                    raise CommandError(f"{engine.name}: ended by hand; the old index goes on answering.") from None
        if verbosity:
            self.stdout.write(f"{engine.name}: " + ", ".join(f"{counts[mode]} {mode}" for mode in counts))
