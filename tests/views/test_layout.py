"""Where a picture puts its entities: the same place every time, apart from each other, with few crossings."""

import json
import math
import os
import random
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.documents import example
from views.layout import positions
from views.layout.measures import crossings, nodes_on_ties
from views.layout.moves import LEAST, improved
from views.layout.rooms import Room, rooms, whole
from views.layout.spread import first_places

Graph = tuple[list[str], list[tuple[str, str]]]
ROOT = Path(__file__).resolve().parents[2]


def numbered(count: int, ties: list[tuple[int, int]]) -> Graph:
    return [f"n{node}" for node in range(count)], [(f"n{one}", f"n{other}") for one, other in ties]


def grid(side: int) -> list[tuple[int, int]]:
    across = [
        (row * side + column, row * side + column + 1) for row in range(side) for column in range(side - 1)
    ]
    down = [(place, place + side) for place in range(side * (side - 1))]
    return across + down


def tree(count: int) -> list[tuple[int, int]]:
    return [((node - 1) // 2, node) for node in range(1, count)]


SHAPES = {
    "nothing": numbered(0, []),
    "one": numbered(1, []),
    "two": numbered(2, [(0, 1)]),
    "two apart": numbered(2, []),
    "a star of sixty": numbered(61, [(0, node) for node in range(1, 61)]),
    "a path": numbered(30, [(node, node + 1) for node in range(29)]),
    "a clique": numbered(12, list(combinations(range(12), 2))),
    "a tie with itself": numbered(3, [(0, 0), (0, 1), (2, 2)]),
    "repeated ties": numbered(3, [(0, 1), (1, 0), (0, 1), (1, 2)]),
    "parts": numbered(40, [(0, 1), (1, 2), (2, 0), (5, 6), (6, 7), *((10, node) for node in range(11, 20))]),
    "lone ones only": numbered(37, []),
}


def gaps(found: dict[str, tuple[float, float]]) -> list[float]:
    """Between every two nodes, across or down, whichever is more."""
    return [
        max(abs(one[0] - other[0]), abs(one[1] - other[1])) for one, other in combinations(found.values(), 2)
    ]


def as_numbers(graph: Graph) -> list[tuple[int, int]]:
    number = {node: place for place, node in enumerate(graph[0])}
    ends = (sorted((number[one], number[other])) for one, other in graph[1])
    return sorted({(one, other) for one, other in ends if one != other})


@pytest.mark.parametrize("shape", SHAPES)
def test_every_node_has_a_place_of_its_own(shape: str) -> None:
    nodes, ties = SHAPES[shape]
    found = positions(nodes, ties)
    assert list(found) == nodes
    assert all(math.isfinite(value) for spot in found.values() for value in spot)
    assert min(gaps(found), default=LEAST) >= LEAST - 0.2


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(min_value=0, max_value=40))
    ends = st.integers(min_value=0, max_value=max(count - 1, 0))
    ties = draw(st.lists(st.tuples(ends, ends), max_size=60 if count else 0))
    return numbered(count, ties)


@settings(max_examples=25, deadline=None)
@given(graphs(), st.floats(min_value=0.3, max_value=4.0))
def test_any_graph_gets_finite_places_apart_from_each_other(graph: Graph, aspect: float) -> None:
    nodes, ties = graph
    found = positions(nodes, ties, focal=nodes[-1] if nodes else None, aspect=aspect)
    assert all(math.isfinite(value) for spot in found.values() for value in spot)
    assert min(gaps(found), default=LEAST) >= LEAST - 0.2
    assert not nodes or found[nodes[-1]] == (0.0, 0.0)


def test_the_same_picture_comes_out_in_another_process() -> None:
    graph = numbered(40, [*grid(5), (0, 24), (30, 31), (31, 32)])
    code = (
        "import json, sys; from views.layout import positions; nodes, ties = json.load(sys.stdin);"
        "print(json.dumps(positions(nodes, [tuple(tie) for tie in ties])))"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(graph),
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    here = positions(*graph)
    assert positions(*graph) == here
    assert [json.loads(text) for text in printed] == [{node: list(spot) for node, spot in here.items()}] * 2


def test_only_order_matters_never_the_text_of_an_id() -> None:
    nodes, ties = numbered(26, [*grid(5), (24, 25)])
    name = {node: f"{(place * 7) % 26:02}-{node[::-1]}" for place, node in enumerate(nodes)}
    renamed = positions([name[node] for node in nodes], [(name[one], name[other]) for one, other in ties])
    assert list(renamed.values()) == list(positions(nodes, ties).values())


def test_direction_order_and_repetition_of_ties_change_nothing() -> None:
    nodes, ties = numbered(25, grid(5))
    other = [(b, a) for a, b in reversed(ties)] + ties + [("n3", "n3")]
    assert positions(nodes, other) == positions(nodes, ties)


def test_the_focal_node_is_the_origin_and_near_the_middle() -> None:
    nodes, ties = numbered(31, tree(31))
    found = positions(nodes, ties, focal="n30")
    assert found["n30"] == (0.0, 0.0)
    for side in (0, 1):
        values = [spot[side] for spot in found.values()]
        assert 0.25 < -min(values) / (max(values) - min(values)) < 0.75


@pytest.mark.parametrize(
    ("graph", "on_ties"),
    [(numbered(31, tree(31)), 0), (numbered(25, grid(5)), 0), (SHAPES["a star of sixty"], 2)],
    ids=["tree", "grid", "star"],
)
def test_what_can_be_drawn_without_crossings_is(graph: Graph, on_ties: int) -> None:
    spots = list(positions(*graph).values())
    assert crossings(spots, as_numbers(graph)) == 0
    assert nodes_on_ties(spots, as_numbers(graph)) <= on_ties


def test_a_real_picture_has_few_crossings_and_no_node_on_a_foreign_tie() -> None:
    """Sixty entities: 67 crossings and 21 nodes on ties with a spring layout."""
    document = example()
    graph: Graph = (
        [node["id"] for node in document["nodes"]],
        [(relation["from"], relation["to"]) for relation in document["relations"]],
    )
    spots = list(positions(*graph, focal=document["focal"]).values())
    assert crossings(spots, as_numbers(graph)) <= 31
    assert nodes_on_ties(spots, as_numbers(graph)) == 0


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(min_value=2, max_value=25))
def test_moves_never_make_crossings_worse(random, count: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 # hypothesis's own Random
    ties = sorted(
        {
            (min(a, b), max(a, b))
            for a, b in zip(range(1, count), (random.randrange(n) for n in range(1, count)), strict=True)
        }
    )
    room = whole(count, 1.85)
    start = first_places(count, ties)
    moved = improved(start, ties, room.low, room.high)
    assert crossings(moved, ties) <= crossings(start, ties)


def test_lone_entities_stand_in_a_block_beside_what_is_tied() -> None:
    nodes, ties = numbered(90, grid(7))
    found = positions(nodes, ties, label_widths=dict.fromkeys(nodes, 80.0))
    tied, lone = [found[node] for node in nodes[:49]], [found[node] for node in nodes[49:]]

    def box(spots: list[tuple[float, float]]) -> tuple[float, float, float, float]:
        xs, ys = zip(*spots, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    left, top, right, bottom = box(lone)
    other_left, other_top, other_right, other_bottom = box(tied)
    assert left > other_right or right < other_left or top > other_bottom or bottom < other_top
    assert (right - left) * (bottom - top) < (other_right - other_left) * (other_bottom - other_top)
    columns = sorted({x for x, _ in lone})
    assert len(columns) * len({y for _, y in lone}) < len(lone) + len(columns)
    assert all(after - before >= 80 for before, after in pairwise(columns))


def test_what_is_seen_first_has_few_crossings_and_the_room_to_itself() -> None:
    chance = random.Random(4)  # noqa: S311 -- not for secrets
    first = [(n, chance.randrange(max(0, n - 4), n)) for n in range(1, 30)] + [(3, 17), (8, 25)]
    nodes, ties = numbered(130, first + [(chance.randrange(node), node) for node in range(30, 130)])
    found = positions(nodes, ties, first=nodes[:30])
    alone = np.array([found[node] for node in nodes[:30]])
    everything = np.array(list(found.values()))
    assert crossings(alone, first) <= 1
    assert (np.ptp(alone, axis=0) > 0.7 * np.ptp(everything, axis=0)).all()
    assert min(gaps(found)) >= LEAST - 0.2
    assert found == positions(nodes, ties, first=nodes[:30])


def test_what_is_seen_first_may_be_in_parts_and_large() -> None:
    nodes, ties = numbered(700, [(0, node) for node in range(1, 690)] + [(690, 691), (692, 693)])
    found = positions(nodes, ties, first=["n0", "n1", "n690", "n691"])
    assert all(math.isfinite(value) for spot in found.values() for value in spot)
    assert min(gaps(found)) >= LEAST - 0.2


def test_a_large_component_is_placed_as_well() -> None:
    nodes, ties = numbered(650, [((node * 7919) % node, node) for node in range(1, 650)] + [(0, 649)])
    found = positions(nodes, ties)
    assert all(math.isfinite(value) for spot in found.values() for value in spot)
    assert min(gaps(found)) >= LEAST - 0.2
    assert found == positions(nodes, ties)


def test_rooms_share_a_picture_out_by_weight() -> None:
    found = rooms([6.0, 2.0, 1.0, 1.0], whole(100, 2.0))
    areas = [float(room.size.prod()) for room in found]
    assert [round(area / sum(areas), 3) for area in areas] == [0.6, 0.2, 0.1, 0.1]
    assert not any(overlap(one, other) for one, other in combinations(found, 2))


def overlap(one: Room, other: Room) -> bool:
    return bool(((one.low + 1e-6 < other.high) & (other.low + 1e-6 < one.high)).all())


@pytest.mark.parametrize(
    ("spots", "ties", "expected"),
    [
        ([(0, 0), (2, 2), (0, 2), (2, 0)], [(0, 1), (2, 3)], 1),
        ([(0, 0), (2, 2), (0, 2), (2, 0)], [(0, 2), (1, 3)], 0),
        ([(0, 0), (2, 2), (2, 0)], [(0, 1), (0, 2)], 0),  # they share an end
        ([(0, 0), (4, 0), (2, 0), (2, 3)], [(0, 1), (2, 3)], 0),  # one ends on the other
        ([], [], 0),
    ],
)
def test_crossings(spots: list[tuple[int, int]], ties: list[tuple[int, int]], expected: int) -> None:
    assert crossings(spots, ties) == expected


def test_nodes_on_ties_counts_those_of_others_only() -> None:
    spots = [(0, 0), (100, 0), (50, 5), (50, 40)]
    assert nodes_on_ties(spots, [(0, 1)]) == 1
    assert nodes_on_ties(spots, [(0, 1)], reach=4) == 0
    assert nodes_on_ties(spots, [(0, 1)], reach=50) == 2
    assert nodes_on_ties(spots, [(0, 2), (2, 1)]) == 0
