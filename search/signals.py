"""From a change in the database to rows in the outbox, in the same transaction."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction
from wagtail.signals import post_page_move

from practices.models import Actor, Country, CountryNote, Entry, Gender, Phase, Recommendation, Topic
from practices.signals import entries_changed
from search.indexing import record

# Of a page that is saved while a draft of it is kept: nothing that the public sees
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}
DRAFT_FIELDS |= {COMMENTS_RELATION_NAME}


def connect():
    """Connect the receivers; called once, when the application is ready."""
    post_save.connect(page_saved, dispatch_uid="search")
    post_delete.connect(entry_deleted, sender=Entry, dispatch_uid="search")
    post_page_move.connect(page_moved, dispatch_uid="search")
    entries_changed.connect(entries_written, dispatch_uid="search")
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="search restriction")
    for model in (Phase, Gender, Actor, Topic, Country):
        post_save.connect(term_saved, sender=model, dispatch_uid="search term")
        pre_delete.connect(term_deleted, sender=model, dispatch_uid="search term")


def page_saved(instance, update_fields=None, **kwargs):
    """A page that is no entry, e.g. its plain ``Page``, is noted too: what it is gets asked when the row is read."""
    if isinstance(instance, Page) and not (update_fields and DRAFT_FIELDS.issuperset(update_fields)):
        record([instance.pk])


def entry_deleted(instance, **kwargs):
    record([instance.pk])


def entries_written(ids, **kwargs):
    record(ids)


def page_moved(instance, **kwargs):
    record(entries_below(instance))


def restriction_changed(instance, **kwargs):
    record(entries_below(instance.page))


def term_saved(instance, created=False, **kwargs):
    if not created:
        record(entries_with(instance))


def term_deleted(instance, **kwargs):
    record(entries_with(instance))  # while it still can be told which they are


def entries_below(page) -> list[int]:
    """``page`` and all below it; aliases of these too, which share their restrictions."""
    below = Q(path__startswith=page.path) | Q(alias_of__path__startswith=page.path)
    return list(Entry.objects.filter(below).order_by().values_list("pk", flat=True))


def entries_with(term) -> set[int]:
    """What is tagged with ``term``, itself or a recommendation in it."""
    if isinstance(term, Country):
        of_country = CountryNote.objects.filter(country=term)
        return ids_of(Entry.objects.filter(countries=term), "pk") | ids_of(of_country, "pk")
    tagged = ids_of(term.tagged_entries.all(), "content_object_id")
    if isinstance(term, Topic):
        return tagged
    vocabulary = f"{term._meta.model_name}s"
    return tagged | ids_of(Recommendation.objects.filter(**{vocabulary: term}), "entry_id")


def ids_of(queryset, column) -> set[int]:
    return set(queryset.order_by().values_list(column, flat=True))
