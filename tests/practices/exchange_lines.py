"""Lines of a file to import, and those of an export."""

from practices.exchange.exporting import exported_entries

MINIMAL = {"type": "practice", "key": "a", "original_language": "en", "heading": {"en": "A"}}
PAPER = {
    "type": "paper",
    "key": "my-paper",
    "original_language": "en",
    "heading": {"en": "My paper", "sq": "Punimi im"},
    "summary": {"en": "What it says"},
    "body": {"en": "<p>One</p><p>Two</p>", "sq": "Një\n\nDy"},
    "phases": ["prison"],
    "gender": ["women"],
    "actors": ["probation"],
    "countries": ["albania"],
    "topics": ["training", "a new topic"],
    "recommendations": [
        {"number": 1, "text": {"en": "Train"}, "actors": ["prison-staff"], "phases": ["prison"]},
        {"number": 2, "text": {"en": "Listen"}, "answered_by": ["full"]},
    ],
    "published_on": "2022-08-16",
    "translations": {"sq": {"state": "ready", "published_on": "2022-09-02", "method": "human"}},
}
FULL = {
    "type": "practice",
    "key": "full",
    "slug": "another-address",
    "original_language": "sq",
    "heading": {"sq": "Praktika", "en": "Practice", "mk": "Пракса", "bs": "Praksa"},
    "summary": {"sq": "Përmbledhje", "en": "Summary"},
    "target_groups": {"sq": "Gra"},
    "body": {
        "sq": [
            {"type": "heading", "anchor": "h", "text": "Titull <3"},
            {"type": "highlight", "anchor": "x", "heading": "Theks", "text": "<p>Një</p>"},
            {"type": "country-case", "anchor": "y", "country": "kosovo", "text": "<p>Dy</p>"},
        ],
        "en": [{"type": "paragraph", "anchor": "z", "text": "<p>Three &amp; four</p>"}],
    },
    "phases": ["prison", "probation"],
    "countries": ["kosovo"],
    "event_date": "2021-10-06",
    "author_organisation": "A network",
    "challenge": {"sq": "<p>Sfidë</p>", "mk": "<p>Предизвик</p>"},
    "evidence_level": "monitored",
    "contact": "someone@example.org",
    "steps": [{"anchor": "s1", "timing": {"sq": "Para lirimit"}, "text": {"sq": "<p>Hapi</p>"}}],
    "adaptations": [{"anchor": "a1", "country": "albania", "change": {"sq": "<p>Ndryshim</p>"}, "result": "worked"}],
    "files": [{"anchor": "f1", "language": "en", "title": "The file", "published_on": "2022-09-02"}],
    "references": [{"anchor": "r1", "citation": "A book", "locator": "p. 3", "note": {"sq": "Shënim"}}],
    "related": [{"anchor": "rel1", "entry": "my-paper"}],
    "translations": {
        "sq": {"state": "ready", "method": "human"},
        "en": {"state": "ready", "method": "machine", "outdated": ["summary"]},
        "mk": {"state": "draft", "method": "machine"},
        "bs": {"state": "withdrawn", "translator": "Somebody"},
    },
    "visibility": {"password": "secret"},
}
COLLECTION = {
    "type": "collection",
    "key": "workshop",
    "original_language": "en",
    "heading": {"en": "Workshop"},
    "event_languages": ["sq", "en"],
    "sections": [
        {
            "anchor": "one",
            "heading": {"en": "First"},
            "items": [{"anchor": "i1", "entry": "full", "note": {"en": "Read this"}}],
        }
    ],
    "live": False,
}
NOTE = {
    "type": "country-note",
    "key": "note",
    "original_language": "en",
    "heading": {"en": "Note"},
    "country": "albania",
    "pathway": [
        {
            "anchor": "p1",
            "phase": "prison",
            "days_before_release": 8,
            "timing": {"en": "8 days"},
            "text": {"en": "<p>x</p>"},
        }
    ],
    "figures": [{"anchor": "g1", "label": {"en": "Women"}, "value": "15", "as_of": "2021-10-06"}],
    "bodies": [{"anchor": "b1", "name": {"en": "Service"}, "acronym": "KCS"}],
}
FAILURE = {
    "type": "failure",
    "key": "failed",
    "original_language": "bs",
    "heading": {"bs": "Neuspjeh"},
    "kind": "near-miss",
    "happened": {"bs": "<p>Ovo</p>"},
    "setting": {"bs": "Jedan zatvor"},
    "go_live_at": "2030-01-01T00:00:00+00:00",
    "visibility": {"groups": ["Editors"]},
}
EVERYTHING = [PAPER, FULL, COLLECTION, NOTE, FAILURE]


def exported():
    return {line["key"]: line for line in exported_entries()}
