"""Makes entries for tests: live, below their list, with a text in the languages asked for."""

import itertools

from modeltranslation.utils import build_localized_fieldname as localized

from practices import models

# What the vocabularies and the demo are delivered in; a language that somebody adds has no text in them yet
DELIVERED = ("en", "sq", "mk", "sr", "bs")
number = itertools.count(1)


def country(slug="albania", **values):
    return models.Country.objects.get_or_create(slug=slug, defaults={"name_en": slug.title(), **values})[0]


def term(model, slug, **values):
    """A phase, gender, actor or topic with the key ``slug``."""
    name = {"name": slug} if model is models.Topic else {"name_en": slug.replace("-", " ").capitalize()}
    return model.objects.get_or_create(slug=slug, defaults={**name, **values})[0]


def entry(
    model=models.GoodPractice,
    languages=("en",),
    *,
    phases=(),
    genders=(),
    actors=(),
    topics=(),
    countries=(),
    related=(),
    **values,
):
    """A live page of ``model``; ``values`` are fields (``heading_sq``, ``translation_state_sq`` …) and win.

    ``languages`` (the first is the original) are released with a heading and a summary each.
    """
    key = values.pop("key", f"entry-{next(number)}")
    defaults = {"key": key, "slug": key, "title": key, "original_language": languages[0], "live": True}
    for code in languages:
        defaults[localized("heading", code)] = f"Heading {key} {code}"
        defaults[localized("summary", code)] = f"Summary {key} {code}"
        defaults[localized("translation_state", code)] = "ready"
        defaults[localized("translation_method", code)] = "human" if code == languages[0] else "machine"
    page = model(**{**defaults, **values})
    for manager, vocabulary, slugs in (
        (page.phases, models.Phase, phases),
        (page.genders, models.Gender, genders),
        (page.actors, models.Actor, actors),
        (page.topics, models.Topic, topics),
    ):
        manager.add(*(term(vocabulary, slug) for slug in slugs))
    page.countries = [country(slug) for slug in countries]
    page.related = [models.RelatedEntry(target=target) for target in related]
    models.EntryIndex.objects.get(kind_of_entry=model.kind_of_entry).add_child(instance=page)
    return page


def practice(*args, **values):
    return entry(models.GoodPractice, *args, **values)


def failure(*args, **values):
    return entry(models.Failure, *args, **values)


def paper(*args, **values):
    return entry(models.ConclusionPaper, *args, **values)


def country_note(*args, **values):
    values.setdefault("country", country())
    return entry(models.CountryNote, *args, **values)


def collection(*args, **values):
    return entry(models.Collection, *args, **values)
