"""Conclusion papers and their recommendations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from practices import panels
from practices.fields import RichText

from .entry import Entry
from .rows import Row
from .vocabulary import Actor, Gender, Phase


class ConclusionPaper(Entry):
    event_name = models.CharField(_("event"), max_length=255, blank=True)
    event_place = models.CharField(_("place"), max_length=255, blank=True)
    event_online = models.BooleanField(_("online"), default=False)
    event_organiser = models.CharField(_("organiser"), max_length=255, blank=True)
    event_series = models.CharField(_("series of events"), max_length=255, blank=True)

    kind_of_entry = "paper"
    edit_handler = panels.PAPER

    class Meta:
        verbose_name = _("conclusion paper")
        verbose_name_plural = _("conclusion papers")


class Recommendation(ClusterableModel, Row):
    """A recommendation or adopted conclusion, with an address, tags and answers of its own."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("Recommendation")
        CONCLUSION = "conclusion", _("Conclusion")

    class FollowUp(models.TextChoices):
        OPEN = "open", _("Open")
        UNDER_WAY = "under-way", _("Under way")
        DONE = "done", _("Done")

    entry = ParentalKey(ConclusionPaper, on_delete=models.CASCADE, related_name="recommendations")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, default=Kind.RECOMMENDATION)
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("As in the paper; empty where it gives none.")
    )
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    text = RichText(_("text"))
    phases = ParentalManyToManyField(Phase, blank=True, verbose_name=_("phases"), related_name="recommendations")
    genders = ParentalManyToManyField(Gender, blank=True, verbose_name=_("gender"), related_name="recommendations")
    actors = ParentalManyToManyField(Actor, blank=True, verbose_name=_("addressed to"), related_name="recommendations")
    follow_up = models.CharField(_("follow-up"), max_length=10, choices=FollowUp.choices, blank=True)
    answered_by = ParentalManyToManyField(
        Entry, blank=True, verbose_name=_("entries that answer it"), related_name="answers"
    )

    class Meta(Row.Meta):
        pass
