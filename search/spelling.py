"""What a reader may have meant to type."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from rapidfuzz.distance import OSA

from practices.script import in_latin
from search.access import public_hits
from search.concordance import places
from search.documents import plain
from search.engines import Answer, Engine, Hit
from search.normalise import CYRILLIC, FAMILIES, WHOLE_WORD, fold, fold_macedonian, indexed, without_ending
from search.params import SearchParams
from search.queries import Query, Word, understand

FEW = 5  # hits; with more that have what was typed, or begin with it, the reader has what they looked for
MOST = 3  # words that are put right
NEAR, CHOICES = 8, 3  # words of the index that are looked at for one, and of these the nearest that are searched for
EXAMPLES = 5  # documents for each that show how it is written
SURE_LENGTH = 7  # letters; from here on two may be wrong, or one in another family of languages


def did_you_mean(query: Query, answer: Answer, engine: Engine, language: str) -> str:
    """``query`` with the nearest word in the place of those that no document has; "" where there is none.

    First words of the reader's ``language`` and its family. A word that the glossary knows by another name is not
    mistyped. One query. Raises EngineUnavailable.
    """
    if not answer.unknown or (answer.total >= FEW and not answer.widened):
        return ""
    renamed = {place for alternative in query.told for place in alternative.replaces}
    typed = [word for place, word in enumerate(query.words) if place not in renamed]
    unknown = (word for word in typed if word.folded[0] in answer.unknown)
    choices = {word: near(word, engine) for word in islice(unknown, MOST)}
    hits = chain.from_iterable(having(other, engine, language) for others in choices.values() for other in others)
    documents = [document for _hit, document, _page in public_hits(hits)]
    nearer = {
        word.folded[0]: text for word, others in choices.items() if (text := written(word, others, documents, language))
    }
    if not nearer:
        return ""

    def corrected(match) -> str:
        typed = without_ending(match[0])
        return nearer.get(fold(typed), typed) + match[0].removeprefix(typed)

    return WHOLE_WORD.sub(corrected, query.text)


def near(word: Word, engine: Engine) -> list[str]:
    """Folded words of the index that differ from ``word`` by no more than mistyping does, the nearest first."""
    own = word.folded[0]
    most = 2 if len(own) >= SURE_LENGTH else 1
    found = sorted((OSA.distance(own, other), other) for other in engine.spell(own, NEAR))
    return [other for distance, other in found if distance <= most][:CHOICES]


def having(word: str, engine: Engine, language: str) -> list[Hit]:
    return engine.search(understand(word), SearchParams(q=word, language=language, page_size=EXAMPLES)).hits


def written(word: Word, choices: list[str], documents: list[dict], language: str) -> str:
    """That of the folded ``choices`` which is nearest to the reader, as ``documents`` write it in the reader's script.

    "" where none does: the index may not have heard of a withdrawal.
    """
    cyrillic, family = bool(CYRILLIC.search(word.text)), FAMILIES.get(language)
    forms = Counter()
    for other in choices:
        distance = OSA.distance(word.folded[0], other)
        may_be_foreign = len(other) >= SURE_LENGTH and distance == 1
        for code, text in chain.from_iterable(texts_with(document, other) for document in documents):
            is_foreign = FAMILIES.get(code) != family
            if is_foreign and not may_be_foreign:
                continue
            for form in indexed(plain(text)):
                if other in (fold(form), fold_macedonian(form)):
                    shown = form if cyrillic else in_latin(form)
                    # A capital may only begin a sentence
                    forms[is_foreign, distance, code != language, not shown.islower(), shown] += 1
    same_script = {form: count for form, count in forms.items() if bool(CYRILLIC.search(form[-1])) == cyrillic}
    return min(same_script, key=lambda form: (form[:-1], -same_script[form], form[-1]), default=("",))[-1]


def texts_with(document: dict, word: str) -> Iterator[tuple[str, str]]:
    """(language, text) of those of ``document`` that have the folded ``word``, and of its short ones."""
    for name in ("title", "summary", "terms"):
        yield from document[name].items()
    for code, passages in document["passages"].items():
        yield from ((code, document["texts"][code][place]) for place in places(passages["words"], word))
