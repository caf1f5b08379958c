"""What templates need to show an entry's texts."""

from django import template
from django.utils.translation import gettext as _

from practices.body import link_to
from practices.footnotes import with_footnotes

register = template.Library()


@register.simple_block_tag
def footnoted(content, notes):
    """The content, its first mention of each contested name linked to a footnote that follows it."""
    return with_footnotes(content, notes, _("Footnotes"), _("Back to the text"))


@register.simple_tag
def part_link(anchor):
    """The link to a part of the page, beside its heading."""
    return link_to(anchor, _("Link to this part"))
