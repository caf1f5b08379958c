"""Serbian in either script: which one a text is in, and Cyrillic written in Latin letters.

Only this direction: from Latin to Cyrillic "injekcija" would become "ињекција" (rightly "инјекција").
"""

import re

from cyrtranslit.mapping.sr import SR_CYR_TO_LAT_DICT

TO_LATIN = str.maketrans(SR_CYR_TO_LAT_DICT)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u017f]")
# Tags with their attributes, escaped characters, addresses and e-mail addresses stay as they are.
PROTECTED = re.compile(r"(<[^>]*>|&#?\w+;|\b(?:https?:|mailto:|www\.)[^\s<]+|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)")
# In capitals both letters of a digraph are capital: ЊЕГОШ is NJEGOŠ, Његош is Njegoš.
DIGRAPH_AMONG_CAPITALS = re.compile(r"[ЉЊЏ](?=[А-ЯЂЈЉЊЋЏ])|(?<=[А-ЯЂЈЉЊЋЏ])[ЉЊЏ](?![а-яђјљњћџ])")


def is_cyrillic(html: str) -> bool:
    """Whether more letters of the text are Cyrillic than Latin; tags, escaped characters and addresses don't count."""
    if not CYRILLIC.search(html):
        return False
    text = PROTECTED.sub(" ", html)
    return len(CYRILLIC.findall(text)) > len(LATIN.findall(text))


def language_tag(code: str, html: str) -> str:
    """The BCP 47 tag of ``html`` in the content language ``code``; Serbian's names the script."""
    if code != "sr":
        return code
    return "sr-Cyrl" if is_cyrillic(html) else "sr-Latn"


def in_latin(html: str) -> str:
    """``html`` with Serbian Cyrillic in Latin letters."""
    parts = PROTECTED.split(html)
    for place in range(0, len(parts), 2):  # the odd ones are protected
        parts[place] = DIGRAPH_AMONG_CAPITALS.sub(capitals, parts[place]).translate(TO_LATIN)
    return "".join(parts)


def capitals(digraph: re.Match) -> str:
    return digraph[0].translate(TO_LATIN).upper()
