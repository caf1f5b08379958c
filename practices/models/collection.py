"""Curated collections: what an organiser hands to a workshop."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from practices import panels
from practices.fields import RichText

from .entry import Entry
from .rows import Row


class Collection(Entry):
    """Entries in sections with the curator's notes; ``event_date`` is the first day of its event."""

    purpose = RichText(_("purpose"))
    audience = models.CharField(_("audience"), max_length=255, blank=True)
    curator = models.CharField(_("curator"), max_length=255, blank=True)
    event_end_date = models.DateField(_("last day of the event"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=255, blank=True)
    event_languages = models.CharField(
        _("languages of the event"),
        max_length=100,
        blank=True,
        help_text=_("Codes separated by spaces: sq en"),
    )
    agenda = RichText(_("agenda"))
    outputs = RichText(_("outputs"))

    kind_of_entry = "collection"
    edit_handler = panels.COLLECTION

    class Meta:
        verbose_name = _("curated collection")
        verbose_name_plural = _("curated collections")


class CollectionSection(ClusterableModel, Row):
    entry = ParentalKey(Collection, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    intro = RichText(_("introduction"))

    class Meta(Row.Meta):
        pass


class CollectionItem(Row):
    section = ParentalKey(CollectionSection, on_delete=models.CASCADE, related_name="items")
    target = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="collected_in", verbose_name=_("entry"))
    note = models.TextField(_("the curator's note"), blank=True)
