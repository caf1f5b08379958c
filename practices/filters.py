"""What a list can be narrowed by, read from an address and turned into a condition."""

from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.languages import CONTENT_LANGUAGES
from practices import models
from practices.querysets import released
from practices.terms import MOST_TOPICS, VOCABULARIES

KINDS = {
    model.kind_of_entry: model
    for model in (
        models.GoodPractice,
        models.Failure,
        models.ConclusionPaper,
        models.CountryNote,
        models.Collection,
    )
}
LONGEST_ECHO = 60  # characters of an unknown value that are shown again


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    condition: str | int  # what its filter asks the database for: a kind, a language's code, a term's id
    listed: bool = True  # offered in the form; a country without entries is not, and still a valid value
    lang: str = ""  # of the label, where it is not the reader's


@dataclass
class Filter:
    """One criterion: its options, those that are on, and the values of the address that are none of them."""

    name: str
    label: str | Promise
    options: list[Option]
    chosen: list[Option] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_excerpt: bool = False  # there may be more than the options, which are those used most

    def read(self, values):
        """Take ``values`` from the address, each once."""
        by_value = {option.value: option for option in self.options}
        for value in dict.fromkeys(values):
            if value in by_value:
                self.chosen.append(by_value[value])
            elif value:
                self.unknown.append(value[:LONGEST_ECHO])
        return self

    @property
    def offered(self):
        return [option for option in self.options if option.listed or option in self.chosen]

    def condition(self) -> Q:
        """Entries that meet one of the chosen options; all entries where none is chosen."""
        wanted = [option.condition for option in self.chosen]
        if not wanted:
            return Q()
        if self.name == "kind":
            return Q(content_type__in=[type_id for type_id, kind in kinds_by_type().items() if kind in wanted])
        if self.name == "language":
            out = Q()
            for code in wanted:
                out |= released(code)
            return out
        return carrying(self.name, wanted)


def carrying(vocabulary: str, term_ids) -> Q:
    """Entries that carry one of the terms; a country note does so by itself."""
    carries = Q(pk__in=VOCABULARIES[vocabulary].tagged(term_ids))
    return carries | Q(countrynote__country__in=term_ids) if vocabulary == "country" else carries


def kinds_by_type() -> dict[int, str]:
    """{id of the content type: kind}; Django keeps it in memory, so that a type's own table is not read."""
    types = ContentType.objects.get_for_models(*KINDS.values())
    return {content_type.pk: model.kind_of_entry for model, content_type in types.items()}


def kind_word(kind) -> str:
    """The kind in words, e.g. "Good practice"."""
    return kind_words(get_language())[kind]


@cache
def kind_words(_language) -> dict[str, str]:
    """In the active language."""
    return {kind: str(capfirst(model._meta.verbose_name)) for kind, model in KINDS.items()}


def kind_counts(entries) -> dict[str, int]:
    """{kind: how many of ``entries``}, for every kind, in one query."""
    counts = dict(entries.order_by().values_list("content_type").annotate(Count("pk")))
    return {kind: counts.get(type_id, 0) for type_id, kind in kinds_by_type().items()}


def available_filters(terms, *, with_kind=True) -> list[Filter]:
    """Every filter with its options; ``terms`` as ``all_terms`` gives them."""
    filters = [Filter("kind", _("Kind"), [Option(kind, kind_word(kind), kind) for kind in KINDS])]
    for name, vocabulary in VOCABULARIES.items():
        # A free topic that only hidden entries carry is answered like one that does not exist
        known = [term for term in terms[name] if term.used or name != "topic"]
        options = [Option(term.slug, term.label, term.pk, term.used) for term in known]
        is_excerpt = name == "topic" and len(options) >= MOST_TOPICS
        filters.append(Filter(name, vocabulary.label, options, is_excerpt=is_excerpt))
    languages = [Option(each.code, each.name, each.code, lang=each.tag) for each in CONTENT_LANGUAGES]
    filters.append(Filter("language", _("Available in"), languages))
    return filters if with_kind else filters[1:]


def read_filters(params, terms, *, with_kind=True) -> list[Filter]:
    """The filters as the address sets them; ``params`` is a QueryDict."""
    return [each.read(params.getlist(each.name)) for each in available_filters(terms, with_kind=with_kind)]


def narrowed(entries, filters):
    """``entries`` that meet every filter; within one filter any of its options will do."""
    for each in filters:
        entries = entries.filter(each.condition())
    return entries


def address(filters, *, without=None, **more) -> str:
    """The query of a list with these filters, less the pair ``without`` (name, value), and ``more``; "" for none."""
    pairs = [(each.name, option.value) for each in filters for option in each.chosen]
    pairs = [pair for pair in pairs if pair != without] + list(more.items())
    return "?" + urlencode(pairs) if pairs else ""
