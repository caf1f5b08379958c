"""The typed blocks that an entry's body is made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from practices.fields import CleanRichTextBlock


def country_choices():
    """(key, name) of every country, read when a form is shown."""
    from practices.models import Country

    return [(country.slug, str(country)) for country in Country.objects.all()]


class HighlightBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=255, label=_("Heading"))
    text = CleanRichTextBlock(label=_("Text"))

    class Meta:
        icon = "pick"
        label = _("Highlight of the discussion")


class CountryCaseBlock(blocks.StructBlock):
    country = blocks.ChoiceBlock(choices=country_choices, label=_("Country"))
    text = CleanRichTextBlock(label=_("Text"))

    class Meta:
        icon = "globe"
        label = _("Country case")


BODY_BLOCKS = [
    ("heading", blocks.CharBlock(max_length=255, icon="title", label=_("Heading"))),
    ("paragraph", CleanRichTextBlock(icon="pilcrow", label=_("Paragraph"))),
    ("outcome", CleanRichTextBlock(icon="success", label=_("Key outcome"))),
    ("highlight", HighlightBlock()),
    ("country_case", CountryCaseBlock()),
    ("challenge", CleanRichTextBlock(icon="warning", label=_("Challenge"))),
    ("solution", CleanRichTextBlock(icon="help", label=_("Possible solution"))),
    ("follow_up", CleanRichTextBlock(icon="calendar", label=_("Follow-up"))),
]
# Blocks with fields of their own; the others hold one text.
STRUCTURED = {"highlight": ("heading", "text"), "country_case": ("country", "text")}
PLAIN = {"heading"}
