from .collection import Collection, CollectionItem, CollectionSection
from .country_note import CountryNote, Figure, PathwayStep, ResponsibleBody
from .entry import Entry, EntryFile, EntryIndex, Reference, RelatedEntry
from .failure import Failure
from .importing import ImportRecord
from .message import Message
from .paper import ConclusionPaper, Recommendation
from .practice import Adaptation, GoodPractice, Step
from .vocabulary import (
    Actor,
    Country,
    Gender,
    Phase,
    TaggedActor,
    TaggedGender,
    TaggedPhase,
    TaggedTopic,
    Topic,
)

__all__ = [
    "Actor",
    "Adaptation",
    "Collection",
    "CollectionItem",
    "CollectionSection",
    "ConclusionPaper",
    "Country",
    "CountryNote",
    "Entry",
    "EntryFile",
    "EntryIndex",
    "Failure",
    "Figure",
    "Gender",
    "GoodPractice",
    "ImportRecord",
    "Message",
    "PathwayStep",
    "Phase",
    "Recommendation",
    "Reference",
    "RelatedEntry",
    "ResponsibleBody",
    "Step",
    "TaggedActor",
    "TaggedGender",
    "TaggedPhase",
    "TaggedTopic",
    "Topic",
]
