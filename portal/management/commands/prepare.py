"""Give a migrated database what every portal needs: its tree, vocabularies and roles."""

from django.core.management.base import BaseCommand

from portal.roles import make_roles
from portal.tree import plant
from practices.vocabularies import load_vocabularies
from search.seeding import load_glossary


class Command(BaseCommand):
    help = "Creates the home page, the lists, vocabularies, glossary and editors' roles; changes nothing that exists."

    def handle(self, **options):
        plant()
        self.stdout.write(f"vocabularies: {load_vocabularies()} terms added")
        self.stdout.write(f"glossary: {load_glossary()} concepts added")
        make_roles()
