"""The portal's own pages."""

import sys
from collections import Counter

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation

from portal.languages import BY_CODE, LANGUAGES, site_language
from portal.middleware import is_of_program, problem_response
from practices.cards import cards, newest_first
from practices.filters import KINDS, kind_counts
from practices.listing import footnotes
from practices.models import CountryNote, Entry
from practices.querysets import is_unexpired
from practices.reading import Reading
from practices.terms import VOCABULARIES, all_terms
from search import access

RETRY_SECONDS = 10
SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR")
NEWEST = 3
WORKSHOPS = 3


def home(request, page):
    """Name and promise, ways to find something, what there is and what is new."""
    language = site_language()
    public = Entry.objects.public()
    terms = all_terms(language, public)
    newest = newest_first(public)
    collections = newest.filter(content_type=ContentType.objects.get_for_model(KINDS["collection"]))
    either = Q(pk__in=newest.values("pk")[:NEWEST]) | Q(pk__in=collections.values("pk")[:WORKSHOPS])
    shown = cards(Entry.objects.filter(either), terms, language, request)
    return TemplateResponse(
        request,
        "portal/home.html",
        {
            "phases": [(phase, True) for phase in terms["phase"]],
            "counts": kind_counts(public),
            "countries": country_counts(public, terms),
            "newest": shown[:NEWEST],
            "collections": [card for card in shown if card.kind == "collection"][:WORKSHOPS],
            "footnotes": footnotes(terms),
        },
    )


def country_counts(public, terms):
    """(country, how many public entries) of each country in use; a country note counts for its own country."""
    through = VOCABULARIES["country"].through
    counts = Counter(
        dict(through.objects.filter(entry_id__in=public.values("pk")).values_list("country_id").annotate(Count("pk")))
    )
    notes = CountryNote.objects.public().exclude(countries=F("country")).order_by()
    counts.update(notes.values_list("country_id", flat=True))
    return [(country, counts[country.pk]) for country in terms["country"] if country.used]


def standard_page(request, page):
    """The text in the reader's language, else in the original and marked; 404 where nothing is out or it expired."""
    preview = getattr(request, "is_preview", False)
    if not preview and not is_unexpired(page):
        raise Http404
    reading = Reading(page, site_language(), preview)
    reading.find_links([page])
    heading, text = reading.text(page, "heading"), reading.text(page, "text")
    context = {"page": page, "heading": heading, "text": text, "alternates": alternates(request, page)}
    if heading and heading.code != reading.language.content:
        context["original"] = BY_CODE[heading.code]
    return TemplateResponse(request, "portal/standard_page.html", context)


def alternates(request, page):
    """The addresses of ``page`` for the language switch; another script is no translation of its own."""
    found = []
    for language in LANGUAGES:
        with translation.override(language.code):
            url = page.get_url(request)
        released = language.code == language.content and page.is_released(language.code)
        found.append({"language": language, "url": url, "released": released})
    return found


def robots(request):
    """Robots may read everything but the administration."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(f"User-agent: *\nDisallow: /admin/\n\nSitemap: {sitemap}\n", content_type="text/plain")


def not_found(request, exception):
    """The page of an address that leads nowhere; its other languages are those of the home page."""
    if is_of_program(request):
        return problem_response(404, "There is nothing at this address.")
    homes = [{"language": language, "url": access.home(language.code), "released": False} for language in LANGUAGES]
    return render(request, "404.html", {"alternates": homes}, status=404)


def server_error(request):
    """The page of an error within: no context processor and no query, as the database may be what failed."""
    context = {"language": site_language(), "site_name": settings.SITE_NAME}
    if is_busy(sys.exception()):
        return unavailable(request, context)
    if is_of_program(request):
        return problem_response(500, "Something went wrong within the portal.")
    return HttpResponseServerError(render_to_string("500.html", context))


def is_busy(error) -> bool:
    """Whether the database is locked or away: with SQLite a table that is missing is an OperationalError, too."""
    name = getattr(error.__cause__, "sqlite_errorname", "") if error else ""
    return isinstance(error, (OperationalError, InterfaceError)) and (not name or name.startswith(SQLITE_BUSY))


def unavailable(request, context):
    """While the database is locked or away: try again. What was sent goes back to be sent once more.

    A browser may have forgotten it, as the administration forbids it to keep pages. Passwords and files don't go
    back, and without them it would mean something else: then it has to be done anew.
    """
    if is_of_program(request):
        response = problem_response(503, "The database does not answer. Please try again in a moment.")
    else:
        is_whole = not request.FILES and not any("password" in name for name in request.POST)
        fields = [(name, value) for name, values in request.POST.lists() for value in values] if is_whole else []
        context |= {"fields": fields, "is_sent": request.method == "POST"}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response
