"""In which passages of a text a word stands: all its words and their places, in one string.

A search looks up few words in many texts. In a string they are found without reading the rest.
"""

import re
from collections.abc import Iterable

NEXT, AT = "|", ":"  # no letters of a word
NUMBERS = re.compile(rf"{AT}[\d,]+[{NEXT}]")
IN_SEVERAL = re.compile(rf"([^{NEXT}{AT}]+){AT}\d+((?:,\d+)+)")


def concordance(passages: Iterable[list[str]]) -> str:
    """``|prison:0,3|plan:1|`` of passages, each a list of words; they are numbered from 0."""
    places = {}
    for number, words in enumerate(passages):
        here = str(number)
        for word in dict.fromkeys(words):
            if word in places:
                places[word] += "," + here
            else:
                places[word] = here
    return NEXT + "".join([f"{word}{AT}{numbers}{NEXT}" for word, numbers in places.items()])


def places(words: str, word: str) -> list[int]:
    """Numbers of the passages with ``word``, in a concordance of ``words``."""
    start = words.find(f"{NEXT}{word}{AT}")
    if start < 0:
        return []
    start += len(NEXT + word + AT)
    return [int(number) for number in words[start : words.index(NEXT, start)].split(",")]


def once_a_passage(words: str) -> str:
    """Each word of a concordance as often as there are passages that have it, with spaces between."""
    again = [f" {word}" * others.count(",") for word, others in IN_SEVERAL.findall(words)]
    return NUMBERS.sub(" ", words[len(NEXT) :]) + "".join(again)
