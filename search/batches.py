"""Many, some at a time."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def in_batches(many: Iterable[T], size: int) -> Iterator[list[T]]:
    many = list(many)
    return (many[start : start + size] for start in range(0, len(many), size))
