"""Which fields of the portal's own pages have a column per language."""

from modeltranslation.translator import TranslationOptions, register

from practices.units import BOOKKEEPING

from . import models


@register(models.StandardPage)
class StandardPageTranslation(TranslationOptions):
    fields = ("heading", "text", *BOOKKEEPING)
