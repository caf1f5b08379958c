"""Import and export: all or nothing, without loss, and never over what an editor did."""

import io
import json
import os
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.languages import CONTENT_CODES
from practices.exchange.exporting import exported_entries
from practices.exchange.fields import KINDS
from practices.exchange.importing import ImportRefused, import_file
from practices.exchange.schema import published_schema
from practices.models import ConclusionPaper, Entry, GoodPractice, Topic
from practices.vocabularies import load_vocabularies
from tests import factories

pytestmark = pytest.mark.django_db

MINIMAL = {"type": "practice", "key": "a", "original_language": "en", "heading": {"en": "A"}}
PAPER = {
    "type": "paper",
    "key": "my-paper",
    "original_language": "en",
    "heading": {"en": "My paper", "sq": "Punimi im"},
    "summary": {"en": "What it says"},
    "body": {"en": "<p>One</p><p>Two</p>", "sq": "Një\n\nDy"},
    "phases": ["prison"],
    "gender": ["women"],
    "actors": ["probation"],
    "countries": ["albania"],
    "topics": ["training", "a new topic"],
    "recommendations": [
        {"number": 1, "text": {"en": "Train"}, "actors": ["prison-staff"], "phases": ["prison"]},
        {"number": 2, "text": {"en": "Listen"}, "answered_by": ["full"]},
    ],
    "published_on": "2022-08-16",
    "translations": {"sq": {"state": "ready", "published_on": "2022-09-02", "method": "human"}},
}
FULL = {
    "type": "practice",
    "key": "full",
    "slug": "another-address",
    "original_language": "sq",
    "heading": {"sq": "Praktika", "en": "Practice", "mk": "Пракса", "bs": "Praksa"},
    "summary": {"sq": "Përmbledhje", "en": "Summary"},
    "target_groups": {"sq": "Gra"},
    "body": {
        "sq": [
            {"type": "heading", "anchor": "h", "text": "Titull <3"},
            {"type": "highlight", "anchor": "x", "heading": "Theks", "text": "<p>Një</p>"},
            {"type": "country-case", "anchor": "y", "country": "kosovo", "text": "<p>Dy</p>"},
        ],
        "en": [{"type": "paragraph", "anchor": "z", "text": "<p>Three &amp; four</p>"}],
    },
    "phases": ["prison", "probation"],
    "countries": ["kosovo"],
    "event_date": "2021-10-06",
    "author_organisation": "A network",
    "challenge": {"sq": "<p>Sfidë</p>", "mk": "<p>Предизвик</p>"},
    "evidence_level": "monitored",
    "contact": "someone@example.org",
    "steps": [{"anchor": "s1", "timing": {"sq": "Para lirimit"}, "text": {"sq": "<p>Hapi</p>"}}],
    "adaptations": [{"anchor": "a1", "country": "albania", "change": {"sq": "<p>Ndryshim</p>"}, "result": "worked"}],
    "files": [{"anchor": "f1", "language": "en", "title": "The file", "published_on": "2022-09-02"}],
    "references": [{"anchor": "r1", "citation": "A book", "locator": "p. 3", "note": {"sq": "Shënim"}}],
    "related": [{"anchor": "rel1", "entry": "my-paper"}],
    "translations": {
        "sq": {"state": "ready", "method": "human"},
        "en": {"state": "ready", "method": "machine", "outdated": ["summary"]},
        "mk": {"state": "draft", "method": "machine"},
        "bs": {"state": "withdrawn", "translator": "Somebody"},
    },
    "visibility": {"password": "secret"},
}
COLLECTION = {
    "type": "collection",
    "key": "workshop",
    "original_language": "en",
    "heading": {"en": "Workshop"},
    "event_languages": ["sq", "en"],
    "sections": [
        {
            "anchor": "one",
            "heading": {"en": "First"},
            "items": [{"anchor": "i1", "entry": "full", "note": {"en": "Read this"}}],
        }
    ],
    "live": False,
}
NOTE = {
    "type": "country-note",
    "key": "note",
    "original_language": "en",
    "heading": {"en": "Note"},
    "country": "albania",
    "pathway": [
        {
            "anchor": "p1",
            "phase": "prison",
            "days_before_release": 8,
            "timing": {"en": "8 days"},
            "text": {"en": "<p>x</p>"},
        }
    ],
    "figures": [{"anchor": "g1", "label": {"en": "Women"}, "value": "15", "as_of": "2021-10-06"}],
    "bodies": [{"anchor": "b1", "name": {"en": "Service"}, "acronym": "KCS"}],
}
FAILURE = {
    "type": "failure",
    "key": "failed",
    "original_language": "bs",
    "heading": {"bs": "Neuspjeh"},
    "kind": "near-miss",
    "happened": {"bs": "<p>Ovo</p>"},
    "setting": {"bs": "Jedan zatvor"},
    "go_live_at": "2030-01-01T00:00:00+00:00",
    "visibility": {"groups": ["Editors"]},
}
EVERYTHING = [PAPER, FULL, COLLECTION, NOTE, FAILURE]


@pytest.fixture(autouse=True)
def portal(site_tree):
    load_vocabularies()


@pytest.fixture
def file_of(tmp_path):
    """Writes lines to a file; a string stands as it is."""

    def write(*lines):
        path = tmp_path / "entries.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return write


def exported():
    return {line["key"]: line for line in exported_entries()}


def problems_of(path):
    with pytest.raises(ImportRefused) as refused:
        import_file(path)
    return [str(problem) for problem in refused.value.problems]


def test_what_is_exported_can_be_imported_again_without_loss(file_of):
    import_file(file_of(*EVERYTHING))
    first = exported()
    for page in Entry.objects.all():
        page.delete()
    import_file(file_of(*first.values()), force=True)
    assert exported() == first
    assert set(first) == {line["key"] for line in EVERYTHING}


@pytest.mark.parametrize("line", [FULL, COLLECTION, NOTE], ids=lambda line: line["key"])
def test_a_line_with_anchors_and_states_is_exported_as_it_was_imported(file_of, line):
    import_file(file_of(*EVERYTHING))
    found = exported()[line["key"]]
    if "translations" not in line:
        assert found.pop("translations") == {"en": {"state": "ready"}}
    assert found == line


def test_a_language_without_a_state_counts_as_ready(file_of):
    import_file(file_of(*EVERYTHING))
    paper = ConclusionPaper.objects.get(key="my-paper")
    assert paper.released_languages() == ["en", "sq"]
    assert paper.title == "My paper"


def test_held_and_withdrawn_text_is_in_the_draft_and_not_in_the_live_row(file_of):
    import_file(file_of(*EVERYTHING))
    live = GoodPractice.objects.get(key="full")
    draft = live.get_latest_revision_as_object()
    assert (live.heading_mk or "", live.heading_bs or "", live.challenge_mk or "") == ("", "", "")
    assert (draft.heading_mk, draft.heading_bs, draft.challenge_mk) == ("Пракса", "Praksa", "<p>Предизвик</p>")
    assert live.has_unpublished_changes


def test_translations_take_the_anchors_of_the_original_where_the_numbers_agree(file_of):
    import_file(file_of(PAPER | {"recommendations": []}))
    paper = ConclusionPaper.objects.get(key="my-paper")
    assert [block.id for block in paper.body_sq] == [block.id for block in paper.body_en]


def test_an_inserted_paragraph_leaves_the_anchors_of_the_others(file_of):
    line = MINIMAL | {"body": {"en": "First\n\nSecond"}}
    import_file(file_of(line))
    before = {str(b.value): b.id for b in GoodPractice.objects.get(key="a").body_en}
    import_file(file_of(line | {"body": {"en": "New\n\nFirst\n\nSecond"}}))
    after = {str(b.value): b.id for b in GoodPractice.objects.get(key="a").body_en}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


def test_hostile_html_is_cleaned(file_of):
    line = MINIMAL | {"challenge": {"en": '<p onclick="x()">Hi<script>alert(1)</script></p>'}}
    import_file(file_of(line | {"body": {"en": "<img src=x onerror=alert(1)><p>Text</p>"}}))
    page = GoodPractice.objects.get(key="a")
    assert page.challenge_en == "<p>Hi</p>"
    assert [str(block.value.source) for block in page.body_en] == ["<p>Text</p>"]


def test_a_new_topic_is_made_and_a_known_one_is_used(file_of):
    before = Topic.objects.count()
    import_file(file_of(*EVERYTHING))
    assert Topic.objects.count() == before + 1


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


def test_bytes_that_are_no_utf8_are_named(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(json.dumps(MINIMAL).encode() + b'\n{"key": "\xff"}\n')
    assert "UTF-8" in problems_of(path)[0]


def test_the_same_file_again_changes_nothing(file_of):
    import_file(file_of(*EVERYTHING))
    report = import_file(file_of(*EVERYTHING))
    assert sorted(report.unchanged) == sorted(exported())
    assert not report.updated


def test_a_changed_line_updates_and_keeps_rows_and_their_anchors(file_of):
    import_file(file_of(*EVERYTHING))
    before = ConclusionPaper.objects.get(key="my-paper")
    rows = {row.number: (row.pk, row.anchor) for row in before.recommendations.all()}
    changed = PAPER | {"heading": {"en": "Better", "sq": "Më mirë"}}
    report = import_file(file_of(changed))
    after = ConclusionPaper.objects.get(key="my-paper")
    assert report.updated == ["my-paper"]
    assert (after.title, after.heading_sq, after.pk) == ("Better", "Më mirë", before.pk)
    assert {row.number: (row.pk, row.anchor) for row in after.recommendations.all()} == rows


def test_what_an_editor_changed_is_left_alone_and_named_unless_forced(file_of):
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    page.heading_en = "An editor's"
    page.save_revision().publish()
    changed = MINIMAL | {"heading": {"en": "The file's"}}
    report = import_file(file_of(changed))
    assert "an editor changed it" in report.skipped["a"]
    assert GoodPractice.objects.get(key="a").heading_en == "An editor's"
    import_file(file_of(changed), force=True)
    page = GoodPractice.objects.get(key="a")
    assert page.heading_en == page.get_latest_revision_as_object().heading_en == "The file's"
    assert not page.has_unpublished_changes


def test_what_was_deleted_by_hand_stays_deleted_unless_forced(file_of):
    import_file(file_of(MINIMAL))
    GoodPractice.objects.get(key="a").delete()
    assert import_file(file_of(MINIMAL)).skipped == {"a": "it was deleted by hand"}
    import_file(file_of(MINIMAL), force=True)
    assert GoodPractice.objects.filter(key="a", live=True).exists()


def test_what_was_unpublished_by_hand_stays_unpublished(file_of):
    import_file(file_of(MINIMAL))
    GoodPractice.objects.get(key="a").unpublish()
    report = import_file(file_of(MINIMAL | {"heading": {"en": "Again"}}))
    assert report.skipped == {"a": "it was unpublished by hand"}
    assert not GoodPractice.objects.get(key="a").live


def test_dry_run_says_what_would_happen_and_writes_nothing(file_of, capsys):
    path = file_of(*EVERYTHING)
    out = io.StringIO()
    call_command("import_entries", str(path), "--dry-run", stdout=out)
    assert "would be 5 created" in out.getvalue()
    assert "create my-paper" in out.getvalue()
    assert not Entry.objects.exists()


def test_the_command_ends_with_an_error_that_names_each_mistake(file_of):
    errors = io.StringIO()
    with pytest.raises(CommandError, match=r"Nothing was imported: 1 mistake\."):
        call_command("import_entries", str(file_of(MINIMAL | {"phases": ["jail"]})), stderr=errors)
    assert "jail" in errors.getvalue()


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_named(file_of, text):
    with pytest.raises(CommandError, match="The file is empty"):
        call_command("import_entries", str(file_of(text)))


def test_an_export_that_nobody_reads_to_its_end_ends_quietly(site_tree, tmp_path, monkeypatch):
    for number in range(3):
        factories.practice(key=f"k{number}")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        call_command("export_entries", stdout=pipe)


def test_a_missing_file_is_named():
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_entries", "nowhere.jsonl")


def test_the_tree_stays_whole(file_of):
    import_file(file_of(*EVERYTHING))
    assert Page.find_problems() == ([], [], [], [], [])
    paper = ConclusionPaper.objects.get(key="my-paper")
    assert paper.get_parent().specific.kind_of_entry == "paper"
    assert paper.url_path.endswith("/papers/my-paper/")


def test_private_entries_are_restricted_from_the_first_moment(file_of):
    import_file(file_of(*EVERYTHING))
    private = set(PageViewRestriction.objects.values_list("page__slug", flat=True))
    assert private == {"another-address", "failed"}
    assert not Entry.objects.public().filter(key="full").exists()


def test_an_imported_page_can_be_edited_and_published(file_of):
    import_file(file_of(*EVERYTHING))
    page = ConclusionPaper.objects.get(key="my-paper")
    page.heading_sq = "Tjetër"
    page.save_revision().publish()
    assert ConclusionPaper.objects.get(key="my-paper").heading_sq == "Tjetër"


def test_writing_many_entries_costs_few_queries_each(file_of):
    lines = [MINIMAL | {"key": f"k{number}", "body": {"en": "Text"}} for number in range(60)]
    with CaptureQueriesContext(connection) as few:
        import_file(file_of(*lines[:20]))
    Entry.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        import_file(file_of(*lines), force=True)
    assert (len(many) - len(few)) / 40 <= 25


def test_the_export_command_writes_one_entry_a_line(file_of, tmp_path):
    import_file(file_of(*EVERYTHING))
    target = tmp_path / "out.jsonl"
    call_command("export_entries", str(target), verbosity=0)
    assert {json.loads(line)["key"] for line in target.read_text().splitlines()} == set(exported())


def test_the_published_schema_is_the_one_the_importer_uses():
    published = json.loads((settings.BASE_DIR / "docs" / "entry.schema.json").read_text())
    assert published == json.loads(json.dumps(published_schema()))


def test_a_restriction_stays_where_the_line_names_none(file_of):
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    import_file(file_of(MINIMAL | {"heading": {"en": "B"}}))
    assert exported()["a"]["visibility"] == "login"
    import_file(file_of(MINIMAL | {"visibility": "public"}))
    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize("before", [[], [MINIMAL]], ids=["new", "public before"])
def test_an_entry_with_a_date_to_come_is_published_on_that_day(file_of, monkeypatch, before):
    later = MINIMAL | {"go_live_at": "2090-01-01T00:00:00+00:00"}
    import_file(file_of(*before))
    import_file(file_of(later))
    assert not GoodPractice.objects.get(key="a").live
    assert exported()["a"] == later | {"translations": {"en": {"state": "ready"}}}
    assert import_file(file_of(later | {"licence": "CC0"})).updated == ["a"]
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat("2090-01-02T00:00:00+00:00"))
    call_command("publish_scheduled")
    page = GoodPractice.objects.get(key="a")
    assert (page.live, page.heading_en, page.licence) == (True, "A", "CC0")


def test_an_embargo_that_is_lifted_publishes_at_once(file_of):
    import_file(file_of(MINIMAL))
    import_file(file_of(MINIMAL | {"go_live_at": "2090-01-01T00:00:00+00:00"}))
    assert import_file(file_of(MINIMAL)).updated == ["a"]
    page = GoodPractice.objects.get(key="a")
    assert (page.live, page.approved_schedule, page.has_unpublished_changes) == (True, False, False)


def test_a_draft_that_was_never_public_is_published_by_a_later_line(file_of):
    import_file(file_of(MINIMAL | {"live": False}))
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    assert page.live
    assert page.first_published_at == page.last_published_at is not None


def test_a_text_without_heading_and_state_is_held_and_exported_as_a_draft(file_of):
    import_file(file_of(MINIMAL | {"challenge": {"sq": "<p>Sfidë</p>"}}))
    page = GoodPractice.objects.get(key="a")
    assert (page.challenge_sq or "", page.released_languages()) == ("", ["en"])
    line = exported()["a"]
    assert (line["challenge"], line["translations"]["sq"]) == ({"sq": "<p>Sfidë</p>"}, {"state": "draft"})


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


def test_what_a_file_took_offline_another_brings_back(file_of):
    lines = [MINIMAL, MINIMAL | {"live": False}, MINIMAL]
    reports = [import_file(file_of(line)) for line in lines]
    page = GoodPractice.objects.get(key="a")
    assert [report.skipped for report in reports] == [{}, {}, {}]
    assert page.live and not page.has_unpublished_changes


def test_what_was_unpublished_by_hand_comes_back_after_a_file_that_agreed(file_of):
    import_file(file_of(MINIMAL))
    GoodPractice.objects.get(key="a").unpublish()
    import_file(file_of(MINIMAL | {"live": False}))
    import_file(file_of(MINIMAL))
    assert GoodPractice.objects.get(key="a").live


def test_a_topic_named_by_key_and_by_name_is_set_once(file_of):
    topic = Topic.objects.create(name="Way out")
    import_file(file_of(MINIMAL | {"topics": [topic.slug, "way OUT"]}))
    assert exported()["a"]["topics"] == [topic.slug]


BODIES = [
    ("One\n\nTwo", ["<p>One</p>", "<p>Two</p>"]),
    ("Loose <p>para</p> <b>more</b> loose", ["<p>Loose</p>", "<p>para</p>", "<p><b>more</b> loose</p>"]),
    ("<div><h2>Title &amp; more</h2><p>Text</p></div>", ["Title & more", "<p>Text</p>"]),
    ("<ul><li>a</li></ul><script>alert(1)</script>", ["<ul><li>a</li></ul>"]),
    ("a < b <p>c &lt; d</p>", ["<p>a &lt; b</p>", "<p>c &lt; d</p>"]),
]


@pytest.mark.parametrize(("body", "blocks"), BODIES)
def test_a_body_of_html_or_plain_text_becomes_a_block_a_paragraph(file_of, body, blocks):
    import_file(file_of(MINIMAL | {"body": {"en": body}}))
    found = [block["value"] for block in GoodPractice.objects.get(key="a").body_en.get_prep_value()]
    assert found == blocks


@pytest.mark.parametrize("text", ["<div>" * 5000, "<a" * 40_000, "a\n\n" * 30_000, "<p>x</p>" * 30_000])
def test_a_body_that_is_too_much_is_named_and_not_built(file_of, text):
    path = file_of(MINIMAL | {"body": {"en": text}})
    try:
        import_file(path)
    except ImportRefused as refused:
        assert "body.en" in str(refused.problems[0])
        assert not Entry.objects.exists()


def test_scheduling_a_change_of_an_imported_page_leaves_it_online(file_of):
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    page.heading_en = "Later"
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page = GoodPractice.objects.get(key="a")
    assert (page.live, page.heading_en) == (True, "A")
