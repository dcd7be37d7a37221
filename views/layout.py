"""Places the entities of a picture so that ties are short and names can be read, the same way every time.

Stress majorisation (Gansner, Koren, North 2004) on the distances along ties, component by component; the
components are then packed to the shape of a screen. Only the order of the nodes and the ties matter, never
the text of an id.
"""

from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_STEP = 100.0  # units between neighbours
_GAP = 70.0  # units between components
_LEAST = 44.0  # units between any two nodes
_SWEEPS = 120
_SEED = 20230812
_STRESS_LIMIT = 1500  # nodes of a component; beyond, all distances take too much memory and time


def positions(
    nodes: Sequence[str],
    ties: Sequence[tuple[str, str]],
    *,
    focal: str | None = None,
    label_widths: Mapping[str, float] | None = None,
    aspect: float = 1.45,
) -> dict[str, tuple[float, float]]:
    """A place for every node.

    Args:
        nodes: Ids; their order decides between equals.
        ties: Pairs of ids; direction, repetition and order do not count.
        focal: The node to put in the middle.
        label_widths: How wide each node's label is, in units of the drawing.
        aspect: Width of the picture over its height.

    Returns:
        By id, x and y in units of about a hundred between neighbours, y growing downwards.
    """
    number = {node: place for place, node in enumerate(nodes)}
    near: list[set[int]] = [set() for _ in nodes]
    for one, other in ties:
        if one != other:
            near[number[one]].add(number[other])
            near[number[other]].add(number[one])
    widths = np.array([(label_widths or {}).get(node, 0.0) for node in nodes])
    parts = _components(near)
    placed = [_place(part, near, widths[part], aspect) for part in parts]
    spots = _packed(parts, placed, widths, aspect)
    if focal is not None and focal in number:
        spots -= spots[number[focal]]
    elif len(nodes):
        spots -= (spots.min(axis=0) + spots.max(axis=0)) / 2
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(nodes, spots, strict=True)}


def _components(near: Sequence[set[int]]) -> list[list[int]]:
    """Connected parts, the largest first."""
    seen: set[int] = set()
    parts = []
    for start in range(len(near)):
        if start not in seen:
            part = sorted(_distances(start, near))
            seen.update(part)
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part))


def _distances(start: int, near: Sequence[set[int]]) -> dict[int, int]:
    found, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there in sorted(near[here]):
            if there not in found:
                found[there] = found[here] + 1
                queue.append(there)
    return found


def _place(part: Sequence[int], near: Sequence[set[int]], widths: Points, aspect: float) -> Points:
    count = len(part)
    if count == 1:
        return np.zeros((1, 2))
    local = {node: place for place, node in enumerate(part)}
    if count > _STRESS_LIMIT:
        spots = _by_force(local, near)
    else:
        steps = np.array([[row[node] for node in part] for row in (_distances(node, near) for node in part)])
        spots = _least_stress(_wanted(steps, [len(near[node]) for node in part]))
    return _apart(_lying(spots, aspect), widths)


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
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    best, least = np.zeros((count, 2)), np.inf
    for _ in range(6 if count <= 300 else 1):  # noqa: PLR2004 -- more starts would take seconds there
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
    apart = spots[:, None, :] - spots[None, :, :]
    return np.asarray(np.sqrt((apart**2).sum(axis=2)))


def _by_force(local: Mapping[int, int], near: Sequence[set[int]]) -> Points:
    import networkx as nx  # noqa: PLC0415 -- only large pictures need it

    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(len(local)))
    network.add_edges_from((local[one], local[other]) for one in local for other in near[one])
    found = nx.forceatlas2_layout(network, max_iter=100, seed=_SEED)
    spots = np.array([found[place] for place in range(len(local))], dtype=np.float64)
    middle = np.median([np.linalg.norm(spots[one] - spots[other]) for one, other in network.edges])
    return np.asarray(spots * (_STEP / float(middle or 1.0)))


def _lying(spots: Points, aspect: float) -> Points:
    """Turned so that the longer side lies, then widened a little towards the screen's shape."""
    centred = spots - spots.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    # Which way an axis points is the solver's whim; the node farthest out settles it.
    for side in (0, 1):
        far = turned[int(np.argmax(np.round(np.abs(turned[:, side]), 3))), side]
        turned[:, side] *= -1.0 if far < 0 else 1.0
    width, height = np.ptp(turned, axis=0) + 1.0
    stretch = np.clip(np.sqrt(aspect * height / width), 1.0, 1.35)
    return np.asarray(turned * np.array([stretch, 1.0]))


def _apart(spots: Points, widths: Points) -> Points:
    """Pushed until no two nodes, nor a node and the label under another, lie on each other."""
    spots = spots.copy()
    reach_x = np.maximum(_LEAST, (widths[:, None] + widths[None, :]) / 4)
    for _ in range(60):
        gap = spots[:, None, :] - spots[None, :, :]
        overlap_x = reach_x - np.abs(gap[:, :, 0])
        overlap_y = _LEAST - np.abs(gap[:, :, 1])
        hit = (overlap_x > 0.5) & (overlap_y > 0.5) & ~np.eye(len(spots), dtype=bool)  # noqa: PLR2004 -- half a unit
        if not hit.any():
            break
        order = np.sign(np.arange(len(spots))[:, None] - np.arange(len(spots))[None, :])
        way = np.where(gap == 0, order[:, :, None], np.sign(gap))
        sideways = overlap_x < overlap_y
        push_x = np.where(hit & sideways, overlap_x * way[:, :, 0], 0.0)
        push_y = np.where(hit & ~sideways, overlap_y * way[:, :, 1], 0.0)
        crowd = np.maximum(1, hit.sum(axis=1))
        spots[:, 0] += 0.5 * push_x.sum(axis=1) / crowd
        spots[:, 1] += 0.5 * push_y.sum(axis=1) / crowd
    return spots


def _packed(
    parts: Sequence[Sequence[int]], placed: Sequence[Points], widths: Points, aspect: float
) -> Points:
    """Components in rows, the largest first, to about the shape of the screen."""
    spots = np.zeros((len(widths), 2))
    boxes = [_box(points, widths[list(part)]) for part, points in zip(parts, placed, strict=True)]
    area = sum((high - low + _GAP).prod() for low, high in boxes)
    row_width = max([np.sqrt(area * aspect), *(float((high - low)[0]) for low, high in boxes)], default=0.0)
    x = y = row_height = 0.0
    for part, points, (low, high) in zip(parts, placed, boxes, strict=True):
        width, height = high - low
        if x and x + width > row_width:
            x, y, row_height = 0.0, y + row_height + _GAP, 0.0
        spots[list(part)] = points - low + np.array([x, y])
        x, row_height = x + float(width) + _GAP, max(row_height, float(height))
    return spots


def _box(points: Points, widths: Points) -> tuple[Points, Points]:
    half = np.column_stack([widths / 2, np.full(len(widths), 10.0)])
    return (points - half).min(axis=0), (points + half).max(axis=0)
