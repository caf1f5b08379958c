"""What an entry is tagged with and connected to, in one query however much there is.

A relation is stated once and shown on both ends, and only entries that ``querysets.public()`` knows are shown.
"""

from collections import defaultdict
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname as localized

from portal.languages import CONTENT_CODES, Language
from practices import models
from practices.cards import newest_of_each_kind
from practices.connection_rows import rows_for_preview, stored_rows, unsaved_links
from practices.filters import carrying
from practices.footnotes import Footnote
from practices.querysets import EntryQuerySet
from practices.script import in_latin
from practices.statements import Statement, in_their_place, stand_ins
from practices.terms import VOCABULARIES, Term
from practices.translated import today

MOST_IN_COUNTRY = 10  # entries of each kind on the page of a country; the rest is a list away
ENTRY_RELATIONS = ("related", "related_from", "answered_by", "answering", "collected_in", "in_country")
# What a link to an entry shows; its texts other than the heading stay in the database
LINK_COLUMNS = (
    *("content_type", "url_path", "depth", "path", "key", "original_language"),
    *(
        localized(name, code)
        for name in ("heading", "translation_state", "translation_published_on")
        for code in CONTENT_CODES
    ),
)


class Connections:
    """Terms and entries by relation and owner: ``terms("actor")`` are those of the entry itself.

    Other owners are rows: a recommendation, known by its id (in a preview by its anchor), has terms and
    ``answered_by`` of its own.
    ``country`` knows every country, since parts of an entry name others than its own.
    """

    def __init__(self, language: Language, preview=False):
        self.language, self.preview = language, preview
        self.ids = defaultdict(dict)  # {(relation, owner): {id: None}}, an ordered set
        self.known = {}  # {(vocabulary, id): Term}
        self.note_about, self.in_country = None, {}  # a note's country, {kind: how many public entries are about it}
        self.footnotes = []
        self.serbian_heading = ""

    def read(self, rows):
        """Take in rows of ``connection_rows.part``; terms come in their order."""
        in_order = sorted(rows, key=lambda row: (row[5] or 0, row[3]))
        for relation, owner, pk, slug, name, _order, footnote, forms in in_order:
            vocabulary = relation.removeprefix("all ")
            if vocabulary in VOCABULARIES:
                if self.language.code == "sr-latn":
                    name, footnote = in_latin(name), in_latin(footnote)
                self.known.setdefault((vocabulary, pk), Term(vocabulary, pk, slug, name, "", footnote, True))
            if relation == "in serbian":
                self.serbian_heading = name
            if footnote:
                self.footnotes.append(Footnote(slug, in_both_scripts(forms), footnote))
            self.ids[relation, owner][pk] = None

    def terms(self, vocabulary, owner=0) -> list[Term]:
        return [self.known[vocabulary, pk] for pk in self.ids.get((vocabulary, owner), ())]

    def country(self, slug="", pk=None) -> Term | None:
        """The country with this key, else with this id."""
        if slug:
            pk = next((pk for (name, pk), term in self.known.items() if name == "country" and term.slug == slug), None)
        return self.known.get(("country", pk))

    def phases(self, owner=0) -> list[tuple[Term, bool]]:
        """All phases, each with whether it is on."""
        return [(self.known["phase", pk], pk in self.ids.get(("phase", owner), ())) for pk in self.ids["all phase", 0]]

    def entries(self, *relations, owner=0) -> list[int]:
        """Ids of entries that stand in any of the ``relations``."""
        return list(dict.fromkeys(pk for relation in relations for pk in self.ids.get((relation, owner), ())))

    def all_in_country(self, kind) -> dict:
        """{"count", "all_url"} of the entries of a kind about the note's country; "" where the page shows them all."""
        count = self.in_country.get(kind, 0)
        if count <= MOST_IN_COUNTRY:
            return {"count": count, "all_url": ""}
        country = self.country(pk=self.note_about)
        return {"count": count, "all_url": f"{reverse('entry_list')}?country={country.slug}&kind={kind}"}

    def full_languages(self) -> set[str]:
        """Codes of the languages with more than heading, summary and short labels."""
        return {CONTENT_CODES[place] for place in self.ids.get(("full", 0), ())}

    def rows(self, entry, name):
        """The child rows ``name`` of ``entry``; the database is not asked again where there are none."""
        return getattr(entry, name).all() if self.has_rows(name) else []

    def has_rows(self, name) -> bool:
        return self.preview or (f"rows of {name}", 0) in self.ids

    def every_entry(self) -> set[int]:
        return {pk for (relation, _), pks in self.ids.items() if relation in ENTRY_RELATIONS for pk in pks}


@lru_cache(maxsize=64)
def in_both_scripts(forms: str) -> tuple[str, ...]:
    """The lines of ``forms``, those in Cyrillic in Latin letters too."""
    lines = [line.strip() for line in forms.splitlines() if line.strip()]
    return tuple(sorted({*lines, *map(in_latin, lines)}))


def connections_of(entry, language: Language, preview=False) -> Connections:
    """All connections of ``entry`` in one query, a second one for its country, if it is a note about one.

    A preview reads those that go out from the previewed revision.
    """
    found = Connections(language, preview)
    if preview:
        found.read(rows_for_preview(entry, language.content))
        for relation, owner, pk in unsaved_links(entry):
            found.ids[relation, owner][pk] = None
    else:
        found.read(stored_rows(entry, language.content))
    if isinstance(entry, models.CountryNote):
        found.note_about = entry.country_id
        about = models.Entry.objects.public().filter(carrying("country", [entry.country_id]))
        for kind, (number, ids) in newest_of_each_kind(about, MOST_IN_COUNTRY).items():
            found.in_country[kind] = number
            found.ids["in_country", 0] |= dict.fromkeys(ids)
    return found


def public_entries(ids) -> dict[int, models.Entry]:
    """{id: entry} of the public ones among ``ids``, with what a link needs."""
    if not ids:
        return {}
    found = links_statement(len(ids), today()).objects(in_their_place(ids))
    return {entry.pk: entry for entry in found}


@lru_cache(maxsize=128)
def links_statement(number, _day) -> Statement:
    """So many public entries; for a day, which stands in it."""
    found = EntryQuerySet(models.Entry).public().filter(pk__in=stand_ins(number))
    return Statement(found.only(*LINK_COLUMNS).order_by())


@lru_cache(maxsize=4096)
def term_item(vocabulary, slug, label, _language) -> SafeString:
    return format_html('<li><a href="{}">{}</a></li>', reverse(f"term_{vocabulary}", args=[slug]), label)


def term_links(terms) -> SafeString | str:
    """The ``terms`` as a list of links to their pages; "" where there are none."""
    if not terms:
        return ""
    items = [term_item(term.vocabulary, term.slug, term.label, get_language()) for term in terms]
    return format_html('<ul class="tags">{}</ul>', mark_safe("".join(items)))
