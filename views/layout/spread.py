"""A first arrangement of connected nodes: as far apart in the picture as in steps along the ties.

Stress majorisation (Gansner, Koren, North 2004) up to a few hundred nodes; above that ForceAtlas2, which
takes less time and crosses fewer ties there: crategraph's where it is installed, else that of networkx.
"""

from collections import deque
from collections.abc import Sequence

import numpy as np

from views.layout.measures import Pairs, Points

_CAREFUL = 300  # nodes; above that stress majorisation is slow, and not better
_STEP = 100.0  # units between neighbours
_STARTS = 6
_SWEEPS = 60
_SEED = 20230812
_PIVOTS = 50
_COMPARISONS = 50_000_000  # of nodes with nodes, by networkx


def first_places(count: int, ties: Pairs) -> Points:
    """A place for each of the nodes, the longer side of the whole lying.

    Args:
        count: How many nodes, all connected.
        ties: Pairs of numbers of nodes, each pair once and none with itself.
    """
    if count > _CAREFUL:
        return _lying(_by_force(count, ties))
    near = neighbours(count, ties)
    steps = np.array(
        [[row[node] for node in range(count)] for row in (distances(n, near) for n in range(count))]
    )
    return _lying(_least_stress(_wanted(steps, [len(ends) for ends in near])))


def neighbours(count: int, ties: Pairs) -> list[list[int]]:
    """The other ends of every node's ties, in order."""
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in ties:
        near[one].append(other)
        near[other].append(one)
    return [sorted(ends) for ends in near]


def distances(start: int, near: Sequence[Sequence[int]]) -> dict[int, int]:
    """How many steps it is from a node to each that it reaches."""
    found, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there in near[here]:
            if there not in found:
                found[there] = found[here] + 1
                queue.append(there)
    return found


def _wanted(steps: Points, degrees: Sequence[int]) -> Points:
    """Distances to draw: longer around hubs, whose neighbours need room."""
    room = 1.0 + 0.12 * np.sqrt(np.array(degrees, dtype=float))
    return np.asarray(steps * _STEP * (room[:, None] + room[None, :]) / 2, dtype=np.float64)


def _least_stress(wanted: Points) -> Points:
    """The best of a few starts, each moved to where its distances fit best (SMACOF, weights 1/d²)."""
    random = np.random.default_rng(_SEED)
    count = len(wanted)
    with np.errstate(divide="ignore"):
        weights = np.where(wanted > 0, 1.0 / wanted**2, 0.0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    best, least = np.zeros((count, 2)), np.inf
    for _ in range(_STARTS):
        spots = random.uniform(-1, 1, (count, 2)) * _STEP * np.sqrt(count)
        for _ in range(_SWEEPS):
            spots = inverse @ _pull(spots, wanted, weights)
        stress = float((weights * (_lengths(spots) - wanted) ** 2).sum())
        if stress < least - 1e-6:
            best, least = spots, stress
    return best


def _pull(spots: Points, wanted: Points, weights: Points) -> Points:
    lengths = _lengths(spots)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(lengths > 0, weights * wanted / lengths, 0.0)
    return np.asarray((np.diag(ratio.sum(axis=1)) - ratio) @ spots)


def _lengths(spots: Points) -> Points:
    place = spots[:, 0] + 1j * spots[:, 1]
    return np.asarray(np.abs(place[:, None] - place[None, :]))


def _by_force(count: int, ties: Pairs) -> Points:
    """ForceAtlas2, scaled so that a tie of middling length is a step long."""
    start = _by_pivots(neighbours(count, ties))
    try:
        spots = _by_crategraph(start, ties)
    except ImportError:
        spots = _by_networkx(start, ties)
    ends = np.array(ties)
    middle = float(np.median(np.linalg.norm(spots[ends[:, 0]] - spots[ends[:, 1]], axis=1)))
    return np.asarray(spots * (_STEP / (middle or 1.0)))


def _by_pivots(near: Sequence[Sequence[int]]) -> Points:
    """The large shape, from the distances to some nodes far from each other (Brandes, Pich 2006).

    From here ForceAtlas2 needs a quarter of the rounds that it needs from places by chance.
    """
    count, pivot, rows = len(near), 0, []
    farthest = np.full(count, np.inf)
    for _ in range(min(_PIVOTS, count)):
        found = distances(pivot, near)
        rows.append([found[node] for node in range(count)])
        farthest = np.minimum(farthest, rows[-1])
        pivot = int(np.argmax(farthest))
    squares = np.array(rows, dtype=np.float64).T ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    spots = left[:, :2] * sizes[:2]
    # Nodes with the same ties are in one spot, where no force could part them.
    shifted = np.random.default_rng(_SEED).normal(size=(count, 2))
    return np.asarray(spots / spots.std() * np.sqrt(count) * 5 + shifted, dtype=np.float64)


def _by_crategraph(start: Points, ties: Pairs) -> Points:
    import crategraph_forceatlas2 as crategraph  # noqa: PLC0415 -- an extra, and only large pictures need it

    # One thread: with more, sums are added up in another order and places differ in the last digits.
    settings = crategraph.infer_settings(len(start))
    spots = crategraph.layout(len(start), list(ties), init=start, iterations=80, threads=1, **settings)
    return np.asarray(spots, dtype=np.float64)


def _by_networkx(start: Points, ties: Pairs) -> Points:
    import networkx as nx  # noqa: PLC0415 -- only large pictures need it

    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(len(start)))
    network.add_edges_from(ties)
    # It compares all nodes with all: about five seconds for 2,000 in twelve rounds.
    rounds = int(np.clip(_COMPARISONS // len(start) ** 2, 5, 50))
    found = nx.forceatlas2_layout(network, pos=dict(enumerate(start)), max_iter=rounds, seed=_SEED)
    return np.array([found[node] for node in range(len(start))], dtype=np.float64)


def _lying(spots: Points) -> Points:
    """Turned so that the longer side lies."""
    centred = spots - spots.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = np.asarray(centred @ axes.T)
    # Which way an axis points is the solver's whim; the node farthest out settles it.
    for side in (0, 1):
        far = turned[int(np.argmax(np.round(np.abs(turned[:, side]), 3))), side]
        turned[:, side] *= -1.0 if far < 0 else 1.0
    return turned
