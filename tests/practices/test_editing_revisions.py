"""Drafts in every language: revisions, workflows, schedules, comments, automatic saving, previews."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Comment, GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import rich_text
from wagtail.users.models import UserProfile

from .conftest import LANGUAGES
from .editing_forms import draft, edit_url, live, open_form, posted, save, send

pytestmark = pytest.mark.django_db


# --- Revisions


def test_an_old_revision_without_a_language_opens_with_it_empty(admin_client, administrator, paper):
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": "bs"})
    revision = paper.latest_revision
    revision.content = {key: value for key, value in revision.content.items() if not key.endswith("_bs")}
    revision.save()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[paper.pk, revision.pk])
    data = posted(admin_client.get(url, {"languages": "bs"}))
    assert data["heading_bs"] == ""
    send(admin_client, paper, data, url=url)
    after = draft(paper)
    assert (after.heading_en, after.heading_bs or "") == (paper.heading_en, "")


def test_reverting_brings_back_a_row_that_was_deleted(admin_client, paper):
    old = paper.latest_revision
    save(admin_client, paper, action="publish", **{"recommendations-1-DELETE": "1"})
    assert live(paper).recommendations.count() == 1
    url = reverse("wagtailadmin_pages:revisions_revert", args=[paper.pk, old.pk])
    data = posted(admin_client.get(url))
    send(admin_client, paper, data, "publish", url=url)
    assert [row.text_sq for row in live(paper).recommendations.all()] == [
        row.text_sq for row in old.as_object().recommendations.all()
    ]


def test_comparing_shows_every_language(admin_client, paper):
    first = paper.latest_revision
    save(
        admin_client,
        paper,
        ["sq"],
        heading_sq="Krahasuar",
        **{"recommendations-0-text_sq": rich_text("<p>Rekomandim</p>")},
    )
    url = reverse("wagtailadmin_pages:revisions_compare", args=[paper.pk, first.pk, "latest"])
    html = admin_client.get(url).content.decode()
    assert "Krahasuar" in html
    assert "Rekomandim" in html


# --- Publication, schedules, workflows


def test_publishing_keeps_a_held_language_back(admin_client, paper):
    save(
        admin_client,
        paper,
        ["sq"],
        action="publish",
        heading_en="Fixed",
        heading_sq="Half done",
        translation_state_sq="draft",
    )
    assert (live(paper).heading_en, live(paper).heading_sq) == ("Fixed", paper.heading_sq)
    assert draft(paper).heading_sq == "Half done"


def test_scheduling_a_held_page_keeps_it_public(admin_client, paper):
    save(admin_client, paper, ["sq"], action="publish", heading_sq="Half done", translation_state_sq="draft")
    save(admin_client, paper, action="publish", heading_en="Later", go_live_at="2099-01-01 10:00")
    after = live(paper)
    assert after.live
    assert after.heading_en == paper.heading_en
    assert after.scheduled_revision


def test_approval_in_a_workflow_keeps_a_held_language_back(admin_client, site_tree, paper):
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Review")
    task.groups.add(Group.objects.get(name="Moderators"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=site_tree, defaults={"workflow": workflow})
    save(
        admin_client,
        paper,
        ["sq"],
        action="submit",
        heading_en="Reviewed",
        heading_sq="Half done",
        translation_state_sq="draft",
    )
    state = live(paper).current_workflow_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[paper.pk, "approve", state.current_task_state.pk])
    admin_client.post(url)
    assert (live(paper).heading_en, live(paper).heading_sq) == ("Reviewed", paper.heading_sq)


# --- Comments


def test_comments_can_be_made_on_a_language(admin_client, paper):
    assert "comments" in admin_client.get(edit_url(paper)).context["form"].formsets
    data = open_form(admin_client, paper, "sq")
    management = {"INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    comment = {"contentpath": "heading_sq", "text": "Check", "position": "", "DELETE": "", "id": "", "resolved": ""}
    replies = {f"replies-{name}": value for name, value in {**management, "TOTAL_FORMS": "0"}.items()}
    for name, value in {**management, "TOTAL_FORMS": "1"}.items():
        data[f"comments-{name}"] = value
    for name, value in {**comment, **replies}.items():
        data[f"comments-0-{name}"] = value
    send(admin_client, paper, data)
    assert Comment.objects.filter(page=paper, contentpath="heading_sq").exists()


def test_a_page_with_a_comment_can_be_published(admin_client, administrator, paper):
    Comment.objects.create(page=paper, user=administrator, contentpath="heading_en", text="Check")
    save(admin_client, paper, action="publish", heading_en="Published")
    assert live(paper).heading_en == "Published"


# --- Automatic saving


def test_automatic_saving_returns_the_anchors_of_new_rows(admin_client, paper):
    data = open_form(admin_client, paper)
    data["recommendations-TOTAL_FORMS"] = "3"
    new = {"id": "", "anchor": "", "kind": "recommendation", "number": "", "heading_en": "New", "follow_up": ""}
    for name, value in {**new, "text_en": "null", "ORDER": "3", "DELETE": "", "answered_by-count": "0"}.items():
        data[f"recommendations-2-{name}"] = value
    json_only = {"headers": {"Accept": "application/json"}}
    first = send(admin_client, paper, data, expected=200, **json_only).json()
    anchor = first["field_updates"]["recommendations-2-anchor"]
    assert anchor == draft(paper).recommendations.last().anchor
    for name, value in first["field_updates"].items():
        data[name] = value
    data["loaded_revision_id"] = data["overwrite_revision_id"] = str(first["revision_id"])
    data["recommendations-2-heading_en"] = "Newer"
    second = send(admin_client, paper, data, expected=200, **json_only).json()
    rows = draft(paper).recommendations.all()
    assert second["success"]
    assert (len(rows), rows[2].anchor, rows[2].heading_en) == (3, anchor, "Newer")


# --- Preview


@pytest.mark.parametrize("code", LANGUAGES)
def test_preview_in_each_language(admin_client, paper, code):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[paper.pk])
    data = open_form(admin_client, paper)
    data["heading_en"] = "Previewed"
    assert admin_client.post(url, dict(data.lists())).json()["is_valid"]
    html = admin_client.get(url, {"mode": code}).content.decode()
    assert ("Previewed" if code == "en" else getattr(paper, f"heading_{code}")) in html
