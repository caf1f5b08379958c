"""What all kinds of entry share."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.coreutils import string_to_ascii
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from portal.languages import CHOICES, CONTENT_LANGUAGES
from practices.blocks import BODY_BLOCKS
from practices.editing.scope import EntryPermissions
from practices.forms import TranslatedPageForm
from practices.querysets import EntryManager
from practices.translated import Method, PerLanguage, today

from .rows import Row
from .vocabulary import Country, TaggedActor, TaggedGender, TaggedPhase, TaggedTopic


class Entry(PerLanguage, Page):
    """A practice, failure, paper, country note or collection: one row, tagged once, in every language.

    Only suffixed columns (``heading_sq``) hold text; the bare ones mean nothing. Title and slug are neutral.
    """

    key = models.SlugField(
        _("permanent key"),
        max_length=255,
        unique=True,
        blank=True,
        help_text=_("Names this entry in imports, exports and the API, and never changes."),
    )
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What it is in a few sentences; at most 150 words.")
    )
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("text"))
    target_groups = models.CharField(
        _("target groups"), max_length=255, blank=True, help_text=_("Who it is for, in one line.")
    )

    phases = ClusterTaggableManager(through=TaggedPhase, blank=True, verbose_name=_("phases"), related_name="entries")
    genders = ClusterTaggableManager(through=TaggedGender, blank=True, verbose_name=_("gender"), related_name="entries")
    actors = ClusterTaggableManager(through=TaggedActor, blank=True, verbose_name=_("actors"), related_name="entries")
    topics = ClusterTaggableManager(
        through=TaggedTopic,
        blank=True,
        verbose_name=_("topics"),
        related_name="entries",
        help_text=_("Free keywords, separated by commas."),
    )
    countries = ParentalManyToManyField(Country, blank=True, verbose_name=_("countries"), related_name="entries")

    event_date = models.DateField(_("date of the event"), null=True, blank=True)
    published_on = models.DateField(
        _("date of publication"),
        null=True,
        blank=True,
        help_text=_("Of the source, as its publisher gives it."),
    )
    review_by = models.DateField(_("review by"), null=True, blank=True)
    author_organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=255, blank=True)

    objects = EntryManager()

    search_fields = [*Page.search_fields, index.FilterField("original_language")]
    exclude_fields_in_copy = ["key"]
    is_creatable = False
    subpage_types = []
    parent_page_types = ["practices.EntryIndex"]
    template = "practices/entry.html"
    base_form_class = TranslatedPageForm

    # The neutral name of the kind, in imports, filters and the API
    kind_of_entry = None

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [models.Index(Coalesce("event_date", "published_on"), name="entry_listed_date")]  # cards.newest_first
        # Who may write in which language: every field of a language asks for its permission
        permissions = [
            (f"translate_{language.code}", f"Can write in {language.name}") for language in CONTENT_LANGUAGES
        ]

    def __str__(self):
        return self.title

    def full_clean(self, *args, **kwargs):
        self.set_neutral_fields()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.set_neutral_fields()
        super().minimal_clean()

    def set_neutral_fields(self):
        """Title from the original's heading, else from one that is out; key and slug where there are none yet.

        The title of a live page is read outside the administration too: only a heading that is out may be in it.
        """
        codes = self.released_languages()
        if not self.live:
            codes = (self.original_language, *codes)
        headings = (getattr(self, localized("heading", code)) for code in codes)
        heading = next(filter(None, headings), "")
        if self.alias_of_id and not self.pk:
            self.key = ""  # Wagtail's alias is written with all its source has
        if not self.key:
            self.key = self.free_key(self.slug or slugify(string_to_ascii(heading))[:200] or "entry")
        self.slug = self.slug or self.key
        self.title = heading[:255] or self.key

    def free_key(self, wanted):
        """``wanted``, with a number where another entry has it."""
        taken = set(Entry.objects.filter(key__startswith=wanted).exclude(pk=self.pk).values_list("key", flat=True))
        if wanted not in taken:
            return wanted
        return next(key for number in range(2, len(taken) + 3) if (key := f"{wanted}-{number}") not in taken)

    def permissions_for_user(self, user):
        return EntryPermissions(user, self)

    @classmethod
    def can_exist_under(cls, parent):
        """Each kind stands below its own list only."""
        return super().can_exist_under(parent) and parent.specific.kind_of_entry == cls.kind_of_entry

    def get_view_restrictions(self):
        """Wagtail's, in one query: the path names the ancestors. An alias is left to Wagtail."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def serve(self, request, *args, **kwargs):
        from practices import views

        return views.entry(request, self)


class EntryFile(Row):
    """A file of an entry in one language. It is shown when its language is out and its own date has come."""

    class Provider(models.TextChoices):
        PUBLISHER = "publisher", _("Publisher")
        NETWORK = "network", _("This network")

    entry = ParentalKey(Entry, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=8, choices=CHOICES)
    title = models.CharField(_("title"), max_length=255)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("document"),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    provider = models.CharField(_("from"), max_length=10, choices=Provider.choices, default=Provider.PUBLISHER)
    method = models.CharField(_("how it was made"), max_length=14, choices=Method.choices, blank=True)

    def has_come(self):
        return self.published_on is None or self.published_on <= today()


class Reference(Row):
    """A source that an entry draws on, or further reading."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("Source")
        FURTHER_READING = "further-reading", _("Further reading")

    entry = ParentalKey(Entry, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, default=Kind.SOURCE)
    citation = models.CharField(_("citation"), max_length=500)
    url = models.URLField(_("address"), max_length=500, blank=True)
    locator = models.CharField(
        _("place in the source"), max_length=255, blank=True, help_text=_("Page, section or recommendation.")
    )
    note = models.TextField(_("what it is about"), blank=True)


class RelatedEntry(Row):
    """A relation to another entry. It is stated once and shown on both ends."""

    entry = ParentalKey(Entry, on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="related_from", verbose_name=_("related entry")
    )


class EntryIndex(Page):
    """The place in the tree, and the list, of all entries of one kind."""

    KINDS = (
        ("practice", _("Good practices")),
        ("failure", _("Failures and lessons")),
        ("paper", _("Conclusion papers")),
        ("country-note", _("Country notes")),
        ("collection", _("Curated collections")),
    )
    kind_of_entry = models.CharField(_("kind of entry"), max_length=15, choices=KINDS, unique=True)

    parent_page_types = ["portal.HomePage"]
    max_count = len(KINDS)

    # A list has no text that anybody could review; Wagtail would ask each time that it is opened
    has_workflow = workflow_in_progress = False
    current_workflow_state = None

    class Meta:
        verbose_name = _("list of entries")
        verbose_name_plural = _("lists of entries")

    def serve(self, request, *args, **kwargs):
        from practices import views

        return views.entry_list(request, index=self)
