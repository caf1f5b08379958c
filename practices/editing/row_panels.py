"""The panels of an entry's rows: their shared facts, and their texts language by language."""

from functools import cached_property

from django.utils.text import capfirst
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.panels import InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.panels.base import get_form_for_model

from practices.editing.row_forms import RowForm, RowFormSet
from practices.editing.tabs import TextPanel


class OriginalTexts(MultiFieldPanel):
    """A row's texts in one language, beside its shared fields, where that language is the original."""

    def __init__(self, children=(), *, code, **kwargs):
        self.code = code
        super().__init__(children, **kwargs)

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "code": self.code}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            return self.form is None or (self.form.scope.original == self.panel.code and super().is_shown())


class RowsPanel(InlinePanel):
    """The rows of a relation: shared fields, the original's texts, rows below them."""

    @cached_property
    def form_options(self):
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        options["formsets"][self.relation_name] |= {
            "form": get_form_for_model(
                self.db_field.related_model, form_class=RowForm, defer_required_on_fields=deferred
            ),
            "formset": RowFormSet,
            "inherit_kwargs": ["for_user", "scope"],
        }
        return options

    def get_form_options(self):
        return self.form_options


class RowTextsPanel(Panel):
    """The texts of a relation's rows in one language, each beside the original's."""

    def __init__(self, relation_name, children, code, **kwargs):
        super().__init__(**kwargs)
        self.relation_name, self.children, self.code = relation_name, children, code

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        return {**kwargs, "relation_name": self.relation_name, "children": self.children, "code": self.code}

    @property
    def clean_name(self):
        return f"{self.relation_name}_{self.code}"

    def on_model_bound(self):
        self.row_model = getattr(self.model, self.relation_name).rel.related_model
        self.texts = MultiFieldPanel(self.children).bind_to_model(self.row_model)

    class BoundPanel(Panel.BoundPanel):
        template_name = "practices/admin/row_texts.html"

        @cached_property
        def rows(self):
            """[(number, [the original's texts], panel)] of the rows with a field of this language in the form."""
            if self.form is None or self.panel.code == self.form.scope.original:
                return []
            found = []
            for number, form in enumerate(self.form.formsets[self.panel.relation_name].forms, 1):
                panel = self.panel.texts.get_bound_panel(
                    instance=form.instance, request=self.request, form=form, prefix=f"{self.prefix}-{number}"
                )
                if panel.is_shown():
                    found.append((number, self.original_texts(form.instance), panel))
            return found

        def original_texts(self, row):
            names = (child.name for child in self.panel.texts.children if isinstance(child, TextPanel))
            texts = (getattr(row, localized(name, self.form.scope.original)) for name in names)
            return [text for text in texts if text]

        @property
        def original(self):
            return self.form.scope.original

        @property
        def label(self):
            return capfirst(self.panel.row_model._meta.verbose_name)

        def is_shown(self):
            return bool(self.rows)
