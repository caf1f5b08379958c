"""Entries by the thousand for `make bench`, written straight into the tables.

About 3 KB of text a language and 2.2 languages an entry, put together from the sentences of the demo's entries, so
that words are spread as in real texts; one in ten is a paper with five recommendations. The same ``seed`` gives the
same.
"""

import datetime
import json
import random
from pathlib import Path

from django.conf import settings
from django.db import transaction
from modeltranslation.utils import build_localized_fieldname as localized
from tqdm import tqdm

from portal.languages import CONTENT_CODES
from practices import models
from practices.exchange.bulk import BATCH, create_page_rows

DEMO = Path(settings.BASE_DIR) / "practices" / "demo" / "entries"
OTHER_LANGUAGES = (0, 1, 1, 1, 2, 2)  # beside the original: 1.2 on average
PARAGRAPHS, LETTERS = 5, 3_000


def sentences() -> dict[str, list[str]]:
    """{code: sentences of the demo's texts}."""
    found = {code: [] for code in CONTENT_CODES}

    def collect(value):
        if isinstance(value, dict):
            for name, each in value.items():
                if name in found and isinstance(each, str):
                    found[name] += [
                        part.strip(" .") for part in each.replace("<", ". <").split(". ") if "<" not in part
                    ]
                else:
                    collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)

    for path in sorted(DEMO.glob("*.json")):
        collect(json.loads(path.read_text()))
    return {code: [text for text in texts if len(text) > 40] for code, texts in found.items()}


class Generator:
    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.sentences = sentences()
        self.terms = {
            model: list(model.objects.order_by("pk").values_list("pk", flat=True))
            for model in (models.Phase, models.Gender, models.Actor, models.Topic, models.Country)
        }

    def text(self, code, letters):
        found = []
        while sum(map(len, found)) < letters:
            words = self.random.choice(self.sentences[code]).split()
            cut = self.random.randrange(len(words))
            found.append(" ".join(words[cut:] + words[:cut]).capitalize() + ".")
        return " ".join(found)

    def entry(self, number, pk, key):
        codes = self.random.sample(CONTENT_CODES, 1 + self.random.choice(OTHER_LANGUAGES))
        model = models.ConclusionPaper if number % 10 == 0 else models.GoodPractice
        date = datetime.date(2012, 1, 1) + datetime.timedelta(days=self.random.randrange(5_000))
        page = model(page_ptr_id=pk, entry_ptr_id=pk, key=key, original_language=codes[0], event_date=date)
        for code in codes:
            blocks = [
                {"type": "paragraph", "id": f"p-{place}", "value": f"<p>{self.text(code, LETTERS / PARAGRAPHS)}</p>"}
                for place in range(PARAGRAPHS)
            ]
            values = {
                "heading": " ".join(self.random.choice(self.sentences[code]).split()[:9]),
                "summary": self.text(code, 150),
                "body": blocks,
                "translation_state": "ready",
            }
            for name, value in values.items():
                setattr(page, localized(name, code), value)
        return page, codes

    def some(self, model, most):
        return self.random.sample(self.terms[model], min(len(self.terms[model]), self.random.randint(1, most)))

    def rows(self, page, codes):
        """Child rows: tags, countries, a paper's recommendations."""
        tagged = {
            models.TaggedPhase: (models.Phase, 2),
            models.TaggedGender: (models.Gender, 1),
            models.TaggedActor: (models.Actor, 3),
            models.TaggedTopic: (models.Topic, 3),
        }
        for through, (model, most) in tagged.items():
            yield from (through(tag_id=term, content_object_id=page.pk) for term in self.some(model, most))
        through = models.Entry.countries.through
        yield from (through(entry_id=page.pk, country_id=country) for country in self.some(models.Country, 2))
        if isinstance(page, models.ConclusionPaper):
            for number in range(1, 6):
                row = models.Recommendation(entry_id=page.pk, anchor=f"r-{number}", number=number, sort_order=number)
                for code in codes:
                    setattr(row, localized("heading", code), self.text(code, 40)[:200])
                    setattr(row, localized("text", code), f"<p>{self.text(code, 250)}</p>")
                yield row


def insert(rows):
    """Rows of one model, its own table only: Django's bulk_create refuses models in several tables."""
    model = type(rows[0])
    fields = [field for field in model._meta.local_concrete_fields if not (field.primary_key and rows[0].pk is None)]
    step = 30_000 // len(fields)
    for start in range(0, len(rows), step):
        model._base_manager._insert(rows[start : start + step], fields=fields, using="default")


def generate(number: int, seed: int = 1):
    """Make ``number`` entries below the lists of practices and papers, which must be there."""
    generator = Generator(seed)
    keys = [f"generated-{place}" for place in range(number)]
    heads = {"practice": [], "paper": []}
    for place, key in enumerate(keys):
        heads["paper" if place % 10 == 0 else "practice"].append({"key": key, "title": key, "live": True})
    columns = [field.attname for field in models.Entry._meta.local_concrete_fields]
    with transaction.atomic():
        ids = create_page_rows(heads)
        progress = tqdm(total=number, unit=" entries", desc="Generated")
        for start in range(0, number, BATCH):
            places = range(start, min(start + BATCH, number))
            made = [generator.entry(place, ids[keys[place]], keys[place]) for place in places]
            pages = [page for page, _codes in made]
            insert([models.Entry(**{name: getattr(page, name) for name in columns}) for page in pages])
            by_model = {}
            for page, codes in made:
                for row in (page, *generator.rows(page, codes)):
                    by_model.setdefault(type(row), []).append(row)
            for rows in by_model.values():
                insert(rows)
            progress.update(len(pages))
        progress.close()
