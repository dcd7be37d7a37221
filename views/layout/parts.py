"""Arranges one connected part of a picture in its room."""

from collections.abc import Sequence

import numpy as np

from views.layout.measures import Pairs, Points
from views.layout.moves import improved
from views.layout.rooms import Room, apart, furnished
from views.layout.spread import distances, first_places, neighbours

MOVED = 600  # nodes; moves in a larger component would take longer than one likes to wait


def components(count: int, pairs: Pairs) -> list[list[int]]:
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


def within(part: Sequence[int], pairs: Pairs) -> list[tuple[int, int]]:
    """The ties among some nodes, each end numbered by its place among these."""
    local = {node: place for place, node in enumerate(part)}
    return [(local[one], local[other]) for one, other in pairs if one in local and other in local]


def sketched(part: Sequence[int], ties: Pairs, room: Room, middle: int | None = None) -> Points:
    """First places for the nodes of a component, by distances along its ties alone.

    Args:
        part: The nodes, all connected.
        ties: Each pair once and none with itself; others than among these nodes do not matter.
        room: Where they have to be.
        middle: A node that belongs near the middle, if it is one of them.
    """
    central = part.index(middle) if middle in part else None
    return furnished(first_places(len(part), within(part, ties)), room, central)


def arranged(part: Sequence[int], ties: Pairs, room: Room, middle: int | None = None) -> Points:
    """Places for the nodes of a component, first sketched and then moved; the arguments are the same."""
    # Rounded, so that the last digit of a processor's arithmetic does not decide between moves.
    spots = np.round(apart(sketched(part, ties, room, middle)), 1)
    if len(part) > MOVED:
        return spots
    central = part.index(middle) if middle in part else None
    return improved(spots, within(part, ties), room.low, room.high, central=central)
