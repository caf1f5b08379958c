"""Words that are learned from translated entries."""

from io import StringIO

import pytest
from django.core.management import call_command

from search import learning
from search.learning import Texts, pairs
from search.models import LearnedPair
from search.normalise import stem
from tests import factories
from tests.search.conftest import make_document

PARALLEL = [
    ("The prison opened", "Burgu u hap"),
    ("A prison for women", "Një burg për gratë"),
    ("Women and their children", "Gratë dhe fëmijët e tyre"),
    ("The children of the prison", "Fëmijët e burgut"),
    ("Their probation ended", "Prova e tyre mbaroi"),
    ("Probation for women", "Provë për gratë"),
    ("Probation for children", "Provë për fëmijët"),
    ("Somebody spoke", "Dikush foli"),
    ("Nobody answered", "Askush nuk u përgjigj"),
    ("The house was sold", "Shtëpia u shit"),
    ("Bread is baked", "Buka piqet"),
    ("Rivers flow", "Lumenjtë rrjedhin"),
]


def learned(documents, source):
    texts = Texts()
    for document in documents:
        texts.add(document)
    found = [pair for pair in pairs(texts) if pair.source == source]
    return {pair.target: pair.shown for pair in sorted(found, key=lambda pair: -pair.weight)}


def parallel():
    return [make_document(number, {"en": en, "sq": sq}) for number, (en, sq) in enumerate(PARALLEL)]


@pytest.mark.parametrize(
    ("source", "target"),
    [("e0prison", "s0burg"), ("s0burg", "e0prison"), ("e0probat", "s0prov"), ("e0child", stem("fëmijët", "sq"))],
)
def test_words_of_the_same_places_stand_for_each_other(source, target):
    assert next(iter(learned(parallel(), source))) == target


def test_it_is_shown_as_it_is_written_most_often():
    assert learned(parallel(), "s0burg")["e0prison"] == "prison"


def test_two_places_are_too_few():
    assert "s0hap" not in learned(parallel()[:2], "e0prison")


def test_sentences_are_aligned_where_there_are_as_many():
    one = {"en": ". ".join(en for en, _sq in PARALLEL), "sq": ". ".join(sq for _en, sq in PARALLEL)}
    document = make_document(1, {"en": "x"}, one)
    assert next(iter(learned([document], "e0prison"))) == "s0burg"


def test_passages_are_aligned_by_their_anchors():
    assert len(list(learning.units(make_document(1, {"en": "a", "sq": "b"}, {"en": "c", "mk": "d"})))) == 2


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ("sq", "Radikalizimi", "radikalizimi"),
        ("mk", "Радикализација", "радикализација"),
        ("sr", "Радикализација", "radikalizacija"),
        ("bs", "Radilo se", None),
    ],
)
def test_international_words_are_known_by_their_looks(code, text, shown):
    documents = [make_document(1, {"en": "Radicalisation"}), make_document(2, {code: text})]
    assert list(learned(documents, "e0radicalis").values()) == ([shown] if shown else [])


def test_they_are_known_by_how_they_are_written_where_stems_differ():
    documents = [make_document(1, {"en": "Incident"}), make_document(2, {"mk": "Инцидентот"})]
    assert list(learned(documents, "e0incid").values()) == ["инцидентот"]


def test_languages_without_a_text_in_common_learn_by_way_of_a_third():
    texts = [("Burgu u hap", "Затворот се отвори"), ("Një burg për gratë", "Затвор за жени"), ("Burgu", "Затвор")]
    others = [make_document(n, {"sq": sq, "mk": mk}) for n, (sq, mk) in enumerate(texts, 100)]
    assert learned([*parallel(), *others], "e0prison")[stem("затвор", "mk")] == "затвор"


@pytest.mark.django_db
def test_the_command_replaces_what_was_learned_before(site_tree):
    old = {"source": "e0old", "target": "s0vjeter", "shown": "vjetër", "weight": 1}
    LearnedPair.objects.create(**old, entry=factories.failure(), code="sq")
    for en, sq in PARALLEL:
        factories.practice(("en", "sq"), heading_en=en, heading_sq=sq, summary_en="", summary_sq="")
    factories.practice(("en",), heading_en="Only here", live=False)
    output = StringIO()
    call_command("search_learn_glossary", dry_run=True, stdout=output)
    assert "nothing changed" in output.getvalue() and "prison → burgu" in output.getvalue()
    assert LearnedPair.objects.get().source == "e0old"
    call_command("search_learn_glossary", stdout=output)
    assert not LearnedPair.objects.filter(source="e0old").exists()
    pair = LearnedPair.objects.get(source="e0prison", target="s0burg")
    assert pair.shown in getattr(pair.entry.specific, f"heading_{pair.code}").lower()
