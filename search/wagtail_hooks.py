"""Where the search app hooks into Wagtail."""

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search.editing import CLEAR, REPORT, ClearUnansweredView, ConceptViewSet, UnansweredMenuItem, UnansweredView

register_snippet(ConceptViewSet)


@hooks.register("register_admin_urls")
def urls():
    report = UnansweredView.as_view
    return [
        path("reports/searches-without-results/", report(), name=REPORT),
        path("reports/searches-without-results/results/", report(results_only=True), name=f"{REPORT}_results"),
        path("reports/searches-without-results/clear/", ClearUnansweredView.as_view(), name=CLEAR),
    ]


@hooks.register("register_reports_menu_item")
def report():
    label = _("Searches without results")
    return UnansweredMenuItem(label, reverse(REPORT), name="searches-without-results", icon_name="search", order=900)


@hooks.register("register_permissions")
def permissions():
    """Those that an administrator may give to a group."""
    return Permission.objects.filter(
        content_type__app_label="search", codename__in=("view_unansweredquery", "delete_unansweredquery")
    )
