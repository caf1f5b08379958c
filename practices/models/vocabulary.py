"""The words entries are tagged with: closed vocabularies, countries, free topics."""

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.coreutils import string_to_ascii
from wagtail.search import index

SYNONYMS_HELP = _("Other words and acronyms for the same, one a line; a search for one finds the others.")


class AsciiTag(TagBase):
    """A tag whose slug an address takes, whatever script its name is in."""

    slug = models.SlugField(_("key"), unique=True, max_length=100)

    class Meta:
        abstract = True

    def slugify(self, tag, i=None):
        slug = slugify(string_to_ascii(tag))[:90] or "topic"  # ASCII may be longer than the name
        return slug if i is None else f"{slug}_{i}"


class Term(index.Indexed, AsciiTag):
    """A word of a closed vocabulary; ``slug`` is its neutral key, for URLs, imports and the search index."""

    free_tagging = False

    name = models.CharField(_("name"), max_length=100, unique=True)
    synonyms = models.TextField(_("synonyms"), blank=True, help_text=SYNONYMS_HELP)
    description = models.CharField(_("description"), max_length=255, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    search_fields = [index.AutocompleteField("slug")]

    class Meta:
        abstract = True
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name or self.slug


class Phase(Term):
    class Meta(Term.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")


class Gender(Term):
    class Meta(Term.Meta):
        verbose_name = _("gender")
        verbose_name_plural = _("gender")


class Actor(Term):
    class Meta(Term.Meta):
        verbose_name = _("actor")
        verbose_name_plural = _("actors")


class Topic(index.Indexed, AsciiTag):
    """A free keyword. ``name`` is what an editor typed, in any language; ``label`` is what a reader sees.

    A translated ``name`` would be looked up in the administration's language only, and typed again in each.
    """

    label = models.CharField(_("label"), max_length=100, blank=True)
    synonyms = models.TextField(_("synonyms"), blank=True, help_text=SYNONYMS_HELP)

    search_fields = [index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.label or self.name


class Country(index.Indexed, models.Model):
    """A country, or the whole region. A contested name carries its footnote wherever it is shown."""

    class Region(models.TextChoices):
        WESTERN_BALKANS = "western-balkans", _("Western Balkans")
        EU = "eu", _("European Union")

    slug = models.SlugField(_("key"), unique=True)
    iso_code = models.CharField(_("ISO 3166 code"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=20, choices=Region.choices, blank=True)
    name = models.CharField(_("name"), max_length=100)
    inflected_forms = models.TextField(
        _("inflected forms"),
        blank=True,
        help_text=_("Forms of a name with a footnote as they stand in running text, one a line."),
    )
    synonyms = models.TextField(_("synonyms"), blank=True, help_text=SYNONYMS_HELP)
    footnote = models.TextField(_("footnote"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    search_fields = [index.AutocompleteField("slug")]

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self):
        return self.name or self.slug


class TaggedPhase(ItemBase):
    tag = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="tagged_entries")
    content_object = ParentalKey("practices.Entry", on_delete=models.CASCADE, related_name="tagged_phases")


class TaggedGender(ItemBase):
    tag = models.ForeignKey(Gender, on_delete=models.CASCADE, related_name="tagged_entries")
    content_object = ParentalKey("practices.Entry", on_delete=models.CASCADE, related_name="tagged_genders")


class TaggedActor(ItemBase):
    tag = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="tagged_entries")
    content_object = ParentalKey("practices.Entry", on_delete=models.CASCADE, related_name="tagged_actors")


class TaggedTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tagged_entries")
    content_object = ParentalKey("practices.Entry", on_delete=models.CASCADE, related_name="tagged_topics")
