"""In which passages of a text a word stands: all its words and their places, in one string.

A search looks up few words in many texts. In a string they are found without reading the rest.
"""

from collections.abc import Iterable

NEXT, AT = "|", ":"  # no letters of a word


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
    pairs = words.strip(NEXT).replace(NEXT, AT).split(AT)
    found, numbers = pairs[::2], pairs[1::2]
    several = [(word, others) for word, others in zip(found, numbers, strict=False) if "," in others]
    again = [word for word, others in several for _comma in range(others.count(","))]
    return " ".join(found + again)
