"""Good practices: what works, how, for whom, and whether it would work elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from practices import panels
from practices.fields import RichText

from .entry import Entry
from .rows import Row
from .vocabulary import Country


class GoodPractice(Entry):
    class Evidence(models.TextChoices):
        DESCRIBED = "described", _("Described")
        MONITORED = "monitored", _("Monitored")
        EVALUATED = "evaluated", _("Evaluated")
        EXTERNALLY_EVALUATED = "externally-evaluated", _("Evaluated by others")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")

    challenge = RichText(_("the challenge"))
    objectives = RichText(_("objectives"))
    partners = RichText(_("partners and their roles"))
    information_sharing = RichText(_("basis for sharing information"))
    resources = RichText(_("resources"))
    gender_approach = RichText(_("approach to gender"))
    outcomes = RichText(_("outcomes"), help_text=_("Beyond reoffending: what changed for people."))
    success_factors = RichText(_("what helped"))
    limiting_factors = RichText(_("what limits it"))
    transferability = RichText(_("would it work elsewhere"))
    evidence_level = models.CharField(
        _("evidence"), max_length=20, choices=Evidence.choices, default=Evidence.DESCRIBED
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, blank=True)
    contact_email = models.EmailField(
        _("contact"), blank=True, help_text=_("Messages are passed on; the address is never shown.")
    )

    kind_of_entry = "practice"
    edit_handler = panels.PRACTICE

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")


class Step(Row):
    """One step of how a practice works, with its timing, e.g. "three months before release"."""

    entry = ParentalKey(GoodPractice, on_delete=models.CASCADE, related_name="steps")
    timing = models.CharField(_("when"), max_length=255, blank=True)
    text = RichText(_("what happens"))


class Adaptation(Row):
    """What happened when a practice was tried elsewhere."""

    class Result(models.TextChoices):
        WORKED = "worked", _("Worked")
        ADAPTED = "adapted", _("Worked after a change")
        FAILED = "failed", _("Failed")

    entry = ParentalKey(GoodPractice, on_delete=models.CASCADE, related_name="adaptations")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country"))
    change = RichText(_("what was changed"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
