"""What makes a picture hard to read, counted: ties that cross, and nodes that lie on ties of others."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
Plane = NDArray[np.complex128]  # points as x + iy, with which turns and distances are short to write
Pairs = Sequence[tuple[int, int]]

REACH = 12.0  # nearer than this a node seems to be tied to a tie that passes it
_AT_ONCE = 400  # rows of a comparison of all with all: memory for thousands of ties


def crossings(spots: ArrayLike, ties: Pairs) -> int:
    """How many pairs of ties cross; ties that share an end do not.

    Args:
        spots: x and y of every node.
        ties: Pairs of numbers of nodes, each pair once and none with itself.
    """
    ends = np.array(ties, dtype=np.intp).reshape(-1, 2)
    place = plane(spots)
    one, other = place[ends[:, 0]], place[ends[:, 1]]
    found = 0
    for rows in _rows(len(ends)):
        parts = parted(one[rows, None], other[rows, None], one[None], other[None])
        parted_by = parted(one[None], other[None], one[rows, None], other[rows, None])
        shared = (ends[rows, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
        found += int((parts & parted_by & ~shared).sum())
    return found // 2


def nodes_on_ties(spots: ArrayLike, ties: Pairs, reach: float = REACH) -> int:
    """How often a node lies nearer than `reach` to a tie that is not its own.

    Args:
        spots: x and y of every node.
        ties: As for `crossings`.
        reach: In the units of the spots.
    """
    ends = np.array(ties, dtype=np.intp).reshape(-1, 2)
    place = plane(spots)
    found = 0
    for rows in _rows(len(ends)):
        one, other = place[ends[rows, 0], None], place[ends[rows, 1], None]
        foreign = (ends[rows, :1] != np.arange(len(place))) & (ends[rows, 1:] != np.arange(len(place)))
        found += int((foreign & (distance(place[None], one, other - one) < reach)).sum())
    return found


def plane(spots: ArrayLike) -> Plane:
    """The points as complex numbers."""
    points = np.asarray(spots, dtype=np.float64).reshape(-1, 2)
    return points[:, 0] + 1j * points[:, 1]


def parted(one: Plane, other: Plane, third: Plane, fourth: Plane) -> NDArray[np.bool_]:
    """Whether the line through the first two points parts the other two; element by element."""
    along = (other - one).conj()
    return np.asarray((along * (third - one)).imag * (along * (fourth - one)).imag < -1e-9)  # noqa: PLR2004 -- touching is not crossing


def distance(point: Plane, start: Plane, along: Plane) -> Points:
    """How far a point is from the line that goes from `start` as far as `along`; element by element."""
    off = point - start
    length = np.maximum((along * along.conj()).real, 1e-9)
    part = np.minimum(np.maximum((along.conj() * off).real / length, 0.0), 1.0)
    return np.abs(off - part * along)


def _rows(number: int) -> Iterator[slice]:
    for first in range(0, number, _AT_ONCE):
        yield slice(first, first + _AT_ONCE)
