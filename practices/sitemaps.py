"""What search engines are told of: lists, terms and entries, each in the languages it is out in."""

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.urls import reverse
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES, site_language
from practices.models import Entry, EntryIndex
from practices.terms import VOCABULARIES, all_terms

PER_FILE = 2_000  # addresses, half a second; the protocol allows 50,000, but each of ours names all its languages
ENTRIES_PER_FILE = 400


class InEveryLanguage(Sitemap):
    """Addresses whose text is the interface's, so that they exist in every content language."""

    i18n = True
    alternates = True
    limit = PER_FILE

    def get_languages_for_item(self, item):
        return CONTENT_CODES


class Released(InEveryLanguage):
    """Pages that are published per language."""

    def get_languages_for_item(self, page):
        return page.released_languages()

    def location(self, page):
        return page.get_url_parts()[2]

    def lastmod(self, page):
        return page.last_published_at


class InReleasedLanguages(Paginator):
    """Pages of entries, cut in the database, as the pairs (entry, code) that a sitemap in languages is made of."""

    def page(self, number):
        page = super().page(number)
        page.object_list = [(entry, code) for entry in page.object_list for code in entry.released_languages()]
        return page


class EntrySitemap(Released):
    @property
    def paginator(self):
        return InReleasedLanguages(self.items(), ENTRIES_PER_FILE)

    def items(self):
        facts = ("original_language", "translation_state", "translation_published_on")
        columns = [localized(name, code) for name in facts[1:] for code in CONTENT_CODES]
        return Entry.objects.public().only("url_path", "last_published_at", facts[0], *columns).order_by("pk")

    def get_latest_lastmod(self):
        return Entry.objects.public().aggregate(latest=Max("last_published_at"))["latest"]


class ListSitemap(InEveryLanguage):
    def items(self):
        return EntryIndex.objects.live().public().order_by("path")

    def location(self, page):
        return page.get_url_parts()[2]


class TermSitemap(InEveryLanguage):
    """Closed terms, and the countries and topics that lead to something public."""

    def items(self):
        terms = all_terms(site_language(), Entry.objects.public(), Q())
        return [term for found in terms.values() for term in found if term.used]

    def location(self, term):
        return reverse(VOCABULARIES[term.vocabulary].view, args=[term.slug])
