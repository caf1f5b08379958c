"""Per-language publication: one draft, one live row, and the live row holds public text only.

A page lives in one row with a column per field and language. Its draft (Wagtail's revision) carries every
language; when it is published, a language that is not released keeps the text that was public before.
docs/decisions/0002-per-language-publication.md tells why.
"""

import datetime
import json
from collections import Counter

from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.fields import StreamField
from wagtail.models import Site

from portal.languages import CHOICES, CONTENT_CODES, is_site_language, site_language
from practices.units import child_rows, digests, empty_value, raw_blocks, text_fields, translated_fields


def today(moment=None) -> datetime.date:
    """The portal's day, now or at a ``moment``: a language goes out on it wherever the editor who looks may live."""
    return timezone.localdate(moment, timezone.get_default_timezone())


class State(models.TextChoices):
    DRAFT = "draft", _("In translation: held back")
    READY = "ready", _("Ready: goes out with the next publication")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Method(models.TextChoices):
    AUTHORITATIVE = "authoritative", _("Authoritative text")
    HUMAN = "human", _("Written or translated by a person")
    MACHINE = "machine", _("Machine translation, not checked by a person")


def rows_with_earlier(new, old):
    """(row, the same row of ``old`` or None) of every child row of ``new``; ``old`` may be None.

    An anchor may repeat in different parents, so a row is looked for in its place first. One that was moved to
    another parent is found by its anchor, where only one row of ``old`` has it.
    """
    rows = list(child_rows(new))
    places = {(accessor, row.anchor) for accessor, row in rows}
    earlier = {(accessor, row.anchor): row for accessor, row in child_rows(old)} if old else {}
    number = Counter((type(row), row.anchor) for row in earlier.values())
    left = {(type(row), row.anchor): row for place, row in earlier.items() if place not in places}
    moved = {key: row for key, row in left.items() if number[key] == 1}
    return [(row, earlier.get((accessor, row.anchor)) or moved.get((type(row), row.anchor))) for accessor, row in rows]


def without_bare_fields(model, data: dict) -> dict:
    """``data`` of a revision for ``model`` with suffixed keys only, missing languages empty, children too.

    A revision older than a language would else be opened with its bare ``heading`` copied into that language.
    """
    data = dict(data)
    for name in translated_fields(model):
        data.pop(name, None)
        for code in CONTENT_CODES:
            field = model._meta.get_field(localized(name, code))
            data.setdefault(field.name, "[]" if isinstance(field, StreamField) else None)
    for relation in get_all_child_relations(model):
        accessor = relation.get_accessor_name()
        if accessor in data:
            data[accessor] = [without_bare_fields(relation.related_model, row) for row in data[accessor]]
    return data


class PerLanguage(models.Model):
    """First base of a page whose languages are published one by one."""

    original_language = models.CharField(
        _("original language"),
        max_length=8,
        choices=CHOICES,
        default="en",
        help_text=_("The language this entry was written in first; the others are translations of it."),
    )
    translation_state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        blank=True,
        help_text=_("Text that is held back stays in the draft, whatever else is published."),
    )
    translation_published_on = models.DateField(
        _("published on"),
        null=True,
        blank=True,
        help_text=_("A date to come keeps this language back until that day."),
    )
    translator = models.CharField(_("translator"), max_length=255, blank=True)
    translation_method = models.CharField(_("how it was made"), max_length=14, choices=Method.choices, blank=True)
    translation_confirmed = models.JSONField(null=True, blank=True, editable=False)
    translation_outdated = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def state(self, code):
        return getattr(self, localized("translation_state", code)) or ""

    def method(self, code):
        return getattr(self, localized("translation_method", code)) or ""

    def published_in(self, code):
        """The date given for the text in ``code``, or None."""
        return getattr(self, localized("translation_published_on", code))

    def is_released(self, code):
        """Whether the text in ``code`` is out; the same rule as ``querysets.released``."""
        date = self.published_in(code)
        return self.state(code) == State.READY and (date is None or date <= today())

    def released_languages(self):
        """Codes of the languages that are out, the original first."""
        codes = [code for code in CONTENT_CODES if self.is_released(code)]
        return sorted(codes, key=lambda code: code != self.original_language)

    def held_languages(self):
        return [code for code in CONTENT_CODES if self.state(code) not in (State.READY, State.WITHDRAWN)]

    # --- Outdated translations

    def confirm_translation(self, code):
        """Record that the text in ``code`` says what the original says now."""
        setattr(self, localized("translation_confirmed", code), digests(self, self.original_language))

    def outdated_units(self, code):
        """Units of the original that changed after the text in ``code`` was confirmed, as of the last save."""
        return getattr(self, localized("translation_outdated", code)) or []

    def changed_units(self, code):
        """The same of the texts in hand, e.g. of a draft.

        [] where the translation was never confirmed, or no original that is ready stands beside it.
        """
        confirmed = getattr(self, localized("translation_confirmed", code))
        if code == self.original_language or not confirmed or self.state(self.original_language) != State.READY:
            return []
        present = digests(self, self.original_language)
        if not present:
            return []
        return [unit for unit in {**confirmed, **present} if confirmed.get(unit) != present.get(unit)]

    def note_outdated(self):
        """Keep what ``changed_units`` finds, so that pages and lists need not compare texts."""
        for code in CONTENT_CODES:
            setattr(self, localized("translation_outdated", code), self.changed_units(code) or None)

    # --- From draft to live row

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        return super().from_serializable_data(without_bare_fields(cls, data), *args, **kwargs)

    def with_content_json(self, content):
        restored = super().with_content_json(content)
        restored._from_revision = True
        # Wagtail leaves it out, and scheduling a held page would then unpublish it; an imported page has none at all
        restored.live_revision_id = self.live_revision_id or (self.latest_revision_id if self.live else None)
        # An alias is written from its source's content: a unique key would clash
        for name in self.exclude_fields_in_copy:
            setattr(restored, name, getattr(self, name))
        return restored

    def save(self, *args, **kwargs):
        publishes = getattr(self, "_from_revision", False) and self.live and not kwargs.get("update_fields")
        if publishes:
            before = type(self)._base_manager.filter(pk=self.pk, live=True).first()
            if self.hold_back(before):
                self.has_unpublished_changes = True
        if not kwargs.get("update_fields"):
            self.note_outdated()
        return super().save(*args, **kwargs)

    def hold_back(self, before):
        """Put the text of ``before`` (the live page, or None) in place of each held language's, "" for a withdrawn one.

        Returns whether the draft has a text that the live row does not get, so that it is still worth keeping:
        Wagtail opens the live row for editing where nothing is unpublished, and a withdrawn text would be lost.
        """
        held = self.held_languages()
        withdrawn = [code for code in CONTENT_CODES if self.state(code) == State.WITHDRAWN]
        differs = False
        for new, old in [(self, before), *rows_with_earlier(self, before)]:
            for code in held:
                for name in translated_fields(type(new)):
                    if name == "translation_outdated":
                        continue  # follows from the others
                    differs |= replace_value(new, old, localized(name, code))
            for code in withdrawn:
                for name in text_fields(type(new)):
                    differs |= replace_value(new, None, localized(name, code))
        return differs

    # --- One address per language

    def get_url(self, request=None, current_site=None):
        """Wagtail's, without a query for the site that ``request`` came to: with several, the address is a full one."""
        return super().get_url(request, current_site or (request and Site()))

    def get_url_parts(self, *args, **kwargs):
        """Wagtail's, in the active language where the site has it, else in the original.

        The administration may run in a language that the site does not have.
        """
        active = translation.get_language()
        code = site_language(active).code if is_site_language(active) else self.original_language
        with translation.override(code):
            return super().get_url_parts(*args, **kwargs)

    # --- Preview in each language

    @property
    def preview_modes(self):
        return list(CHOICES)

    @property
    def default_preview_mode(self):
        return self.original_language

    def serve_preview(self, request, mode_name):
        code = mode_name if mode_name in CONTENT_CODES else self.original_language
        request.is_preview = True
        with translation.override(code):
            return self.serve(request).render()


def replace_value(new, old, name) -> bool:
    """Set ``new.name`` to ``old``'s value, or to nothing where ``old`` is None; returns whether it was another."""
    field = new._meta.get_field(name)

    def comparable(value):
        return json.dumps(raw_blocks(value)) if isinstance(field, StreamField) else value or None

    value = getattr(old, field.attname) if old else empty_value(field)
    differs = comparable(getattr(new, field.attname)) != comparable(value)
    setattr(new, field.attname, value)
    return differs
