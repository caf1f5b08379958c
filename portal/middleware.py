"""Requests that no view should see, and what programs are answered where no view is."""

from django.conf import settings
from django.http import JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from search.problems import MEDIA_TYPE, problem

LONGEST_ADDRESS = 8000  # characters of path and query; a Cyrillic letter takes six of them
TOO_LONG = f"The address has more than {LONGEST_ADDRESS} characters."  # for programs; people get 414.html


def problem_response(status: int, detail: str) -> JsonResponse:
    """What a program is told where REST framework does not answer."""
    return JsonResponse(problem(status, detail), status=status, content_type=MEDIA_TYPE)


def is_of_program(request) -> bool:
    """Whether a program asks, which reads problem+json and no page."""
    return request.path_info.startswith("/api/")


class RefuseLongAddress:
    """Answers an over-long address with a sentence: gunicorn's own check would give a bare 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.get_full_path()) <= LONGEST_ADDRESS:
            return self.get_response(request)
        if is_of_program(request):
            return problem_response(414, TOO_LONG)
        # LocaleMiddleware comes later; the thread may still speak the language of the request before
        code = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(code):
            return render(request, "414.html", {"longest": LONGEST_ADDRESS}, status=414)


class Locale(LocaleMiddleware):
    """Django's, which sends an address that leads nowhere on to the same one below a language: not a program's."""

    def process_response(self, request, response):
        if response.status_code == 404 and is_of_program(request):
            return response
        return super().process_response(request, response)
