"""What others saved while a form was open: their changes stay, and two changes of one field are put to the editor.

Wagtail tells who has a page open and who has saved it; whoever saves after that writes over the other's fields. Here
each field is compared with the revision that the form was opened on: one that this form left alone keeps the newer
value, one that both changed is refused with both values. Saving again then takes the form's.
"""

import json
from dataclasses import dataclass

from django.db.models import Model
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from taggit.forms import TagField
from taggit.utils import edit_string_for_tags
from wagtail.admin.utils import get_user_display_name
from wagtail.blocks import StreamValue

from practices.units import EDITORS_KEY, child_rows, raw_blocks


@dataclass
class Meanwhile:
    """``people`` saved the page since a form was opened on ``base``: a page, or None where that is not kept."""

    people: str
    base: Model | None

    def __post_init__(self):
        rows = [row for _accessor, row in child_rows(self.base)] if self.base else []
        self.rows = {(type(row), row.anchor): row for row in rows}

    def earlier_row(self, model, anchor):
        return self.rows.get((model, anchor))

    def earlier_order(self, parent, accessor):
        """Anchors of the rows of ``parent``, the page or a row, as the form was opened; None where that is not kept."""
        earlier = self.earlier_row(type(parent), parent.anchor) if hasattr(parent, "anchor") else self.base
        return [row.anchor for row in getattr(earlier, accessor).all()] if earlier else None

    def sentence(self, fields):
        values = {"people": self.people, "fields": ", ".join(dict.fromkeys(fields))}
        return _("While you had this form open, %(people)s changed: %(fields)s. These changes are kept.") % values


def changes_meanwhile(request, page) -> Meanwhile | None:
    """What was saved since the form in ``request`` was opened; None where nothing was.

    Wagtail refuses an automatic saving that comes too late; an old version is brought back on purpose.
    """
    latest = page.latest_revision
    if request.method != "POST" or latest is None or request.resolver_match.url_name != "edit":
        return None
    opened_on = request.POST.get("loaded_revision_id", "")
    opened_at = request.POST.get("loaded_revision_created_at", "")
    if opened_on == str(latest.pk) and opened_at == latest.created_at.isoformat():
        return None
    if not opened_on:  # there was no revision then, as after an import
        row = type(page)._base_manager.get(pk=page.pk)
        base = row if row.live and not row.live_revision_id else None
        return None if latest.user_id == request.user.pk else Meanwhile(names_of([latest]), base)
    revision = page.revisions.filter(pk=opened_on).first() if opened_on.isdecimal() else None
    # An automatic saving writes over its own revision: what was there before is not kept
    base = revision.as_object() if revision and revision.created_at.isoformat() == opened_at else None
    moment = parse_datetime(opened_at)
    since = page.revisions.filter(created_at__gt=moment).select_related("user") if moment else [latest]
    return Meanwhile(names_of(since), base)


def names_of(revisions) -> str:
    names = [get_user_display_name(revision.user) if revision.user else _("an import") for revision in revisions]
    return ", ".join(dict.fromkeys(names))


class NewerValue(BoundField):
    """A field that takes, and shows, what its form was not opened on but what is there now."""

    @property
    def data(self):
        return as_posted(self.field, self.initial)

    def value(self):
        return self.data


def as_posted(field, value):
    return edit_string_for_tags(value or []) if isinstance(field, TagField) else field.prepare_value(value)


def differs(field, value, posted) -> bool:
    """Whether ``posted`` says something else than ``value``; the keys of an editor's paragraphs say nothing."""
    if isinstance(value, StreamValue):
        texts = [EDITORS_KEY.sub("", json.dumps(raw_blocks(stream))) for stream in (value, posted)]
        return texts[0] != texts[1]
    if isinstance(value, str) and isinstance(posted, str):
        value, posted = EDITORS_KEY.sub("", value), EDITORS_KEY.sub("", posted)
    return field.has_changed(value, posted)


def posted_in(form, name):
    return form.fields[name].widget.value_from_datadict(form.data, form.files, form.add_prefix(name))


def is_untouched(form, base) -> bool:
    """Whether ``form`` posts what ``base`` says, so that whoever sent it changed nothing."""
    earlier = model_to_dict(base, fields=list(form.fields))
    return not any(
        differs(form.fields[name], value, posted_in(form, name)) for name, value in earlier.items() if name != "anchor"
    )


def merge(form, base):
    """(labels, {name: value}) of ``form``'s fields: those that now take the newer value, and those in conflict.

    ``base`` is what the form's instance was when the form was opened; where it is None, each field whose posted
    value is not the newest is in conflict.
    """
    newest = model_to_dict(form.instance, fields=list(form.fields))
    earlier = model_to_dict(base, fields=list(form.fields)) if base else None
    kept, conflicts = [], {}
    for name, value in newest.items():
        field, posted = form.fields[name], posted_in(form, name)
        if field.disabled or not differs(field, value, posted):
            continue
        if earlier and not differs(field, earlier[name], as_posted(field, value)):
            continue
        if earlier and not differs(field, earlier[name], posted):
            field.bound_field_class = NewerValue
            kept.append(str(field.label))
        else:
            conflicts[name] = in_words(form.instance, name)
    return kept, conflicts


class MergedForm:
    """A form that leaves alone what others saved while it was open."""

    kept, conflicts = (), {}

    def merge_meanwhile(self, base):
        self.kept, self.conflicts = merge(self, base)

    def clean(self):
        cleaned = super().clean()
        for name, value in self.conflicts.items():
            self.add_error(name, conflict_message(self.scope.meanwhile.people, value))
        return cleaned


def in_words(instance, name) -> str:
    """The value of ``instance``'s field ``name`` as a person reads it, long ones shortened."""
    choice = getattr(instance, f"get_{name}_display", None)
    value = choice() if choice else getattr(instance, name)
    if hasattr(value, "all"):
        value = ", ".join(str(one) for one in value.all())
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    return Truncator(strip_tags(str(localize(value) or ""))).words(40) or _("nothing")


def conflict_message(people, value) -> str:
    said = _("%(people)s saved this page meanwhile, with: %(value)s. Here stands yours; saving again keeps yours.")
    return said % {"people": people, "value": value}


# --- The order of rows


@dataclass
class MergedOrder:
    """``theirs`` are the numbers of the posted rows in the order of others, where both moved them; else it is empty."""

    anchors: list[str]
    is_kept: bool = False
    theirs: tuple[int, ...] = ()


def merge_order(earlier, newest, posted) -> MergedOrder:
    """Anchors of the rows ``posted``, in the order of whoever moved them, with those that only ``newest`` has.

    ``earlier`` is their order when the form was opened; where it is None, and where both moved them, the order is
    the posted one.
    """
    common = set(newest).intersection(posted, newest if earlier is None else earlier)
    theirs, mine, before = ([one for one in order if one in common] for order in (newest, posted, earlier or ()))
    is_kept = theirs != mine == before
    first, second = (newest, posted) if is_kept else (posted, newest)
    anchors = list(first)
    for previous, one in zip([None, *second], second, strict=False):
        if one not in anchors:
            anchors.insert(anchors.index(previous) + 1 if previous else 0, one)
    is_conflict = not is_kept and theirs not in (mine, before)
    return MergedOrder(anchors, is_kept, tuple(posted.index(one) + 1 for one in theirs) if is_conflict else ())


def order_message(people, rows, numbers) -> str:
    said = _(
        "%(people)s moved these rows meanwhile (%(rows)s); by their numbers here, to: %(numbers)s. "
        "Here stands your order; saving again keeps yours."
    )
    return said % {"people": people, "rows": rows, "numbers": ", ".join(map(str, numbers))}
