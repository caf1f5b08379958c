"""The one table of languages, and what a code from outside becomes."""

import pytest
from django.conf import settings
from django.utils import translation

from portal.languages import (
    BY_CODE,
    CHOICES,
    CONTENT_CODES,
    DEFAULT,
    LANGUAGES,
    is_site_language,
    site_language,
)
from tests import factories


@pytest.mark.parametrize(
    ("code", "found", "content", "tag"),
    [
        ("en", "en", "en", "en"),
        ("sq", "sq", "sq", "sq"),
        ("mk", "mk", "mk", "mk"),
        ("sr", "sr", "sr", "sr-Latn"),
        ("sr-latn", "sr-latn", "sr", "sr-Latn"),
        ("bs", "bs", "bs", "bs"),
        ("SR-Latn", "sr-latn", "sr", "sr-Latn"),
        ("SQ", "sq", "sq", "sq"),
        ("en-gb", "en", "en", "en"),
        ("sq-xk", "sq", "sq", "sq"),
        ("sr-cyrl", "sr", "sr", "sr-Latn"),
        ("sr-latn-rs", "sr", "sr", "sr-Latn"),
        ("nb", "en", "en", "en"),
        ("pt-br", "en", "en", "en"),
        ("cnr", "en", "en", "en"),
        ("srp", "en", "en", "en"),
        ("-", "en", "en", "en"),
        ("-sr", "en", "en", "en"),
        ("sr_latn", "en", "en", "en"),
        ("../sq", "en", "en", "en"),
        ("\x00", "en", "en", "en"),
        ("sq" * 5000, "en", "en", "en"),
    ],
)
def test_a_code_becomes_a_language_of_the_site(code, found, content, tag):
    language = site_language(code)
    assert (language.code, language.content, language.tag) == (found, content, tag)
    with translation.override("mk"):
        assert site_language(code) is language


@pytest.mark.parametrize(("active", "found"), [("sq", "sq"), ("sr-latn", "sr-latn"), ("pt-br", "en"), (None, "en")])
@pytest.mark.parametrize("code", [None, ""])
def test_without_a_code_it_is_the_active_language(active, found, code):
    with translation.override(active):
        assert site_language(code).code == found


@pytest.mark.parametrize("code", ["en", "sq", "sr-latn", "SR", "en-us", "sr-cyrl"])
def test_a_page_can_be_read_in_a_language_of_the_site(code):
    assert is_site_language(code) is True


@pytest.mark.parametrize("code", [None, "", "nb", "pt-br", "cnr", "-", "-en", "english"])
def test_a_page_can_not_be_read_in_another(code):
    assert is_site_language(code) is False


def test_every_language_reads_the_text_of_a_content_language():
    assert {language.content for language in LANGUAGES} == set(CONTENT_CODES)
    assert all(BY_CODE[language.content].content == language.content for language in LANGUAGES)


def test_content_is_written_in_the_languages_that_the_portal_was_made_for():
    assert set(factories.DELIVERED) <= set(CONTENT_CODES)
    assert [code for code, name in CHOICES] == list(CONTENT_CODES)
    assert DEFAULT in CONTENT_CODES


def test_the_settings_follow_the_table():
    assert [code for code, name in settings.LANGUAGES] == [language.code for language in LANGUAGES]
    assert settings.MODELTRANSLATION_LANGUAGES == CONTENT_CODES
    assert {code for code, name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES} >= set(factories.DELIVERED)


def test_every_language_has_a_name_and_tag_of_its_own():
    assert len({language.name for language in LANGUAGES}) == len({language.code for language in LANGUAGES})
    assert all(language.tag.split("-")[0] == language.content for language in LANGUAGES)
