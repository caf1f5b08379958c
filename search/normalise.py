"""Words as they are compared: one spelling for every script, with and without diacritics, and one stem.

The only normaliser of the portal: what goes into either engine, what a reader types, and the words that are marked
in a result all pass through here, so that both engines find and show the same.

``fold`` writes a word in lower-case Latin without diacritics. ``stem`` takes the ending off as well, by the rules of
a *family* of languages: Serbian, Bosnian, Croatian and Montenegrin are one. A stem begins with its family's mark
(``h0zatvor``), so that the stems of all families share one field and never meet a folded word.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from search.endings import (
    ALBANIAN,
    ALBANIAN_FLEETING,
    HBS,
    HBS_AGAIN,
    HBS_CLUSTERS,
    HBS_FLEETING,
    HBS_SPELLINGS,
    HBS_STEMS,
    MACEDONIAN,
    MACEDONIAN_FLEETING,
    PALATALS,
    VOICELESS,
)
from search.irregular import IRREGULAR, read_as
from search.same_words import SAME_WORDS

WORD = re.compile(r"[^\W_]+")
# "pre-release", "on-the-job"; not 2018-2021, nor the long names of pages in addresses
COMPOUND = re.compile(r"(?<![\w‐‑-])[^\W\d_]+(?:[-‐‑][^\W_]+){1,2}(?![\w‐‑-])")
HYPHEN = re.compile("[-‐‑]")
WHOLE_WORD = re.compile(f"{COMPOUND.pattern}|{WORD.pattern}")
CYRILLIC = re.compile("[\u0400-\u04ff]")
# Soft hyphens and joiners, which stand within words
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
LONGEST_WORD = 60  # letters; what a longer one goes on with tells nothing
LONGEST_ENDING = 3  # letters that hang on an acronym

# hr and cnr: what a reader may ask in, though the portal has no texts in them
FAMILIES = {"en": "en", "sq": "sq", "mk": "mk", "sr": "hbs", "bs": "hbs", "hr": "hbs", "cnr": "hbs"}
MARKS = {"en": "e0", "sq": "s0", "mk": "m0", "hbs": "h0"}
CYRILLIC_FAMILIES = ("mk", "hbs")

# A letter and what it becomes: Serbian and Macedonian as Serbian Latin has them, without its diacritics
LETTERS = (
    "аa бb вv гg дd ђd ѓg еe ѐe жz зz ѕdz иi ѝi йj јj кk ќk лl љlj мm нn њnj оo пp рr сs тt ћc уu фf хh цc чc џdz "
    "шs щst ъa ыi эe ёe юju яja đd ðd ßss łl øo æae œoe ıi"
)
TABLE = str.maketrans({"ь": "", **{pair[0]: pair[1:] for pair in LETTERS.split()}})
# Macedonian typed without its letters: sh for ш, gj for ѓ
MACEDONIAN_DIGRAPH = re.compile("([scz])h|([kg])j")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """``word`` in lower-case Latin without diacritics: "Затвор" → "zatvor"; "Đorđe" and "Djordje" → "dorde"."""
    word = word[:LONGEST_WORD].lower()
    if not word.isascii():
        # Composed first: ђ and й are letters, not others with a mark
        word = unicodedata.normalize("NFKC", word).translate(TABLE)
        # ⑴ is a letter, (1) is not
        word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if letter.isalnum())
    return word.replace("-", "").replace("dj", "d")[:LONGEST_WORD]  # a letter may have become two


@lru_cache(maxsize=200_000)
def fold_macedonian(word: str) -> str:
    """``fold`` for Macedonian that may have been typed without its letters: "shkola" → "skola"."""
    return MACEDONIAN_DIGRAPH.sub(r"\1\2", fold(word))


@lru_cache(maxsize=400_000)
def stem(word: str, family: str) -> str:
    """``word`` folded and without its ending, after its family's mark: stem("затвора", "hbs") → "h0zatvor"."""
    plain = FOLDS[family](word)
    found = MARKS[family] + STEMMERS[family](READ_AS[family].get(plain, plain))
    return SAME.get(found, found)


def serbian(word):
    word = HBS.sub(r"\1", changed(word, HBS_SPELLINGS))
    word = changed(word, HBS_STEMS + PALATALS)
    word = changed(HBS_AGAIN.sub(r"\1", word), PALATALS)
    return changed(HBS_FLEETING.sub("", word), HBS_CLUSTERS).lower()


def changed(word, laws):
    for pattern, spelling in laws:
        word = pattern.sub(spelling, word)
    return word


def macedonian(word):
    word = changed(stripped(word, MACEDONIAN), PALATALS)
    return changed(MACEDONIAN_FLEETING.sub("", word), [VOICELESS])


def albanian(word):
    return ALBANIAN_FLEETING.sub("", stripped(word, ALBANIAN))


def stripped(word, endings):
    """``word`` without any ending, as often as there is one more: what is left is the same whatever form it was."""
    while (shorter := endings.sub(r"\1", word)) != word:
        word = shorter
    return word


FOLDS = {"en": fold, "sq": fold, "mk": fold_macedonian, "hbs": fold}
READ_AS = {family: read_as(lines, family, FOLDS[family]) for family, lines in IRREGULAR.items()}
# Each takes a folded word
STEMMERS = {"en": Stemmer.Stemmer("english").stemWord, "sq": albanian, "mk": macedonian, "hbs": serbian}


def same_stems(lines: str) -> dict[str, str]:
    """{stem: that of the first word of its line} of ``lines`` of words that are one though they look different."""
    stems = [[MARKS["hbs"] + serbian(fold(word)) for word in line.split()] for line in lines.strip().splitlines()]
    return {other: first for first, *others in stems for other in others}


SAME = same_stems(SAME_WORDS)


def composed(text: str) -> str:
    """``text`` with each letter and its marks as one, and without what is invisible: else it would part words."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def words(text: str) -> list[str]:
    """Those that have a letter or digit when they are folded, too."""
    found = WORD.findall(composed(text))
    return found if text.isascii() else [word for word in found if word.isascii() or fold(word)]


def compounds(text: str) -> list[str]:
    """What is one word as well, for some write "pre-release" and others "prerelease"."""
    if not HYPHEN.search(text):  # in a tenth of the time
        return []
    return [compound for compound in COMPOUND.findall(composed(text)) if without_ending(compound) == compound]


def without_ending(word: str) -> str:
    """``word``, of an acronym in one of its cases only the acronym: "RAN-a" is no "rana", and "BE-së" no "besë"."""
    first, *others = HYPHEN.split(word)
    ending = "".join(others)
    return first if len(first) > 1 and first.isupper() and ending.islower() and len(ending) <= LONGEST_ENDING else word


def whole_words(text: str) -> list[str]:
    """The words of a text; of a compound only the whole, of an acronym in a case only the acronym."""
    found = map(without_ending, WHOLE_WORD.findall(composed(text)))
    return [word for word in found if word.isascii() or fold(word)]


def indexed(text: str) -> list[str]:
    """The words of a text, and its compounds."""
    return words(text) + compounds(text)


# What ties the words of a name together: "shërbimi i provës", "zavod za izvršenje". Folded; "is" and "be" are acronyms
LINKS = frozenset(
    words(
        "a an and at by for from in of on or the to with dhe e i ku me ne nga ose per pa qe se si te vo bez da do ili "
        "iz je kao kod kon koi kroz na nad o od po pod preku pri s sa so su u uz za"
    )
)


def folded(text: str, code: str) -> list[str]:
    """The words of a text in the language ``code`` as both engines index them."""
    return all_folded(indexed(text), code)


def keys(text: str, code: str) -> tuple[list[str], list[str]]:
    """(folded, stems); no stems in a language whose endings nobody has written down."""
    found, family = indexed(text), FAMILIES.get(code)
    return all_folded(found, code), [stem(word, family) for word in found] if family else []


def all_folded(found: list[str], code: str) -> list[str]:
    plain = [fold(word) for word in found]
    if code != "mk":
        return plain
    pairs = zip(plain, map(fold_macedonian, found), strict=True)
    return [form for pair in pairs for form in dict.fromkeys(pair)]


def typed_forms(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(folded, stems) that a word typed by a reader may stand for, in whichever language it is."""
    families = CYRILLIC_FAMILIES if CYRILLIC.search(word) else tuple(MARKS)
    plain = tuple(dict.fromkeys((fold(word), fold_macedonian(word))))
    return plain, tuple(dict.fromkeys(stem(word, family) for family in families))
