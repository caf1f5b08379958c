"""What the engines index of a document: words in one spelling, and stems.

Computed once, here, for both engines: they only split at spaces.
"""

import hashlib
import json
import zlib

from portal.languages import CONTENT_CODES
from search.normalise import FAMILIES, MARKS, folded, stems

NAMES = ("title_fold", "title_stem", "body_fold", "body_stem")


def language_fields(document: dict) -> dict[str, dict[str, str]]:
    """{code: the tokens}: each language by itself, so that an entry in five neither loses nor wins by its length."""
    return {code: fields_in(document, code) for code in CONTENT_CODES if code in document["available"]}


def fields_in(document: dict, code: str) -> dict[str, str]:
    """A passage brings its keys, each word of it once: how often one paragraph repeats a word tells little."""
    title = document["title"].get(code, "")
    body = "\n".join(filter(None, (document[name].get(code) for name in ("summary", "paper", "terms"))))
    body_fold, body_stem = [*folded(body, code)], [*stems(body, code)]
    for passage in document["passages"].get(code, ()):
        words, stemmed = parted(passage["keys"], code)
        body_fold.append(words)
        body_stem.append(stemmed)
    texts = (folded(title, code), stems(title, code), body_fold, body_stem)
    return dict(zip(NAMES, map(" ".join, texts), strict=True))


def parted(keys: str, code: str) -> tuple[str, str]:
    """(folded words, stems) of a passage's keys, where the folded words stand first."""
    mark = keys.find(" " + MARKS[FAMILIES[code]]) if code in FAMILIES else -1
    return (keys[:mark].strip(), keys[mark:].strip()) if mark >= 0 else (keys.strip(), "")


def packed(value) -> bytes:
    """JSON, compressed: how both engines keep what they only hand out."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(value: bytes):
    return json.loads(zlib.decompress(value))


def digest(documents: tuple[dict, ...]) -> str:
    """A fingerprint of an entry's documents: what an index holds against what it should hold."""
    text = json.dumps(documents, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
