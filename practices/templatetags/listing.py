"""What the continuum's template asks for."""

from django import template

register = template.Library()


@register.filter
def covered(phases):
    """Of pairs (phase, on) those phases that are on."""
    return [phase for phase, on in phases if on]
