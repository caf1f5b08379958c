"""The explorer's list of entries: a column that tells the state of each language, and a filter on it.

It costs 10 queries whatever its length; Wagtail's own list costs 26. It shows neither the status panel of the list,
whose settings stand in its form, nor filters by owner or site.
"""

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import MultipleChoiceFilter
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Revision

from portal.languages import CHOICES, CONTENT_CODES, CONTENT_LANGUAGES
from practices.models import Entry, EntryIndex
from practices.querysets import released, restricted
from practices.translated import State
from practices.units import text_fields

# state → (sign, words); the sign is for the eye, the words for everybody
PIPS = {
    "missing": ("–", _("no text")),
    "draft": ("○", _("not public yet")),
    "held": ("◐", _("public, its changes are held back")),
    "outdated": ("◔", _("public, but the original has changed since")),
    "public": ("●", _("public")),
    "withdrawn": ("×", _("withdrawn")),
}


def with_drafts(entries: QuerySet) -> QuerySet:
    """``entries`` with their ``draft``: {"state_en", "heading_en", …} of the newest revision, where it differs.

    By a subquery, which databases ask of the rows on the page only, and not of all that they put in order.
    """
    columns = {
        f"{name}_{code}": KT(f"content__{localized(field, code)}")
        for code in CONTENT_CODES
        for name, field in (("state", "translation_state"), ("heading", "heading"))
    }
    newest = Revision.objects.filter(pk=OuterRef("latest_revision_id")).values(texts=JSONObject(**columns))
    return entries.annotate(draft=Case(When(has_unpublished_changes=True, then=Subquery(newest))))


def draft_of(page, code) -> tuple[str, str]:
    """(state, heading) as an editor will find them."""
    if page.draft is None:
        return page.state(code), getattr(page, localized("heading", code)) or ""
    values = (page.draft[f"{name}_{code}"] for name in ("state", "heading"))
    return tuple("" if value in (None, "null") else value for value in values)  # SQLite gives JSON's null as a word


def pip_state(page, code, draft, outdated) -> str:
    """A key of ``PIPS``. ``draft`` is the language's (state, heading) in the newest revision."""
    state, heading = draft
    if page.live and page.is_released(code):
        return "held" if state == State.DRAFT else "outdated" if outdated else "public"
    if page.state(code) == State.WITHDRAWN:
        return "withdrawn"
    return "draft" if state or heading else "missing"


def add_pips(pages):
    """Give each of ``pages``, which are ``with_drafts``, its ``pips``: [(language, state, sign, words)]."""
    for page in pages:
        page.pips = []
        for language in CONTENT_LANGUAGES:
            state = pip_state(page, language.code, draft_of(page, language.code), page.outdated_units(language.code))
            page.pips.append((language, state, *PIPS[state]))


class MissingOrOutdated(MultipleChoiceFilter):
    """Entries without a public text, or with an outdated one, in any of the languages chosen."""

    def filter(self, queryset, codes):
        wanted = Q()
        for code in codes or ():
            outdated = Q(**{localized("translation_outdated", code) + "__isnull": False})
            wanted |= ~Q(released(code), live=True) | outdated
        return queryset.filter(wanted)


class EntryFilterSet(PageFilterSet):
    """``None`` takes out a filter of Wagtail's: entries have one site and no child pages, imported ones no owner."""

    owner = edited_by = site = has_child_pages = None
    lacking = MissingOrOutdated(label=_("Missing or outdated in"), choices=CHOICES, widget=CheckboxSelectMultiple)

    class Meta(PageFilterSet.Meta):
        model = Entry


class EntryIndexView(ExplorableIndexView):
    template_name = "practices/admin/entries.html"
    base_columns = [
        *(column for column in ExplorableIndexView.base_columns if column.name != "parent"),
        Column("pips", label=_("Languages"), width="20%"),
    ]
    base_columns[-1].cell_template_name = "practices/admin/pips_cell.html"

    def get(self, request, parent_page_id):
        """Wagtail's in one query; whoever may not see the list is sent where Wagtail sends them."""
        root = self.permission_policy.explorable_root_instance(request.user)
        lists = EntryIndex.objects.annotate_approved_schedule()
        self.parent_page = lists.filter(pk=parent_page_id, path__startswith=root.path).first()
        if self.parent_page is None:
            return super().get(request, parent_page_id)
        self.permissions = self.parent_page.permissions_for_user(request.user)
        self.locale, self.translations = None, []
        return super(ExplorableIndexView, self).get(request)

    def annotate_queryset(self, pages):
        """What the columns show is an entry's; a kind's own texts stay in the database."""
        unread = [
            column
            for name in text_fields(Entry)
            for column in (name, *(localized(name, code) for code in CONTENT_CODES))
            if name != "heading"
        ]
        pages = with_drafts(pages).defer(*unread).prefetch_workflow_states().annotate(is_restricted=restricted())
        return pages.annotate_site_root_state().annotate_approved_schedule()

    def get_breadcrumbs_items(self):
        root = {"url": reverse("wagtailadmin_explore_root"), "label": _("Pages")}
        return [root, {"url": "", "label": self.parent_page.get_admin_display_title()}]

    def get_side_panels(self):
        return MediaContainer()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        pages = list(context["object_list"])
        add_pips(pages)
        # Where Wagtail's template keeps what it would ask for at the first page
        self.request.all_page_view_restriction_paths = [page.path for page in pages if page.is_restricted]
        return context


class EntryViewSet(PageViewSet):
    model = Entry
    index_view_class = EntryIndexView
    filterset_class = EntryFilterSet
    parent_models = [EntryIndex]
