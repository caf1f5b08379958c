"""Editing an entry: what is opened is changed, and nothing else."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Comment, GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import rich_text
from wagtail.users.models import UserProfile

from portal.models import StandardPage
from practices import models
from practices.units import text_fields
from tests import factories

from .editing_forms import draft, edit_url, live, open_form, posted, save, send

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "sq", "mk")
UUIDS = {0: "11111111-1111-4111-8111-111111111111", 1: "22222222-2222-4222-8222-222222222222"}


def body(*texts):
    return json.dumps(
        [
            {"type": "paragraph", "value": f'<p data-block-key="k{i}">{text}</p>', "id": UUIDS[i]}
            for i, text in enumerate(texts)
        ]
    )


@pytest.fixture
def paper(site_tree):
    """A live paper in three languages with two recommendations; its newest revision is its live one."""
    page = factories.paper(
        LANGUAGES,
        slug="exit",
        phases=["prison"],
        topics=["risk-management"],
        countries=["albania"],
        **{f"body_{code}": body(f"One {code}", f"Two {code}") for code in LANGUAGES},
        recommendations=[
            models.Recommendation(
                number=n,
                sort_order=n,
                **{f"text_{code}": f'<p data-block-key="r{n}">Rec {n} {code}</p>' for code in LANGUAGES},
            )
            for n in (1, 2)
        ],
    )
    page = live(page)
    page.save_revision().publish()
    return live(page)


@pytest.fixture
def unpublished(paper):
    paper.unpublish()
    return live(paper)


def texts(page, *codes):
    """Every text of ``page`` and its recommendations in ``codes``, to compare."""
    found = {}
    for code in codes:
        for name in text_fields(type(page)):
            value = getattr(page, f"{name}_{code}")
            found[name, code] = value.raw_data if name == "body" and value else value or ""
            found[name, code] = str(list(found[name, code])) if name == "body" else found[name, code]
        for row in page.recommendations.all():
            found[row.anchor, code] = row.__dict__[f"text_{code}"] or ""
    return found


# --- Closed and open languages


def test_only_the_original_is_open_at_first(admin_client, paper):
    html = admin_client.get(edit_url(paper)).content.decode()
    assert 'name="heading_en"' in html
    assert 'name="heading_sq"' not in html
    assert "Open Shqip" in html


def test_an_address_opens_more_languages(admin_client, paper):
    html = admin_client.get(edit_url(paper), {"languages": "sq"}).content.decode()
    assert 'name="heading_sq"' in html
    assert 'name="heading_mk"' not in html
    assert 'name="recommendations-0-text_sq"' in html


@pytest.mark.parametrize("state", ["paper", "unpublished"])
def test_saving_leaves_closed_languages_untouched(admin_client, request, state):
    page = request.getfixturevalue(state)
    before = texts(draft(page), "sq", "mk")
    save(admin_client, page, heading_en="New", **{"recommendations-0-text_en": rich_text("<p>New</p>")})
    after = draft(page)
    assert after.heading_en == "New"
    assert "New" in after.recommendations.first().text_en
    assert texts(after, "sq", "mk") == before


def test_saving_nothing_changes_nothing(admin_client, paper):
    facts = ("key", "slug", "title", "original_language", "licence", "event_organiser", "translation_state_sq")
    before = draft(paper)
    save(admin_client, paper, languages=LANGUAGES)
    after = draft(paper)
    assert texts(after, *LANGUAGES, "sr") == texts(before, *LANGUAGES, "sr")
    assert [getattr(after, name) for name in facts] == [getattr(before, name) for name in facts]
    assert [str(term) for term in after.phases.all()] == ["Prison"]


def test_a_row_added_in_a_draft_keeps_its_anchor_and_its_closed_languages(admin_client, paper):
    data = open_form(admin_client, paper)
    data["recommendations-TOTAL_FORMS"] = "3"
    new = {"id": "", "anchor": "", "kind": "recommendation", "number": "3", "heading_en": "", "follow_up": ""}
    for name, value in {**new, "text_en": rich_text("<p>Third</p>"), "ORDER": "3", "DELETE": ""}.items():
        data[f"recommendations-2-{name}"] = value
    data["recommendations-2-answered_by-count"] = "0"
    send(admin_client, paper, data)
    third = draft(paper).recommendations.last()
    assert third.pk is None
    save(admin_client, paper, ["sq"], **{"recommendations-2-text_sq": rich_text("<p>E treta</p>")})
    save(admin_client, paper, heading_en="Touched elsewhere")
    again = draft(paper).recommendations.last()
    assert again.pk is None
    assert again.anchor == third.anchor
    assert "Third" in again.text_en
    assert "E treta" in again.text_sq
    assert live(paper).recommendations.count() == 2


def test_a_row_keeps_its_anchor_when_it_is_published(admin_client, paper):
    anchors = [row.anchor for row in paper.recommendations.all()]
    save(admin_client, paper, action="publish", heading_en="New")
    assert [row.anchor for row in live(paper).recommendations.all()] == anchors


def test_rows_are_moved_and_removed_with_their_closed_languages(admin_client, site_tree):
    steps = [models.Step(text_en=f"Step {n}", text_sq=f"Hapi {n}") for n in (1, 2)]
    page = live(factories.practice(("en", "sq"), steps=steps))
    page.save_revision().publish()
    save(admin_client, page, **{"steps-0-ORDER": "2", "steps-1-ORDER": "1"})
    assert [row.text_sq for row in draft(page).steps.all()] == ["Hapi 2", "Hapi 1"]
    save(admin_client, page, **{"steps-0-DELETE": "1"})
    assert [row.text_sq for row in draft(page).steps.all()] == ["Hapi 1"]


def test_recommendations_are_moved(admin_client, paper):
    first, second = paper.recommendations.all()
    save(admin_client, paper, **{"recommendations-0-ORDER": "2", "recommendations-1-ORDER": "1"})
    assert [row.anchor for row in draft(paper).recommendations.all()] == [second.anchor, first.anchor]


def test_nested_rows_keep_their_closed_languages(admin_client, site_tree):
    target = factories.practice()
    item = models.CollectionItem(target=target, note_en="Note", note_sq="Shënim")
    section = models.CollectionSection(heading_en="Section", heading_sq="Pjesa")
    section.items = [item]
    page = live(factories.collection(("en", "sq"), sections=[section]))
    page.save_revision().publish()
    # A revision whose rows have no primary key yet
    changed = draft(page)
    for row in changed.sections.all():
        row.pk = None
        for below in row.items.all():
            below.pk = None
    changed.save_revision()
    save(admin_client, page, **{"sections-0-items-0-note_en": "Other"})
    (section_after,) = draft(page).sections.all()
    (item_after,) = section_after.items.all()
    assert (section_after.heading_sq, item_after.note_sq, item_after.note_en) == ("Pjesa", "Shënim", "Other")
    assert (section_after.anchor, item_after.anchor) == (section.anchor, item.anchor)


def test_the_form_comes_back_with_the_languages_it_had(admin_client, paper):
    response = save(admin_client, paper, ["sq"])
    assert "languages=en%2Csq" in response.headers["Location"]


# --- The administration's own language must not matter


@pytest.mark.parametrize("ui", ["en", "sr", "nb", "sq"])
def test_editing_under_any_language_of_the_administration(admin_client, administrator, paper, ui):
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": ui})
    before = texts(draft(paper), "en", "mk", "sr", "bs")
    save(admin_client, paper, ["sq"], heading_sq="Titull i ri")
    after = draft(paper)
    assert after.heading_sq == "Titull i ri"
    assert texts(after, "en", "mk", "sr", "bs") == before


def test_clearing_a_language_under_the_administration_of_that_language(admin_client, administrator, paper):
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": "sq"})
    blank = {"heading_sq": "", "summary_sq": "", "translation_state_sq": "", "body_sq-count": "0"}
    save(admin_client, paper, ["sq"], **blank)
    after = draft(paper)
    assert not after.heading_sq
    assert not after.summary_sq
    assert not len(after.body_sq)
    assert after.heading_en == paper.heading_en


def test_an_untouched_text_editor_stores_nothing(admin_client, site_tree):
    page = factories.practice()
    save(admin_client, page)
    assert not draft(page).challenge_en


# --- Title, slug, key


def test_title_follows_the_original_heading(admin_client, paper):
    save(admin_client, paper, heading_en="Another title")
    assert draft(paper).title == "Another title"


def test_a_published_key_cannot_be_changed(admin_client, paper):
    save(admin_client, paper, key="stolen")
    assert draft(paper).key == paper.key


def test_a_new_entry_is_made_in_the_language_asked_for(admin_client, site_tree):
    index = models.EntryIndex.objects.get(kind_of_entry="paper")
    url = reverse("wagtailadmin_pages:add", args=["practices", "conclusionpaper", index.pk])
    data = posted(admin_client.get(url, {"languages": "sq"}))
    assert data["original_language"] == "sq"
    assert "heading_sq" in data
    assert "heading_en" not in data
    data["heading_sq"] = "Dalja nga burgu"
    response = admin_client.post(url, dict(data.lists()))
    assert response.status_code == 302
    page = models.ConclusionPaper.objects.get()
    assert (page.title, page.slug, page.key) == ("Dalja nga burgu", "dalja-nga-burgu", "dalja-nga-burgu")
    assert not page.heading_en
    assert not page.live


def new_practice(client, *languages):
    """(address, what an untouched form posts) of a new practice."""
    index = models.EntryIndex.objects.get(kind_of_entry="practice")
    url = reverse("wagtailadmin_pages:add", args=["practices", "goodpractice", index.pk])
    return url, posted(client.get(url, {"languages": ",".join(languages)}))


def test_a_new_entry_published_at_once_holds_what_is_not_ready(admin_client, site_tree):
    url, data = new_practice(admin_client, "en", "sq")
    assert (data["translation_state_en"], data["translation_state_sq"]) == ("ready", "")
    data["heading_en"], data["heading_sq"], data["translation_state_sq"] = "Way out", "HELD", "draft"
    send(admin_client, None, data, "publish", url=url)
    page = models.GoodPractice.objects.get()
    assert page.live and page.is_released("en") and page.heading_en == page.title == "Way out"
    assert not page.heading_sq and draft(page).heading_sq == "HELD"


def test_a_new_entry_whose_original_is_held_does_not_show_its_heading_as_title(admin_client, site_tree):
    url, data = new_practice(admin_client, "en", "sq")
    data["heading_en"], data["heading_sq"], data["translation_state_en"] = "HELD", "Dalja", "draft"
    data["translation_state_sq"] = "ready"
    send(admin_client, None, data, "publish", url=url)
    assert models.GoodPractice.objects.get().title == "Dalja"


def test_a_language_that_is_ready_needs_a_heading(admin_client, site_tree):
    url, data = new_practice(admin_client, "en", "sq")
    data["translation_state_sq"] = "ready"
    data["heading_en"] = "Way out"
    form = send(admin_client, None, data, expected=200, url=url).context["form"]
    assert list(form.errors) == ["heading_sq"]


def test_a_copy_has_a_key_of_its_own(paper):
    copied = paper.copy(update_attrs={"slug": "copied"})
    assert copied.key
    assert copied.key != paper.key


def test_an_alias_has_a_key_of_its_own(paper):
    alias = paper.create_alias(update_slug="aliased")
    assert alias.specific.key != paper.key
    live(paper).save_revision().publish()
    assert live(alias).key != paper.key


def test_a_new_entry_in_cyrillic(admin_client, site_tree):
    index = models.EntryIndex.objects.get(kind_of_entry="practice")
    url = reverse("wagtailadmin_pages:add", args=["practices", "goodpractice", index.pk])
    data = posted(admin_client.get(url, {"languages": "mk"}))
    data["heading_mk"] = "Излез од затвор"
    assert admin_client.post(url, dict(data.lists())).status_code == 302
    page = models.GoodPractice.objects.get()
    assert page.title == "Излез од затвор"
    assert page.key.isascii()
    save(admin_client, page, heading_mk="Излез")
    assert draft(page).title == "Излез"


def test_a_standard_page_is_made_and_edited(admin_client, site_tree):
    url = reverse("wagtailadmin_pages:add", args=["portal", "standardpage", site_tree.pk])
    data = posted(admin_client.get(url, {"languages": "en"}))
    data["title"], data["heading_en"] = "About", "About us"
    assert admin_client.post(url, dict(data.lists())).status_code == 302
    page = StandardPage.objects.get()
    save(admin_client, page, ["sq"], heading_sq="Rreth nesh")
    assert (draft(page).heading_en, draft(page).heading_sq) == ("About us", "Rreth nesh")


# --- Vocabularies


def test_terms_are_shown_and_saved(admin_client, paper):
    factories.term(models.Phase, "probation")
    data = open_form(admin_client, paper)
    prison = models.Phase.objects.get(slug="prison")
    assert data.getlist("phases") == [str(prison.pk)]
    probation = models.Phase.objects.get(slug="probation")
    data.setlist("phases", [str(prison.pk), str(probation.pk)])
    data.setlist("recommendations-0-phases", [str(probation.pk)])
    data["topics"] = "risk-management, family work"
    send(admin_client, paper, data, "publish")
    after = live(paper)
    assert {term.slug for term in after.phases.all()} == {"prison", "probation"}
    assert [term.slug for term in after.recommendations.first().phases.all()] == ["probation"]
    assert {topic.name for topic in after.topics.all()} == {"risk-management", "family work"}
    assert [country.slug for country in after.countries.all()] == ["albania"]


def test_the_entries_that_answer_a_recommendation(admin_client, paper):
    answers = [factories.practice(), factories.practice()]
    data = open_form(admin_client, paper)
    name = "recommendations-0-answered_by"
    data[f"{name}-count"] = "3"
    for i, entry in enumerate([*answers, answers[0]]):
        for key, value in {"type": "entry", "value": entry.pk, "order": i, "deleted": "", "id": ""}.items():
            data[f"{name}-{i}-{key}"] = str(value)
    send(admin_client, paper, data, "publish")
    assert set(live(paper).recommendations.first().answered_by.all()) == {e.entry_ptr for e in answers}
    assert open_form(admin_client, paper)[f"{name}-count"] == "2"


# --- Confirming a translation, starting one


def test_a_tick_confirms_the_translation(admin_client, paper):
    save(admin_client, paper, ["sq"], confirmed=["sq"])
    assert draft(paper).translation_confirmed_sq
    assert not draft(paper).translation_confirmed_mk
    data = open_form(admin_client, paper)
    data["body_en-0-value"] = data["body_en-0-value"].replace("One en", "One changed")
    send(admin_client, paper, data)
    assert draft(paper).changed_units("sq") == [f"body.{UUIDS[0]}"]


def test_automatic_saving_confirms_nothing(admin_client, paper):
    data = open_form(admin_client, paper, "sq")
    data.setlist("confirmed", ["sq"])
    response = send(admin_client, paper, data, expected=200, headers={"Accept": "application/json"})
    assert response.json()["success"]
    assert not draft(paper).translation_confirmed_sq


def test_saving_an_imported_text_untouched_makes_no_translation_outdated(admin_client, site_tree):
    page = live(factories.practice(("en", "sq"), challenge_en="<p>As the importer stores it</p>"))
    page.confirm_translation("sq")
    page.save_revision().publish()
    save(admin_client, page)
    assert draft(page).changed_units("sq") == []


def start(client, page, code):
    return client.post(reverse("practices_start_translation", args=[page.pk, code]))


def test_starting_a_translation_copies_the_blocks_with_their_ids(admin_client, paper):
    assert start(admin_client, paper, "bs").status_code == 302
    after = draft(paper)
    assert [block.id for block in after.body_bs] == [block.id for block in after.body_en]
    assert after.translation_state_bs == "draft"
    assert not live(paper).translation_state_bs
    assert not len(live(paper).body_bs)


def test_starting_a_translation_never_writes_over_a_text(admin_client, paper):
    before = texts(draft(paper), "sq")
    start(admin_client, paper, "sq")
    assert texts(draft(paper), "sq") == before
    assert admin_client.get(reverse("practices_start_translation", args=[paper.pk, "bs"])).status_code == 405


# --- Validation and warnings


def test_a_long_summary_is_refused_at_its_field(admin_client, paper):
    data = open_form(admin_client, paper, "sq")
    data["summary_sq"] = "word " * 151
    response = send(admin_client, paper, data, expected=200)
    assert response.context["form"].errors["summary_sq"]
    assert 'name="heading_sq"' in response.content.decode()


def test_a_long_summary_in_a_closed_language_does_not_stop_the_editor(admin_client, paper):
    models.ConclusionPaper.objects.filter(pk=paper.pk).update(summary_sq="word " * 151)
    live(paper).save_revision(clean=False)
    save(admin_client, paper, heading_en="Changed")
    assert draft(paper).heading_en == "Changed"


def test_removing_a_row_names_the_languages_that_lose_text(admin_client, paper):
    response = save(admin_client, paper, **{"recommendations-1-DELETE": "1"})
    html = admin_client.get(response.headers["Location"]).content.decode()
    assert "recommendation 2, with its text in Shqip, Македонски" in html


def test_removing_a_block_names_the_languages_that_still_have_it(admin_client, paper):
    data = open_form(admin_client, paper)
    data["body_en-1-deleted"] = "1"
    response = send(admin_client, paper, data)
    html = admin_client.get(response.headers["Location"]).content.decode()
    assert "block 2 (Paragraph). It still stands in Shqip, Македонски" in html


# --- Revisions, workflow, schedule, comments


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
