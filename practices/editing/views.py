"""The editors' own actions beside Wagtail's."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin import messages
from wagtail.models import Page

from portal.languages import BY_CODE, CONTENT_CODES
from practices.editing.scope import may_translate
from practices.translated import PerLanguage, State
from practices.units import text_fields, units


def edit_url(page, codes, following=""):
    """The edit view of ``page`` with the languages ``codes`` open; ``following`` is where Wagtail goes after it."""
    query = {"languages": ",".join(codes)} | ({"next": following} if following else {})
    return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?{urlencode(query)}"


@require_POST
def start_translation(request, page_id, code):
    """Copy the original's blocks, their ids included, into a language without a text, as a new draft."""
    page = get_object_or_404(Page, pk=page_id).get_latest_revision_as_object()
    if code not in CONTENT_CODES or not isinstance(page, PerLanguage) or "body" not in text_fields(type(page)):
        raise Http404
    allowed = page.permissions_for_user(request.user).can_edit() and may_translate(request.user, code)
    if not allowed or page.alias_of_id:
        raise PermissionDenied
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, _("The entry is locked; nothing was copied."))
    elif code == page.original_language or units(page, code):
        messages.error(
            request,
            _("There is a text in %(language)s already; nothing was copied.") % {"language": BY_CODE[code].name},
        )
    else:
        setattr(page, localized("body", code), getattr(page, localized("body", page.original_language)))
        setattr(page, localized("translation_state", code), State.DRAFT)
        page.save_revision(user=request.user, log_action=True, clean=False)
        messages.success(request, _("The original was copied to %(language)s.") % {"language": BY_CODE[code].name})
    return redirect(f"{edit_url(page, [code])}#tab-language_{code}")
