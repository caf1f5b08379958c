"""Old addresses lead on in every language.

Wagtail makes redirects when a page's slug changes or it is moved, for its address in the active language alone: the
editor's. A redirect that is there already is replaced by the same one.
"""

from django.dispatch import receiver
from django.utils import translation
from wagtail.contrib.redirects import signal_handlers as wagtails
from wagtail.signals import page_slug_changed, post_page_move

from portal.languages import LANGUAGES


@receiver(page_slug_changed)
def redirect_after_slug_change(**facts):
    for language in LANGUAGES:
        with translation.override(language.code):
            wagtails.autocreate_redirects_on_slug_change(**facts)


@receiver(post_page_move)
def redirect_after_move(**facts):
    for language in LANGUAGES:
        with translation.override(language.code):
            wagtails.autocreate_redirects_on_page_move(**facts)
