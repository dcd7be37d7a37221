"""Counts what makes a picture hard to read, and the time it takes, for some ways to lay it out."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.changes import apply, plan_load
from graph.markings import Marking
from graph.slices import Slice
from graph.store import open_store
from graph.text import Text
from loaders.tables import read_tables
from views.build import Occasion, document
from views.layout import positions
from views.layout.measures import Pairs, Points, crossings, nodes_on_ties

BUILT_IN = Path(__file__).resolve().parents[1] / "loaders" / "macro_sur"
WINDOW = np.array([1300.0, 702.0])  # what a window of 1400 × 900 leaves for nodes
MOST_STRETCHED = 1.45  # one way against the other, by the page
Layout = Callable[[int, Pairs], Points]


def made_up(count: int) -> Pairs:
    """Ties as among stakeholders: groups of about thirty, a few hubs, some ties between groups."""
    chance = random.Random(count)  # noqa: S311 -- not for secrets
    group = [chance.randrange(max(2, count // 30)) for _ in range(count)]
    ties: set[tuple[int, int]] = set()
    ends = [0]  # as often as they have ties, so that who has many gets more
    for node in range(1, count):
        for _ in range(1 + (chance.random() < 0.45)):  # noqa: PLR2004 -- nearly half have two
            candidates = [chance.choice(ends) for _ in range(40)]
            own = [other for other in candidates if group[other] == group[node] and other != node]
            foreign = [other for other in candidates if other != node]
            other = (own or foreign)[0] if chance.random() < 0.9 else foreign[0]  # noqa: PLR2004 -- one in ten
            ties.add((min(node, other), max(node, other)))
            ends += [node, other]
    return sorted(ties)


def built_in() -> tuple[int, Pairs]:
    """What the demo's page draws."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/store", create=True) as store:
        apply(store, plan_load(store, read_tables([BUILT_IN])))
        contents = store.read(Slice(audience=Marking.CLEAR)).contents()
        occasion = Occasion(Text("", ""), "en", Marking.CLEAR, datetime.now(UTC).date())
        page = document(contents, occasion)
    number = {node["id"]: place for place, node in enumerate(page["nodes"])}
    ends = (sorted((number[tie["from"]], number[tie["to"]])) for tie in page["relations"])
    return len(number), sorted({(one, other) for one, other in ends if one != other})


def spring(count: int, ties: Pairs) -> Points:
    return _placed(nx.spring_layout(_network(count, ties), seed=1), count)


def forceatlas2(count: int, ties: Pairs) -> Points:
    return _placed(nx.forceatlas2_layout(_network(count, ties), seed=1), count)


def crategraph(count: int, ties: Pairs) -> Points:
    import crategraph_forceatlas2  # noqa: PLC0415 -- where it is installed

    settings = crategraph_forceatlas2.infer_settings(count)
    return np.asarray(crategraph_forceatlas2.layout(count, list(ties), iterations=200, seed=1, **settings))


def ours(count: int, ties: Pairs) -> Points:
    nodes = [str(node) for node in range(count)]
    found = positions(nodes, [(str(one), str(other)) for one, other in ties])
    return np.array([found[node] for node in nodes])


def _network(count: int, ties: Pairs) -> "nx.Graph[int]":
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(count))
    network.add_edges_from(ties)
    return network


def _placed(found: Mapping[int, NDArray[Any]], count: int) -> Points:
    return np.array([found[node] for node in range(count)])


def on_screen(spots: Points) -> Points:
    """Stretched to the window as the page does it."""
    enough = 150 * np.sqrt(len(spots)) + 120
    most = np.minimum(WINDOW, enough) / np.maximum(np.ptp(spots, axis=0), 1e-6)
    return np.asarray((spots - spots.min(axis=0)) * np.minimum(most, most[::-1] * MOST_STRETCHED))


def measured(layout: Layout, count: int, ties: Pairs) -> tuple[int, int, float]:
    layout(3, [(0, 1), (1, 2)])  # imports what it needs
    began = time.perf_counter()
    spots = on_screen(layout(count, ties))
    seconds = time.perf_counter() - began
    return crossings(spots, ties), nodes_on_ties(spots, ties), seconds


def graphs() -> Iterator[tuple[str, int, Pairs]]:
    yield "60 made up", 60, made_up(60)
    yield "240 made up", 240, made_up(240)
    yield "built in", *built_in()


def share(value: float, of: float) -> str:
    return f"({value / of:.2f})" if of else ""


def main() -> None:
    layouts: list[Layout] = [
        spring,
        forceatlas2,
        *([crategraph] if find_spec("crategraph_forceatlas2") else []),
        ours,
    ]
    print(f"{'graph':<24}{'layout':<12}{'crossings':>16}{'on ties':>16}{'seconds':>16}")
    for name, count, ties in graphs():
        base: tuple[int, int, float] | None = None
        for layout in layouts:
            crossed, covered, seconds = measured(layout, count, ties)
            base = base or (crossed, covered, seconds)
            cells = (
                f"{crossed} {share(crossed, base[0])}",
                f"{covered} {share(covered, base[1])}",
                f"{seconds:.2f} {share(seconds, base[2])}",
            )
            title = f"{name}, {len(ties)} ties" if layout is layouts[0] else ""
            print(f"{title:<24}{layout.__name__:<12}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
