"""What has changed and is still to reach an index. docs/decisions/0005-search-outbox.md tells why it is safe."""

from django.db import models


class CurrentTransaction(models.Expression):
    """PostgreSQL's number of the transaction that writes the row; 0 elsewhere."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler, connection):
        return "0", []

    def as_postgresql(self, compiler, connection):
        return "pg_current_xact_id()::text::bigint", []


class OutboxRow(models.Model):
    """Entry ``entry`` has changed, or is gone: written in the transaction of the change.

    A log: each index keeps up to where it has read. Only the entry's id, for what is true is read then.
    """

    entry = models.BigIntegerField()  # no foreign key: the entry may be gone
    transaction = models.BigIntegerField(default=CurrentTransaction, db_index=True)
    written_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self):
        return f"{self.pk}: entry {self.entry}"


class WorkerState(models.Model):
    """What the workers keep between runs, one row for each job.

    For an index: who drains it, and until when the others leave it alone. For the clock: when it was last looked at.
    For the outbox: up to where its old rows were deleted.
    """

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.CharField(max_length=100, blank=True)
    held_until = models.DateTimeField(null=True)
    ticked_at = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)

    def __str__(self):
        return self.name
