"""The exchange format as one table: what stands in a line of JSON, and in which column it belongs.

Import, export and the published JSON Schema are all made from it, so that they can't disagree.
"""

from dataclasses import dataclass, field

from practices import models
from practices.fields import RichText
from practices.translated import Method
from practices.units import text_fields

# Python's $ lets a line break follow; \Z would, in the published schema, be no expression of JSON Schema
KEY = r"^[a-z0-9][a-z0-9_-]{0,199}$(?!\n)"
ANCHOR = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$(?!\n)"
ADDRESS = r"^(https?://|$)"
LONGEST_HTML = 1_000_000  # characters; practices/sanitize.py refuses more
LONGEST_NOTE = 5000

# How a value stands in JSON:
#   plain, html   {language: text}                  value, flag, number, date, time, choice   as they are
#   terms         keys of a vocabulary              entries   keys of entries           language   a code
#   url, email, slug   checked text
#   term, entry, document   the key (the file name) of one; words   a list, kept as one text


@dataclass(frozen=True)
class Field:
    """One name in JSON and the model's attribute it stands for (the same where not given)."""

    name: str
    form: str
    attribute: str = ""
    choices: tuple = ()
    model: type | None = None
    required: bool = False
    longest: int = 255

    def __post_init__(self):
        object.__setattr__(self, "attribute", self.attribute or self.name)


@dataclass(frozen=True)
class Rows:
    """A list of rows: ``name`` in JSON and as the model's accessor."""

    name: str
    model: type
    fields: tuple[Field, ...]
    rows: tuple["Rows", ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of entry with the fields of its own; COMMON and COMMON_ROWS belong to each."""

    name: str
    model: type
    fields: tuple[Field, ...]
    rows: tuple[Rows, ...] = field(default=())

    @property
    def all_fields(self):
        return COMMON + self.fields

    @property
    def all_rows(self):
        return COMMON_ROWS + self.rows


def choice(name, choices, attribute="", **options):
    return Field(name, "choice", attribute, choices=tuple(choices.values), **options)


def texts(model):
    """The translated texts of ``model`` that not every entry has, in its order."""
    names = set(text_fields(model)).difference(text_fields(models.Entry) if issubclass(model, models.Entry) else ())
    return tuple(
        Field(each.name, "html" if isinstance(each, RichText) else "plain", longest=each.max_length or LONGEST_NOTE)
        for each in model._meta.fields
        if each.name in names
    )


TARGET = Field("entry", "entry", "target", required=True)
COMMON = (
    Field("slug", "slug"),
    Field("heading", "plain"),
    Field("summary", "plain", longest=2000),
    Field("target_groups", "plain"),
    Field("phases", "terms", "tagged_phases", model=models.Phase),
    Field("gender", "terms", "tagged_genders", model=models.Gender),
    Field("actors", "terms", "tagged_actors", model=models.Actor),
    Field("topics", "terms", "tagged_topics", model=models.Topic),
    Field("countries", "terms", "countries", model=models.Country),
    Field("event_date", "date"),
    Field("published_on", "date"),
    Field("review_by", "date"),
    Field("author_organisation", "value"),
    Field("licence", "value"),
    Field("live", "flag"),
    Field("go_live_at", "time"),
    Field("expire_at", "time"),
)
COMMON_ROWS = (
    Rows(
        "files",
        models.EntryFile,
        (
            Field("language", "language", required=True),
            Field("title", "value", required=True),
            Field("document", "document"),
            Field("url", "url", longest=500),
            Field("published_on", "date"),
            choice("provider", models.EntryFile.Provider),
            choice("method", Method),
        ),
    ),
    Rows(
        "references",
        models.Reference,
        (
            choice("kind", models.Reference.Kind),
            Field("citation", "value", required=True, longest=500),
            Field("url", "url", longest=500),
            Field("locator", "value"),
            *texts(models.Reference),
        ),
    ),
    Rows("related", models.RelatedEntry, (TARGET,)),
)
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "practice",
            models.GoodPractice,
            (
                *texts(models.GoodPractice),
                choice("evidence_level", models.GoodPractice.Evidence),
                choice("status", models.GoodPractice.Status),
                Field("contact", "email", "contact_email", longest=254),
            ),
            (
                Rows("steps", models.Step, texts(models.Step)),
                Rows(
                    "adaptations",
                    models.Adaptation,
                    (
                        Field("country", "term", model=models.Country, required=True),
                        *texts(models.Adaptation),
                        choice("result", models.Adaptation.Result, required=True),
                    ),
                ),
            ),
        ),
        Kind(
            "failure",
            models.Failure,
            (choice("kind", models.Failure.Kind, "failure_kind"), *texts(models.Failure)),
        ),
        Kind(
            "paper",
            models.ConclusionPaper,
            (
                *texts(models.ConclusionPaper),
                Field("event_online", "flag"),
                Field("event_organiser", "value"),
                Field("event_series", "value"),
            ),
            (
                Rows(
                    "recommendations",
                    models.Recommendation,
                    (
                        Field("number", "number"),
                        choice("kind", models.Recommendation.Kind),
                        *texts(models.Recommendation),
                        Field("actors", "terms", model=models.Actor),
                        Field("phases", "terms", model=models.Phase),
                        Field("gender", "terms", "genders", model=models.Gender),
                        choice("follow_up", models.Recommendation.FollowUp),
                        Field("answered_by", "entries"),
                    ),
                ),
            ),
        ),
        Kind(
            "country-note",
            models.CountryNote,
            (
                Field("country", "term", model=models.Country, required=True),
                Field("as_of", "date"),
                *texts(models.CountryNote),
            ),
            (
                Rows(
                    "bodies",
                    models.ResponsibleBody,
                    (
                        *texts(models.ResponsibleBody),
                        Field("acronym", "value", longest=50),
                        Field("former_names", "value"),
                    ),
                ),
                Rows(
                    "pathway",
                    models.PathwayStep,
                    (
                        Field("phase", "term", model=models.Phase, required=True),
                        Field("days_before_release", "number"),
                        *texts(models.PathwayStep),
                    ),
                ),
                Rows(
                    "figures",
                    models.Figure,
                    (
                        *texts(models.Figure),
                        Field("value", "value", required=True, longest=50),
                        Field("as_of", "date"),
                        Field("source", "value", longest=500),
                    ),
                ),
            ),
        ),
        Kind(
            "collection",
            models.Collection,
            (
                *texts(models.Collection),
                Field("curator", "value"),
                Field("event_end_date", "date"),
                Field("event_languages", "words", longest=100),
            ),
            (
                Rows(
                    "sections",
                    models.CollectionSection,
                    texts(models.CollectionSection),
                    (Rows("items", models.CollectionItem, (TARGET, *texts(models.CollectionItem))),),
                ),
            ),
        ),
    )
}
