"""Print the JSON Schema of the import format; docs/entry.schema.json holds it."""

import json

from django.core.management.base import BaseCommand

from practices.exchange.schema import published_schema


class Command(BaseCommand):
    help = "Prints the JSON Schema by which the importer checks a line."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write(json.dumps(published_schema(), indent=1))
