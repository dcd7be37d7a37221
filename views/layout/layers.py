"""Places in two layers: first what a picture opens on, as if it were alone; then the others around it."""

from collections.abc import Sequence

import numpy as np

from views.layout.measures import Pairs, Points
from views.layout.moves import improved
from views.layout.parts import MOVED, components, sketched, within
from views.layout.rooms import Room, apart, furnished, rooms
from views.layout.spread import neighbours


def layered(part: Sequence[int], pairs: Pairs, first: Sequence[int], room: Room) -> Points:
    """Places for the nodes of some components.

    A sketch of all of them is where both layers begin: what the first layer does not see of ties through the
    others is in it, and without it these cross twice as often.

    Args:
        part: The nodes.
        pairs: Ties of the whole picture, each pair once and none with itself.
        first: The nodes that are seen alone at first; every component holds at least one.
        room: Where all of them have to be.
    """
    ties = within(part, pairs)
    fixed = [part.index(node) for node in first]
    sketch = _sketch(len(part), ties, room)
    alone = np.round(apart(furnished(sketch[fixed], room)), 1)
    alone = improved(alone, within(first, pairs), room.low, room.high)
    spots = np.clip(_carried(sketch, fixed, alone, ties), room.low, room.high)
    return improved(spots, ties, room.low, room.high, fixed=fixed) if len(part) <= MOVED else spots


def _sketch(count: int, ties: Pairs, room: Room) -> Points:
    """Every component in a room of its own, before any move."""
    spots = np.zeros((count, 2))
    parts = components(count, ties)
    shares = rooms([float(len(part)) for part in parts], room)
    for part, share in zip(parts, shares, strict=True):
        spots[part] = sketched(part, ties, share)
    return spots


def _carried(sketch: Points, fixed: Sequence[int], known: Points, ties: Pairs) -> Points:
    """The sketch with the fixed nodes where they are now; the others come along with their neighbours."""
    near = neighbours(len(sketch), ties)
    shift = np.zeros_like(sketch)
    shift[list(fixed)] = known - sketch[list(fixed)]
    reached = set(fixed)
    waiting = [node for node in range(len(sketch)) if node not in reached]
    while waiting:
        ready = [node for node in waiting if reached.intersection(near[node])]
        for node in ready:
            shift[node] = shift[[end for end in near[node] if end in reached]].mean(axis=0)
        reached.update(ready)
        waiting = [node for node in waiting if node not in reached]
    return np.asarray(np.round(sketch + shift, 1))
