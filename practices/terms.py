"""The vocabularies as a reader meets them: names in one language, and which entries carry which term."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES, DEFAULT, Language
from practices import models
from practices.script import in_latin

MOST_TOPICS = 30  # that a form offers
NO_TOPICS = Q(pk__in=())


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary: ``name`` stands in addresses (``?phase=``)."""

    name: str
    label: Promise
    model: type[Model]
    through: type[Model]  # the rows that tie an entry to a term
    entry_column: str
    term_column: str
    label_field: str = "name"
    neutral_label: str = "slug"  # shown where no language has a name
    own_texts: tuple[str, ...] = ()
    only_used: bool = False  # long and open: a reader is offered what leads somewhere

    @property
    def view(self):
        """The URL name of a term's page."""
        return f"term_{self.name}"

    def tagged(self, term_ids) -> QuerySet:
        """Ids of the entries that carry one of ``term_ids``, as a subquery."""
        return self.through.objects.filter(**{f"{self.term_column}__in": term_ids}).values(self.entry_column)

    def terms_of(self, entry_ids) -> dict[int, set[int]]:
        """{id of entry: ids of its terms}, in one query."""
        found = {}
        rows = self.through.objects.filter(**{f"{self.entry_column}__in": entry_ids})
        for entry_id, term_id in rows.values_list(self.entry_column, self.term_column):
            found.setdefault(entry_id, set()).add(term_id)
        return found


def tag_vocabulary(name, label, model, through, **values):
    return Vocabulary(name, label, model, through, "content_object_id", "tag_id", **values)


VOCABULARIES = {
    vocabulary.name: vocabulary
    for vocabulary in (
        tag_vocabulary("phase", _("Phase"), models.Phase, models.TaggedPhase, own_texts=("description",)),
        tag_vocabulary("gender", _("Gender"), models.Gender, models.TaggedGender, own_texts=("description",)),
        tag_vocabulary("actor", _("Who acts"), models.Actor, models.TaggedActor, own_texts=("description",)),
        Vocabulary(
            "country",
            _("Country"),
            models.Country,
            models.Entry.countries.through,
            "entry_id",
            "country_id",
            own_texts=("footnote",),
            only_used=True,
        ),
        tag_vocabulary(
            "topic",
            _("Topic"),
            models.Topic,
            models.TaggedTopic,
            label_field="label",
            neutral_label="name",
            only_used=True,
        ),
    )
}


@dataclass(frozen=True)
class Term:
    """A term in the reader's language. ``footnote`` belongs wherever the name of a contested country stands."""

    vocabulary: str
    pk: int
    slug: str
    label: str
    description: str
    footnote: str
    used: bool

    def __str__(self):
        return self.label


def in_language(field: str, code: str, otherwise):
    """The text of ``field`` in ``code``, else in another language: a term's name is never missing."""
    codes = dict.fromkeys((code, DEFAULT, *CONTENT_CODES))
    texts = (NullIf(F(localized(field, each)), Value("")) for each in codes)
    return Coalesce(*texts, otherwise, output_field=CharField())


def all_terms(language: Language, public: QuerySet, topics: Q = NO_TOPICS) -> dict[str, list[Term]]:
    """{name of vocabulary: its terms in their order}, all in one query; of the topics, maybe thousands, ``topics``.

    ``public`` are the entries that decide whether a term is ``used``; asked of the open vocabularies only.
    """
    nothing = Value("", output_field=CharField())
    queries = []
    for vocabulary in VOCABULARIES.values():
        texts = {
            f"shown_{text}": in_language(text, language.content, nothing) if text in vocabulary.own_texts else nothing
            for text in ("description", "footnote")
        }
        chosen = topics if vocabulary.name == "topic" else Q()
        rows = (
            vocabulary.model.objects.filter(chosen)
            .order_by()
            .annotate(
                vocabulary=Value(vocabulary.name, output_field=CharField()),
                shown_label=in_language(vocabulary.label_field, language.content, F(vocabulary.neutral_label)),
                used=is_used(vocabulary, public) if vocabulary.only_used else Value(True),
                position=F("order") if hasattr(vocabulary.model, "order") else Value(0),
                **texts,
            )
        )
        columns = ("vocabulary", "pk", "slug", "shown_label", *texts, "used", "position")
        queries.append(rows.values_list(*columns))
    found = {name: [] for name in VOCABULARIES}
    rows = queries[0].union(*queries[1:], all=True)
    for name, pk, slug, *texts, used, _position in sorted(rows, key=lambda row: (row[-1], row[3].casefold())):
        if language.code == "sr-latn":
            texts = map(in_latin, texts)
        found[name].append(Term(name, pk, slug, *texts, bool(used)))
    return found


def most_used_topics(public) -> Q:
    """The topics of ``public`` that most entries carry, drafts included: counting public ones takes twice as long."""
    vocabulary = VOCABULARIES["topic"]
    entries = vocabulary.through.objects.filter(tag=OuterRef("pk")).order_by().values("tag").values(number=Count("pk"))
    found = used_topics(public).order_by(Subquery(entries).desc(), "pk")
    return Q(pk__in=found.values("pk")[:MOST_TOPICS])


def used_topics(public) -> QuerySet:
    """The topics of ``public``, in the order of their keys: the same in every language."""
    return models.Topic.objects.filter(is_used(VOCABULARIES["topic"], public)).order_by("slug")


def is_used(vocabulary, public):
    """Whether an entry of ``public`` carries the term; a country also by its country note.

    Asked of one entry after the other, so that the first public one answers.
    """

    def carried(model, entry_column, term_column):
        entry = Exists(public.filter(pk=OuterRef(entry_column)))
        return Exists(QuerySet(model).filter(entry, **{term_column: OuterRef("pk")}))

    used = carried(vocabulary.through, vocabulary.entry_column, vocabulary.term_column)
    return used | carried(models.CountryNote, "pk", "country") if vocabulary.name == "country" else used
