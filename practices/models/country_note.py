"""Country case notes: the way out of prison in one country."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from practices import panels
from practices.fields import RichText

from .entry import Entry
from .rows import Row
from .vocabulary import Country, Phase


class CountryNote(Entry):
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="notes", verbose_name=_("country"))
    as_of = models.DateField(_("as of"), null=True, blank=True)
    legal_frame = RichText(_("legal and institutional frame"))
    information_sharing = RichText(_("how information is shared"))
    women_children_returnees = RichText(_("women, children and returnees"))
    post_release_support = RichText(_("support after release and its limits"))
    small_places = RichText(_("small and rural places"))
    gaps = RichText(_("gaps"))

    kind_of_entry = "country-note"
    edit_handler = panels.COUNTRY_NOTE

    class Meta:
        verbose_name = _("country note")
        verbose_name_plural = _("country notes")


class ResponsibleBody(Row):
    entry = ParentalKey(CountryNote, on_delete=models.CASCADE, related_name="bodies")
    name = models.CharField(_("name"), max_length=255, blank=True)
    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    former_names = models.CharField(_("other and former names"), max_length=255, blank=True)
    role = RichText(_("role"))


class PathwayStep(Row):
    """What happens in a phase, and how long before release."""

    entry = ParentalKey(CountryNote, on_delete=models.CASCADE, related_name="pathway")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="+", verbose_name=_("phase"))
    days_before_release = models.PositiveSmallIntegerField(
        _("days before release"), null=True, blank=True, help_text=_("Draws the step on the timeline.")
    )
    timing = models.CharField(_("when"), max_length=255, blank=True)
    text = RichText(_("what happens"))


class Figure(Row):
    """A number with its date and source."""

    entry = ParentalKey(CountryNote, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("what is counted"), max_length=255, blank=True)
    value = models.CharField(_("value"), max_length=50)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
