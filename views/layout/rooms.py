"""Shares a picture out: a room for every component, a tidy block for what is tied to nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from views.layout.measures import Points
from views.layout.moves import LEAST

_SCREEN = 1300.0  # units that the widest picture of few nodes has across: pixels of a desktop's window
_EACH = 100.0  # a node has the square of this to itself
_MARGIN = 46.0  # between a room's edge and its nodes
_EVEN = 0.6  # how far nodes are shifted from where they are to where they would be evenly spread
_NATURAL = 1.4  # how far a small component may be enlarged
_LABEL = 130.0  # the widest a label is before it breaks
_GAP = 34.0  # from the end of a label to the next dot
_LINE = 50.0  # from a dot of the block to the one below


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the picture.

    Attributes:
        low: x and y where it begins.
        high: x and y where it ends.
    """

    low: Points
    high: Points

    @property
    def size(self) -> Points:
        """Width and height."""
        return self.high - self.low

    def within(self) -> "Room":
        """Without its margin."""
        margin = np.minimum(_MARGIN, self.size / 4)
        return Room(self.low + margin, self.high - margin)


def whole(count: int, aspect: float) -> Room:
    """The room of all nodes: of few, no wider than they need; of many, the shape of the screen.

    Args:
        count: How many nodes there are.
        aspect: The screen's width over its height.
    """
    enough = 150.0 * np.sqrt(count) + 120.0  # the page gives them no more
    size = np.minimum(enough, np.array([_SCREEN, _SCREEN / aspect]))
    size = size * max(1.0, np.sqrt(count * _EACH**2 / size.prod()))
    return Room(np.zeros(2), size)


def rooms(weights: Sequence[float], room: Room) -> list[Room]:
    """Divides a room in proportion to the weights, again and again across its longer side."""
    if len(weights) <= 1:
        return [room] * len(weights)
    sums = np.cumsum(weights)
    cut = int(np.argmin(np.abs(sums[:-1] - sums[-1] / 2))) + 1
    side = int(np.argmax(room.size))
    middle = room.low[side] + room.size[side] * sums[cut - 1] / sums[-1]
    high, low = room.high.copy(), room.low.copy()
    high[side] = low[side] = middle
    return rooms(weights[:cut], Room(room.low, high)) + rooms(weights[cut:], Room(low, room.high))


def furnished(spots: Points, room: Room, central: int | None = None) -> Points:
    """Spreads an arrangement over its room, more evenly than it was; a central node to the middle fifth."""
    natural = np.maximum(np.ptp(spots, axis=0) * _NATURAL, 1e-9)
    size = np.minimum(room.size, natural)
    middle = (room.low + room.high) / 2
    parts = np.column_stack([_even(spots[:, side], central) for side in (0, 1)])
    return np.asarray(middle + (parts - 0.5) * size)


def _even(values: Points, central: int | None) -> Points:
    """Numbers from 0 to 1 in the order of the values."""
    reach = float(np.ptp(values))
    if reach < 1e-6:  # noqa: PLR2004 -- all the same but for rounding
        return np.full(len(values), 0.5)
    ranks = np.argsort(np.argsort(np.round(values, 3), kind="stable"), kind="stable")
    parts = (1 - _EVEN) * (values - values.min()) / reach + _EVEN * ranks / max(len(values) - 1, 1)
    if central is None:
        return np.asarray(parts)
    here = parts[central]
    wanted = float(np.clip(here, 0.4, 0.6))
    before, after = parts / max(here, 1e-9) * wanted, 1 - (1 - parts) / max(1 - here, 1e-9) * (1 - wanted)
    return np.asarray(np.where(parts <= here, before, after))


def block(widths: Points, room: Room) -> Points:
    """Rows and columns, read downwards, with room for a label at the right of every dot.

    Args:
        widths: How wide the labels are.
        room: Where the block begins, and the shape it should have.
    """
    column, (width, height) = _column(widths), room.size
    fitting = max(1, int((width + _GAP) // column), -(-len(widths) // max(1, int(height // (LEAST + 1)))))
    down = max(1, -(-len(widths) // fitting))
    line = float(np.clip(height / down, LEAST + 1, _LINE))
    number = np.arange(len(widths))
    return room.low + np.column_stack([number // down * column, number % down * line])


def block_weight(widths: Points) -> float:
    """How much room a block needs, in nodes of a component."""
    return len(widths) * _column(widths) * _LINE / _EACH**2


def _column(widths: Points) -> float:
    return float(np.clip(widths.max(initial=0.0), LEAST, _LABEL)) + _GAP


def apart(spots: Points) -> Points:
    """Pushed until no two nodes are nearer than the least distance, both across and down."""
    spots = spots.copy()
    while True:
        for _ in range(60):
            one, other = _too_near(spots)
            if not len(one):
                return spots
            _push(spots, one, other)
        spots *= 1.1  # there was no room


def _too_near(spots: Points) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of nodes nearer than the least distance, found from left to right."""
    order = np.argsort(spots[:, 0], kind="stable")
    x, y = spots[order].T
    found = [np.empty((2, 0), dtype=np.intp)]
    for after in range(1, len(spots)):
        beside = x[after:] - x[:-after] < LEAST
        if not beside.any():
            break
        hit = np.flatnonzero(beside & (np.abs(y[after:] - y[:-after]) < LEAST))
        found.append(np.vstack([order[hit], order[hit + after]]))
    one, other = np.hstack(found)
    return one, other


def _push(spots: Points, one: NDArray[np.intp], other: NDArray[np.intp]) -> None:
    """Moves both nodes of every pair a little, along the side on which they overlap less."""
    gap = spots[other] - spots[one]
    side = np.argmax(np.abs(gap), axis=1)
    row = np.arange(len(one))
    way = np.where(gap[row, side] < 0, -1.0, 1.0)
    push = np.zeros_like(gap)
    push[row, side] = way * (LEAST + 1.0 - np.abs(gap[row, side])) / 2
    crowd = np.maximum(1, np.bincount(np.concatenate([one, other]), minlength=len(spots)))
    np.add.at(spots, other, push / crowd[other, None])
    np.add.at(spots, one, -push / crowd[one, None])
