"""What the engines index of a document: words in one spelling, and stems.

Computed once, here, for both engines: they only split at spaces.
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

import orjson
import zstandard

from portal.languages import CONTENT_CODES
from search.concordance import once_a_passage
from search.normalise import keys
from search.params import FACETS

# To be raised when documents, words or stems are made in another way: indices must be built anew then, and
# search_learn_glossary run, which keeps stems
FORMAT = 7
NAMES = ("title_fold", "title_stem", "body_fold", "body_stem")
APART = ("terms", "passages", "texts")  # of a document: most of it; a page needs them in one or two languages
BRIEF = ("brief",)  # all the rest
STORED = (*BRIEF, *(f"{name}.{code}" for name in APART for code in CONTENT_CODES))


def language_fields(document: dict) -> dict[str, dict[str, str]]:
    """{code: the tokens}: each language by itself, so that an entry in five neither loses nor wins by its length."""
    return {code: fields_in(document, code) for code in CONTENT_CODES if code in document["available"]}


def fields_in(document: dict, code: str) -> dict[str, str]:
    """A passage brings each of its words once: how often one paragraph repeats a word tells little."""
    body = "\n".join(filter(None, (document[name].get(code) for name in ("summary", "paper"))))
    passages = document["passages"].get(code, {"words": "", "stems": ""})
    in_passages = (once_a_passage(passages["words"]), once_a_passage(passages["stems"]))
    title, rest = (keys(text, code) for text in (document["title"].get(code, ""), body))
    bodies = (" ".join((*told, others)) for told, others in zip(rest, in_passages, strict=True))
    return dict(zip(NAMES, (*map(" ".join, title), *bodies), strict=True))


def tag_fields(document: dict) -> dict[str, str]:
    """Of all names of its tags, in all languages, each word once: they find what tells of it in other words."""
    found = [keys(text, code) for code, text in document["terms"].items()]
    words, stems = (" ".join(dict.fromkeys(chain.from_iterable(each[kind] for each in found))) for kind in (0, 1))
    return dict(zip(NAMES, ("", "", words, stems), strict=True))


def twice(title: str, body: str) -> str:
    """A word of the title counts as two of the text; so no field needs a weight in a search."""
    return f"{title} {title} {body}"


def facet_values(document: dict) -> dict[str, list[str]]:
    """{facet: the values of the document}, also where it has one by itself."""
    return {name: value if isinstance(value := document[name], list) else [value] for name in FACETS}


class Codec(threading.local):
    """Each thread's own: threads can't share one, and one takes longer to make than to use."""

    def __init__(self):
        self.compress = zstandard.ZstdCompressor(level=1).compress
        self.decompress = zstandard.ZstdDecompressor().decompress


codec = Codec()


def packed(value) -> bytes:
    """JSON, compressed."""
    return codec.compress(orjson.dumps(value))


def unpacked(value: bytes):
    """Raises zstandard.ZstdError for what isn't ``packed``."""
    return orjson.loads(codec.decompress(value))


def parts_of(document: dict) -> dict[str, bytes]:
    """How both engines keep what they only hand out, by the names in ``STORED``."""
    brief = {name: value for name, value in document.items() if name not in APART}
    apart = {f"{name}.{code}": packed(value) for name in APART for code, value in document[name].items()}
    return {"brief": packed(brief), **apart}


@lru_cache(maxsize=5_000)  # some 30 MB
def unpacked_part(value: bytes):
    """A part of a document, which nobody may change: what is found once is found again."""
    return unpacked(value)


def document_of(parts: dict, read=unpacked_part) -> dict:
    """The document of some of its ``STORED`` parts, each of which ``read`` unpacks."""
    return {**read(parts["brief"]), **{name: ByLanguage(name, parts, read) for name in APART}}


class ByLanguage(Mapping):
    """{code: value of ``name``}, each unpacked when it is asked for."""

    def __init__(self, name, parts, read):
        self.parts = {code: parts[part] for code in CONTENT_CODES if (part := f"{name}.{code}") in parts}
        self.read, self.unpacked = read, {}

    def __getitem__(self, code):
        if code not in self.unpacked:
            self.unpacked[code] = self.read(self.parts[code])
        return self.unpacked[code]

    def __contains__(self, code):
        return code in self.parts

    def __iter__(self):
        return iter(self.parts)

    def __len__(self):
        return len(self.parts)


def digest(documents: tuple[dict, ...]) -> str:
    """A fingerprint of an entry's documents: what an index holds against what it should hold."""
    return together(map(fingerprint, documents))


def fingerprint(document: dict) -> str:
    return hashed(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))


def together(fingerprints: Iterable[str]) -> str:
    """The ``digest`` of the documents, in whichever order, that have these fingerprints."""
    return hashed("".join(sorted(fingerprints)).encode())


def hashed(value: bytes) -> str:
    return hashlib.blake2b(value, digest_size=16).hexdigest()
