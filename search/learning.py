"""Learns from translated entries which words stand for each other, so that a query in one language finds the others.

Texts are aligned by heading, summary and passage, and by sentence where a passage has as many in both languages. Two
stems belong together when they occur in the same places (Dice's coefficient) and each is among the other's best.
What two languages have too few texts in common to teach is learned by way of a third.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain, combinations
from typing import NamedTuple

from django.db import transaction
from rapidfuzz.distance import OSA

from practices.models import Entry
from practices.script import in_latin
from search.batches import in_batches
from search.documents import all_term_names, documents_of
from search.glossary import MARK
from search.models import GlossaryState, LearnedPair
from search.normalise import FAMILIES, LINKS, MARKS, fold, stem, words

BATCH = 200  # entries
MOST_TEXTS = 150_000  # aligned ones of two families: more teach little and cost memory
SAMPLE = 150  # places of a word that are looked at
LEAST_PLACES = 3
COMMON = 0.2  # a word in more of the texts than this says nothing of what they are about
LEAST_DICE = 0.2
LEAST_INDIRECT = 0.1  # of the two weights multiplied; two words that only look alike stay below
CANDIDATES, MUTUAL = 8, 3
TARGETS = 3  # of a word in each family
SHORTEST = 3  # letters
SENTENCE = re.compile(r"(?<=[.!?…])\s+")

ROUNDS = 2
LOOKS_ALIKE_FROM, SAME_BEGINNING, ALIKE = 6, 4, 0.85  # letters, letters, of 1
LOOKS_ALIKE = 0.3  # what that is worth beside what was seen in translations
SOUNDS = str.maketrans({"c": "k", "q": "k", "x": "ks", "y": "i", "w": "v", "z": "s", "j": "i"})
DOUBLE = re.compile(r"(.)\1")

Aligned = list[tuple[array, array]]
Scores = dict[tuple[int, int], float]
Best = dict[tuple[int, str], dict[int, float]]  # {(source, family of the target): {target: weight}}
FAMILY_OF = {mark: family for family, mark in MARKS.items()}


class Pair(NamedTuple):
    """Two stems; the target is ``shown`` as it is written most often, for instance by an entry in the
    language ``code``."""

    source: str
    target: str
    shown: str
    weight: float
    entry_id: int
    code: str


@dataclass
class Texts:
    """Aligned texts: of two families the stems of each text, as numbers; ``forms`` count how a stem is written.

    ``seen_in`` is {(stem, form): (an entry that has it, in which language)}.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    forms: list[Counter] = field(default_factory=list)
    seen_in: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)
    aligned: dict[tuple[str, str], Aligned] = field(default_factory=lambda: defaultdict(list))

    def add(self, document: dict) -> None:
        entry = document["entry"]
        for unit in units(document):
            if len(unit) == 1:
                ((code, text),) = unit.items()
                self.stems(text, code, entry)  # its words may look like those of other languages
            for (code, text), (other, translation) in combinations(unit.items(), 2):
                kept = self.aligned[FAMILIES[code], FAMILIES[other]]
                if len(kept) < MOST_TEXTS:
                    for own, its in sentences(text, translation):
                        kept.append((self.stems(own, code, entry), self.stems(its, other, entry)))

    def stems(self, text: str, code: str, entry: int) -> array:
        found = set()
        for word in words(text):
            if len(word) < SHORTEST or word.isdigit() or fold(word) in LINKS:
                continue
            key = stem(word, FAMILIES[code])
            number = self.numbers.setdefault(key, len(self.numbers))
            if number == len(self.forms):
                self.forms.append(Counter())
            self.forms[number][word.lower()] += 1
            self.seen_in[number, word.lower()] = entry, code
            found.add(number)
        return array("I", found)


def units(document: dict) -> Iterator[dict[str, str]]:
    """{code: text} of each part of ``document``."""
    codes = [code for code in document["available"] if code in FAMILIES]
    parts = defaultdict(dict)
    for code in codes:
        for name in ("title", "summary"):
            if text := document[name].get(code):
                parts[name][code] = text
        anchors = document["passages"][code]["anchors"] if code in document["passages"] else ()
        for anchor, text in zip(anchors, document["texts"].get(code, ()), strict=True):
            parts["passage", anchor][code] = text
    yield from parts.values()


def sentences(text: str, translation: str) -> Iterable[tuple[str, str]]:
    own, its = SENTENCE.split(text), SENTENCE.split(translation)
    return zip(own, its, strict=True) if len(own) == len(its) else [(text, translation)]


def learn(ids: list[int], progress=lambda entries: None) -> list[Pair]:
    """The pairs that the public ones among the entries ``ids`` teach; ``progress`` is called with each batch's size."""
    texts, term_names = Texts(), all_term_names()
    for batch in in_batches(ids, BATCH):
        for entry, *_recommendations in documents_of(batch, term_names).values():
            texts.add(entry)
        progress(len(batch))
    return pairs(texts)


def pairs(texts: Texts) -> list[Pair]:
    stems = list(texts.numbers)
    family_of = [FAMILY_OF[each[:MARK]] for each in stems]
    best = defaultdict(dict)
    for (family, other), aligned in texts.aligned.items():
        for (own, its), weight in refined(aligned, associated(aligned)).items():
            if own != its:
                best[own, other][its] = best[its, family][own] = weight
    learned = frozenset(best)
    alike = Counter()
    for own, its, weight in look_alikes(texts):
        alike[own, its] = max(weight, alike[own, its])
    for (own, its), weight in alike.items():
        best[own, family_of[its]].setdefault(its, weight)
        best[its, family_of[own]].setdefault(own, weight)
    for key, targets in indirect(best, family_of, learned).items():
        best[key] = targets | best[key]
    found = {}
    for (source, family), targets in best.items():
        for target in nlargest(TARGETS, targets, key=targets.get):
            form = texts.forms[target].most_common(1)[0][0]
            shown = in_latin(form) if family == "hbs" else form
            found[source, target] = shown, targets[target], *texts.seen_in[target, form]
    return [Pair(stems[source], stems[target], *values) for (source, target), values in found.items()]


def indirect(best: Best, family_of: list[str], learned: Set[tuple[int, str]]) -> Best:
    """Words by way of a third language, for what two languages have too few texts in common to teach.

    ``learned`` are the keys of ``best`` that texts have taught.
    """
    targets = defaultdict(dict)
    for (source, _family), its in best.items():
        targets[source] |= its
    found = defaultdict(dict)
    for source, between in targets.items():
        for middle, weight in between.items():
            for target, further in targets[middle].items():
                key, value = (source, family_of[target]), weight * further
                if key[1] != family_of[source] and key not in learned and value >= LEAST_INDIRECT:
                    found[key][target] = max(value, found[key].get(target, 0))
    return found


def associated(aligned: Aligned) -> Scores:
    """Dice's coefficient of the stems that are among each other's best."""
    places, frequency = places_of(aligned)
    most = max(4 * LEAST_PLACES, len(aligned) * COMMON)
    scores = {}
    for own, where in places.items():
        if LEAST_PLACES <= len(where) <= most:
            step = len(where) // SAMPLE + 1
            together = Counter(chain.from_iterable(aligned[place][1] for place in where[::step]))
            dice = [
                (2 * count * step / (len(where) + frequency[its]), its)
                for its, count in together.items()
                if count * step >= LEAST_PLACES and frequency[its] <= most
            ]
            scores |= {(own, its): value for value, its in nlargest(CANDIDATES, dice) if value >= LEAST_DICE}
    return scores


def refined(aligned: Aligned, scores: Scores) -> Scores:
    """The scores when each word of a text stands for one word of the other: what another explains is no translation.

    Expectation maximisation as in IBM's first model of translation, on Dice's coefficient instead of a probability.
    """
    places, frequency = places_of(aligned)
    for _round in range(ROUNDS):
        candidates = defaultdict(list)
        for (own, its), value in scores.items():
            candidates[own].append((its, value))
        counts = Counter()
        for text, translation in aligned:
            present = set(translation)
            found = [(own, its, value) for own in text for its, value in candidates.get(own, ()) if its in present]
            of_own, of_its = Counter(), Counter()
            for own, its, value in found:
                of_own[own] += value
                of_its[its] += value
            for own, its, value in found:
                counts[own, its] += value * value / (of_own[own] * of_its[its])
        scores = {(own, its): 2 * count / (len(places[own]) + frequency[its]) for (own, its), count in counts.items()}
    return mutual({pair: value for pair, value in scores.items() if value >= LEAST_DICE})


def mutual(scores: Scores) -> Scores:
    forward, back = defaultdict(dict), defaultdict(dict)
    for (own, its), value in scores.items():
        forward[own][its] = back[its][own] = value
    kept = {(own, its) for own, found in forward.items() for its in nlargest(MUTUAL, found, key=found.get)}
    kept &= {(own, its) for its, found in back.items() for own in nlargest(MUTUAL, found, key=found.get)}
    return {pair: scores[pair] for pair in kept}


def places_of(aligned: Aligned) -> tuple[dict[int, array], Counter]:
    """(the texts that a stem is in, how many translations one is in)."""
    places, frequency = defaultdict(lambda: array("I")), Counter()
    for place, (text, translation) in enumerate(aligned):
        frequency.update(translation)
        for number in text:
            places[number].append(place)
    return places, frequency


def look_alikes(texts: Texts) -> Iterator[tuple[int, int, float]]:
    """International words: "radicalisation", "radikalizacija", "радикализација", "radikalizim".

    By their stems or as they are written: of "incident" the English stem is much shorter than the others.
    """
    alike = defaultdict(list)
    for (each, number), forms in zip(texts.numbers.items(), texts.forms, strict=True):
        for plain in dict.fromkeys((sounding(each[MARK:]), sounding(fold(forms.most_common(1)[0][0])))):
            if len(plain) >= LOOKS_ALIKE_FROM:
                alike[plain[:SAME_BEGINNING]].append((number, plain, each[:MARK]))
    for group in alike.values():
        for (own, plain, mark), (its, other, mark_of_its) in combinations(group, 2):
            if mark != mark_of_its and (value := OSA.normalized_similarity(plain, other, score_cutoff=ALIKE)):
                yield own, its, value * LOOKS_ALIKE


def sounding(word: str) -> str:
    """A folded word as it sounds in each of the languages: "alcohol" and "alkohol", "officer" and "oficer"."""
    return DOUBLE.sub(r"\1", word.replace("ph", "f").replace("th", "t").translate(SOUNDS))


@transaction.atomic
def replace_pairs(learned: list[Pair]) -> None:
    """Put ``learned`` in the place of what was learned before."""
    LearnedPair.objects.all().delete()
    there = set(Entry.objects.values_list("pk", flat=True))  # learning takes minutes
    rows = (pair._replace(shown=pair.shown[:70])._asdict() for pair in learned if pair.entry_id in there)
    LearnedPair.objects.bulk_create((LearnedPair(**row) for row in rows), batch_size=2_000)
    GlossaryState.changed()


def public_ids() -> list[int]:
    return list(Entry.objects.public().order_by("pk").values_list("pk", flat=True))
