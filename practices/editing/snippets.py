"""The editors' views of the vocabularies, and of what readers write."""

from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.languages import CONTENT_LANGUAGES, DEFAULT
from practices import models


def is_used(term) -> bool:
    """Whether an entry, a recommendation or a row points at ``term``."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: term}).exists()
        for relation in term._meta.related_objects
        if not relation.parent_link
    )


class TermForm(WagtailAdminModelForm):
    """A term whose key others use already keeps it: addresses and imports name it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_used(self.instance):
            self.fields["slug"].disabled = True
        if (name := localized("name", DEFAULT)) in self.fields:
            self.fields[name].required = True  # it stands in for a name that is missing


def term_panels(names, neutral):
    """``neutral`` fields, then the fields ``names`` in a group for each language."""
    return ObjectList(
        [
            *(FieldPanel(name) for name in neutral),
            *(
                MultiFieldPanel([FieldPanel(localized(name, language.code)) for name in names], heading=language.name)
                for language in CONTENT_LANGUAGES
            ),
        ],
        base_form_class=TermForm,
    )


class TermViewSet(SnippetViewSet):
    icon = "tag"
    copy_view_enabled = False
    list_display = ["__str__", "slug", "order"]
    ordering = ["order", "slug"]
    edit_handler = term_panels(("name", "description", "synonyms"), ("slug", "order"))


class PhaseViewSet(TermViewSet):
    model = models.Phase


class GenderViewSet(TermViewSet):
    model = models.Gender


class ActorViewSet(TermViewSet):
    model = models.Actor


class CountryViewSet(TermViewSet):
    model = models.Country
    icon = "globe"
    edit_handler = term_panels(
        ("name", "footnote", "inflected_forms", "synonyms"), ("slug", "iso_code", "region", "order")
    )


class TopicViewSet(TermViewSet):
    model = models.Topic
    list_display = ["name", "__str__", "slug"]
    ordering = ["name"]
    edit_handler = term_panels(("label", "synonyms"), ("name", "slug"))


class VocabularyViewSetGroup(SnippetViewSetGroup):
    items = (PhaseViewSet, GenderViewSet, ActorViewSet, CountryViewSet, TopicViewSet)
    menu_label = _("Vocabularies")
    menu_name = "vocabularies"
    menu_icon = "tag"


class ReadersWrite(ModelPermissionPolicy):
    """Messages come from readers: no editor adds one."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)


class MessageViewSet(SnippetViewSet):
    model = models.Message
    icon = "mail"
    menu_label = _("Readers' messages")
    menu_name = "messages"
    add_to_admin_menu = True
    copy_view_enabled = False
    permission_policy = ReadersWrite(models.Message)
    list_display = ["entry", "kind", "language", "created_at", "done"]
    list_filter = ["done", "kind", "language"]
    panels = [
        *(
            FieldPanel(name, read_only=True)
            for name in ("entry", "kind", "language", "anchor", "text", "reply_to", "created_at")
        ),
        FieldPanel("done"),
    ]
