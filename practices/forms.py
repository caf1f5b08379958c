"""The editors' forms: a page whose languages are opened one by one, and its rows.

A form with every language would show some sixty text editors. So a language's fields are in the form only when
its tab is open, and what a form doesn't hold, it doesn't change.
"""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import validate_slug
from django.forms.models import BaseModelFormSet
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from portal.languages import BY_CODE, CHOICES
from practices.editing.fields import TermsField, form_field
from practices.editing.losses import removed_blocks, removed_rows
from practices.editing.meanwhile import conflict_message, is_untouched, merge
from practices.editing.scope import keep_writable, languages_of_fields, scope_of
from practices.fields import new_anchor
from practices.translated import State

LONGEST_SUMMARY = 150  # words


def fill_choices(form):
    for field in form.fields.values():
        if isinstance(field, TermsField):
            field.widget.choices = form.scope.choices(field.queryset)


class MergedForm:
    """A form that leaves alone what others saved while it was open; ``practices.editing.meanwhile`` tells how."""

    kept, conflicts = (), {}

    def merge_meanwhile(self, base):
        self.kept, self.conflicts = merge(self, base)

    def clean(self):
        cleaned = super().clean()
        for name, value in self.conflicts.items():
            self.add_error(name, conflict_message(self.scope.meanwhile.people, value))
        return cleaned


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
    """Labels of the fields of ``form``, and of the rows below it, that took what others saved meanwhile."""
    formsets = [formset for formset in form.formsets.values() if hasattr(formset, "scope")]
    return [*form.kept, *(label for formset in formsets for row in formset.forms for label in kept_fields(row))]


class RowForm(MergedForm, WagtailAdminModelForm):
    """A row of an entry. Its hidden ``anchor`` finds it again where it has no primary key yet."""

    anchor = forms.CharField(required=False, max_length=80, validators=[validate_slug], widget=forms.HiddenInput)

    class Meta:
        formfield_callback = form_field

    def __init__(self, *args, scope, instance=None, **kwargs):
        self.scope = scope
        self.is_known = instance is not None
        super().__init__(*args, instance=instance, **kwargs)
        if self.is_known:
            self.initial["anchor"] = instance.anchor
        keep_writable(self, scope, always=("anchor",))
        fill_choices(self)
        self.removed_meanwhile = False
        if self.scope.meanwhile and self.is_bound:
            self.compare_with_earlier()

    def compare_with_earlier(self):
        """A row that others removed meanwhile stays removed, unless it was changed here."""
        earlier = self.scope.meanwhile.earlier_row(self._meta.model, self.data.get(self.add_prefix("anchor")))
        if self.is_known:
            self.merge_meanwhile(earlier)
        elif earlier:
            self.removed_meanwhile = is_untouched(self, earlier)

    def clean(self):
        super().clean()
        posted = self.cleaned_data.get("anchor")
        if posted and not self.is_known:  # its row was removed by somebody else while this form was open
            self.instance.anchor = posted

    def get_field_updates_for_resave(self):
        updates = super().get_field_updates_for_resave()
        return [*updates, (self.add_prefix("anchor"), self.instance.anchor)]


class RowFormSet(BaseChildFormSet):
    """Rows matched by anchor.

    A row added in the draft of a live page has no primary key until it is published. Wagtail makes such rows anew
    from what is posted, and what a form leaves out, a closed language's text, would be gone.
    """

    def __init__(self, *args, form_kwargs, **kwargs):
        self.scope = form_kwargs["scope"]
        super().__init__(*args, form_kwargs=form_kwargs, **kwargs)
        if not self.scope.facts:
            self.can_delete = self.can_order = False
        self.unmatched = list(self.get_queryset()) if self.is_bound else []

    def take_row(self, prefix):
        """The row that the form ``prefix`` is about, once; None for a new one."""
        anchor, pk = self.data.get(f"{prefix}-anchor"), self.data.get(f"{prefix}-id")
        row = next((row for row in self.unmatched if anchor and row.anchor == anchor), None)
        row = row or next((row for row in self.unmatched if pk and str(row.pk) == pk), None)
        if row:
            self.unmatched.remove(row)
        return row

    def _construct_form(self, i, **kwargs):
        if self.is_bound:
            # BaseChildFormSet would look for a primary key only
            return super(BaseModelFormSet, self)._construct_form(
                i, instance=self.take_row(self.add_prefix(i)), **kwargs
            )
        return super()._construct_form(i, **kwargs)

    def _should_delete_form(self, form):
        return form.removed_meanwhile or super()._should_delete_form(form)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # A query per row less; and an old revision may hold a row that was deleted since
        form.fields["id"] = forms.IntegerField(initial=form.instance.pk, required=False, widget=forms.HiddenInput)

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if form.instance.anchor in seen:
                form.instance.anchor = new_anchor()
            seen.add(form.instance.anchor)

    def save(self, commit=True):
        rows = getattr(self.instance, self.rel_name)
        if not self.scope.facts:
            return self.save_texts(rows)
        saved = super().save(commit=commit)
        deleted = self.deleted_forms
        # BaseChildFormSet takes every row without a primary key out and puts back those that changed.
        # A row that this form does not know was added by somebody else while it was open.
        known = [form.instance for form in self.forms if form.is_known and form not in deleted]
        rows.add(*(row for row in [*known, *self.unmatched] if row.pk is None))
        return saved

    def save_texts(self, rows):
        """Save the words of the rows that are there; a translator neither adds, removes nor moves one."""
        saved = [form.save(commit=False) for form in self.forms if form.is_known]
        rows.add(*saved)
        return saved
