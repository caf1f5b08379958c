"""What readers tell the editors about an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.languages import CHOICES

from .entry import Entry


class Message(models.Model):
    """A reader's report of a wrong translation, or a question to a practice's contact."""

    class Kind(models.TextChoices):
        TRANSLATION = "translation", _("Wrong translation")
        QUESTION = "question", _("Question to the contact")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="messages", verbose_name=_("entry"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=8, choices=CHOICES)
    anchor = models.CharField(_("place on the page"), max_length=80, blank=True)
    text = models.TextField(_("message"), max_length=2000)
    reply_to = models.EmailField(_("reply to"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    done = models.BooleanField(_("dealt with"), default=False)

    class Meta:
        ordering = ["done", "-created_at"]
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.entry}"
