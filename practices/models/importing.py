"""What the importer remembers of its work."""

from django.db import models


class ImportRecord(models.Model):
    """The last import of a key. It outlives its entry, so that a deletion by hand is not undone."""

    key = models.SlugField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    def __str__(self):
        return self.key
