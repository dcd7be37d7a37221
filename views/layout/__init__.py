"""Places the entities of a picture so that ties are short and names can be read, the same way every time.

Every component is first spread by the distances along its ties, then moved node by node; together they fill a
picture of the shape of a screen. Only the order of the nodes and the ties matter, never the text of an id.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from views.layout.measures import Pairs, Points
from views.layout.moves import improved
from views.layout.rooms import Room, apart, block, block_weight, furnished, rooms, whole
from views.layout.spread import distances, first_places, neighbours

_MOVED = 600  # nodes; moves in a larger component would take longer than one likes to wait


def positions(
    nodes: Sequence[str],
    ties: Sequence[tuple[str, str]],
    *,
    focal: str | None = None,
    label_widths: Mapping[str, float] | None = None,
    aspect: float = 1.85,
) -> dict[str, tuple[float, float]]:
    """A place for every node.

    Args:
        nodes: Ids; their order decides between equals.
        ties: Pairs of ids; direction, repetition and order do not count.
        focal: The node that is (0, 0), and near the middle of what it is tied to.
        label_widths: How wide each node's label is, in units of the drawing.
        aspect: Width of the picture over its height.

    Returns:
        By id, x and y in units of about a hundred between neighbours, y growing downwards.
    """
    number = {node: place for place, node in enumerate(nodes)}
    pairs = sorted(
        {
            (min(number[one], number[other]), max(number[one], number[other]))
            for one, other in ties
            if one != other
        }
    )
    widths = np.array([(label_widths or {}).get(node, 0.0) for node in nodes])
    middle = number.get(focal) if focal is not None else None
    spots = _placed(widths, pairs, middle, aspect)
    if middle is not None:
        spots -= spots[middle]
    elif len(nodes):
        spots -= (spots.min(axis=0) + spots.max(axis=0)) / 2
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, spots, strict=True)}


def _placed(widths: Points, pairs: Pairs, middle: int | None, aspect: float) -> Points:
    count = len(widths)
    parts = _components(count, pairs)
    tied = [part for part in parts if len(part) > 1]
    lone = [part[0] for part in parts if len(part) == 1]
    weights = [float(len(part)) for part in tied] + ([block_weight(widths[lone])] if lone else [])
    shares = rooms(weights, whole(count, aspect))
    spots = np.zeros((count, 2))
    for part, share in zip(tied, shares, strict=False):
        spots[part] = _arranged(part, pairs, middle, share.within())
    if lone:
        spots[lone] = block(widths[lone], shares[-1].within())
    return apart(spots)


def _arranged(part: Sequence[int], pairs: Pairs, middle: int | None, room: Room) -> Points:
    """One component in its room."""
    local = {node: place for place, node in enumerate(part)}
    ties = [(local[one], local[other]) for one, other in pairs if one in local]
    central = local.get(middle) if middle is not None else None
    # Rounded, so that the last digit of a processor's arithmetic does not decide between moves.
    spots = np.round(apart(furnished(first_places(len(part), ties), room, central)), 1)
    return improved(spots, ties, room.low, room.high, central=central) if len(part) <= _MOVED else spots


def _components(count: int, pairs: Pairs) -> list[list[int]]:
    """Connected parts, the largest first."""
    near = neighbours(count, pairs)
    seen: set[int] = set()
    parts = []
    for start in range(count):
        if start not in seen:
            part = sorted(distances(start, near))
            seen.update(part)
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part))
