"""Which fields have a column per language. Nothing but registrations."""

from modeltranslation.translator import TranslationOptions, register

from portal.languages import CONTENT_CODES, DEFAULT

from . import models
from .units import BOOKKEEPING

# A term without a name in the reader's language shows another rather than nothing.
TERM_FALLBACK = {"default": (DEFAULT, *(code for code in CONTENT_CODES if code != DEFAULT))}


@register([models.Phase, models.Gender, models.Actor])
class TermTranslation(TranslationOptions):
    fields = ("name", "synonyms", "description")
    fallback_languages = TERM_FALLBACK


@register(models.Topic)
class TopicTranslation(TranslationOptions):
    fields = ("label", "synonyms")
    fallback_languages = TERM_FALLBACK


@register(models.Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "inflected_forms", "synonyms", "footnote")
    fallback_languages = TERM_FALLBACK


@register(models.Entry)
class EntryTranslation(TranslationOptions):
    fields = ("heading", "summary", "target_groups", "body", *BOOKKEEPING)


@register(models.GoodPractice)
class GoodPracticeTranslation(TranslationOptions):
    fields = (
        "challenge",
        "objectives",
        "partners",
        "information_sharing",
        "resources",
        "gender_approach",
        "outcomes",
        "success_factors",
        "limiting_factors",
        "transferability",
    )


@register(models.Step)
class StepTranslation(TranslationOptions):
    fields = ("timing", "text")


@register(models.Adaptation)
class AdaptationTranslation(TranslationOptions):
    fields = ("change",)


@register(models.Failure)
class FailureTranslation(TranslationOptions):
    fields = (
        "expected",
        "happened",
        "contributing_factors",
        "warning_signs",
        "changed_since",
        "do_differently",
        "setting",
    )


@register(models.ConclusionPaper)
class ConclusionPaperTranslation(TranslationOptions):
    fields = ("event_name", "event_place")


@register(models.Recommendation)
class RecommendationTranslation(TranslationOptions):
    fields = ("heading", "text")


@register(models.CountryNote)
class CountryNoteTranslation(TranslationOptions):
    fields = (
        "legal_frame",
        "information_sharing",
        "women_children_returnees",
        "post_release_support",
        "small_places",
        "gaps",
    )


@register(models.ResponsibleBody)
class ResponsibleBodyTranslation(TranslationOptions):
    fields = ("name", "role")


@register(models.PathwayStep)
class PathwayStepTranslation(TranslationOptions):
    fields = ("timing", "text")


@register(models.Figure)
class FigureTranslation(TranslationOptions):
    fields = ("label",)


@register(models.Reference)
class ReferenceTranslation(TranslationOptions):
    fields = ("note",)


@register(models.Collection)
class CollectionTranslation(TranslationOptions):
    fields = ("purpose", "audience", "venue", "agenda", "outputs")


@register(models.CollectionSection)
class CollectionSectionTranslation(TranslationOptions):
    fields = ("heading", "intro")


@register(models.CollectionItem)
class CollectionItemTranslation(TranslationOptions):
    fields = ("note",)
