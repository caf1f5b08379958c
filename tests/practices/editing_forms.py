"""Fills in the administration's forms as a browser would."""

import json
import re

from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

FORM = "page-edit-form"


def block_fields(name, state):
    """What Wagtail's script posts for a list of blocks with the form ``state`` of ``data-w-block-arguments``."""
    fields = {f"{name}-count": str(len(state))}
    for i, block in enumerate(state):
        value = block["value"]
        fields |= {f"{name}-{i}-deleted": "", f"{name}-{i}-order": str(i), f"{name}-{i}-id": block["id"] or ""}
        if "type" in block:
            fields[f"{name}-{i}-type"] = block["type"]
        if isinstance(value, dict) and "adminTitle" in value:
            value = str(value["id"])
        nested = value if isinstance(value, dict) else None
        if nested is None:
            fields[f"{name}-{i}-value"] = value or ""
        else:
            fields |= {f"{name}-{i}-value-{key}": text or "" for key, text in nested.items()}
    return fields


def posted(response) -> QueryDict:
    """All that the page form in ``response`` would post if it were saved untouched."""
    html = response.content.decode()
    start = html.rindex("<form", 0, html.index(f'id="{FORM}"'))  # the rest of the page takes long to parse
    html = html[start : html.index("</form>", start)]
    # Wagtail gives the order of a posted row two values; a browser takes the first
    data = querydict_from_html(re.sub(r'(<input[^>]* value="[^"]*") value="[^"]*"', r"\1", html), form_id=FORM)
    for tag in re.findall(r"<div[^>]* data-w-block-arguments-value=[^>]*>", html):
        element = BeautifulSoup(tag, "html.parser").div
        if "__prefix__" not in element["id"]:
            state = json.loads(element["data-w-block-arguments-value"])[0]
            for name, value in block_fields(element["id"], state).items():
                data[name] = value
    return data


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def open_form(client, page, *languages) -> QueryDict:
    response = client.get(edit_url(page), {"languages": ",".join(languages)} if languages else {})
    assert response.status_code == 200
    return posted(response)


def send(client, page, data, action=None, expected=302, url=None, **extra):
    if action:
        data[f"action-{action}"] = "1"
    response = client.post(url or edit_url(page), dict(data.lists()), **extra)
    assert response.status_code == expected, errors_of(response)
    return response


def save(client, page, languages=(), action=None, **values):
    """Open the form of ``page`` with ``languages``, change ``values`` and send it."""
    data = open_form(client, page, *languages)
    for name, value in values.items():
        if isinstance(value, (list, tuple)):
            data.setlist(name, value)
        else:
            data[name] = value
    return send(client, page, data, action)


def errors_of(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [e.get_text(" ", strip=True) for e in soup.select(".error-message, .w-field__errors, .messages li")]


def live(page):
    """The row as a reader's request gets it."""
    return type(page).objects.get(pk=page.pk)


def draft(page):
    """What an editor finds on opening the page."""
    return live(page).get_latest_revision_as_object()
