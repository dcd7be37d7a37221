"""Sorts by a key in two parts, the second worked out only for what the first leaves equal."""

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

T = TypeVar("T")

_KEY = itemgetter(0)


def sorted_in_parts(items: Iterable[T], first: Callable[[T], Any], second: Callable[[T], Any]) -> list[T]:
    """The items in the order of (first, second), those of equal keys as they came.

    Args:
        items: What to sort.
        first: The part of the key that costs little.
        second: The part that costs much.
    """
    ordered: list[T] = []
    for _, group in groupby(sorted(((first(item), item) for item in items), key=_KEY), key=_KEY):
        equal = [item for _, item in group]
        ordered += equal if len(equal) == 1 else sorted(equal, key=second)
    return ordered
