"""A file is imported whole or not at all, and each of its mistakes is named."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from portal.languages import CONTENT_CODES
from practices.exchange.fields import KINDS
from practices.exchange.importing import ImportRefused, import_file
from practices.models import Entry, GoodPractice
from tests import factories

from .exchange_lines import MINIMAL, PAPER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


def problems_of(path):
    with pytest.raises(ImportRefused) as refused:
        import_file(path)
    return [str(problem) for problem in refused.value.problems]


MISTAKES = [
    ("{", "line 1, entry", "no JSON"),
    ("[]", "line 1, entry", "an object"),
    (MINIMAL | {"type": "papers"}, "type", "Valid: practice, failure, paper, country-note, collection"),
    ({"type": "practice", "key": "a", "heading": {"en": "A"}}, "original_language", "needed"),
    (MINIMAL | {"key": "Ä b"}, "key", "Latin letters"),
    (MINIMAL | {"phases": ["jail"]}, "phases", "Valid: prison, release-preparation, probation, reintegration"),
    (MINIMAL | {"countries": ["atlantis"]}, "countries", "albania"),
    (MINIMAL | {"heading": {"nb": "A"}}, "heading", f"Valid: {', '.join(CONTENT_CODES)}"),
    (MINIMAL | {"heading": {"sq": "A"}}, "heading.en", "needs a heading"),
    (MINIMAL | {"colour": "red"}, "colour", "no such field"),
    (MINIMAL | {"published_on": "16.8.2022"}, "published_on", "date"),
    (MINIMAL | {"evidence_level": "strong"}, "evidence_level", "Valid: described"),
    (MINIMAL | {"steps": [{"text": {"en": 3}}]}, "steps[0].text.en", "Here must stand a text."),
    (MINIMAL | {"summary": "A"}, "summary", 'Here must stand an object by language: {"en": …}.'),
    (MINIMAL | {"steps": {"text": "A"}}, "steps", "Here must stand a list: […]."),
    (MINIMAL | {"steps": ["A"]}, "steps[0]", "Here must stand an object: {…}."),
    (MINIMAL | {"live": "no"}, "live", "Here must stand true or false."),
    (MINIMAL | {"visibility": "secret"}, "visibility", '"public", "login", {"password": "…"} or {"groups": ["…"]}'),
    (MINIMAL | {"visibility": {"groups": []}}, "visibility", "The list is empty."),
    (MINIMAL | {"related": [3]}, "related[0]", "the key of an entry"),
    (MINIMAL | {"body": {"en": 3}}, "body.en", "a text, or a list of blocks"),
    (MINIMAL | {"phases": ["prison", "prison"]}, "phases", "A value stands twice"),
    (PAPER | {"recommendations": [{"number": -1}]}, "recommendations[0].number", "A number from 0 to 32,767"),
    (PAPER | {"recommendations": [{"number": "x"}]}, "recommendations[0].number", "a whole number or null"),
    (MINIMAL | {"key": "a\n"}, "key", "Latin letters"),
    (MINIMAL | {"steps": [{"anchor": "a\n"}]}, "steps[0].anchor", "Latin letters"),
    (MINIMAL | {"steps": [{"anchor": "a"}, {"anchor": "a"}]}, "steps[1].anchor", "twice"),
    (MINIMAL | {"body": {"en": [{"type": "poem", "text": "x"}]}}, "body.en[0].type", "Valid: heading, paragraph"),
    (
        MINIMAL | {"body": {"en": [{"type": "country-case", "country": "x", "text": "y"}]}},
        "body.en[0].country",
        "Valid",
    ),
    (MINIMAL | {"related": ["nobody"]}, "related[0].entry", "No entry has this key"),
    (MINIMAL | {"summary": {"en": "x" * 2001}}, "summary.en", "at most 2,000"),
    (MINIMAL | {"slug": "../up"}, "slug", "Latin letters"),
    (MINIMAL | {"contact": "nobody"}, "contact", "no e-mail address"),
    (MINIMAL | {"references": [{"citation": "c", "url": "javascript:x"}]}, "references[0].url", "http://"),
    (MINIMAL | {"references": [{"citation": "c", "url": "http://a b"}]}, "references[0].url", "http://"),
    (MINIMAL | {"go_live_at": "2030-01-01T00:00:00"}, "go_live_at", "with its zone"),
    (json.dumps(MINIMAL | {"licence": "\ud800"}), "licence", "half a character"),
    (json.dumps(MINIMAL | {"body": {"en": "a\0"}}), "body.en", "control character"),
    (MINIMAL | {"translations": {"sq": {"state": "ready"}}}, "heading.sq", "needs a heading"),
    (MINIMAL | {"challenge": {"en": "<b>" * 200}}, "challenge.en", "nests more than 100"),
    (MINIMAL | {"translations": {"sq": {"state": "off"}}}, "translations.sq.state", "Valid: draft, ready, withdrawn"),
    (MINIMAL | {"visibility": {"groups": ["Nobody"]}}, "visibility.groups", "Valid: Editors"),
    (MINIMAL | {"type": "country-note"}, "country", "needed"),
    (MINIMAL | {"files": [{"language": "en", "title": "t", "document": "no.pdf"}]}, "files[0].document", "no document"),
]


@pytest.mark.parametrize(("line", "field", "message"), MISTAKES, ids=[field for _, field, _ in MISTAKES])
def test_a_mistake_is_named_with_line_field_and_what_is_valid_and_nothing_is_written(file_of, line, field, message):
    good = MINIMAL | {"key": "good"}
    found = problems_of(file_of(line, good))
    assert len(found) == 1
    assert found[0].startswith("line 1, ")
    assert field in found[0]
    assert message in found[0]
    assert not Entry.objects.exists()


def test_every_mistake_of_a_file_is_named(file_of):
    found = problems_of(file_of(MINIMAL, MINIMAL | {"phases": ["x", "y"]}, "", MINIMAL))
    assert [problem.split(",")[0] for problem in found] == ["line 2", "line 2", "line 2", "line 4"]


def test_a_field_that_there_is_not_is_answered_with_all_that_there_are(file_of):
    for kind in KINDS.values():
        (found,) = problems_of(file_of(MINIMAL | {"type": kind.name, "country": "albania", "colour": "red"}))[-1:]
        assert "more" not in found.partition("Valid:")[2]
        assert all(field.name in found for field in kind.all_fields)


@pytest.mark.parametrize("text", ["<div>" * 5000, "<a" * 40_000, "a\n\n" * 30_000, "<p>x</p>" * 30_000])
def test_a_body_that_is_too_much_is_named_and_not_built(file_of, text):
    path = file_of(MINIMAL | {"body": {"en": text}})
    try:
        import_file(path)
    except ImportRefused as refused:
        assert "body.en" in str(refused.problems[0])
        assert not Entry.objects.exists()


# --- Files


def test_bytes_that_are_no_utf8_are_named(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(json.dumps(MINIMAL).encode() + b'\n{"key": "\xff"}\n')
    assert "UTF-8" in problems_of(path)[0]


def test_the_command_ends_with_an_error_that_names_each_mistake(file_of):
    errors = io.StringIO()
    with pytest.raises(CommandError, match=r"Nothing was imported: 1 mistake\."):
        call_command("import_entries", str(file_of(MINIMAL | {"phases": ["jail"]})), stderr=errors)
    assert "jail" in errors.getvalue()


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_named(file_of, text):
    with pytest.raises(CommandError, match="The file is empty"):
        call_command("import_entries", str(file_of(text)))


def test_a_missing_file_is_named():
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_entries", "nowhere.jsonl")


# --- Addresses


def test_an_address_that_another_entry_has_is_named_and_nothing_is_written(file_of):
    import_file(file_of(MINIMAL, MINIMAL | {"key": "b"}))
    (found,) = problems_of(file_of(MINIMAL | {"licence": "CC0"}, MINIMAL | {"key": "b", "slug": "a"}))
    assert found.startswith('line 2, slug: "a"')
    assert GoodPractice.objects.get(key="a").licence == ""


def slugs():
    return dict(Entry.objects.values_list("key", "slug"))


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_address_that_is_taken_is_named_by_a_dry_run_too(file_of, dry_run):
    import_file(file_of(MINIMAL))
    with pytest.raises(ImportRefused) as refused:
        import_file(file_of(MINIMAL | {"key": "b", "slug": "a"}), dry_run=dry_run)
    assert [str(problem) for problem in refused.value.problems] == ['line 1, slug: "a": The entry a has this address.']
    assert slugs() == {"a": "a"}


@pytest.mark.parametrize("first", [MINIMAL | {"slug": "b"}, MINIMAL | {"key": "b"}], ids=["address", "key"])
def test_one_address_for_two_entries_of_a_file_is_named(file_of, first):
    (found,) = problems_of(file_of(first, MINIMAL | {"key": "c", "slug": "b"}))
    assert found.startswith('line 2, slug: "b"')


def test_lists_of_other_kinds_have_addresses_of_their_own(file_of):
    import_file(file_of(MINIMAL, MINIMAL | {"type": "failure", "key": "b", "slug": "a"}))
    assert slugs() == {"a": "a", "b": "a"}


def test_a_taken_address_of_an_entry_that_is_left_alone_stops_nothing(file_of):
    import_file(file_of(MINIMAL | {"slug": "first"}))
    page = GoodPractice.objects.get(key="a")
    page.slug = "second"
    page.save_revision().publish()
    factories.practice(key="other", slug="first")
    report = import_file(file_of(MINIMAL | {"slug": "first"}, MINIMAL | {"key": "new"}))
    assert (list(report.skipped), report.created) == (["a"], ["new"])
