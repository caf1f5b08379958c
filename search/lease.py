"""One process at a time does a job; the others leave it alone until its lease has run out.

Only to save double work: what two of them write is sorted out by versions.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from search.models import WorkerState

LASTS = timedelta(seconds=30)


class Lease:
    def __init__(self, name: str):
        self.name = name
        self.holder = f"{socket.gethostname()[:50]} {os.getpid()} {uuid4().hex[:8]}"

    def renew(self) -> bool:
        """Take the lease, or keep it; False where another process has it."""
        WorkerState.objects.get_or_create(name=self.name)
        now = timezone.now()
        is_free = Q(held_until__isnull=True) | Q(held_until__lt=now) | Q(holder=self.holder)
        mine = WorkerState.objects.filter(is_free, name=self.name)
        return bool(mine.update(holder=self.holder, held_until=now + LASTS))

    def give_back(self):
        WorkerState.objects.filter(name=self.name, holder=self.holder).update(held_until=None)


@contextmanager
def leased(name: str) -> Iterator[Lease | None]:
    """The lease called ``name``, None where another process has it. It is to be renewed within ``LASTS``."""
    lease = Lease(name)
    if not lease.renew():
        yield None
        return
    try:
        yield lease
    finally:
        lease.give_back()
