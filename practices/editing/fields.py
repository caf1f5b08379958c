"""Form fields for what an entry is tagged with and points at."""

from django import forms
from django.db.models import ManyToManyField
from django.utils.text import capfirst
from taggit.managers import TaggableManager
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.blocks import BlockField, PageChooserBlock, StreamBlock, StreamValue
from wagtail.models import Page


class TermsWidget(forms.CheckboxSelectMultiple):
    """Checkboxes from one template; Django's own takes three for each, and a long paper shows four hundred."""

    template_name = "practices/admin/terms.html"


class TermsField(forms.ModelMultipleChoiceField):
    """The terms of a closed vocabulary, whether a tag manager or a many-to-many field holds them."""

    widget = TermsWidget


class EntriesField(BlockField):
    """A list of entries, each picked with Wagtail's page chooser; cleans to entries without doubles.

    A stream of one kind of block, because Wagtail's script can't start a ``ListBlock`` outside of a stream.
    """

    def __init__(self, **kwargs):
        super().__init__(block=StreamBlock([("entry", PageChooserBlock("practices.Entry"))], required=False), **kwargs)

    def prepare_value(self, value):
        if isinstance(value, StreamValue):
            return value
        return StreamValue(self.block, [("entry", entry) for entry in value or []])

    def clean(self, value):
        return list(dict.fromkeys(child.value for child in super().clean(value)))

    def has_changed(self, initial, data):
        return {entry.pk for entry in initial or []} != {child.value.pk for child in data if child.value}


def form_field(db_field, **kwargs):
    """Wagtail's form field for ``db_field``, with checkboxes for vocabularies and choosers for entries."""
    model = db_field.related_model
    closed_tags = isinstance(db_field, TaggableManager) and not getattr(model, "free_tagging", True)
    many = isinstance(db_field, ManyToManyField)
    if not (closed_tags or many):
        return formfield_for_dbfield(db_field, **kwargs)
    described = {
        "label": capfirst(db_field.verbose_name),
        "help_text": db_field.help_text,
        "required": not db_field.blank,
    }
    if many and issubclass(model, Page):
        return EntriesField(**described)
    return TermsField(queryset=model.objects.all(), **described)


def fill_choices(form):
    for field in form.fields.values():
        if isinstance(field, TermsField):
            field.widget.choices = form.scope.choices(field.queryset)
