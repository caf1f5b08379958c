"""The pages that every portal has: the home page and the five lists, under one site."""

from django.db import transaction
from wagtail.models import Page, Site

from portal.models import HomePage
from practices.models import EntryIndex

# kind of entry → (slug, neutral title); what a reader sees is translated where it is shown
INDEXES = {
    "practice": ("practices", "Good practices"),
    "failure": ("failures", "Failures and lessons"),
    "paper": ("papers", "Conclusion papers"),
    "country-note": ("countries", "Country notes"),
    "collection": ("collections", "Curated collections"),
}


@transaction.atomic
def plant(hostname: str = "localhost", port: int = 80) -> HomePage:
    """Create what is missing of the home page, the default site and the five lists; return the home page.

    Wagtail's first migration leaves a page "Welcome" on the site: it is replaced. An existing site keeps its
    host name. Doing it twice changes nothing.
    """
    home = HomePage.objects.first() or plant_home()
    site = Site.objects.filter(is_default_site=True).first()
    site = site or Site(hostname=hostname, port=port, is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page = home
        site.save()
    Page.objects.filter(depth=2, content_type__model="page").exclude(pk=home.pk).delete()
    for kind, (slug, title) in INDEXES.items():
        if not EntryIndex.objects.filter(kind_of_entry=kind).exists():
            home.add_child(instance=EntryIndex(title=title, slug=slug, kind_of_entry=kind))
    return home


def plant_home():
    """The home page below the root of the tree; "home" is taken while Wagtail's welcome page is there."""
    root = Page.get_first_root_node()
    return root.add_child(instance=HomePage(title="Home", slug="continuum"))
