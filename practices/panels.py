"""What the editors' form of each kind of page shows, in reading order."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from practices.editing.layout import Rows, tabs
from practices.editing.tabs import EntryTabs

FILES = Rows(
    "files",
    _("Files"),
    _("file"),
    (
        FieldRowPanel([FieldPanel("language"), FieldPanel("provider"), FieldPanel("method")]),
        FieldPanel("title"),
        FieldPanel("document", help_text=_("A file kept here. Or give the address of one that is kept elsewhere.")),
        FieldPanel("url"),
        FieldPanel(
            "published_on",
            help_text=_("The file is shown from this day on, once its language is out; empty: at once."),
        ),
    ),
)
REFERENCES = Rows(
    "references",
    _("Sources and further reading"),
    _("reference"),
    (FieldPanel("kind"), FieldPanel("citation"), FieldPanel("url"), FieldPanel("locator")),
    ("note",),
)
RELATED = Rows(
    "related",
    _("Related entries"),
    _("related entry"),
    (FieldPanel("target", help_text=_("Stated here once, it is shown on both entries.")),),
)


def entry_tabs(facts=(), texts=(), rows=()) -> EntryTabs:
    """The tabs of an entry; the arguments are what its kind adds to what all entries share."""
    shared = [
        FieldPanel("original_language"),
        *facts,
        MultiFieldPanel(
            [
                FieldPanel("phases", help_text=_("Where on the way out of prison it belongs.")),
                FieldPanel("genders", help_text=_("Whom it is about; “not addressed” is an honest answer.")),
                FieldPanel("actors", help_text=_("Who does it, or whom it concerns.")),
                FieldPanel("countries", help_text=_("Where it comes from; “regional” for the whole region.")),
                FieldPanel("topics"),
            ],
            heading=_("Where it belongs"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("event_date"), FieldPanel("published_on")]),
                FieldPanel("review_by", help_text=_("The day by which somebody should check whether it still holds.")),
                FieldPanel("author_organisation", help_text=_("Who stands behind the text.")),
                FieldPanel("licence", help_text=_("As the source states it, e.g. CC BY 4.0.")),
                FieldPanel("key"),
            ],
            heading=_("Origin"),
        ),
    ]
    return tabs(shared, ("heading", "summary", "target_groups", *texts, "body"), (*rows, FILES, REFERENCES, RELATED))


PRACTICE = entry_tabs(
    facts=(
        FieldRowPanel([FieldPanel("evidence_level"), FieldPanel("status")]),
        FieldPanel("contact_email"),
    ),
    texts=(
        "challenge",
        "objectives",
        "partners",
        "information_sharing",
        "resources",
        "gender_approach",
        "outcomes",
        "success_factors",
        "limiting_factors",
        "transferability",
    ),
    rows=(
        Rows("steps", _("How it works, step by step"), _("step"), texts=("timing", "text")),
        Rows(
            "adaptations",
            _("Tried elsewhere"),
            _("adaptation"),
            (FieldPanel("country"), FieldPanel("result")),
            ("change",),
        ),
    ),
)
FAILURE = entry_tabs(
    facts=(FieldPanel("failure_kind"),),
    texts=(
        "setting",
        "expected",
        "happened",
        "contributing_factors",
        "warning_signs",
        "changed_since",
        "do_differently",
    ),
)
PAPER = entry_tabs(
    facts=(
        FieldPanel("event_online"),
        FieldPanel("event_organiser"),
        FieldPanel("event_series", help_text=_("The same words for every event of a series.")),
    ),
    texts=("event_name", "event_place"),
    rows=(
        Rows(
            "recommendations",
            _("Recommendations and conclusions"),
            _("recommendation"),
            (
                FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("follow_up")]),
                FieldPanel("phases"),
                FieldPanel("genders"),
                FieldPanel("actors"),
                FieldPanel("answered_by"),
            ),
            ("heading", "text"),
        ),
    ),
)
COUNTRY_NOTE = entry_tabs(
    facts=(FieldPanel("country"), FieldPanel("as_of")),
    texts=(
        "legal_frame",
        "information_sharing",
        "women_children_returnees",
        "post_release_support",
        "small_places",
        "gaps",
    ),
    rows=(
        Rows(
            "bodies",
            _("Responsible bodies"),
            _("body"),
            (FieldPanel("acronym"), FieldPanel("former_names")),
            ("name", "role"),
        ),
        Rows(
            "pathway",
            _("The way out of prison"),
            _("step"),
            (FieldPanel("phase"), FieldPanel("days_before_release")),
            ("timing", "text"),
        ),
        Rows(
            "figures",
            _("Figures"),
            _("figure"),
            (FieldRowPanel([FieldPanel("value"), FieldPanel("as_of")]), FieldPanel("source")),
            ("label",),
        ),
    ),
)
COLLECTION = entry_tabs(
    facts=(FieldPanel("curator"), FieldPanel("event_end_date"), FieldPanel("event_languages")),
    texts=("purpose", "audience", "venue", "agenda", "outputs"),
    rows=(
        Rows(
            "sections",
            _("Sections"),
            _("section"),
            texts=("heading", "intro"),
            below=(Rows("items", _("Entries"), _("entry"), (FieldPanel("target"),), ("note",)),),
        ),
    ),
)
STANDARD_PAGE = tabs(
    facts=(
        FieldPanel("title", help_text=_("Names the page for editors; readers see the heading.")),
        FieldPanel("original_language"),
    ),
    texts=("heading", "text"),
)
