"""Writes many new entries at once.

Wagtail's way (add_child, save_revision, publish) takes about 0.2 s an entry. Here the rows are written directly:
all ``wagtailcore_page`` rows first, so that entries may name each other in any order, then the rows of each kind and
their children by batch. No revision is made until an editor makes one, but for a draft that holds back a language.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Locale, Page, PageViewRestriction

from practices.models import Entry, EntryIndex
from practices.signals import entries_changed

from .fields import KINDS

BATCH = 250  # entries; their texts are in memory together


def create_page_rows(lines) -> dict[str, int]:
    """Write the ``wagtailcore_page`` row of each line; returns {key: primary key}.

    ``lines``: {kind of entry: [line, …]}, of which only key, slug and the original's heading are read.
    """
    ids = {}
    for kind, heads in lines.items():
        index = EntryIndex.objects.get(kind_of_entry=kind)
        pages = list(page_rows(index, KINDS[kind].model, heads))
        Page.objects.bulk_create(pages, batch_size=BATCH)
        ids |= {head["key"]: page.pk for head, page in zip(heads, pages, strict=True)}
        Page.objects.filter(pk=index.pk).update(numchild=F("numchild") + len(heads))
    return ids


def page_rows(index, model, heads):
    """Page instances, not saved, below ``index`` for ``heads``: dicts with key, slug, title, live."""
    last = index.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    slugs = set(index.get_children().values_list("slug", flat=True))
    content_type, locale, now = ContentType.objects.get_for_model(model), Locale.get_default(), timezone.now()
    for number, head in enumerate(heads, step + 1):
        slug = next(s for s in with_numbers(head.get("slug") or head["key"]) if s not in slugs)
        slugs.add(slug)
        title = head["title"][:255]
        yield Page(
            path=Page._get_path(index.path, index.depth + 1, number),
            depth=index.depth + 1,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{index.url_path}{slug}/",
            content_type=content_type,
            locale=locale,
            live=head["live"],
            first_published_at=now if head["live"] else None,
            last_published_at=now if head["live"] else None,
        )


def with_numbers(slug):
    yield slug
    number = 1
    while True:
        number += 1
        yield f"{slug[:240]}-{number}"


def write_entries(pages):
    """Write the rows of new ``pages``, whose ``wagtailcore_page`` rows are there and whose ``pk`` is set."""
    for page in pages:
        page.page_ptr_id = page.entry_ptr_id = page.pk
        values = {field.attname: getattr(page, field.attname) for field in Entry._meta.local_concrete_fields}
        Entry(**values).save_base(raw=True, force_insert=True)
        page.save_base(raw=True, force_insert=True)
        page_values = {"go_live_at": page.go_live_at, "expire_at": page.expire_at}
        if any(page_values.values()):
            Page.objects.filter(pk=page.pk).update(**page_values)
    write_children(pages)
    entries_changed.send(Entry, ids=[page.pk for page in pages])


def write_children(parents):
    """Write the child rows and many-to-many rows of ``parents``, children of children too."""
    rows, links = defaultdict(list), defaultdict(list)
    for parent in parents:
        for relation in get_all_child_relations(parent):
            for place, row in enumerate(getattr(parent, relation.get_accessor_name()).all()):
                setattr(row, relation.field.attname, parent.pk)
                if hasattr(row, "sort_order"):
                    row.sort_order = place
                rows[type(row)].append(row)
        for field in get_all_child_m2m_relations(parent):
            through = field.remote_field.through
            source, target = field.m2m_column_name(), field.m2m_reverse_name()
            for linked in getattr(parent, field.name).all():
                links[through].append(through(**{source: parent.pk, target: linked.pk}))
    for model, found in (*rows.items(), *links.items()):
        model.objects.bulk_create(found, batch_size=BATCH)
    for found in rows.values():
        if get_all_child_relations(found[0]) or get_all_child_m2m_relations(found[0]):
            write_children(found)


def restrict(page_id, visibility):
    """Give the page the view restriction that ``visibility`` names ("public", "login", password or groups)."""
    PageViewRestriction.objects.filter(page_id=page_id).delete()
    if visibility == "public":
        return
    if visibility == "login":
        values = {"restriction_type": PageViewRestriction.LOGIN}
    elif "password" in visibility:
        values = {"restriction_type": PageViewRestriction.PASSWORD, "password": visibility["password"]}
    else:
        values = {"restriction_type": PageViewRestriction.GROUPS}
    restriction = PageViewRestriction.objects.create(page_id=page_id, **values)
    if values["restriction_type"] == PageViewRestriction.GROUPS:
        from django.contrib.auth.models import Group

        restriction.groups.set(Group.objects.filter(name__in=visibility["groups"]))
