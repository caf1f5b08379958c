"""What readers tell the editors: a wrong translation, or a question to a practice's contact.

A message is stored first, so that nothing is lost where mail fails. The contact's address is never shown.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import OperationalError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.languages import site_language
from practices.connections import connections_of
from practices.models import Entry, GoodPractice, Message
from practices.reading import Reading
from practices.structured_data import plain

logger = logging.getLogger(__name__)
LONGEST_TEXT = 2000  # characters, as in the model
MOST_AN_HOUR = 20  # messages about one entry


class MessageForm(forms.Form):
    """``website`` is a trap: people don't see it, and programs that fill every field do."""

    place = forms.SlugField(max_length=80, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("At most 2000 characters. Please write no names and no case details."),
        error_messages={"required": gettext_lazy("Write your message.")},
    )
    reply_to = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Only if you want an answer."),
        error_messages={"invalid": gettext_lazy("Write the address in full, e.g. name@example.org.")},
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    error_css_class = "error"

    def __init__(self, *args, answer_expected=False, **kwargs):
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)
        if answer_expected:
            field = self.fields["reply_to"]
            field.required = True
            field.help_text = _("It is passed on with your message, so that the answer can reach you.")
            field.error_messages["required"] = _("Write your e-mail address, so that the answer can reach you.")
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"


def report(request, key):
    """The form that reports a wrong translation of an entry; ``?place=`` names the part of its page."""
    entry = get_object_or_404(Entry.objects.public(), key=key)
    return answer(request, entry, Message.Kind.TRANSLATION, _("Report a wrong translation"))


def ask(request, key):
    """The form that passes a question on to the contact of a practice that has one."""
    practice = get_object_or_404(GoodPractice.objects.public(), key=key)
    if not practice.contact_email:
        raise Http404
    return answer(request, practice, Message.Kind.QUESTION, _("Ask about this practice"))


def answer(request, entry, kind, title):
    asks = kind == Message.Kind.QUESTION
    place = request.GET.get("place", "")
    form = MessageForm(request.POST or None, answer_expected=asks, initial={"place": place})
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("message_sent", entry.key)
        if has_too_many_messages(entry):
            status = 429
            form.add_error(
                None, _("There were very many messages about this entry just now. Please send yours in an hour.")
            )
        elif message := store(entry, kind, form.cleaned_data):
            if asks:
                pass_on(message, entry, request)
            return redirect("message_sent", entry.key)
        else:
            status = 503
            form.add_error(None, _("Your message could not be saved. Please send it again in a moment."))
    context = page_of(entry) | {"form": form, "title": title, "asks": asks}
    return render(request, "practices/message.html", context, status=status)


def has_too_many_messages(entry) -> bool:
    """Counted where the messages are kept, so that it holds for all processes and any number of senders."""
    since = timezone.now() - timedelta(hours=1)
    return Message.objects.filter(entry_id=entry.pk, created_at__gt=since).count() >= MOST_AN_HOUR


def sent(request, key):
    """The thanks after either form."""
    entry = get_object_or_404(Entry.objects.public(), key=key)
    return render(request, "practices/message_sent.html", page_of(entry))


def page_of(entry):
    """What the pages around a message show of its entry."""
    language = site_language()
    return {
        "entry": entry,
        "entry_url": entry.get_url(),
        "heading": Reading(entry, language).text(entry, "heading"),
        "footnotes": connections_of(entry, language).footnotes,
    }


def store(entry, kind, values) -> Message | None:
    """The stored message; None where others keep the database busy."""
    try:
        return Message.objects.create(
            entry_id=entry.pk,
            kind=kind,
            language=site_language().content,
            anchor=values["place"],
            text=values["text"],
            reply_to=values["reply_to"],
        )
    except OperationalError:
        logger.warning("A message could not be stored", exc_info=True)
        return None


def pass_on(message, practice, request):
    """E-mail the question to the contact, who answers to the reader directly; a failure is logged, not shown."""
    page = page_of(practice)
    subject = _("Question about: %(heading)s") % {"heading": " ".join(plain(page["heading"]).split())}
    intro = _("A reader of %(site)s asks about your practice. Your answer goes to the reader.")
    address = request.build_absolute_uri(page["entry_url"])
    body = f"{intro % {'site': settings.SITE_NAME}}\n{address}\n\n{message.text}"
    try:
        EmailMessage(subject, body, to=[practice.contact_email], reply_to=[message.reply_to]).send()
    except (OSError, SMTPException, ValueError):  # ValueError: a header that can't be sent
        logger.exception("Message %s could not be passed on; it is stored", message.pk)
