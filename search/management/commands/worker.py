"""Keeps the search indices in step and looks at the clock, until it is ended."""

import logging
import signal
import time
from contextlib import suppress

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connection
from django.db.utils import Error as DatabaseError

from search import asking, outbox
from search.clock import tick
from search.engines import EngineUnavailable
from search.indexing import RebuildFailed, drain, is_ahead, lease_name, rebuild, trouble
from search.lease import leased

log = logging.getLogger(__name__)

LOOK_SECONDS = 1  # at the outbox
TICK_SECONDS = 60  # at the clock
LONGEST_PAUSE = 15  # before an engine that does not answer is tried again


class Command(BaseCommand):
    help = "Keeps the search indices in step and publishes what is scheduled; runs beside the portal."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what there is to do, and end")

    def handle(self, *, once, **options):
        if once:
            look_at_clock()
            if lagging := [engine.name for engine in asking.engines() if not bring_up_to_date(engine)]:
                raise CommandError(f"Not in step: {', '.join(lagging)}")
            return
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # both leave what they are in by its clean exits
        with suppress(KeyboardInterrupt):
            work()


def work():
    """Look at the outbox every second and at the clock every minute."""
    next_tick, pauses, next_try = 0.0, {}, {}
    while True:
        close_old_connections()
        try:
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TICK_SECONDS
                look_at_clock()
            for engine in asking.engines():
                name = engine.name
                if time.monotonic() < next_try.get(name, 0):
                    continue
                if bring_up_to_date(engine, is_known_to_fail=name in pauses):
                    pauses.pop(name, None)
                else:
                    pauses[name] = min(2 * pauses.get(name, 1), LONGEST_PAUSE)
                    next_try[name] = time.monotonic() + pauses[name]
        except DatabaseError as error:
            log.warning("The database does not answer, the worker tries again: %s", error)
            connection.close()
        except Exception:
            log.exception("The worker goes on after a mistake")
        time.sleep(LOOK_SECONDS)


def look_at_clock():
    """Note what its date has changed, publish what is scheduled, forget old rows of the outbox."""
    if not tick():
        return  # another worker does it
    with suppress(EngineUnavailable):
        outbox.trim(min(engine.watermark() for engine in asking.engines()))
    call_command("publish_scheduled", verbosity=0)


def bring_up_to_date(engine, is_known_to_fail=False) -> bool:
    """Have ``engine`` follow the outbox, unless another worker does that now; False where it can't."""
    try:
        reason = trouble(engine)
        if is_ahead(engine):
            raise RebuildFailed(f"{reason}. See docs/production.md before you run search_rebuild.")
        with leased(lease_name(engine, "build" if reason else "drain")) as lease:
            if not lease:
                return True
            if reason:
                log.warning("The search index %s is built: %s", engine.name, reason)
                rebuild(engine, lambda done, total: lease.renew())
            else:
                drain(engine, lease.renew)
    except (EngineUnavailable, RebuildFailed) as error:
        if not is_known_to_fail:
            log.warning("The search index %s does not follow for now: %s", engine.name, error)
        return False
    return True
