"""The editors' roles as Wagtail groups: editors, moderators, and translators of one language."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from portal.languages import CONTENT_LANGUAGES
from practices.models import EntryIndex

EVERY_LANGUAGE = ("Editors", "Moderators")  # Wagtail's own groups
VOCABULARY_MODELS = ("phase", "gender", "actor", "topic", "country")
SEARCH = [f"{verb}_concept" for verb in ("add", "change", "delete", "view")]
SEARCH += ["view_unansweredquery", "delete_unansweredquery"]


def make_roles():
    """Create the groups that are missing and give each the languages it writes in.

    Translators change entries and no other page: the five lists must be there already.
    """
    translate = {
        language.code: Permission.objects.get(
            content_type__app_label="practices", codename=f"translate_{language.code}"
        )
        for language in CONTENT_LANGUAGES
    }
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    actions = [f"{verb}_{model}" for verb in ("add", "change", "view") for model in VOCABULARY_MODELS]
    actions += ["change_message", "view_message"]
    vocabularies = Permission.objects.filter(content_type__app_label="practices", codename__in=actions)
    search = Permission.objects.filter(content_type__app_label="search", codename__in=SEARCH)
    for name in EVERY_LANGUAGE:
        Group.objects.get_or_create(name=name)[0].permissions.add(access, *translate.values(), *vocabularies, *search)
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    for language in CONTENT_LANGUAGES:
        group, created = Group.objects.get_or_create(name=f"Translators: {language.name}")
        if created:
            group.permissions.add(access, translate[language.code])
            for index in EntryIndex.objects.all():
                GroupPagePermission.objects.create(group=group, page=index.page_ptr, permission=change)
