"""The editors' form of a page whose languages are opened one by one; editing/row_forms.py has those of its rows.

A form with every language would show some sixty text editors. So a language's fields are in the form only when
its tab is open, and what a form doesn't hold, it doesn't change.
"""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.forms import WagtailAdminPageForm

from portal.languages import BY_CODE, CHOICES
from practices.editing.fields import fill_choices, form_field
from practices.editing.losses import removed_blocks, removed_rows
from practices.editing.meanwhile import MergedForm
from practices.editing.row_forms import row_formsets
from practices.editing.scope import keep_writable, languages_of_fields, scope_of
from practices.translated import State

LONGEST_SUMMARY = 150  # words


class TranslatedPageForm(MergedForm, WagtailAdminPageForm):
    """A page published per language (``PerLanguage``).

    ``practices.wagtail_hooks`` notes on the page (on its parent, for a new one) which languages to open, and
    whether the request is one of Wagtail's automatic savings.
    """

    confirmed = forms.MultipleChoiceField(choices=CHOICES, required=False)

    class Meta:
        formfield_callback = form_field

    def __init__(self, data=None, files=None, parent_page=None, *args, instance, for_user=None, **kwargs):
        requested = getattr(instance if instance.pk else parent_page, "open_languages", ())
        if not instance.pk and data is None and requested:
            instance.original_language = requested[0]
        self.scope = scope_of(instance, for_user, parent_page or instance, requested, data is not None)
        super().__init__(data, files, parent_page, *args, instance=instance, for_user=for_user, **kwargs)
        keep_writable(self, self.scope, always=("confirmed", "comment_notifications"))
        fill_choices(self)
        if not instance.pk:
            # An original is seldom held back, and a page published without it would be empty
            self.initial[localized("translation_state", self.scope.original)] = State.READY
        if "slug" in self.fields:
            self.fields["slug"].required = False  # it comes from the heading
        if "key" in self.fields:
            # Automatic saving makes the page at the first letter typed: the key stands from the first publication
            self.fields["key"].disabled = bool(instance.first_published_at)
        if self.scope.meanwhile:
            self.merge_meanwhile(self.scope.meanwhile.base)

    def clean(self):
        cleaned = super().clean()
        self.require_headings(cleaned)
        self.limit_summaries(cleaned)
        for formset in row_formsets(self):
            formset.is_valid()  # that puts its rows in order
            if formset.order_conflict:  # an error of its own would show the rows as they stood before
                self.add_error(None, formset.order_conflict)
        return cleaned

    def limit_summaries(self, cleaned):
        """A rule for who writes here: an import takes longer ones, and a closed language stops nobody."""
        for code in self.scope.languages:
            name = localized("summary", code)
            words = len((cleaned.get(name) or "").split())
            if words > LONGEST_SUMMARY:
                message = _("The summary has %(words)d words; at most %(most)d are taken.")
                self.add_error(name, message % {"words": words, "most": LONGEST_SUMMARY})

    def require_headings(self, cleaned):
        """An entry is listed, and found, by its heading in each language that is ready."""
        if not getattr(self.instance, "kind_of_entry", None):
            return
        for code in self.scope.languages:
            state, heading = localized("translation_state", code), localized("heading", code)
            if cleaned.get(state) == State.READY and heading in cleaned and not cleaned[heading]:
                self.add_error(heading, self.fields[heading].error_messages["required"])

    def _update_errors(self, errors):
        """Show an error of a closed language, e.g. of an imported text, above the form: its field isn't here."""
        messages = getattr(errors, "error_dict", {})
        for name in [name for name in messages if name != NON_FIELD_ERRORS and name not in self.fields]:
            language = BY_CODE.get(languages_of_fields(self._meta.model).get(name))
            for error in messages.pop(name):
                said = " ".join(error.messages)
                self.add_error(None, f"{language.name}: {said}" if language else said)
        if messages or not hasattr(errors, "error_dict"):
            super()._update_errors(errors)

    def save(self, commit=True):
        consequences = removed_rows(self) + removed_blocks(self)
        if kept := kept_fields(self):
            consequences.append(self.scope.meanwhile.sentence(kept))
        page = super().save(commit=commit)
        page.consequences = consequences
        if not page.pk:
            # Wagtail writes a new page's row before its revision is published, held texts and all
            page.live = False
        if not getattr(page, "is_autosave", False):  # a tick counts when the editor saves
            for code in set(self.cleaned_data["confirmed"]) & set(self.scope.languages):
                page.confirm_translation(code)
        return page

    def get_field_updates_for_resave(self):
        """After an automatic saving the form stands on the revision that it made."""
        revision = self.instance.latest_revision
        return [
            *super().get_field_updates_for_resave(),
            ("loaded_revision_id", str(revision.pk)),
            ("loaded_revision_created_at", revision.created_at.isoformat()),
        ]


def kept_fields(form):
    """Labels of what took, in ``form`` and the rows below it, that which others saved meanwhile."""
    formsets = list(row_formsets(form))
    parts = [form, *formsets, *(row for formset in formsets for row in formset.forms)]
    return [label for part in parts for label in part.kept]
