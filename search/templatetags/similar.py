"""What search adds to the page of an entry, whose own templates know nothing of it."""

from django import template

from practices.models import Entry
from search.similar import similar

register = template.Library()


@register.simple_tag(takes_context=True)
def similar_entries(context):
    """Results like the entry that the page is about and not ``linked`` on it; [] on other pages, and in a preview."""
    page = context.get("page")
    if not isinstance(page, Entry) or getattr(context["request"], "is_preview", False):
        return []
    return similar(page, context["language"], context["linked"])
