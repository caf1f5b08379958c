"""Failures and lessons, told without blame and without a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices import panels
from practices.fields import RichText

from .entry import Entry


class Failure(Entry):
    class Kind(models.TextChoices):
        FAILURE = "failure", _("Failure")
        NEAR_MISS = "near-miss", _("Near miss")
        CHALLENGE = "challenge", _("Challenge")
        UNINTENDED_EFFECT = "unintended-effect", _("Unintended effect")

    failure_kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CHALLENGE)
    expected = RichText(_("what was expected"))
    happened = RichText(_("what happened"))
    contributing_factors = RichText(_("what contributed to it"))
    warning_signs = RichText(_("warning signs"))
    changed_since = RichText(_("what has changed since"))
    do_differently = RichText(_("what we would do differently"))
    setting = models.CharField(
        _("place and period"),
        max_length=255,
        blank=True,
        help_text=_("In general terms, so that nobody can be recognised."),
    )

    kind_of_entry = "failure"
    edit_handler = panels.FAILURE

    class Meta:
        verbose_name = _("failure or lesson")
        verbose_name_plural = _("failures and lessons")
