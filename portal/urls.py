"""Every address of the portal. Content stands under its language: /sq/practices/…"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import views
from portal.sitemaps import SECTIONS
from practices import routing
from search import health

handler404 = views.not_found
handler500 = views.server_error

# The address "/" is nobody's: LocaleMiddleware sends a reader on to the language that their browser asks for.
urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", health.live, name="live"),
    path("readyz", health.ready, name="ready"),
    path("api/", include("search.api_urls")),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SECTIONS, "sitemap_url_name": "sitemap_section"}, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SECTIONS}, name="sitemap_section"),
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("", include("practices.urls")),
        # Wagtail's own forms, e.g. for a password, before the pattern that takes every address for a page's
        *(each for each in wagtail_urls.urlpatterns if each.name != "wagtail_serve"),
        re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
    ),
]
