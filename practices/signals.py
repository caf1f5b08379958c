"""What others may want to hear of, beside Django's own signals."""

from django.dispatch import Signal

# Entries were written without ``save()``, many at once; ``ids``: their primary keys. In the transaction of the change.
entries_changed = Signal()
