"""The editors' forms of rows: found again by their anchors, and merged with what others saved meanwhile."""

from django import forms
from django.core.validators import validate_slug
from django.forms.formsets import ORDERING_FIELD_NAME
from django.forms.models import BaseModelFormSet
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from practices.editing.fields import fill_choices, form_field
from practices.editing.meanwhile import MergedForm, is_untouched, merge_order, order_message
from practices.editing.scope import keep_writable
from practices.fields import new_anchor


def row_formsets(form):
    """Each ``RowFormSet`` of ``form`` and of the rows below it; Wagtail's comments have another."""
    for formset in form.formsets.values():
        if isinstance(formset, RowFormSet):
            yield formset
            for row in formset.forms:
                yield from row_formsets(row)


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
        self.newest = list(self.get_queryset()) if self.is_bound else []
        self.unmatched = list(self.newest)
        self.kept, self.order_conflict = (), None

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
        if self.can_order:
            self.merge_order()

    def merge_order(self):
        """Set ``order``, all rows as they will stand, those too that others added while the form was open."""
        forms = [form for form in self.forms if form.is_known or form.has_changed()]
        forms = [form for form in forms if not self._should_delete_form(form)]
        forms.sort(key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or len(self.forms) + 1)
        posted = [form.instance for form in forms]
        rows = {row.anchor: row for row in (*posted, *self.unmatched)}
        newest, meanwhile = [row.anchor for row in self.newest if row.anchor in rows], self.scope.meanwhile
        earlier = meanwhile.earlier_order(self.instance, self.rel_name) if meanwhile else newest
        order = merge_order(earlier, newest, [row.anchor for row in posted])
        self.order = [rows[anchor] for anchor in order.anchors]
        name = self.model._meta.verbose_name_plural
        if order.is_kept:
            self.kept = [_("%(rows)s: their order") % {"rows": name}]
            self.show_in_order(forms)
        if order.theirs:
            self.order_conflict = order_message(meanwhile.people, name, order.theirs)

    def show_in_order(self, forms):
        """Give ``forms`` their places in ``order`` in place of the posted ones, should the page be refused."""
        data = self.data.copy()
        for form in forms:
            form.data, place = data, self.order.index(form.instance) + 1
            form.cleaned_data[ORDERING_FIELD_NAME] = data[form.add_prefix(ORDERING_FIELD_NAME)] = place

    def save(self, commit=True):
        rows = getattr(self.instance, self.rel_name)
        if not self.scope.facts:
            return self.save_texts(rows)
        saved = super().save(commit=commit)
        for place, row in enumerate(self.order):
            row.sort_order = place
        # BaseChildFormSet takes every row without a primary key out and puts back those that changed.
        # A row that this form does not know was added by somebody else while it was open.
        rows.add(*self.order)
        return saved

    def save_texts(self, rows):
        """Save the words of the rows that are there; a translator neither adds, removes nor moves one."""
        saved = [form.save(commit=False) for form in self.forms if form.is_known]
        rows.add(*saved)
        return saved
