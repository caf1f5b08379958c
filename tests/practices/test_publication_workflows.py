"""The other ways to a live row hold too: schedules, workflows, a save without a revision, copies and aliases."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Revision, Workflow, WorkflowPage, WorkflowTask

from practices import models
from tests import factories

from .editing_forms import draft, live
from .publishing import edit, opened, publish, texts

pytestmark = pytest.mark.usefixtures("site_tree")


# --- Schedules and workflows


def test_scheduling_a_held_page_does_not_unpublish_it(practice):
    page = publish(practice, heading_sq="HELD", translation_state_sq="draft")
    later = timezone.now() + datetime.timedelta(hours=2)
    page = publish(page, go_live_at=later, heading_en="Later")
    assert page.live and page.live_revision_id
    assert (page.heading_en, page.heading_sq) == ("One", "Një")


def test_a_scheduled_publication_holds(practice):
    page = publish(practice, heading_sq="HELD", translation_state_sq="draft")
    publish(page, go_live_at=timezone.now() + datetime.timedelta(hours=2), heading_en="Later")
    revision = Revision.objects.get(object_id=str(page.pk), approved_go_live_at__isnull=False)
    past = timezone.now() - datetime.timedelta(minutes=1)
    content = {**revision.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)
    call_command("publish_scheduled")
    page = live(page)
    assert (page.heading_en, page.heading_sq) == ("Later", "Një")
    assert draft(page).heading_sq == "HELD"


def test_a_publication_through_a_workflow_holds(practice, django_user_model):
    moderators = Group.objects.get_or_create(name="Moderators")[0]
    moderator = django_user_model.objects.create_superuser("m", "m@example.org", "a long password")
    moderator.groups.add(moderators)
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Approval")
    task.groups.add(moderators)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=practice.get_parent())
    edit(practice, heading_sq="HELD", translation_state_sq="draft", heading_en="Approved")
    state = workflow.start(live(practice), moderator)
    assert live(practice).heading_en == "One"
    state.current_task_state.approve(user=moderator)
    page = live(practice)
    assert (page.heading_en, page.heading_sq) == ("Approved", "Një")
    assert page.has_unpublished_changes and draft(page).heading_sq == "HELD"


def test_saving_a_live_page_outside_a_revision_changes_no_language(practice):
    page = publish(practice, heading_sq="HELD", translation_state_sq="draft")
    page.save()
    assert live(page).heading_sq == "Një" and draft(page).heading_sq == "HELD"


# --- Copies and aliases


def test_a_copy_has_its_own_key_and_holds(practice):
    page = publish(practice, heading_sq="HELD", translation_state_sq="draft")
    copy = live(page.copy(update_attrs={"slug": "a-copy"}).specific)
    assert copy.key == "a-copy" != page.key
    assert copy.live and copy.heading_sq == "Një"
    assert (draft(copy).heading_sq, draft(copy).key) == ("HELD", "a-copy")
    copy = publish(copy, heading_en="Only the copy")
    assert (copy.heading_sq, live(page).heading_en) == ("Një", "One")
    assert [row.text_sq for row in copy.steps.all()] == ["<p>Hapi</p>"]


def test_a_copy_of_a_draft_is_a_draft():
    page = factories.practice(live=False, heading_sq="HELD", translation_state_sq="draft")
    page.save_revision()
    copy = page.copy(update_attrs={"slug": "a-copy"}, keep_live=False)
    assert not live(copy.specific).live
    assert not models.Entry.objects.public().filter(pk=copy.pk).exists()


def test_an_alias_follows_its_source_keeps_its_key_and_holds(practice):
    alias = practice.copy(update_attrs={"slug": "an-alias"})
    Page.objects.filter(pk=alias.pk).update(alias_of=practice.pk)
    changed = opened(practice)
    changed.heading_en, changed.heading_sq, changed.translation_state_sq = "Corrected", "HELD", "draft"
    changed.steps.all()[0].text_sq = "HELD"
    changed.save_revision().publish()
    alias = live(alias.specific)
    assert (alias.key, alias.slug) == ("an-alias", "an-alias")
    assert alias.heading_en == "Corrected"
    assert "HELD" not in texts(alias, "sq").values() and alias.heading_sq == "Një"
