"""What of a page one form shows and writes: which languages are open, and who may change what."""

from dataclasses import dataclass, field

from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.models import PagePermissionTester
from wagtail.permissions import page_permission_policy

from portal.languages import CONTENT_CODES
from practices.editing.meanwhile import Meanwhile
from practices.units import translated_fields


def may_translate(user, code) -> bool:
    return user is None or user.has_perm(f"practices.translate_{code}")


def may_edit_facts(user, place) -> bool:
    """Whether ``user`` may change what all languages share: who may add pages at ``place``, a page of the tree.

    Translators may change pages but add none: they write their languages and nothing else.
    """
    return user is None or page_permission_policy.user_has_permission_for_instance(user, "add", place)


class EntryPermissions(PagePermissionTester):
    """Wagtail's rules; it would ask for pages below each entry of a list, and there are none."""

    def can_delete(self, ignore_bulk=False):
        if self.user.is_superuser or not self.user.is_active:
            return self.user.is_active
        if self.page.live and "publish" not in self.permissions:
            return False
        return "change" in self.permissions or ("add" in self.permissions and self.page.owner_id == self.user.pk)


@dataclass
class Scope:
    """``languages`` are written by this form; ``permitted`` ones may be opened; ``facts`` is all that is shared.

    ``meanwhile`` is what others saved since the form was opened, or None.
    """

    original: str
    permitted: tuple[str, ...]
    languages: tuple[str, ...]
    facts: bool
    meanwhile: Meanwhile | None = None
    _choices: dict = field(default_factory=dict)

    def choices(self, queryset):
        """[(pk, name)] of a vocabulary's terms; asked for once a form, whatever its number of rows."""
        if queryset.model not in self._choices:
            self._choices[queryset.model] = [(term.pk, str(term)) for term in queryset]
        return self._choices[queryset.model]


def scope_of(page, user, place, requested, is_bound) -> Scope:
    """The scope of a form for ``page``. ``requested`` are the codes of the languages to open beside the original.

    A bound form takes each language that it may: what was not posted is dropped by ``keep_writable``.
    """
    permitted = tuple(code for code in CONTENT_CODES if may_translate(user, code))
    facts = may_edit_facts(user, place)
    wanted = permitted if is_bound or not facts else {page.original_language, *requested}
    return Scope(
        original=page.original_language,
        permitted=permitted,
        languages=tuple(code for code in permitted if code in wanted),
        facts=facts,
        meanwhile=getattr(page, "meanwhile", None) if is_bound else None,
    )


def languages_of_fields(model) -> dict[str, str]:
    """{field: code} of ``model``'s columns that belong to one language."""
    return {localized(name, code): code for name in translated_fields(model) for code in CONTENT_CODES}


def keep_writable(form, scope: Scope, always=()):
    """Drop the fields that ``form`` must not write: closed languages', what the user may not change, what isn't posted.

    A field that is not posted would else be stored empty. ``always`` names fields that belong to nobody.
    """
    languages = languages_of_fields(form._meta.model)
    for name in list(form.fields):
        if name in always:
            continue
        code = languages.get(name)
        if code is None:
            keep = scope.facts
        else:
            widget = form.fields[name].widget
            omitted = form.is_bound and widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name))
            keep = code in scope.languages and not omitted
        if not keep:
            del form.fields[name]
