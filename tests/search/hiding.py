"""The ways in which an entry, or its English text, stops being public."""

from django.utils import timezone
from wagtail.models import PageViewRestriction

from practices.models import Entry


def unpublish(entry):
    entry.unpublish()


def restrict(entry):
    PageViewRestriction.objects.create(page=entry, restriction_type=PageViewRestriction.LOGIN)


def restrict_list(entry):
    restrict(entry.get_parent())


def expire(entry):
    Entry.objects.filter(pk=entry.pk).update(expire_at="2001-01-01T00:00Z")


def postpone(entry):
    Entry.objects.filter(pk=entry.pk).update(go_live_at=timezone.now() + timezone.timedelta(days=1))


def hold_back(entry):
    Entry.objects.filter(pk=entry.pk).update(translation_state_en="draft")


def withdraw(entry):
    Entry.objects.filter(pk=entry.pk).update(translation_state_en="withdrawn")


def delete(entry):
    entry.delete()


NOTED = [unpublish, restrict, restrict_list, delete]  # in the log at once; a date, or an UPDATE, by the clock
WAYS = [unpublish, restrict, restrict_list, expire, postpone, hold_back, withdraw, delete]
