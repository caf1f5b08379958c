"""Imports a file of entries: all of it or nothing, and never over what an editor did."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from modelsearch.index import get_indexed_instance, insert_or_update_object
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from practices.models import Entry, EntryIndex, ImportRecord
from practices.translated import today

from . import bulk
from .build import Builder, is_live, scheduled_for
from .check import check_file, read_lines
from .fields import KINDS
from .problems import Problem


class ImportRefused(Exception):
    """The file has mistakes; ``problems`` names each, and nothing was written."""

    def __init__(self, problems: list[Problem]):
        super().__init__("1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes")
        self.problems = problems


@dataclass
class Report:
    """Keys of entries by what happened, or would happen, to them; ``skipped`` with the reason."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def digest_of(line) -> str:
    return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()


def plan_for(path: Path, force: bool) -> Report:
    """What importing the file at ``path`` would do; reads the database and the file, writes nothing.

    Raises ``ImportRefused`` where an entry would get an address that another one has.
    """
    present = {entry["key"]: entry for entry in entries_now()}
    records = {record.key: record for record in ImportRecord.objects.all()}
    owners = {(entry["content_type__model"], entry["slug"]): key for key, entry in present.items()}
    report, problems = Report(), []
    for number, line in read_lines(path):
        key, slug, model = line["key"], line.get("slug"), KINDS[line["type"]].model._meta.model_name
        entry, record = present.get(key), records.get(key)
        if not force and (reason := reason_to_skip(line, entry, record)):
            report.skipped[key] = reason
            continue
        if entry and not force and record.digest == digest_of(line):
            report.unchanged.append(key)
            continue
        (report.updated if entry else report.created).append(key)
        owner = owners.setdefault((model, slug or (entry["slug"] if entry else key)), key)
        if slug and owner != key:  # a key that is taken gets a number
            problems.append(Problem(number, "slug", slug, f"The entry {owner} has this address."))
    if problems:
        raise ImportRefused(problems)
    return report


def entries_now():
    """What the plan needs to know of each entry."""
    unpublished = PageLogEntry.objects.filter(page=OuterRef("pk"), action__startswith="wagtail.unpublish")
    return Entry.objects.values(
        "key",
        "slug",
        "live",
        "content_type__model",
        revised_at=F("latest_revision__created_at"),
        unpublished_at=Subquery(unpublished.order_by("-timestamp").values("timestamp")[:1]),
    )


def reason_to_skip(line, entry, record) -> str:
    """Why ``line`` must not be imported over what people did by hand; "" where it may be."""
    if entry is None:
        return "it was deleted by hand" if record else ""
    if record is None:
        return "it was made by hand"
    if entry["revised_at"] and entry["revised_at"] > record.imported_at:
        return f"an editor changed it on {timezone.localtime(entry['revised_at']):%d %B %Y, %H:%M}"
    was_unpublished = not entry["live"] and entry["unpublished_at"] and entry["unpublished_at"] > record.imported_at
    return "it was unpublished by hand" if was_unpublished and is_live(line) else ""


def import_file(path: Path, *, force=False, dry_run=False, progress=lambda stage: None) -> Report:
    """Import the entries of the JSON Lines file at ``path``.

    ``force`` writes over editors' changes and brings back what was deleted; ``dry_run`` only says what would
    happen; ``progress`` is called with "check" or "write" after each line of that stage. Raises ``ImportRefused``
    where any line is wrong, and ``OSError`` where the file can't be read.
    """
    problems, _ = check_file(path, lambda: progress("check"))
    if problems:
        raise ImportRefused(problems)
    if dry_run:
        return plan_for(path, force)
    with transaction.atomic():  # planned in it too: what an editor does meanwhile comes before or after both
        report = plan_for(path, force)
        write(path, report, progress)
    return report


def write(path, report, progress):
    """Carry out ``report``: page rows of new entries, then all rows by batch, then what points at them."""
    created, updated = set(report.created), set(report.updated)
    heads = {kind: [] for kind in KINDS}
    for _, line in read_lines(path):
        if line["key"] in created:
            title = title_of(line)
            head = {"key": line["key"], "slug": line.get("slug"), "title": title, "live": is_live(line)}
            heads[line["type"]].append(head)
    ids = dict(Entry.objects.values_list("key", "pk")) | bulk.create_page_rows(heads)
    builder, batch, digests = Builder(ids), [], {}
    for number, line in read_lines(path):
        key = line["key"]
        if key in created or key in updated:
            digests[key] = digest_of(line)
        if key in created:
            batch.append(line)
        elif key in updated:
            try:
                update_entry(builder, line)
            except ValidationError as error:  # most of all an address that another entry has
                raise ImportRefused(list(refusals(number, line, error))) from error
        if len(batch) == bulk.BATCH:
            create_entries(builder, batch)
            batch = []
        progress("write")
    create_entries(builder, batch)
    index_entries([ids[key] for key in report.created])
    now = timezone.now()
    ImportRecord.objects.bulk_create(
        [ImportRecord(key=key, digest=digest, imported_at=now) for key, digest in digests.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["digest", "imported_at"],
        batch_size=bulk.BATCH,
    )


def refusals(number, line, error):
    """A ``Problem`` for each of what the model has against ``line``."""
    for name, messages in error.message_dict.items():
        yield Problem(number, name, line.get(name), " ".join(messages))


def create_entries(builder, lines):
    pages, held = [], set()
    for line in lines:
        page = builder.page(line)
        page.pk = page.id = builder.entry_ids[line["key"]]
        if page.hold_back(None):
            held.add(page.pk)
        pages.append(page)
    bulk.write_entries(pages)
    for line, page in zip(lines, pages, strict=True):
        if line.get("visibility", "public") != "public":
            bulk.restrict(page.pk, line["visibility"])
        if not page.live or page.pk in held:
            keep_draft(builder, line, page)


def title_of(line):
    """The title of the page: the original's heading, for a live page one that is out, else the key."""
    headings, translations, day = line["heading"], line.get("translations", {}), today().isoformat()
    for code in (line["original_language"], *headings):
        facts = translations.get(code, {})
        is_out = facts.get("state", "ready") == "ready" and (facts.get("published_on") or "") <= day
        if headings[code].strip() and (is_out or not is_live(line)):
            return headings[code].strip()
    return line["key"]


def held_languages(line):
    """Codes of the languages whose text must not be in the live row."""
    return [code for code, facts in line.get("translations", {}).items() if facts.get("state", "ready") != "ready"]


def keep_draft(builder, line, page):
    """A revision with all the languages of ``line``, held ones too, for the editors to go on with.

    Wagtail's publish_scheduled publishes it where the line has a date to come.
    """
    draft = type(page).objects.get(pk=page.pk)
    live = draft.live
    builder.fill(draft, line)
    draft.live = live
    draft.revisions.update(approved_go_live_at=None)
    draft.save_revision(clean=False, approved_go_live_at=scheduled_for(line))


def update_entry(builder, line):
    """Make the entry of the line's key say what the line says, and its draft too where it has one."""
    model = KINDS[line["type"]].model
    page = model.objects.get(key=line["key"])
    before = model.objects.get(pk=page.pk) if page.live else None
    builder.fill(page, line)
    holds_text = page.hold_back(before)
    if page.live:
        page.last_published_at = timezone.now()
        page.first_published_at = page.first_published_at or page.last_published_at
    else:
        page.live_revision = None
    page.save()
    if "visibility" in line:  # else an editor's restriction stays
        bulk.restrict(page.pk, line["visibility"])
    if holds_text or page.latest_revision_id or held_languages(line) or not page.live:
        keep_draft(builder, line, page)
        if page.live and not holds_text and not held_languages(line):
            Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)


def index_entries(ids):
    """Tell Wagtail's own index of references and the choosers' search about new entries."""
    for kind in KINDS.values():
        for page in kind.model.objects.filter(pk__in=ids).iterator(chunk_size=bulk.BATCH):
            ReferenceIndex.create_or_update_for_object(page)
            if indexed := get_indexed_instance(page):
                insert_or_update_object(indexed)


def need_lists():
    """Whether the lists that entries belong to are there; ``manage.py prepare`` makes them."""
    return EntryIndex.objects.count() == len(KINDS)
