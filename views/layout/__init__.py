"""Places the entities of a picture so that ties are short and names can be read, the same way every time.

Every component is first spread by the distances along its ties, then moved node by node; together they fill a
picture of the shape of a screen. Where a picture opens on a part, this comes first and the rest finds room
around it. Only the order of the nodes and the ties matter, never the text of an id.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from views.layout.layers import layered
from views.layout.measures import Pairs, Points
from views.layout.parts import arranged, components
from views.layout.rooms import apart, block, block_weight, rooms, whole


def positions(
    nodes: Sequence[str],
    ties: Sequence[tuple[str, str]],
    *,
    focal: str | None = None,
    first: Collection[str] = (),
    label_widths: Mapping[str, float] | None = None,
    aspect: float = 1.85,
) -> dict[str, tuple[float, float]]:
    """A place for every node.

    Args:
        nodes: Ids; their order decides between equals.
        ties: Pairs of ids; direction, repetition and order do not count.
        focal: The node that is (0, 0), and near the middle of what it is tied to.
        first: Tied nodes that are seen alone at first: they are placed as if there were no others, and these
            around them. Not together with a focal node.
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
    spots = _placed(widths, pairs, middle, [number[node] for node in nodes if node in first], aspect)
    if middle is not None:
        spots -= spots[middle]
    elif len(nodes):
        spots -= (spots.min(axis=0) + spots.max(axis=0)) / 2
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, spots, strict=True)}


def _placed(widths: Points, pairs: Pairs, middle: int | None, first: Sequence[int], aspect: float) -> Points:
    count = len(widths)
    parts = components(count, pairs)
    tied, opened = _gathered([part for part in parts if len(part) > 1], set(first))
    lone = [part[0] for part in parts if len(part) == 1]
    weights = [float(len(part)) for part in tied] + ([block_weight(widths[lone])] if lone else [])
    shares = rooms(weights, whole(count, aspect))
    spots = np.zeros((count, 2))
    for part, share in zip(tied, shares, strict=False):
        if part is opened:
            spots[part] = layered(part, pairs, first, share.within())
        else:
            spots[part] = arranged(part, pairs, share.within(), middle)
    if lone:
        spots[lone] = block(widths[lone], shares[-1].within())
    return apart(spots)


def _gathered(parts: Sequence[list[int]], first: set[int]) -> tuple[list[list[int]], list[int] | None]:
    """The parts, those with any of the first in one; and that one."""
    opened = sorted(node for part in parts if first.intersection(part) for node in part)
    if not opened:
        return list(parts), None
    return [opened, *(part for part in parts if not first.intersection(part))], opened
