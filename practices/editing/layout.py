"""How a page's facts, texts and rows are laid out in tabs; what they are stands in ``practices/panels.py``."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.models import Page

from portal.languages import CONTENT_LANGUAGES
from practices.editing.row_panels import OriginalTexts, RowsPanel, RowTextsPanel
from practices.editing.tabs import ConfirmPanel, EntryTabs, FactsTab, LanguageTab, TextPanel


@dataclass(frozen=True)
class Rows:
    """The rows ``relation``: ``facts`` are panels, ``texts`` names of translated fields, ``below`` rows of a row."""

    relation: str
    heading: str
    label: str
    facts: tuple = ()
    texts: tuple = ()
    below: tuple = ()

    def facts_panel(self):
        originals = [
            OriginalTexts([TextPanel(name, language.code) for name in self.texts], code=language.code)
            for language in CONTENT_LANGUAGES
            if self.texts
        ]
        below = [rows.facts_panel() for rows in self.below]
        return RowsPanel(self.relation, [*self.facts, *originals, *below], heading=self.heading, label=self.label)

    def texts_panel(self, code):
        texts = [TextPanel(name, code) for name in self.texts]
        below = [rows.texts_panel(code) for rows in self.below if rows.texts]
        return RowTextsPanel(self.relation, [*texts, *below], code, heading=self.heading)


def tabs(facts, texts, rows=()) -> EntryTabs:
    """A page's tabs: ``facts`` (panels) and ``rows``, then each language's ``texts`` and rows' texts."""
    languages = [
        LanguageTab(
            [
                *(TextPanel(name, language.code) for name in texts),
                *(table.texts_panel(language.code) for table in rows if table.texts or table.below),
                MultiFieldPanel(
                    [
                        TextPanel("translation_state", language.code),
                        TextPanel("translation_published_on", language.code),
                        TextPanel("translation_method", language.code),
                        TextPanel("translator", language.code),
                        ConfirmPanel(language.code),
                    ],
                    heading=_("Publication of this language"),
                ),
            ],
            heading=language.name,
            code=language.code,
        )
        for language in CONTENT_LANGUAGES
    ]
    return EntryTabs(
        [
            FactsTab([*facts, *(table.facts_panel() for table in rows)], heading=_("Shared facts")),
            *languages,
            ObjectList(
                [FieldPanel("slug", help_text=_("The last part of the page's address; empty: from the heading."))],
                heading=_("Address"),
            ),
            # Wagtail's: schedule and comments
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )
