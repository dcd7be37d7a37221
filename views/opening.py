"""Chooses what a picture of everything opens on: who has most ties, and who holds those together.

More than about sixty names nobody reads at once; the others are a click or a search away.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.schema import schema
from views.document import Relation

_BIG = 120  # entities; fewer are all shown
_MOST = 60
_STRONGEST = 40  # of these by their own ties, the others for whom they join
_Near = Mapping[str, set[str]]


def opening(kinds: Mapping[str, str], relations: Iterable[Relation]) -> list[str]:
    """The ids of what a picture begins with, in the document's order; none if it begins with all.

    Ties to places do not count, nor those that say that there is none: who deals with whom is the question.

    Args:
        kinds: The kind of every node, by its id, in the document's order.
        relations: Of the document.
    """
    if len(kinds) <= _BIG:
        return []
    places = schema().places
    actors = [node for node, kind in kinds.items() if kind not in places]
    near = _neighbours(set(actors), relations)
    by_ties = sorted((actor for actor in actors if actor in near), key=lambda actor: -len(near[actor]))
    chosen = set(by_ties[:_STRONGEST])
    while len(chosen) < _MOST and (joining := _most_joining(by_ties, chosen, near)):
        chosen.add(joining)
    return [actor for actor in actors if actor in chosen and near[actor] & chosen]


def _neighbours(actors: set[str], relations: Iterable[Relation]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        one, other = relation["from"], relation["to"]
        if {one, other} <= actors and one != other and not relation["negative"]:
            near[one].add(other)
            near[other].add(one)
    return dict(near)


def _most_joining(by_ties: Sequence[str], chosen: set[str], near: _Near) -> str | None:
    """Who ties together most separate parts of what is chosen; of several, who has most ties."""
    part = _parts(chosen, near)
    joined = {
        actor: len({part[other] for other in near[actor] if other in part})
        for actor in by_ties
        if actor not in chosen
    }
    best = max(joined, key=joined.__getitem__, default=None)
    return best if best is not None and joined[best] else None


def _parts(chosen: set[str], near: _Near) -> dict[str, str]:
    """For each that is chosen, one that stands for the connected part it is in."""
    part: dict[str, str] = {}
    for start in chosen:
        waiting = [start] if start not in part else []
        while waiting:
            here = waiting.pop()
            if here not in part:
                part[here] = start
                waiting += near[here] & chosen
    return part
