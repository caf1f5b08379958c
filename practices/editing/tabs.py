"""The panels of a page that is written in several languages: shared facts first, then a tab per language."""

from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface

from portal.languages import CONTENT_CODES
from practices.translated import State
from practices.units import text_fields, units

capfirst_lazy = lazy(capfirst, str)


class TextPanel(FieldPanel):
    """A field of one language; its tab says which, so that its label needn't."""

    def __init__(self, name, code, **kwargs):
        self.name, self.code = name, code
        super().__init__(localized(name, code), **kwargs)

    def clone_kwargs(self):
        kwargs = super().clone_kwargs()
        del kwargs["field_name"]
        return {**kwargs, "name": self.name, "code": self.code}

    def on_model_bound(self):
        self.heading = capfirst_lazy(self.model._meta.get_field(self.name).verbose_name)


class EntryTabs(TabbedInterface):
    """All tabs. The form class is built once: with some two hundred fields that takes longer than the rest."""

    @cached_property
    def form_class(self):
        return super().get_form_class()

    def get_form_class(self):
        return self.form_class

    class BoundPanel(TabbedInterface.BoundPanel):
        def render_missing_fields(self):
            html = super().render_missing_fields()
            return html if self.form.scope.facts else mark_safe(html + hidden_of_rows(self.form))


def hidden_of_rows(form):
    """What identifies the rows in a form without the tab of shared facts, which holds it otherwise."""
    html = ""
    for formset in form.formsets.values():
        if hasattr(formset, "scope"):
            html += str(formset.management_form)
            for row in formset.forms:
                html += format_html_join("", "{}", ((field,) for field in row.hidden_fields())) + hidden_of_rows(row)
    return html


class FactsTab(ObjectList):
    """What all languages share; hidden from who may only translate."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self):
            return self.form is None or self.form.scope.facts


class LanguageTab(ObjectList):
    """The fields of one language; while it is closed, its state and a button that opens it."""

    def __init__(self, children=(), *, code, **kwargs):
        self.code = code
        super().__init__(children, **kwargs)

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "code": self.code}

    @property
    def clean_name(self):
        return f"language_{self.code}"

    class BoundPanel(ObjectList.BoundPanel):
        template_name = "practices/admin/language_tab.html"

        @property
        def code(self):
            return self.panel.code

        @property
        def is_open(self):
            return localized("heading", self.code) in self.form.fields

        def is_shown(self):
            return self.form is None or self.code in self.form.scope.permitted

        def show_panel_furniture(self):
            return self.is_shown()

        @property
        def is_original(self):
            return self.code == self.instance.original_language

        @property
        def state(self):
            return State(state).label if (state := self.instance.state(self.code)) else ""

        @property
        def outdated(self):
            return len(self.instance.changed_units(self.code))

        @property
        def can_start(self):
            """Whether the original may be copied into this language: it has no text, and there is a page to save."""
            page = self.instance
            possible = page.pk and not self.is_original and "body" in text_fields(type(page))
            return bool(possible) and not units(page, self.code)

        @property
        def start_url(self):
            return reverse("practices_start_translation", args=[self.instance.pk, self.code])

        @property
        def open_url(self):
            """This form with this language open too; the first language of a new page is its original."""
            codes = [self.code]
            if self.instance.pk:
                codes += [code for code in CONTENT_CODES if localized("heading", code) in self.form.fields]
            query = {"languages": ",".join(codes)}
            if following := self.request.GET.get("next"):
                query["next"] = following
            return f"?{urlencode(query)}#tab-{self.panel.clean_name}"


class ConfirmPanel(Panel):
    """The tick "This translation matches the present original" of one language."""

    def __init__(self, code, **kwargs):
        self.code = code
        super().__init__(**kwargs)

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "code": self.code}

    def get_form_options(self):
        return {"fields": ["confirmed"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "practices/admin/confirm.html"

        @property
        def code(self):
            return self.panel.code

        @property
        def outdated(self):
            return self.instance.changed_units(self.code)

        def is_shown(self):
            scope = getattr(self.form, "scope", None)
            return bool(scope) and self.code in scope.languages and self.code != scope.original
