"""Requests that no view should see."""

from django.conf import settings
from django.shortcuts import render
from django.utils import translation

LONGEST_ADDRESS = 8000  # characters of path and query; a Cyrillic letter takes six of them


class RefuseLongAddress:
    """Answers an over-long address with a sentence: gunicorn's own check would give a bare 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.get_full_path()) <= LONGEST_ADDRESS:
            return self.get_response(request)
        # LocaleMiddleware comes later; the thread may still speak the language of the request before
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(code):
            return render(request, "414.html", {"longest": LONGEST_ADDRESS}, status=414)
