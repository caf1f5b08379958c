"""The editors' views of the glossary and of the searches without results."""

from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import ChoiceFilter
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.languages import CHOICES, CONTENT_CODES, CONTENT_LANGUAGES
from search.models import Concept, UnansweredQuery

REPORT, CLEAR = "search_unanswered", "search_unanswered_clear"


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "note"]
    search_fields = ["note", *(localized("terms", code) for code in CONTENT_CODES)]
    search_backend_name = None
    panels = [
        FieldPanel("note"),
        *(FieldPanel(localized("terms", language.code), heading=language.name) for language in CONTENT_LANGUAGES),
    ]


class LanguageFilter(WagtailFilterSet):
    language = ChoiceFilter(label=_("Language"), choices=CHOICES)

    class Meta:
        model = UnansweredQuery
        fields = ["language"]


class UnansweredView(ReportView):
    """The searches without results, the most frequent first."""

    page_title = _("Searches without results")
    header_icon = "search"
    model = UnansweredQuery
    permission_policy = ModelPermissionPolicy(UnansweredQuery)
    permission_required = "view"
    filterset_class = LanguageFilter
    default_ordering = "-times"
    index_url_name = REPORT
    index_results_url_name = f"{REPORT}_results"
    columns = [
        Column("text", label=_("Searched for"), sort_key="text"),
        Column("get_language_display", label=_("Language"), sort_key="language"),
        NumberColumn("times", label=_("Times"), sort_key="times"),
        Column("last_asked_on", label=_("Last time"), sort_key="last_asked_on"),
    ]
    list_export = ["text", "language", "times", "last_asked_on"]
    export_headings = {
        "text": _("Searched for"),
        "language": _("Language"),
        "times": _("Times"),
        "last_asked_on": _("Last time"),
    }

    def get_filename(self):
        return f"searches-without-results-{timezone.localdate()}"

    @cached_property
    def header_more_buttons(self):
        own = [Button(gettext("Clear the list"), reverse(CLEAR), icon_name="bin", priority=110)]
        return [*super().header_more_buttons, *(own if self.user_has_permission("delete") else ())]


class ClearUnansweredView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks whether to forget all of them, and does."""

    template_name = "wagtailadmin/generic/confirm_delete.html"
    page_title = _("Clear the list")
    header_icon = "bin"
    permission_policy = UnansweredView.permission_policy
    permission_required = "delete"
    confirmation_message = _("Forget all searches without results?")
    get_delete_url = reverse_lazy(CLEAR)
    get_success_url = reverse_lazy(REPORT)

    def post(self, request):
        number, _models = UnansweredQuery.objects.all().delete()
        text = ngettext("%(number)d search forgotten.", "%(number)d searches forgotten.", number)
        messages.success(request, text % {"number": number})
        return redirect(REPORT)


class UnansweredMenuItem(MenuItem):
    def is_shown(self, request):
        return UnansweredView.permission_policy.user_has_permission(request.user, "view")
