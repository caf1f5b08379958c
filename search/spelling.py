"""What a reader may have meant to type."""

from collections import Counter
from itertools import chain

from practices.script import in_latin
from search.access import public_hits
from search.concordance import places
from search.documents import plain
from search.engines import Answer, Engine, Hit
from search.normalise import CYRILLIC, WHOLE_WORD, fold, fold_macedonian, indexed, without_ending
from search.params import SearchParams
from search.queries import Query, understand

FEW = 5  # hits; with more that have what was typed, or begin with it, the reader has what they looked for
MOST = 3  # words that are put right
EXAMPLES = 5  # documents for each that show how it is written


def did_you_mean(query: Query, answer: Answer, engine: Engine) -> str:
    """``query`` with the nearest word in the place of those that no document has; "" where there is none.

    A word that the glossary knows by another name is not mistyped. One query. Raises EngineUnavailable.
    """
    if not answer.unknown or (answer.total >= FEW and not answer.widened):
        return ""
    renamed = {place for alternative in query.told for place in alternative.replaces}
    typed = [
        word for place, word in enumerate(query.words) if place not in renamed and word.folded[0] in answer.unknown
    ]
    near = {word: found[0] for word in typed[:MOST] if (found := engine.spell(word.folded[0], 1))}
    hits = chain.from_iterable(having(word, engine) for word in near.values())
    documents = [document for _hit, document, _page in public_hits(hits)]
    nearer = {
        word.folded[0]: text
        for word, other in near.items()
        if (text := written(other, documents, bool(CYRILLIC.search(word.text))))
    }
    if not nearer:
        return ""

    def corrected(match) -> str:
        typed = without_ending(match[0])
        return nearer.get(fold(typed), typed) + match[0].removeprefix(typed)

    return WHOLE_WORD.sub(corrected, query.text)


def having(word: str, engine: Engine) -> list[Hit]:
    return engine.search(understand(word), SearchParams(q=word, page_size=EXAMPLES)).hits


def written(word: str, documents: list[dict], cyrillic: bool) -> str:
    """The folded ``word`` as the texts of ``documents`` write it most often in the script of the reader's query.

    "" where none does, too: the index may not have heard of a withdrawal.
    """
    forms = Counter()
    for document in documents:
        for form in indexed(text_with(document, word)):
            if word in (fold(form), fold_macedonian(form)):
                forms[form if cyrillic else in_latin(form)] += 1
    same_script = {form for form in forms if bool(CYRILLIC.search(form)) == cyrillic}
    lower = {form for form in same_script if form.islower()}  # a capital may only begin a sentence
    return max(lower or same_script, key=lambda form: (forms[form], form), default="")


def text_with(document: dict, word: str) -> str:
    """The texts of ``document`` that have the folded ``word``, and its short ones."""
    short = [text for name in ("title", "summary", "terms") for text in document[name].values()]
    long = [
        document["texts"][code][place]
        for code, passages in document["passages"].items()
        for place in places(passages["words"], word)
    ]
    return plain("\n".join((*short, *long)))
