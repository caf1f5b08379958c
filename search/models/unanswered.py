"""Searches without results, for the editors' report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import CHOICES


class UnansweredQuery(models.Model):
    """Words that found nothing, and how often. Nothing about who asked: no user, no address, no time of day."""

    text = models.CharField(_("query"), max_length=100)
    language = models.CharField(_("language"), max_length=10, choices=CHOICES)
    times = models.PositiveIntegerField(_("times"), default=1)
    last_asked_on = models.DateField(_("last asked on"), auto_now=True)

    class Meta:
        ordering = ["-times", "-last_asked_on"]
        unique_together = [("text", "language")]
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")

    def __str__(self):
        return self.text
