"""The sections of an entry's page in their reading order, kind by kind."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices import models
from practices.body import body_groups
from practices.cards import kind_of
from practices.connections import Connections, term_links
from practices.filters import KINDS, kind_word
from practices.reading import Reading, Text

BODY = "body"
ORDER = {
    models.GoodPractice: (
        *("challenge", "objectives", "steps", BODY, "partners", "information_sharing", "resources"),
        *("gender_approach", "outcomes", "success_factors", "limiting_factors", "adaptations", "transferability"),
    ),
    models.Failure: (
        *("happened", "do_differently", "expected", BODY),
        *("warning_signs", "contributing_factors", "changed_since"),
    ),
    models.ConclusionPaper: (BODY, "recommendations"),
    models.CountryNote: (
        *(BODY, "legal_frame", "bodies", "pathway", "information_sharing", "women_children_returnees"),
        *("post_release_support", "small_places", "gaps", "figures"),
    ),
    models.Collection: ("purpose", "sections", BODY, "agenda", "outputs"),
}
# Shown before the list of contents
LEADING = {"happened", "do-differently"}


@dataclass
class Section:
    """A part of the page with a heading; ``template`` in practices/entry/ shows its ``content``.

    ``units`` are prefixes of those of practices/units.py; ``codes`` the languages its texts are in; ``blocks`` the
    anchors of the body's blocks inside.
    """

    anchor: str
    title: Text
    template: str
    content: object
    units: tuple[str, ...] = ()
    codes: set[str] = field(default_factory=set)
    blocks: tuple[str, ...] = ()
    leads: bool = False
    ends: bool = False

    def has_changed(self, units) -> bool:
        return any(unit == each or unit.startswith(f"{each}.") for unit in units for each in self.units)


class Sections:
    """Builds the sections of the entry of ``reading``; ``entries`` are the public ones it may link to, by id."""

    def __init__(self, reading: Reading, links: Connections, entries: dict):
        self.reading, self.links, self.entries = reading, links, entries
        self.entry = reading.entry

    def own(self) -> list[Section]:
        """What the entry itself says: first what leads, last the follow-up."""
        sections = []
        for name in ORDER[type(self.entry)]:
            if name == BODY:
                sections += self.body()
            elif name == "sections":
                sections += self.collected()
            elif hasattr(self, name):
                sections += self.rows(name)
            else:
                sections += self.prose(name)
        sections.sort(key=lambda section: (not section.leads, section.ends))
        return sections

    def section(self, anchor, title, template, build, units=()) -> list[Section]:
        """The section with what ``build`` gives, or none where that is nothing."""
        self.reading.used.clear()
        content = build()
        if not content:
            return []
        title = title if isinstance(title, Text) else self.reading.label(title)
        codes = set(self.reading.used)
        return [Section(anchor, title, template, content, units, codes, leads=anchor in LEADING)]

    def prose(self, name):
        title = capfirst(self.entry._meta.get_field(name).verbose_name)
        anchor = name.replace("_", "-")
        return self.section(anchor, title, "prose", lambda: self.reading.text(self.entry, name), (name,))

    def body(self):
        return [
            Section(
                group.anchor,
                group.title,
                "blocks",
                group.parts,
                tuple(f"body.{block}" for block in group.ids),
                group.codes,
                tuple(group.ids[group.titled_by_author :]),
                leads=group.kind == "outcome",
                ends=group.kind == "follow_up",
            )
            for group in body_groups(self.reading, self.links)
        ]

    def rows(self, name):
        """A section of child rows; the method ``name`` tells what the template sees of one."""
        titles = {
            "steps": _("How it works"),
            "adaptations": _("Adaptations elsewhere"),
            "recommendations": _("Recommendations"),
            "bodies": _("Responsible bodies"),
            "pathway": _("The way out of prison, phase by phase"),
            "figures": _("Figures"),
        }
        anchors = {"steps": "how-it-works"}

        def build():
            rows = [getattr(self, name)(row) for row in self.links.rows(self.entry, name)]
            if name == "recommendations":  # one without a text has all its languages held back
                rows = [row for row in rows if row["heading"] or row["text"]]
            return rows

        return self.section(anchors.get(name, name), titles[name], name, build, (name,))

    def of(self, row, *names):
        """{"anchor": …, name: Text or None}."""
        return {"anchor": row.anchor, **{name: self.reading.text(row, name) for name in names}}

    def steps(self, row):
        return self.of(row, "timing", "text")

    def adaptations(self, row):
        country = self.links.country(pk=row.country_id)
        return {**self.of(row, "change"), "country": country, "result": row.get_result_display(), "key": row.result}

    def bodies(self, row):
        return {**self.of(row, "name", "role"), "acronym": row.acronym, "former_names": row.former_names}

    def figures(self, row):
        return {**self.of(row, "label"), "value": row.value, "as_of": row.as_of, "source": row.source}

    def pathway(self, row):
        days = row.days_before_release
        longest = max(each.days_before_release or 0 for each in self.entry.pathway.all())
        width = max(2, round(100 * days / longest)) if days else 0  # per cent of the longest lead time
        bar = {"days": days, "width": width, "start": 100 - width}
        return {**self.of(row, "timing", "text"), "phase": self.links.known["phase", row.phase_id], **bar}

    def recommendations(self, row):
        owner = row.anchor if self.links.preview else row.pk
        return {
            **self.of(row, "heading", "text"),
            "number": row.number,
            "kind": row.get_kind_display(),
            "follow_up": row.get_follow_up_display(),
            "actors": term_links(self.links.terms("actor", owner)),
            "phases": term_links(self.links.terms("phase", owner)),
            "genders": term_links(self.links.terms("gender", owner)),
            "answered_by": self.entry_links(self.links.entries("answered_by", owner=owner)),
        }

    def collected(self):
        sections = []
        for row in self.links.rows(self.entry, "sections"):
            title = self.reading.text(row, "heading") or _("Entries")

            def build(row=row):
                items = [
                    {**self.entry_link(self.entries[item.target_id]), **self.of(item, "note")}
                    for item in row.items.all()
                    if item.target_id in self.entries
                ]
                intro = self.reading.text(row, "intro")
                return {"intro": intro, "items": items} if items or intro else None

            sections += self.section(row.anchor, title, "items", build, (f"sections.{row.anchor}",))
        return sections

    # --- Other entries

    def entry_link(self, entry, anchor=""):
        kind = kind_of(entry)
        heading = Reading(entry, self.reading.language).text(entry, "heading")
        link = {"url": entry.get_url() + anchor, "heading": heading or entry.key, "kind": kind}
        # A recommendation's have a number and a paper; a template needs long to find out that something is missing
        return {**link, "kind_word": kind_word(kind), "number": None, "paper": None}

    def entry_links(self, ids):
        return [self.entry_link(self.entries[pk]) for pk in ids if pk in self.entries]

    def related(self) -> list[Section]:
        """Entries on the other end of a relation, by kind; recommendations that this entry answers."""
        ids = self.links.entries("related", "related_from", "in_country")
        by_kind = {kind: [] for kind in KINDS}
        for link in self.entry_links([pk for pk in ids if pk != self.entry.pk]):
            by_kind[link["kind"]].append(link)
        titles = {
            ("failure", "practice"): _("Practices that answer it"),
            ("practice", "failure"): _("Failures it answers"),
            ("paper", "practice"): _("Relevant practices"),
        }
        own, plural = self.entry.kind_of_entry, dict(models.EntryIndex.KINDS)
        groups = [
            {"title": titles.get((own, kind)) or plural[kind], "links": links, **self.links.all_in_country(kind)}
            for kind, links in by_kind.items()
        ]
        collections = self.entry_links(self.links.entries("collected_in"))
        answered = self.answered_recommendations()
        groups.append({"title": _("Recommendations it answers"), "links": answered, "all_url": ""})
        groups.append({"title": _("Collections it is in"), "links": collections, "all_url": ""})
        groups = [group for group in groups if group["links"]]
        return self.section("related", _("Related entries"), "related", lambda: groups)

    def answered_recommendations(self):
        owners = [owner for relation, owner in self.links.ids if relation == "answering"]
        rows = QuerySet(models.Recommendation).filter(pk__in=owners) if owners else ()
        found = []
        for row in (row for row in rows if row.entry_id in self.entries):
            paper = self.entries[row.entry_id]
            link = self.entry_link(paper, f"#{row.anchor}")
            heading = Reading(paper, self.reading.language).text(row, "heading")
            link |= {"number": row.number, "paper": link["heading"], "heading": heading or link["heading"]}
            found.append(link)
        return found


def free_anchors(sections):
    """``sections``, renamed where a block or row inside has the same anchor: theirs are for ever."""
    inside = {row["anchor"] for section in sections for row in rows_of(section.content)}
    inside |= {anchor for section in sections for anchor in section.blocks}
    for section in sections:
        if section.anchor in inside:
            section.anchor = f"section-{section.anchor}"
    return sections


def rows_of(content):
    """The dicts of rows among a section's content."""
    rows = content.get("items", ()) if isinstance(content, dict) else content if isinstance(content, list) else ()
    return [row for row in rows if isinstance(row, dict) and "anchor" in row]
