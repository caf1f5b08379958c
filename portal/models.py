"""Pages that are not knowledge: the home page, and standard pages such as "About" and "Privacy"."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from practices import panels
from practices.fields import RichText
from practices.forms import TranslatedPageForm
from practices.translated import PerLanguage


class HomePage(Page):
    """The first page; what it shows comes from the entries."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def serve(self, request, *args, **kwargs):
        from portal import views

        return views.home(request, self)


class StandardPage(PerLanguage, Page):
    """A page of running text, published per language as entries are."""

    heading = models.CharField(_("heading"), max_length=255, blank=True)
    text = RichText(_("text"))

    base_form_class = TranslatedPageForm
    edit_handler = panels.STANDARD_PAGE
    parent_page_types = ["portal.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("standard page")

    def serve(self, request, *args, **kwargs):
        from portal import views

        return views.standard_page(request, self)
