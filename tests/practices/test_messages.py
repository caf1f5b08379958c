import datetime
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail import BadHeaderError
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from practices.messages import MOST_AN_HOUR
from practices.models import Message
from tests import factories

TEXT = {"text": "The word is wrong.", "website": ""}


@pytest.fixture
def page(site_tree):
    return factories.practice(languages=("en", "sq"), contact_email="contact@example.org", key="plan")


def test_a_report_is_stored_with_its_place_and_language_and_thanked_for(client, page):
    response = client.post("/sq/report/plan/", {**TEXT, "place": "step-1"}, follow=True)
    assert response.redirect_chain == [("/sq/thanks/plan/", 302)]
    message = Message.objects.get()
    assert (message.kind, message.entry_id, message.text) == ("translation", page.pk, TEXT["text"])
    assert (message.language, message.anchor) == ("sq", "step-1")
    assert not mail.outbox


def test_the_form_takes_the_place_from_the_address(client, page):
    assert b'value="step-1"' in client.get("/en/report/plan/?place=step-1").content


@pytest.mark.parametrize("address", ["/en/report/plan/", "/en/ask/plan/"])
def test_a_trapped_program_is_thanked_and_nothing_is_kept(client, page, address):
    response = client.post(address, {**TEXT, "website": "x", "reply_to": "a@example.org"})
    assert response.status_code == 302
    assert not Message.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "x" * 2001}, {"reply_to": "nobody"}, {"place": "<script>"}, {"text": "a\x00b"}]
)
def test_what_is_wrong_is_said_and_what_was_written_is_kept(client, page, wrong):
    response = client.post("/en/report/plan/", {**TEXT, **wrong})
    assert response.status_code == 422
    assert not Message.objects.exists()
    assert b"<script>" not in response.content
    if "text" not in wrong:
        assert TEXT["text"].encode() in response.content


def test_a_question_goes_to_the_contact_who_answers_the_reader(client, page):
    client.post("/en/ask/plan/", {**TEXT, "reply_to": "reader@example.org"})
    assert Message.objects.get().kind == "question"
    [email] = mail.outbox
    assert (email.to, email.reply_to) == (["contact@example.org"], ["reader@example.org"])
    assert TEXT["text"] in email.body
    assert "/en/practices/plan/" in email.body


def test_a_question_needs_an_address_for_the_answer(client, page):
    assert client.post("/en/ask/plan/", TEXT).status_code == 422
    assert not mail.outbox


def test_a_heading_with_a_line_break_makes_no_header(client, site_tree):
    factories.practice(key="p", heading_en="One\r\nBcc: all@example.org", contact_email="contact@example.org")
    client.post("/en/ask/p/", {**TEXT, "reply_to": "reader@example.org"})
    [email] = mail.outbox
    assert "\n" not in email.subject
    assert email.recipients() == ["contact@example.org"]


@pytest.mark.parametrize("error", [OSError, SMTPException, BadHeaderError, ValueError])
def test_a_question_is_kept_where_mail_fails(client, page, monkeypatch, error):
    def refuse(*args):
        raise error("not sent")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert client.post("/en/ask/plan/", {**TEXT, "reply_to": "reader@example.org"}).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize("address", ["/en/practices/plan/", "/en/ask/plan/", "/en/thanks/plan/", "/en/report/plan/"])
def test_the_contacts_address_is_never_shown(client, page, address):
    response = client.get(address)
    assert response.status_code == 200
    assert b"contact@example.org" not in response.content


def test_without_a_contact_there_is_no_question(client, site_tree):
    factories.practice(key="p")
    assert client.get("/en/ask/p/").status_code == 404
    assert b"/en/ask/" not in client.get("/en/practices/p/").content


@pytest.mark.parametrize("door", ["report", "ask", "thanks"])
def test_there_are_no_messages_about_what_is_not_public(client, site_tree, door):
    factories.practice(key="p", translation_state_en="draft", contact_email="contact@example.org")
    assert client.get(f"/en/{door}/p/").status_code == 404


def test_a_post_without_the_sites_token_is_refused(page):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/en/report/plan/", TEXT).status_code == 403
    assert not Message.objects.exists()


def fill_the_hour(page, minutes_ago=0):
    for _ in range(MOST_AN_HOUR):
        Message.objects.create(entry=page.entry_ptr, kind="translation", language="en", text="x")
    moment = timezone.now() - datetime.timedelta(minutes=minutes_ago)
    Message.objects.update(created_at=moment)


@pytest.mark.parametrize("door", ["report", "ask"])
def test_more_than_20_messages_an_hour_about_an_entry_are_put_off_and_what_was_typed_is_kept(client, page, door):
    fill_the_hour(page, minutes_ago=59)
    response = client.post(f"/en/{door}/plan/", {**TEXT, "reply_to": "reader@example.org", "place": "step-1"})
    assert response.status_code == 429
    html = response.content.decode()
    assert "Please send yours in an hour" in html
    assert TEXT["text"] in html and "reader@example.org" in html and 'value="step-1"' in html
    assert Message.objects.count() == MOST_AN_HOUR and not mail.outbox


def test_the_twentieth_message_is_taken_and_so_is_one_about_another_entry(client, page):
    fill_the_hour(page)
    Message.objects.last().delete()
    assert client.post("/en/report/plan/", TEXT).status_code == 302
    factories.practice(key="other")
    assert client.post("/en/report/other/", TEXT).status_code == 302


def test_after_an_hour_messages_are_taken_again(client, page):
    fill_the_hour(page, minutes_ago=61)
    assert client.post("/en/report/plan/", TEXT).status_code == 302
