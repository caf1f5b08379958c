"""Where the editors' side hooks into Wagtail."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from portal.languages import CONTENT_CODES, site_language
from practices.editing.documents import may_download
from practices.editing.listing import EntryViewSet
from practices.editing.meanwhile import changes_meanwhile
from practices.editing.scope import may_edit_facts
from practices.editing.snippets import MessageViewSet, VocabularyViewSetGroup
from practices.editing.views import edit_url, start_translation
from practices.translated import PerLanguage

register_snippet(VocabularyViewSetGroup)
register_snippet(MessageViewSet)

OTHER_ACTIONS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-workflow-action",
)


def requested_languages(request):
    """Codes in ``?languages=sq,mk`` of an edit view's address."""
    return tuple(code for code in request.GET.get("languages", "").split(",") if code in CONTENT_CODES)


def is_autosave(request) -> bool:
    return request.method == "POST" and not request.accepts("text/html")


@hooks.register("register_admin_viewset")
def entries():
    return EntryViewSet()


@hooks.register("register_admin_urls")
def urls():
    return [
        path(
            "entries/<int:page_id>/languages/<str:code>/start/",
            start_translation,
            name="practices_start_translation",
        )
    ]


@hooks.register("insert_global_admin_css")
def styles():
    return format_html('<link rel="stylesheet" href="{}">', static("practices/admin/entry-pips.css"))


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
@hooks.register("before_copy_page")
def refuse_translators(request, page, *destination):
    """Who writes languages only may not touch the whole page; Wagtail lets them delete and move what isn't live."""
    if not may_edit_facts(request.user, page):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_translators_many(request, action_type, objects, action):
    if action_type in ("delete", "move"):
        for page in objects:
            if isinstance(page, Page):
                refuse_translators(request, page)


@hooks.register("before_edit_page", order=-1)
def refuse_translators_other_edits(request, page):
    """An old revision brings back every language and fact; a list of entries has nothing to translate."""
    if request.resolver_match.url_name == "revisions_revert" or not isinstance(page, PerLanguage):
        refuse_translators(request, page)


@hooks.register("before_edit_page")
def note_languages(request, page):
    """Tell the form, which has no request, what to open, who saves and what others saved meanwhile."""
    page.open_languages = requested_languages(request)
    page.is_autosave = is_autosave(request)
    page.meanwhile = None if page.is_autosave else changes_meanwhile(request, page)


@hooks.register("before_create_page")
def note_languages_of_new_page(request, parent, page_class):
    """A new page is begun in the language asked for, else in that of the administration."""
    parent.open_languages = requested_languages(request) or (site_language().content,)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_consequences(request, page):
    """After an automatic saving the message waits for the next page that is shown."""
    for sentence in getattr(page, "consequences", ()):
        messages.warning(request, sentence)


@hooks.register("after_create_page", order=1)
@hooks.register("after_edit_page", order=1)
def keep_languages_open(request, page):
    """After "Save draft" the form comes back with the languages open that it had."""
    stays = not any(action in request.POST for action in OTHER_ACTIONS)
    if not isinstance(page, PerLanguage) or is_autosave(request) or not stays:
        return None
    codes = [code for code in CONTENT_CODES if localized("heading", code) in request.POST]
    return redirect(edit_url(page, codes, request.POST.get("next", "")))


@hooks.register("before_serve_document")
def refuse_held_document(document, request):
    if not may_download(document, request):
        raise Http404("This document is not public.")
