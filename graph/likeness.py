"""Finds names that are spelled almost alike, without comparing each with every other.

Two such names share most of their runs of letters. So each is filed under its runs, and a name is compared
with those alone that it shares a rare run with.
"""

from collections import defaultdict

from rapidfuzz import fuzz, process

_ALIKE = 88.0  # rapidfuzz ratio of two match keys from which a user should look
_ALIKE_WORDS = 70.0  # of the words that the two do not share
_RUN = 3  # letters
_RUNS_TRIED = 12  # the rarest; a slip of the pen spoils three of them, two slips six
_TOO_COMMON = 1_000  # names; a run that so many share tells nothing


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

    def _candidates(self, key: str) -> list[str]:
        found = [keys for run in _runs(key) if (keys := self._with_run.get(run))]
        telling = sorted((keys for keys in found if len(keys) <= _TOO_COMMON), key=len)[:_RUNS_TRIED]
        return list(dict.fromkeys(other for keys in telling for other in keys))


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
