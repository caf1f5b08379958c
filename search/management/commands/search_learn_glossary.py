"""Learns from the translated entries which words stand for each other in two languages."""

from heapq import nlargest
from operator import attrgetter

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.glossary import MARK
from search.learning import learn, public_ids, replace_pairs

EXAMPLES = 20


class Command(BaseCommand):
    help = "Learns words' translations from public entries, in the place of those learned before. Run it now and then."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="show the surest pairs and change nothing")

    def handle(self, *, dry_run, verbosity, **options):
        ids = public_ids()
        with tqdm(desc="entries", total=len(ids), disable=None if verbosity else True) as bar:
            learned = learn(ids, bar.update)
        if dry_run:
            forms = {pair.target: pair.shown for pair in learned}  # nearly all are learned both ways
            for pair in nlargest(EXAMPLES, learned, key=attrgetter("weight")):
                own = forms.get(pair.source, pair.source[MARK:])
                self.stdout.write(f"{own} → {pair.shown} ({pair.weight:.2f})")
        else:
            replace_pairs(learned)
        if verbosity:
            self.stdout.write(f"{len(ids)} entries, {len(learned)} pairs" + (", nothing changed" if dry_run else ""))
