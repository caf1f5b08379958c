"""A document is handed out when an entry shows it, and to editors."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction

from practices import models
from tests import factories

from .editing_forms import live

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(site_tree):
    return Document.objects.create(title="Paper", file=ContentFile(b"%PDF-1.4", name="paper.pdf"))


def entry_with(document, languages=("en",), language="en", published_on=None, **values):
    file = models.EntryFile(document=document, language=language, title="Paper", published_on=published_on)
    return factories.paper(languages, files=[file], **values)


def test_a_file_of_a_public_language_is_served(client, document):
    entry_with(document)
    assert client.get(document.url).status_code == 200


TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "values",
    [
        {"live": False},
        {"language": "sq"},
        {"translation_state_en": "draft"},
        {"translation_state_en": "withdrawn"},
        {"translation_published_on_en": TOMORROW},
        {"published_on": TOMORROW},
    ],
)
def test_a_file_that_is_not_out_is_refused(client, document, values):
    entry_with(document, **values)
    assert client.get(document.url).status_code == 404


def test_a_file_that_stands_only_in_a_draft_is_refused(client, document):
    page = live(factories.paper())
    page.files.add(models.EntryFile(document=document, language="en", title="Paper"))
    page.save_revision()
    assert client.get(document.url).status_code == 404


def test_a_file_of_an_expired_entry_is_refused(client, document):
    entry_with(document, expire_at=timezone.now() - datetime.timedelta(hours=1))
    assert client.get(document.url).status_code == 404


def test_editors_get_every_file(admin_client, document):
    entry_with(document, live=False)
    assert admin_client.get(document.url).status_code == 200


def test_a_file_of_a_restricted_entry_is_for_who_passed_the_restriction(client, document, django_user_model):
    page = entry_with(document)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(document.url).status_code == 404
    client.force_login(django_user_model.objects.create_user("member"))
    assert client.get(document.url).status_code == 200
