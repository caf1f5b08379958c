"""What an editor should hear of before publishing: parts of the original removed that other languages have."""

from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import BY_CODE, CONTENT_CODES
from practices.units import child_rows, text_fields


def names_of(codes) -> str:
    return ", ".join(BY_CODE[code].name for code in codes)


def languages_with_text(row, original):
    """Codes of the languages but ``original`` in which ``row`` or a row below it has a text."""
    rows = [row, *(below for _accessor, below in child_rows(row))]
    return [
        code
        for code in CONTENT_CODES
        if code != original
        and any(getattr(part, localized(name, code)) for part in rows for name in text_fields(type(part)))
    ]


def removed_rows(form) -> list[str]:
    """A sentence for each row, below ``form`` too, that is deleted together with a translation."""
    said = []
    for formset in form.formsets.values():
        if not hasattr(formset, "scope"):
            continue  # Wagtail's comments
        deleted = formset.deleted_forms if formset.can_delete else []
        for number, row_form in enumerate(formset.forms, 1):
            if row_form not in deleted:
                said += removed_rows(row_form)
            elif codes := languages_with_text(row_form.instance, form.scope.original):
                said.append(
                    _("Removed: %(part)s %(number)d, with its text in %(languages)s.")
                    % {
                        "part": row_form.instance._meta.verbose_name,
                        "number": number,
                        "languages": names_of(codes),
                    }
                )
    return said


def removed_blocks(form) -> list[str]:
    """A sentence for each block taken out of the original's body that a translation still has."""
    page, name = form.instance, localized("body", form.scope.original)
    if name not in form.fields:
        return []
    kept = {block.id for block in form.cleaned_data[name]}
    said = []
    for number, block in enumerate(form.initial[name] or [], 1):
        bodies = {code: getattr(page, localized("body", code)) for code in CONTENT_CODES if code != form.scope.original}
        codes = [code for code, body in bodies.items() if any(other.id == block.id for other in body or [])]
        if block.id not in kept and codes:
            said.append(
                _("Removed from the original: block %(number)d (%(part)s). It still stands in %(languages)s.")
                % {"number": number, "part": block.block.label, "languages": names_of(codes)}
            )
    return said
