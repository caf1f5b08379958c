"""The query behind practices/connections.py: one statement for all that an entry is tagged with and linked to."""

from functools import cache, reduce
from operator import or_

from django.db.models import CharField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Length
from modelcluster.models import get_all_child_relations
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES
from practices import models
from practices.reading import rich_fields
from practices.statements import Statement
from practices.terms import VOCABULARIES, in_language
from practices.units import translated_fields

THIS_ENTRY = -1  # stands for the entry's id
NOTHING = Value("", output_field=TextField())


def stored_rows(entry, code) -> list[tuple]:
    """Rows of ``part`` with everything that the database knows of ``entry``; terms are named in ``code``."""
    return statement(type(entry), code).rows({THIS_ENTRY: entry.pk})


def rows_for_preview(entry, code):
    """The same without what goes out from ``entry``: a preview reads that from its revision. All terms are named."""
    parts = [
        *links_in(entry.pk),
        *languages_in(type(entry), entry.pk),
        *every_term(code, VOCABULARIES),
    ]
    return parts[0].union(*parts[1:], all=True)


@cache
def statement(model, code) -> Statement:
    """All connections of an entry of ``model``.

    Django needs 10 ms to put its 20 parts together, and the database 0.3 ms to answer (measured).
    """
    parts = [
        *links_in(THIS_ENTRY),
        *languages_in(model, THIS_ENTRY),
        *stored_links(model, THIS_ENTRY, code),
        *every_term(code),
    ]
    return Statement(parts[0].union(*parts[1:], all=True))


def every_term(code, names=("phase", "country")):
    """All phases and countries: a page draws every phase, and parts of an entry name countries of their own."""
    for name in names:
        yield part(f"all {name}", QuerySet(VOCABULARIES[name].model), code=code, term="")


def part(relation, rows, owner=0, target="pk", code="", term=None, order=0, name=NOTHING):
    """(relation, owner, id, slug, name, order, footnote, forms) of each row; the last five only of terms.

    ``term`` is the way from a row to its term, e.g. ``tag__``; its vocabulary is the last word of ``relation``.
    """
    texts = {
        "_slug": NOTHING,
        "_name": name,
        "_order": F(order) if order else Value(0),
        "_footnote": NOTHING,
        "_forms": NOTHING,
    }
    if term is not None:
        vocabulary = VOCABULARIES[relation.removeprefix("all ")]
        texts["_slug"] = F(f"{term}slug")
        texts["_name"] = in_language(f"{term}{vocabulary.label_field}", code, F(f"{term}{vocabulary.neutral_label}"))
        if hasattr(vocabulary.model, "order"):
            texts["_order"] = F(f"{term}order")
        if relation == "all country":
            texts["_footnote"] = in_language("footnote", code, NOTHING)
            texts["_forms"] = forms_of_contested_name()
    # Plain querysets only: modeltranslation's own would put the columns of a union in another order.
    return (
        rows.order_by()
        .annotate(
            _of=Value(relation, output_field=CharField()),
            _owner=F(owner) if owner else Value(0),
            _to=F(target) if isinstance(target, str) else target,
            **texts,
        )
        .values_list("_of", "_owner", "_to", *texts)
    )


def forms_of_contested_name():
    """A country's names and inflected forms in every language, one a line."""
    columns = [localized(name, code) for name in ("name", "inflected_forms") for code in CONTENT_CODES]
    lines = [text for column in columns for text in (Coalesce(F(column), NOTHING), Value("\n"))]
    # Concat would nest its arguments deeper than SQLite's parser goes.
    return Func(*lines, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def links_in(pk):
    """What the database says of other entries that point at this one."""
    yield part("related_from", QuerySet(models.RelatedEntry).filter(target=pk), target="entry_id")
    answers = models.Recommendation.answered_by.through.objects.filter(entry=pk)
    yield part("answering", answers, owner="recommendation_id", target="recommendation__entry_id")
    items = QuerySet(models.CollectionItem).filter(target=pk)
    yield part("collected_in", items, target="section__entry_id")


def languages_in(model, pk):
    """The languages with more than heading, summary and short labels, and the Serbian heading, which shows its script.

    A row's id is the language's place among the site's; the texts themselves stay in the database.
    """
    for place, code in enumerate(CONTENT_CODES):
        long = [localized(name, code) for name in long_fields(model)]
        text = reduce(or_, (Q(**{f"{name}__gt": ""}) for name in long), Q(_body__gt=2))
        body = Length(Cast(F(localized("body", code)), TextField()))  # an empty one is stored as []
        yield part("full", QuerySet(model).annotate(_body=body).filter(text, pk=pk), target=Value(place))
        if issubclass(model, models.ConclusionPaper):
            rows = QuerySet(models.Recommendation).filter(entry=pk, **{f"{localized('text', code)}__gt": ""})
            yield part("full", rows, target=Value(place))
    heading = Coalesce(F(localized("heading", "sr")), NOTHING, output_field=TextField())
    yield part("in serbian", QuerySet(model).filter(pk=pk), target=Value(0), name=heading)


def long_fields(model) -> list[str]:
    """The model's own fields with running text."""
    return [name for name in translated_fields(model) if name in rich_fields(model)]


def stored_links(model, pk, code):
    """What the database says this entry is tagged with and points at."""
    for name, vocabulary in VOCABULARIES.items():
        rows = QuerySet(vocabulary.through).filter(**{vocabulary.entry_column: pk})
        way = vocabulary.term_column.removesuffix("_id") + "__"
        yield part(name, rows, target=vocabulary.term_column, code=code, term=way)
    yield part("related", QuerySet(models.RelatedEntry).filter(entry=pk), target="target_id", order="sort_order")
    for name in child_rows_of(model):
        yield part(f"rows of {name}", QuerySet(model._meta.get_field(name).related_model).filter(entry=pk))
    if issubclass(model, models.ConclusionPaper):
        for name in ("phase", "gender", "actor"):
            rows = getattr(models.Recommendation, f"{name}s").through.objects.filter(recommendation__entry=pk)
            yield part(name, rows, "recommendation_id", f"{name}_id", code, f"{name}__")
        answers = models.Recommendation.answered_by.through.objects.filter(recommendation__entry=pk)
        yield part("answered_by", answers, owner="recommendation_id", target="entry_id")


def child_rows_of(model) -> list[str]:
    """Names of the child rows that a page shows of an entry of ``model``."""
    relations = get_all_child_relations(model)
    return [r.name for r in relations if hasattr(r.related_model, "anchor") and r.name != "related"]


def unsaved_links(entry):
    """(relation, owner, id) of the same from a revision in memory, whose rows may have no id yet: by anchor."""
    for name in ("phase", "gender", "actor", "topic"):
        yield from ((name, 0, row.tag_id) for row in getattr(entry, f"tagged_{name}s").all())
    yield from (("country", 0, country.pk) for country in entry.countries.all())
    yield from (("related", 0, row.target_id) for row in entry.related.all())
    for row in entry.recommendations.all() if isinstance(entry, models.ConclusionPaper) else ():
        for name in ("phase", "gender", "actor"):
            yield from ((name, row.anchor, term.pk) for term in getattr(row, f"{name}s").all())
        yield from (("answered_by", row.anchor, target.pk) for target in row.answered_by.all())
