"""An entry's running text: its blocks as HTML, in groups under headings."""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.blocks import PLAIN, STRUCTURED
from practices.connections import Connections
from practices.reading import Reading, Text

# A run of these blocks without a heading before it is a group of its own: (anchor, title)
GROUPS = {
    "outcome": ("key-outcomes", gettext_lazy("Key outcomes")),
    "follow_up": ("follow-up", gettext_lazy("Follow-up")),
}
# Any other block before the first heading, or after such a run
OTHER_GROUPS = {
    "paragraph": ("background", gettext_lazy("Background")),
    "challenge": ("challenges", gettext_lazy("Challenges")),
    "solution": ("solutions", gettext_lazy("Possible solutions")),
}
DISCUSSION = ("highlights", gettext_lazy("Highlights of the discussion"))
LABELS = {"challenge": gettext_lazy("Challenge"), "solution": gettext_lazy("Possible solution")}


@dataclass
class Group:
    """Blocks under one heading. ``kind`` is "outcome" or "follow_up" where these make up the group, else ""."""

    anchor: str
    title: Text
    titled_by_author: bool = False
    kind: str = ""
    ids: list[str] = field(default_factory=list)
    parts: list[SafeString] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    def takes(self, kind: str) -> bool:
        """Whether a block of this kind goes on with the group."""
        if kind in GROUPS:
            return self.kind == kind or not self.parts
        return self.titled_by_author or not self.kind


def body_groups(reading: Reading, links: Connections) -> list[Group]:
    """The body in the order of its blocks, each in the language that ``reading`` finds it in."""
    groups = []
    for code, block in reading.blocks():
        kind, value, anchor = block["type"], block["value"], block["id"]
        reading.used.clear()
        if kind == "heading":
            group = Group(anchor, reading.as_text(value, code), titled_by_author=True)
            groups.append(group)
        else:
            group = group_for(kind, groups, reading)
            if kind in GROUPS and not group.parts:
                group.kind = kind
            group.parts.append(block_html(reading, links, code, kind, value, anchor))
        group.ids.append(anchor)
        group.codes |= reading.used
    return groups


def group_for(kind, groups, reading) -> Group:
    """The group that a block belongs to: the last one, else the one that is named for such blocks."""
    if groups and groups[-1].takes(kind):
        return groups[-1]
    name, title = GROUPS.get(kind) or OTHER_GROUPS.get(kind, DISCUSSION)
    for group in groups:
        if group.anchor == name and not group.titled_by_author:
            return group
    groups.append(Group(name, reading.label(title)))
    return groups[-1]


def block_html(reading, links, code, kind, value, anchor) -> SafeString:
    """One block: its label or heading, its text marked with its language, and the link to itself."""
    head = ""
    if kind in STRUCTURED:
        if heading := value.get("heading"):
            heading = reading.as_text(heading, code)
            head = format_html('<h3 class="block__heading"{}>{}</h3>', heading.mark, heading)
        elif kind == "country_case":
            country = links.country(value.get("country") or "")
            head = format_html('<p class="block__label">{}</p>', country or _("Country case"))
        value = value.get("text") or ""
    elif kind in LABELS:
        head = format_html('<p class="block__label">{}</p>', LABELS[kind])
    text = reading.as_text(value, code, rich=kind not in PLAIN)
    return format_html(
        '<div class="block block--{}" id="{}">{}<div class="rich"{}>{}</div>{}</div>',
        kind.replace("_", "-"),
        anchor,
        mark_safe(head),
        text.mark,
        text,
        link_to(anchor, _("Link to this paragraph")),
    )


def link_to(anchor, words) -> SafeString:
    """The sign beside a part that links to the part itself; a script makes it copy the address."""
    return format_html('<a class="anchor" href="#{}" aria-label="{}">¶</a>', anchor, words)
