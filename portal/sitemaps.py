"""Every section of the sitemap."""

from practices.querysets import released_in_any, unexpired
from practices.sitemaps import EntrySitemap, InEveryLanguage, ListSitemap, Released, TermSitemap

from .models import HomePage, StandardPage


class HomeSitemap(InEveryLanguage):
    def items(self):
        return HomePage.objects.live().public()

    def location(self, page):
        return page.get_url_parts()[2]


class StandardPageSitemap(Released):
    def items(self):
        return StandardPage.objects.live().public().filter(released_in_any(), unexpired()).order_by("pk")


SECTIONS = {
    "home": HomeSitemap,
    "lists": ListSitemap,
    "entries": EntrySitemap,
    "terms": TermSitemap,
    "pages": StandardPageSitemap,
}
