"""Two editors with the same page open: what one saved stays, and what both changed is put to the second."""

import datetime

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from practices import models
from tests import factories

from .editing_forms import draft, live, open_form, posted, save, send

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}
DAY = datetime.date(2022, 8, 16)


@pytest.fixture
def page(site_tree):
    for slug in ("prison", "probation"):
        factories.term(models.Phase, slug)
    for slug in ("albania", "kosovo"):
        factories.country(slug)
    steps = [models.Step(anchor=f"s{n}", sort_order=n, text_en=f"<p>Step {n}</p>") for n in (1, 2)]
    files = [models.EntryFile(anchor="f1", language="en", title="File")]
    page = factories.practice(("en", "sq"), phases=["prison"], countries=["albania"], steps=steps, files=files)
    live(page).save_revision().publish()
    return live(page)


@pytest.fixture
def other(django_user_model):
    """Another administrator's browser."""
    from django.test import Client

    client = Client()
    client.force_login(django_user_model.objects.create_superuser("ana", "ana@example.org", "a long password"))
    return client


def pk(model, slug):
    return str(model.objects.get(slug=slug).pk)


def change(data, **values):
    for name, value in values.items():
        if isinstance(value, list):
            data.setlist(name, value)
        else:
            data[name] = value
    return data


def said(client, response):
    return client.get(response.headers["Location"]).content.decode()


OTHERS = {
    "event_date": ("2022-08-16", lambda page: page.event_date == DAY),
    "licence": ("CC0", lambda page: page.licence == "CC0"),
    "topics": ("training, women", lambda page: {tag.name for tag in page.topics.all()} == {"training", "women"}),
    "status": ("ended", lambda page: page.status == "ended"),
    "heading_en": ("Newer", lambda page: page.heading_en == "Newer"),
    "challenge_en": (rich_text("<p>Newer</p>"), lambda page: "Newer" in page.challenge_en),
    "files-0-title": ("Newer", lambda page: page.files.all()[0].title == "Newer"),
    "steps-0-text_en": (rich_text("<p>Newer</p>"), lambda page: "Newer" in page.steps.all()[0].text_en),
    "go_live_at": ("2099-01-01 10:00", lambda page: page.go_live_at.year == 2099),
}


@pytest.mark.parametrize("published", [True, False])
def test_what_another_editor_changed_meanwhile_stays_and_is_told(admin_client, other, page, published):
    if not published:
        page.unpublish()
    mine = open_form(admin_client, page)
    save(other, page, **{name: value for name, (value, _holds) in OTHERS.items()})
    response = send(admin_client, page, change(mine, author_organisation="Mine"))
    after = draft(page)
    assert [name for name, (_value, holds) in OTHERS.items() if not holds(after)] == []
    assert after.author_organisation == "Mine"
    names = "Go live date/time, Heading [en], Date of the event, Licence, The challenge [en], Status, Topics, Title"
    told = f"While you had this form open, ana changed: {names}, What happens [en]. These changes are kept."
    assert told in said(admin_client, response)


def test_terms_and_countries_that_another_editor_changed_stay(admin_client, other, page):
    mine = open_form(admin_client, page)
    phases, countries = [pk(models.Phase, "probation")], [pk(models.Country, slug) for slug in ("albania", "kosovo")]
    save(other, page, phases=phases, countries=countries)
    send(admin_client, page, change(mine, licence="CC0"), "publish")
    after = live(page)
    assert [term.slug for term in after.phases.all()] == ["probation"]
    assert {country.slug for country in after.countries.all()} == {"albania", "kosovo"}
    assert after.licence == "CC0"


def test_paragraphs_that_another_editor_changed_stay(admin_client, other, page):
    save(other, page, **paragraph("One"))
    mine = open_form(admin_client, page)
    theirs = open_form(other, page)
    theirs["body_en-0-value"] = rich_text("<p>Two</p>")
    send(other, page, theirs)
    send(admin_client, page, change(mine, licence="CC0"))
    assert "Two" in str(draft(page).body_en) and draft(page).licence == "CC0"


def paragraph(text):
    block = {"deleted": "", "order": "0", "id": "", "type": "paragraph", "value": rich_text(f"<p>{text}</p>")}
    return {"body_en-count": "1"} | {f"body_en-0-{name}": value for name, value in block.items()}


CONFLICTS = {
    "licence": ("Theirs", "Mine"),
    "event_date": ("2022-08-16", "2023-01-01"),
    "topics": ("theirs", "mine"),
    "status": ("ended", "active"),
    "files-0-title": ("Theirs", "Mine"),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_both_changed_is_refused_with_both_values_and_saved_the_second_time(admin_client, other, page, name):
    theirs, mine = CONFLICTS[name]
    data = open_form(admin_client, page)
    save(other, page, **{name: theirs, "review_by": "2030-01-01"})
    before = draft(page).latest_revision_id
    response = send(admin_client, page, change(data, **{name: mine}), "publish", expected=200)
    html = response.content.decode()
    assert "ana saved this page meanwhile, with: " in html
    assert draft(page).latest_revision_id == before
    again = posted(response)
    assert (again[name], again["review_by"]) == (mine, "2030-01-01")
    send(admin_client, page, again)
    assert open_form(admin_client, page)[name] == mine
    assert draft(page).review_by == datetime.date(2030, 1, 1)


def test_the_value_of_the_other_is_shown_as_people_read_it(admin_client, other, page):
    data = open_form(admin_client, page)
    save(other, page, phases=[pk(models.Phase, "probation")], event_date="2022-08-16", status="ended")
    mine = {"phases": [], "event_date": "2023-01-01", "status": "active"}
    html = send(admin_client, page, change(data, **mine), expected=200).content.decode()
    for value in ("Probation", "Aug. 16, 2022", "Ended"):
        assert f"saved this page meanwhile, with: {value}." in html


def test_the_same_change_by_both_is_no_conflict(admin_client, other, page):
    data = open_form(admin_client, page)
    save(other, page, licence="CC0")
    send(admin_client, page, change(data, licence="CC0"))
    assert draft(page).licence == "CC0"


def add_step(data, number, text):
    data["steps-TOTAL_FORMS"] = str(number + 1)
    row = {"id": "", "anchor": "", "timing_en": text, "text_en": "null", "ORDER": str(number + 1), "DELETE": ""}
    return change(data, **{f"steps-{number}-{name}": value for name, value in row.items()})


@pytest.mark.parametrize("published", [True, False])
def test_rows_that_others_added_and_removed_meanwhile_stay_added_and_removed(admin_client, other, page, published):
    if not published:
        page.unpublish()
    mine = open_form(admin_client, page)
    theirs = add_step(open_form(other, page), 2, "Theirs")
    theirs["steps-0-DELETE"] = "1"
    send(other, page, theirs)
    send(admin_client, page, add_step(mine, 2, "Mine"))
    rows = {row.anchor if row.text_en else row.timing_en for row in draft(page).steps.all()}
    assert rows == {"s2", "Mine", "Theirs"}


def test_a_row_that_was_changed_here_comes_back(admin_client, other, page):
    mine = open_form(admin_client, page)
    save(other, page, **{"steps-0-DELETE": "1"})
    send(admin_client, page, change(mine, **{"steps-0-timing_en": "Mine"}))
    assert [row.timing_en for row in draft(page).steps.all() if row.anchor == "s1"] == ["Mine"]


def test_ones_own_automatic_saving_is_no_conflict(admin_client, page):
    data = open_form(admin_client, page)
    updates = send(admin_client, page, change(data, licence="CC"), expected=200, **JSON).json()["field_updates"]
    change(data, **updates)
    response = send(admin_client, page, change(data, licence="CC0"))
    assert draft(page).licence == "CC0"
    assert "While you had this form open" not in said(admin_client, response)


def test_after_automatic_savings_of_another_every_difference_is_asked_about(admin_client, other, page):
    """The revision that the form was opened on has been written over: nobody knows who changed what."""
    theirs = open_form(other, page)
    first = send(other, page, change(theirs, licence="CC"), expected=200, **JSON).json()
    mine = open_form(admin_client, page)
    change(theirs, overwrite_revision_id=str(first["revision_id"]), licence="CC0", **first["field_updates"])
    send(other, page, theirs, expected=200, **JSON)
    response = send(admin_client, page, change(mine, author_organisation="Mine"), expected=200)
    assert set(response.context["form"].errors) == {"licence", "author_organisation"}


def test_an_imported_page_without_a_revision_is_watched_too(admin_client, other, site_tree):
    page = factories.practice()
    mine = open_form(admin_client, page)
    save(other, page, licence="CC0")
    send(admin_client, page, change(mine, author_organisation="Mine"))
    assert (draft(page).licence, draft(page).author_organisation) == ("CC0", "Mine")


def test_a_new_page_that_was_saved_automatically_is_no_conflict_with_itself(admin_client, site_tree):
    index = models.EntryIndex.objects.get(kind_of_entry="practice")
    url = reverse("wagtailadmin_pages:add", args=["practices", "goodpractice", index.pk])
    data = posted(admin_client.get(url, {"languages": "en"}))
    made = send(admin_client, None, change(data, heading_en="New"), expected=200, url=url, **JSON).json()
    page = models.GoodPractice.objects.get(pk=made["pk"])
    change(data, heading_en="Newer", **made["field_updates"])
    send(admin_client, page, data)
    assert draft(page).heading_en == "Newer"


def test_switching_comment_notifications_beside_another_s_change_is_no_conflict(admin_client, other, page):
    mine = open_form(admin_client, page)
    save(other, page, licence="CC0")
    mine.pop("comment_notifications", None)
    send(admin_client, page, mine)
    assert draft(page).licence == "CC0"


# --- The order of rows


def numbered(page, *anchors):
    """Gives ``page`` these steps, in this order."""
    page.steps = [models.Step(anchor=anchor, sort_order=n, text_en="<p>…</p>") for n, anchor in enumerate(anchors)]
    page.save_revision().publish()


def put(data, *anchors):
    """Moves the steps of a form into the order of ``anchors``."""
    places = {data[f"steps-{n}-anchor"]: n for n in range(int(data["steps-TOTAL_FORMS"]))}
    for order, anchor in enumerate(anchors, 1):
        data[f"steps-{places[anchor]}-ORDER"] = str(order)
    return data


def steps(page):
    return [row.timing_en or row.anchor for row in draft(page).steps.all()]


def test_rows_that_another_editor_moved_stay_so_and_it_is_told(admin_client, other, page):
    numbered(page, "a", "b", "c")
    mine = open_form(admin_client, page)
    send(other, page, put(open_form(other, page), "c", "a", "b"))
    response = send(admin_client, page, add_step(change(mine, licence="CC0"), 3, "Mine"))
    assert steps(page) == ["c", "Mine", "a", "b"] and draft(page).licence == "CC0"
    assert "ana changed: steps: their order." in said(admin_client, response)


def test_rows_moved_here_take_in_those_that_another_editor_added(admin_client, other, page):
    numbered(page, "a", "b", "c")
    mine = open_form(admin_client, page)
    send(other, page, put(add_step(open_form(other, page), 3, "Theirs"), "a", "b", "c"))
    send(admin_client, page, put(mine, "c", "b", "a"), "publish")
    assert steps(page) == [row.timing_en or row.anchor for row in live(page).steps.all()] == ["c", "Theirs", "b", "a"]


def test_rows_that_another_editor_moved_stay_so_after_a_conflict_elsewhere(admin_client, other, page):
    numbered(page, "a", "b", "c")
    mine = open_form(admin_client, page)
    send(other, page, change(put(open_form(other, page), "c", "a", "b"), licence="Theirs"))
    response = send(admin_client, page, change(mine, licence="Mine"), expected=200)
    send(admin_client, page, posted(response))
    assert steps(page) == ["c", "a", "b"] and draft(page).licence == "Mine"


def test_rows_moved_by_both_are_asked_about_and_saved_the_second_time(admin_client, other, page):
    numbered(page, "a", "b", "c")
    mine = open_form(admin_client, page)
    send(other, page, put(open_form(other, page), "c", "a", "b"))
    response = send(admin_client, page, put(mine, "b", "a", "c"), expected=200)
    assert "ana moved these rows meanwhile (steps); by their numbers here, to: 3, 2, 1." in response.content.decode()
    assert steps(page) == ["c", "a", "b"]
    send(admin_client, page, posted(response))
    assert steps(page) == ["b", "a", "c"]


def test_rows_moved_the_same_way_by_both_are_no_conflict(admin_client, other, page):
    numbered(page, "a", "b")
    mine = open_form(admin_client, page)
    send(other, page, put(open_form(other, page), "b", "a"))
    send(admin_client, page, put(mine, "b", "a"))
    assert steps(page) == ["b", "a"]


def test_rows_of_rows_are_merged_too(admin_client, other, site_tree):
    target = factories.practice().entry_ptr
    items = [models.CollectionItem(anchor=anchor, target=target, sort_order=n) for n, anchor in enumerate("ab")]
    section = models.CollectionSection(anchor="s", heading_en="Section", items=items)
    page = factories.collection(sections=[section])
    page.save_revision().publish()

    def moved(data):
        return change(data, **{"sections-0-items-0-ORDER": "2", "sections-0-items-1-ORDER": "1"})

    mine = open_form(admin_client, page)
    send(other, page, moved(open_form(other, page)))
    send(admin_client, page, change(mine, licence="CC0"))
    assert [item.anchor for item in draft(page).sections.all()[0].items.all()] == ["b", "a"]
