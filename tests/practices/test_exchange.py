"""Import and export: without loss, from a body of any form, at few queries an entry."""

import io
import json
import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from practices.exchange.importing import import_file
from practices.exchange.schema import published_schema
from practices.models import ConclusionPaper, Entry, GoodPractice, Topic
from tests import factories

from .exchange_lines import COLLECTION, EVERYTHING, FULL, MINIMAL, NOTE, PAPER, exported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


# --- Without loss


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


def test_a_text_without_heading_and_state_is_held_and_exported_as_a_draft(file_of):
    import_file(file_of(MINIMAL | {"challenge": {"sq": "<p>Sfidë</p>"}}))
    page = GoodPractice.objects.get(key="a")
    assert (page.challenge_sq or "", page.released_languages()) == ("", ["en"])
    line = exported()["a"]
    assert (line["challenge"], line["translations"]["sq"]) == ({"sq": "<p>Sfidë</p>"}, {"state": "draft"})


def test_the_published_schema_is_the_one_the_importer_uses():
    published = json.loads((settings.BASE_DIR / "docs" / "entry.schema.json").read_text())
    assert published == json.loads(json.dumps(published_schema()))


# --- What becomes of a line


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


def test_a_topic_named_by_key_and_by_name_is_set_once(file_of):
    topic = Topic.objects.create(name="Way out")
    import_file(file_of(MINIMAL | {"topics": [topic.slug, "way OUT"]}))
    assert exported()["a"]["topics"] == [topic.slug]


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


def test_scheduling_a_change_of_an_imported_page_leaves_it_online(file_of):
    import_file(file_of(MINIMAL))
    page = GoodPractice.objects.get(key="a")
    page.heading_en = "Later"
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page = GoodPractice.objects.get(key="a")
    assert (page.live, page.heading_en) == (True, "A")


def test_writing_many_entries_costs_few_queries_each(file_of):
    lines = [MINIMAL | {"key": f"k{number}", "body": {"en": "Text"}} for number in range(60)]
    with CaptureQueriesContext(connection) as few:
        import_file(file_of(*lines[:20]))
    Entry.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        import_file(file_of(*lines), force=True)
    assert (len(many) - len(few)) / 40 <= 25


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


# --- The commands


def test_dry_run_says_what_would_happen_and_writes_nothing(file_of, capsys):
    path = file_of(*EVERYTHING)
    out = io.StringIO()
    call_command("import_entries", str(path), "--dry-run", stdout=out)
    assert "would be 5 created" in out.getvalue()
    assert "create my-paper" in out.getvalue()
    assert not Entry.objects.exists()


def test_the_export_command_writes_one_entry_a_line(file_of, tmp_path):
    import_file(file_of(*EVERYTHING))
    target = tmp_path / "out.jsonl"
    call_command("export_entries", str(target), verbosity=0)
    assert {json.loads(line)["key"] for line in target.read_text().splitlines()} == set(exported())


def test_an_export_that_nobody_reads_to_its_end_ends_quietly(site_tree, tmp_path, monkeypatch):
    for number in range(3):
        factories.practice(key=f"k{number}")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        call_command("export_entries", stdout=pipe)
