"""Finds names that are like one another, without comparing each with every other.

Names spelled almost alike share most of their runs of letters. So each is filed under its runs, and a name is
compared with some hundred that it shares its rarest runs with: where more names share a run, it tells little.
"""

from collections import defaultdict
from collections.abc import Collection

from rapidfuzz import fuzz, process

_ALIKE = 88.0  # rapidfuzz ratio of two match keys from which a user should look
_ALIKE_WORDS = 70.0  # of the words that the two do not share
_RUN = 3  # letters
_COMPARED = 100  # names at most


class Likeness:
    """The match keys of one kind of entity, each with the first entity that bears it."""

    def __init__(self) -> None:
        self._bearer: dict[str, str] = {}
        self._with_run: dict[str, list[str]] = defaultdict(list)

    def add(self, key: str, entity: str) -> None:
        """File a match key, unless it is filed."""
        if key not in self._bearer:
            self._bearer[key] = entity
            for run in _runs(key):
                self._with_run[run].append(key)

    def like(self, key: str) -> str:
        """An entity whose name is spelled almost like a match key; the empty string if there is none."""
        near = process.extract(key, self._candidates(key), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=5)
        alike = next((hit[0] for hit in near if _differ_by_spelling(key, hit[0])), None)
        return "" if alike is None else self._bearer[alike]

    def _candidates(self, key: str) -> Collection[str]:
        """The names that share a run with a key: those of the rarest runs, until there are enough."""
        found = sorted((keys for run in _runs(key) if (keys := self._with_run.get(run))), key=len)
        near: dict[str, None] = {}
        for keys in found:
            if len(near) + len(keys) > _COMPARED and near:
                break
            near |= dict.fromkeys(keys[:_COMPARED])
        return near.keys()


def word_likeness(typed: str, names: str, **_: object) -> float:
    """How much each word that was typed is like some word of some names, in per cent, on average.

    A part of a long name is like anything short; whole words are not. Both are given folded; what else
    `rapidfuzz.process` passes to a scorer does not matter.
    """
    words = names.replace("|", " ").split()
    best = [max((fuzz.ratio(word, other) for other in words), default=0.0) for word in typed.split()]
    return sum(best) / len(best) if best else 0.0


def _runs(key: str) -> dict[str, None]:
    """The runs of letters of a key, once each; its ends count as letters."""
    padded = f" {key} "
    return dict.fromkeys(padded[place : place + _RUN] for place in range(len(padded) - _RUN + 1))


def _differ_by_spelling(one: str, other: str) -> bool:
    """Whether what two keys do not share looks alike: not so for other numbers, or another place's name."""
    words, others = one.split(), other.split()
    mine = [word for word in words if word not in others]
    its = [word for word in others if word not in words]
    if any(char.isdigit() for char in "".join((*mine, *its))):
        return False
    return fuzz.ratio(" ".join(mine), " ".join(its)) >= _ALIKE_WORDS if mine and its else True
