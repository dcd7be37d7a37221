"""Moves the nodes of a picture, one by one, to where fewer ties cross and none runs through a node.

For every node about twenty places are tried, and the one taken that costs least in crossings, nodes near ties
of others, crowding and overlong ties. At first chance has a say as well, less with every sweep, so that the
picture does not stay in the first arrangement that no single move improves. The number of sweeps is fixed and
chance has a seed: the same picture comes out every time.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from views.layout.measures import Pairs, Plane, Points, crossings, distance, parted, plane

LEAST = 44.0  # units between any two nodes, across or down
_SEED = 20230812
_VISITS = 4000  # of nodes, in all sweeps together: a second or two
_SWEEPS = (7, 60)
_SOON = 10  # sweeps beside one a node, after which no move improves a small picture
_FIRST_STEP, _LAST_STEP = 250.0, 30.0
_HEAT = 2.5  # how much chance weighs in the first sweep, in crossings
_CLEAR = 30.0  # a node nearer than this to a foreign tie costs something
_ROOM = 110.0  # nodes nearer than this crowd each other; ties longer than this are long
_ON_TIE, _CROWDED, _LONG, _TOO_NEAR = 1.5, 1.0, 0.3, 1000.0  # what each costs, in crossings
_FLATTER = 0.85  # labels lie: beside a node more room is wanted than above it


def improved(
    spots: Points,
    ties: Pairs,
    low: Points,
    high: Points,
    *,
    central: int | None = None,
    fixed: Collection[int] = (),
) -> Points:
    """The picture after its moves: never with more crossings than before.

    Args:
        spots: x and y of every node.
        ties: Pairs of numbers of nodes, each pair once and none with itself.
        low: Where the room begins, x and y; nodes move within it.
        high: Where it ends.
        central: A node that stays in the middle fifth of the room.
        fixed: Nodes that stay where they are.
    """
    before = crossings(spots, ties)
    for heat in (_HEAT, 0.0):
        moves = _Moves(spots, ties, low, high, central, fixed)
        moves.run(heat)
        found = np.column_stack([moves.place.real, moves.place.imag])
        if crossings(found, ties) <= before:
            return found
    return spots


class _Moves:
    def __init__(
        self,
        spots: Points,
        ties: Pairs,
        low: Points,
        high: Points,
        central: int | None,
        fixed: Collection[int],
    ) -> None:
        self.place = plane(spots)
        self._ties = np.array(ties, dtype=np.intp).reshape(-1, 2)
        numbers = range(len(spots))
        one, other = self._ties.T
        self._ends = [np.concatenate([other[one == node], one[other == node]]) for node in numbers]
        self._foreign = [np.flatnonzero((one != node) & (other != node)) for node in numbers]
        self._room = (low, high)
        aside = (high - low) * 0.4
        self._middle = (low + aside, high - aside)
        self._central = central
        kept = set(fixed)
        self._moving = np.array([node for node in numbers if node not in kept], dtype=np.intp)
        self._random = np.random.default_rng(_SEED)

    def run(self, heat: float) -> None:
        """All sweeps, with ever shorter steps and less chance."""
        count = len(self._moving)
        fewest, most = _SWEEPS
        sweeps = max(fewest, min(_VISITS // max(count, 1), most, _SOON + count))
        for done in np.linspace(0.0, 1.0, sweeps):
            step = _FIRST_STEP * (_LAST_STEP / _FIRST_STEP) ** done
            chance = heat * max(0.0, 1.0 - done / 0.8) ** 1.5
            for node in self._random.permutation(self._moving):
                self._move(int(node), step, chance)

    def _move(self, node: int, step: float, chance: float) -> None:
        places = self._places(node, step)
        costs = self._costs(node, places) + chance * self._random.gumbel(size=len(places))
        best = int(np.argmin(costs))
        if costs[best] < costs[0] - 1e-6:
            self.place[node] = places[best]

    def _places(self, node: int, step: float) -> Plane:
        """Where it is; around there, near and far; around a neighbour; about the middle of its neighbours."""
        random, here, ends = self._random, self.place[node], self._ends[node]
        around = _turns(8, random.uniform()) * np.tile([step, step / 2], 4)
        tried = [here + around, here + 2 * step * _gauss(random, 2)]
        if len(ends):
            one = self.place[ends[random.integers(len(ends))]]
            tried.append(one + _turns(6, random.uniform()) * random.uniform(0.6, 1.6, 6) * _ROOM)
            tried.append(self.place[ends].mean() + 0.6 * step * _gauss(random, 3))
        low, high = self._middle if node == self._central else self._room
        places = np.concatenate(tried)
        inside = _between(places.real, low[0], high[0]) + 1j * _between(places.imag, low[1], high[1])
        return np.concatenate([[here], inside])

    def _costs(self, node: int, places: Plane) -> Points:
        ends = self.place[self._ends[node]]
        own = places[None, :] - ends[:, None]
        reached = np.concatenate([places, ends])
        one, other = self._ties_near(node, reached)
        others = self._nodes_near(node, reached)
        return np.asarray(
            _crossed(places, ends, one, other)
            + _ON_TIE * _near(distance(places, one[:, None], (other - one)[:, None])).sum(axis=0)
            + _ON_TIE * self._covered(node, others, ends, own)
            + _crowding(places, self.place[others])
            + _LONG * np.maximum(0.0, np.abs(own) / _ROOM - 1.0).sum(axis=0)
        )

    def _ties_near(self, node: int, reached: Plane) -> tuple[Plane, Plane]:
        """Both ends of the foreign ties that could matter to anything between the points reached."""
        one, other = self.place[self._ties[self._foreign[node]]].T
        (left, top), (right, bottom) = _bounds(reached, _CLEAR)
        near = (
            (np.minimum(one.real, other.real) < right)
            & (np.maximum(one.real, other.real) > left)
            & (np.minimum(one.imag, other.imag) < bottom)
            & (np.maximum(one.imag, other.imag) > top)
        )
        return one[near], other[near]

    def _nodes_near(self, node: int, reached: Plane) -> NDArray[np.intp]:
        (left, top), (right, bottom) = _bounds(reached, _ROOM / _FLATTER)
        x, y = self.place.real, self.place.imag
        near = (x < right) & (x > left) & (y < bottom) & (y > top)
        near[node] = False
        return np.flatnonzero(near)

    def _covered(self, node: int, others: NDArray[np.intp], ends: Plane, own: Plane) -> Points:
        """How near its ties would come to nodes that are not theirs."""
        gaps = distance(self.place[others][:, None, None], ends[None, :, None], own[None])
        foreign = others[:, None] != self._ends[node][None, :]
        return np.asarray((_near(gaps) * foreign[:, :, None]).sum(axis=(0, 1)))


def _crossed(places: Plane, ends: Plane, one: Plane, other: Plane) -> Points:
    """How many of the ties from `one` to `other` a node at each place would cross with its own."""
    sides = parted(one[:, None, None], other[:, None, None], ends[None, :, None], places[None, None])
    own = parted(ends[None, :, None], places[None, None], one[:, None, None], other[:, None, None])
    return np.asarray((sides & own).sum(axis=(0, 1)), dtype=np.float64)


def _crowding(places: Plane, others: Plane) -> Points:
    apart = places[:, None] - others[None, :]
    across, down = np.abs(apart.real), np.abs(apart.imag)
    crowded = np.maximum(0.0, 1.0 - np.hypot(_FLATTER * across, down) / _ROOM)
    too_near = (across < LEAST) & (down < LEAST)
    return np.asarray(_CROWDED * (crowded**2).sum(axis=1) + _TOO_NEAR * too_near.sum(axis=1))


def _between(values: Points, low: float, high: float) -> Points:
    return np.minimum(np.maximum(values, low), high)  # half of what `clip` takes for a few


def _near(gaps: Points) -> Points:
    return np.maximum(0.0, 1.0 - gaps / _CLEAR)


def _bounds(points: Plane, margin: float) -> tuple[tuple[float, float], tuple[float, float]]:
    x, y = points.real, points.imag
    return (x.min() - margin, y.min() - margin), (x.max() + margin, y.max() + margin)


def _turns(number: int, first: float) -> Plane:
    return np.asarray(np.exp(2j * np.pi * (first + np.arange(number) / number)))


def _gauss(random: np.random.Generator, number: int) -> Plane:
    return np.asarray(random.normal(size=(number, 2)) @ np.array([1.0, 1j]))
