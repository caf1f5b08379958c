"""Makes drafts of pages and publishes them, without a form."""

from modeltranslation.utils import build_localized_fieldname as localized

from practices.units import child_rows, text_fields

from .editing_forms import draft, live


def opened(page):
    """The draft with its child rows in memory, as a form has them."""
    return draft(page).save_revision().as_object()


def edit(page, **values):
    """Save ``values`` in a new draft; returns the revision."""
    changed = draft(page)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed.save_revision()


def publish(page, **values):
    edit(page, **values).publish()
    return live(page)


def texts(page, code):
    """Every text of ``page`` in ``code`` that is not empty, child rows included."""
    values = {}
    for accessor, row in [("", page), *child_rows(page)]:
        for name in text_fields(type(row)):
            if value := getattr(row, localized(name, code)):
                values[accessor, getattr(row, "anchor", ""), name] = str(value)
    return values
