"""What is remembered of searches without results, and what is not."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.signals import request_finished
from django.db import DatabaseError
from django.urls import reverse
from django.utils import formats, timezone

from search import unanswered
from search.models import UnansweredQuery

pytestmark = pytest.mark.django_db


def ask(text, language="en"):
    unanswered.remember(text, language)
    unanswered.write_waiting()


def rows():
    return list(UnansweredQuery.objects.order_by("pk").values_list("text", "language", "times"))


def test_the_same_words_are_one_row_for_each_language():
    ask("  Probation\nOfficer ")
    ask("probation officer")
    ask("probation officer", "sq")
    assert rows() == [("probation officer", "en", 2), ("probation officer", "sq", 1)]


def test_it_is_written_when_the_answer_has_been_sent():
    unanswered.remember("shërbimi i provës", "sq")
    assert not rows()
    assert unanswered.write_waiting in [receiver() for _key, receiver, *_rest in request_finished.receivers]
    unanswered.write_waiting()
    unanswered.write_waiting()
    assert rows() == [("shërbimi i provës", "sq", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "jane.doe@example.org",
        "call 070 123 456",
        "file 123456",
        "born 12.03.1980",
        "call 070–123–456",
        "(070) 12 34",
        "12. 3. 80",
        "jane(at)example.org",
        "what can i do for my son now",
        "x" * 101,
    ],
)
def test_what_may_tell_of_a_person_or_says_nothing_is_not_remembered(text):
    ask(text)
    assert rows() == []


@pytest.mark.parametrize("text", ["recommendations 2018", "rule 81", "\ud83d\ude00 help", "a\x00b"])
def test_other_words_are(text):
    ask(text)
    assert len(rows()) == 1


def test_the_least_frequent_row_goes_when_the_table_is_full(monkeypatch):
    monkeypatch.setattr(unanswered, "MOST_ROWS", 2)
    for text in ("one", "two", "two", "three"):
        ask(text)
    assert {text for text, *_rest in rows()} == {"two", "three"}


def test_an_error_of_the_database_does_not_reach_the_reader(monkeypatch, caplog):
    def fail(*values):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(unanswered, "write", fail)
    ask("private words")
    assert rows() == []
    assert "not remembered" in caplog.text


# --- The report


@pytest.fixture
def reader(client, django_user_model):
    """Somebody who may open the administration, and nothing else of it."""
    user = django_user_model.objects.create_user("reader", password="a long password")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return user


def test_the_report_lists_filters_and_exports(admin_client):
    ask("probation")
    ask("provës", "sq")
    url = reverse("search_unanswered")
    page = admin_client.get(url).content.decode()
    assert "probation" in page and f"{url}?export=csv" in page
    assert formats.date_format(timezone.localdate()) in page, "a day: at what time nobody notes"
    filtered = admin_client.get(url, {"language": "sq"}).content.decode()
    assert "provës" in filtered
    assert "probation" not in filtered
    exported = admin_client.get(url, {"export": "csv", "language": "sq"})
    lines = exported.getvalue().decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("provës,sq,1,")


def test_the_report_is_in_the_menu_of_those_who_may_see_it(admin_client, client, reader, administrator):
    url = reverse("search_unanswered")
    assert url not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(url).status_code == 302
    client.force_login(administrator)
    assert url in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_is_cleared_after_a_question_by_those_who_may(client, reader):
    ask("probation")
    url = reverse("search_unanswered_clear")
    reader.user_permissions.add(Permission.objects.get(codename="view_unansweredquery"))
    assert url not in client.get(reverse("search_unanswered")).content.decode()
    client.post(url)
    assert len(rows()) == 1
    reader.user_permissions.add(Permission.objects.get(codename="delete_unansweredquery"))
    assert url in client.get(reverse("search_unanswered")).content.decode()
    assert "Forget all" in client.get(url).content.decode()
    assert len(rows()) == 1
    client.post(url)
    assert rows() == []


def test_editors_may_see_and_clear_it(site_tree):
    from portal.roles import make_roles

    make_roles()
    for name in ("Editors", "Moderators"):
        codes = set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
        assert {"view_unansweredquery", "delete_unansweredquery", "change_concept"} <= codes
