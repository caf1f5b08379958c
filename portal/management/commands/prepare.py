"""Give a migrated database what every portal needs: its tree, vocabularies and roles."""

from django.core.management.base import BaseCommand

from portal.roles import make_roles
from portal.tree import plant
from practices.vocabularies import load_vocabularies


class Command(BaseCommand):
    help = "Creates the home page, the lists, the vocabularies and the editors' roles; changes nothing that exists."

    def handle(self, **options):
        plant()
        self.stdout.write(f"vocabularies: {load_vocabularies()} terms added")
        make_roles()
