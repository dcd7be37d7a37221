"""Counts what makes a picture hard to read, and the time it takes, for some ways to lay it out."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from views.layout.parts import within

BUILT_IN = Path(__file__).resolve().parents[1] / "loaders" / "macro_sur"
WINDOW = np.array([1300.0, 702.0])  # what a window of 1400 × 900 leaves for nodes
MOST_STRETCHED = 1.45  # one way against the other, by the page
Layout = Callable[[int, Pairs, Sequence[int]], Points]  # of nodes and ties, and of what is seen first


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


def built_in() -> tuple[int, Pairs, list[int]]:
    """What the demo's page draws, and what it opens on."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/store", create=True) as store:
        apply(store, plan_load(store, read_tables([BUILT_IN])))
        contents = store.read(Slice(audience=Marking.CLEAR)).contents()
        occasion = Occasion(Text("", ""), "en", Marking.CLEAR, datetime.now(UTC).date())
        page = document(contents, occasion)
    number = {node["id"]: place for place, node in enumerate(page["nodes"])}
    ends = (sorted((number[tie["from"]], number[tie["to"]])) for tie in page["relations"])
    ties = sorted({(one, other) for one, other in ends if one != other})
    return len(number), ties, [number[node] for node in page["opens_on"]]


def spring(count: int, ties: Pairs, _first: Sequence[int] = ()) -> Points:
    return _placed(nx.spring_layout(_network(count, ties), seed=1), count)


def forceatlas2(count: int, ties: Pairs, _first: Sequence[int] = ()) -> Points:
    return _placed(nx.forceatlas2_layout(_network(count, ties), seed=1), count)


def crategraph(count: int, ties: Pairs, _first: Sequence[int] = ()) -> Points:
    import crategraph_forceatlas2  # noqa: PLC0415 -- where it is installed

    settings = crategraph_forceatlas2.infer_settings(count)
    return np.asarray(crategraph_forceatlas2.layout(count, list(ties), iterations=200, seed=1, **settings))


def ours(count: int, ties: Pairs, first: Sequence[int] = ()) -> Points:
    nodes = [str(node) for node in range(count)]
    named = [(str(one), str(other)) for one, other in ties]
    found = positions(nodes, named, first=[str(node) for node in first])
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


def counted(spots: Points, ties: Pairs) -> tuple[int, int]:
    """Crossings, and nodes on ties, on a screen."""
    seen = on_screen(spots)
    return crossings(seen, ties), nodes_on_ties(seen, ties)


def measured(layout: Layout, count: int, ties: Pairs, first: Sequence[int]) -> list[float]:
    """What is counted in all of the picture and in what it opens on, and the seconds it takes."""
    layout(3, [(0, 1), (1, 2)], ())  # imports what it needs
    began = time.perf_counter()
    spots = layout(count, ties, first)
    seconds = time.perf_counter() - began
    opened = counted(spots[list(first)], within(first, ties)) if first else ()
    return [*counted(spots, ties), seconds, *opened]


def graphs() -> Iterator[tuple[str, int, Pairs, Sequence[int]]]:
    yield "60 made up", 60, made_up(60), ()
    yield "240 made up", 240, made_up(240), ()
    yield "built in", *built_in()


def cell(value: float, of: float) -> str:
    told = f"{value:.2f}" if isinstance(value, float) else str(value)
    return f"{told} ({value / of:.2f})" if of else told


def main() -> None:
    layouts: list[Layout] = [
        spring,
        forceatlas2,
        *([crategraph] if find_spec("crategraph_forceatlas2") else []),
        ours,
    ]
    headings = ("crossings", "on ties", "seconds", "opens: crossings", "on ties")
    print(f"{'graph':<24}{'layout':<12}" + "".join(f"{heading:>18}" for heading in headings))
    for name, count, ties, first in graphs():
        base: list[float] = []
        for layout in layouts:
            found = measured(layout, count, ties, first)
            base = base or found
            title = f"{name}, {len(ties)} ties" if layout is layouts[0] else ""
            cells = (cell(value, of) for value, of in zip(found, base, strict=True))
            print(f"{title:<24}{layout.__name__:<12}" + "".join(f"{told:>18}" for told in cells))


if __name__ == "__main__":
    main()
