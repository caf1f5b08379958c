"""How the search indices are."""

import json

from django.core.management.base import BaseCommand

from search.health import report


class Command(BaseCommand):
    help = "Shows counts, lag, drift and health of the search indices; exit code 1 where something is wrong."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, **options):
        found = report()
        self.stdout.write(as_json(found) if json else "\n".join(as_lines(found)))
        if not found["ok"]:
            raise SystemExit(1)


def as_json(found) -> str:
    return json.dumps(found, indent=2, default=str)


def as_lines(found):
    for state in found["engines"]:
        counts = ", ".join(f"{number} {mode}" for mode, number in state["counts"].items())
        waiting = f"{state['waiting']} waiting" + (f" since {state['oldest_waiting']}" if state["waiting"] else "")
        yield f"{state['engine']}: {'; '.join(filter(None, (counts, waiting)))}"
        yield from (f"  ! {reason}" for reason in state["reasons"])
    yield from (f"! {reason}" for reason in found["reasons"])
    yield "all is well" if found["ok"] else "something is wrong"
