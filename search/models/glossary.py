"""Other names for the same thing, in every language."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import BY_CODE, CONTENT_CODES, DEFAULT, site_language
from practices.models import Entry
from practices.script import in_latin


class Concept(models.Model):
    """A concept of the field; ``terms`` are its names and acronyms in one language, one a line, the usual one first.

    ``slug`` tells what came with the portal; one that an editor adds is given one.
    """

    slug = models.SlugField(_("key"), unique=True, max_length=100)
    note = models.CharField(_("note"), max_length=255, blank=True)
    terms = models.TextField(
        _("terms"), blank=True, help_text=_("Names and acronyms, one a line, the usual one first.")
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("concept")
        verbose_name_plural = _("glossary")

    def __str__(self):
        """Its usual name for who reads this, else its name in another language."""
        codes = dict.fromkeys((site_language().content, DEFAULT, *CONTENT_CODES))
        return next((names[0] for code in codes if (names := self.names(code))), self.slug)

    def names(self, code: str) -> list[str]:
        return lines(getattr(self, localized("terms", code)))

    def clean(self):
        for code in CONTENT_CODES:
            setattr(self, localized("terms", code), "\n".join(self.names(code)))
        names = [name for code in CONTENT_CODES for name in self.names(code)]
        if not names:
            raise ValidationError(_("Write at least one term, in any language."))
        self.slug = self.slug or f"{slugify(in_latin(names[0]))[:80]}-{uuid4().hex[:8]}"
        others = Concept.objects.exclude(pk=self.pk).only("slug", *(localized("terms", code) for code in CONTENT_CODES))
        taken = {
            (code, name.casefold()): other for other in others for code in CONTENT_CODES for name in other.names(code)
        }
        errors = {}
        for code in CONTENT_CODES:
            for name in self.names(code):
                if other := taken.get((code, name.casefold())):
                    values = {"term": name, "language": BY_CODE[code].name, "concept": other}
                    message = _("“%(term)s” (%(language)s) is a term of “%(concept)s” already.")
                    errors.setdefault(localized("terms", code), []).append(ValidationError(message, params=values))
        if errors:
            raise ValidationError(errors)


def lines(text: str | None) -> list[str]:
    """The lines of a field that holds one name a line, each once."""
    names = (" ".join(line.split()) for line in (text or "").splitlines())
    return list({name.casefold(): name for name in reversed(list(filter(None, names)))}.values())[::-1]


class LearnedPair(models.Model):
    """Words that stand for each other in translated entries: two stems (search/normalise.py) and how surely.

    ``shown`` is the commonest form of the target, for the reader, which ``entry`` has in the language ``code``: what
    was learned from a text that is withdrawn must not tell its words.
    """

    source = models.CharField(max_length=70, db_index=True)
    target = models.CharField(max_length=70)
    shown = models.CharField(max_length=70)
    weight = models.FloatField()
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    code = models.CharField(max_length=10)

    class Meta:
        unique_together = [("source", "target")]

    def __str__(self):
        return f"{self.source} → {self.target}"


class GlossaryState(models.Model):
    """One row about all names: ``stamp`` is another after each change, so that processes see that theirs are old.

    ``delivered`` are the keys of the concepts that came with the portal: one that an editor deleted stays away.
    """

    stamp = models.CharField(max_length=32)
    delivered = models.JSONField(default=list)

    def __str__(self):
        return self.stamp

    @classmethod
    def changed(cls, **values):
        cls.objects.update_or_create(pk=1, defaults={"stamp": uuid4().hex, **values})
