"""Mistakes as programs are told of them (RFC 9457), whoever finds them."""

from http import HTTPStatus

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str, **more) -> dict:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
