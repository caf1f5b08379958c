"""In which passages of a text a word stands: all its words and their places, in one string.

A search looks up few words in many texts. In a string they are found without reading the rest.
"""

from collections.abc import Iterable, Iterator

NEXT, AT = "|", ":"  # no letters of a word


def concordance(passages: Iterable[list[str]]) -> str:
    """``|prison:0,3|plan:1|`` of passages, each a list of words; they are numbered from 0."""
    places = {}
    for number, words in enumerate(passages):
        for word in dict.fromkeys(words):
            places.setdefault(word, []).append(str(number))
    return NEXT + "".join(f"{word}{AT}{','.join(numbers)}{NEXT}" for word, numbers in places.items())


def places(words: str, word: str) -> list[int]:
    """Numbers of the passages with ``word``, in a concordance of ``words``."""
    start = words.find(f"{NEXT}{word}{AT}")
    if start < 0:
        return []
    start += len(NEXT + word + AT)
    return [int(number) for number in words[start : words.index(NEXT, start)].split(",")]


def once_a_passage(words: str) -> Iterator[str]:
    """Each word as often as there are passages that have it."""
    for line in words.strip(NEXT).split(NEXT) if words != NEXT else ():
        word, _at, numbers = line.partition(AT)
        for _number in range(numbers.count(",") + 1):
            yield word
