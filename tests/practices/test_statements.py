"""A query that is written once gives what the same queryset gives."""

import datetime

import pytest
from django.db.models import QuerySet

from practices.models import Entry, GoodPractice
from practices.statements import Statement
from tests import factories

pytestmark = pytest.mark.django_db
BODY = [{"type": "paragraph", "value": "<p>Visits</p>", "id": "p-1"}]


@pytest.fixture
def pages(site_tree):
    return [
        factories.practice(
            ("sr", "en"),
            heading_sr=f"Посета број {number}",
            body_sr=BODY,
            published_on=datetime.date(2022, 8, number),
            translation_published_on_sr=datetime.date(2022, 9, number),
        )
        for number in (1, 2, 3)
    ]


def one(model):
    return QuerySet(model).filter(pk=-1)


def test_objects_are_those_of_the_queryset_with_every_value(pages):
    statement = Statement(one(GoodPractice))
    for page in pages:
        (read,) = statement.objects({-1: page.pk})
        expected = GoodPractice.objects.get(pk=page.pk)
        assert read == expected and not read.get_deferred_fields()
        for field in GoodPractice._meta.concrete_fields:
            assert field.value_from_object(read) == field.value_from_object(expected), field
        assert read.published_on == page.published_on and list(read.body_sr.raw_data) == BODY


def test_what_is_deferred_stays_in_the_database_until_it_is_asked_for(pages, django_assert_num_queries):
    (read,) = Statement(one(GoodPractice).only("heading_sr", "published_on")).objects({-1: pages[1].pk})
    with django_assert_num_queries(0):
        assert (read.heading_sr, read.published_on) == ("Посета број 2", datetime.date(2022, 8, 2))
    with django_assert_num_queries(1):
        assert read.heading_en == pages[1].heading_en


def test_a_queryset_of_modeltranslation_is_refused():
    with pytest.raises(TypeError, match="GoodPractice"):
        Statement(GoodPractice.objects.filter(pk=-1))


def test_several_placeholders_of_which_some_are_left_over(pages):
    statement = Statement(QuerySet(Entry).filter(pk__in=[-1, -2, -3]).order_by("-pk").values_list("pk", "heading_sr"))
    first, last = pages[0], pages[2]
    assert statement.rows({-1: first.pk, -3: last.pk}) == [(last.pk, last.heading_sr), (first.pk, first.heading_sr)]
    assert statement.rows({-2: first.pk}) == [(first.pk, first.heading_sr)]
    assert statement.rows() == []
