"""Requests that no view should see."""

from django.shortcuts import render

LONGEST_ADDRESS = 8000  # characters of path and query; a Cyrillic letter takes six of them


class RefuseLongAddress:
    """Answers an over-long address with a sentence: gunicorn's own check would give a bare 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return render(request, "414.html", {"longest": LONGEST_ADDRESS}, status=414)
        return self.get_response(request)
