from modeltranslation.translator import TranslationOptions, register

from search.models import Concept


@register(Concept)
class ConceptOptions(TranslationOptions):
    fields = ("terms",)
