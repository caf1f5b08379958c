"""Repeated parts of an entry that others may point at."""

from django.db import models
from wagtail.models import Orderable

from practices.fields import new_anchor


class Row(Orderable):
    """A part of an entry with an identity: ``anchor`` is the same in every language, and for ever."""

    anchor = models.SlugField(max_length=80, default=new_anchor)

    class Meta(Orderable.Meta):
        abstract = True
