"""Sorting in two parts is sorting by both at once."""

from hypothesis import given
from hypothesis import strategies as st

from graph.markings import Marking
from graph.model import Batch
from graph.slices import Slice, content_key, cut
from graph.sorting import sorted_in_parts
from tests.graph.batches import graph_of
from tests.graph.generated import graphs

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)))


@given(pairs=PAIRS)
def test_what_is_sorted_in_two_parts_stands_as_if_sorted_by_both(pairs: list[tuple[int, int, int]]) -> None:
    found = sorted_in_parts(pairs, lambda pair: pair[0], lambda pair: pair[1])
    assert found == sorted(pairs, key=lambda pair: pair[:2])


def test_the_second_part_is_not_asked_for_of_what_stands_alone() -> None:
    assert sorted_in_parts([2, 1], int, lambda _: 1 / 0) == [1, 2]


@given(whole=graphs())
def test_the_claims_of_a_slice_stand_in_the_order_of_what_they_say(whole: Batch) -> None:
    contents = cut(graph_of(whole), Slice(audience=Marking.AMBER)).contents
    key = content_key(contents.entities, contents.sources)
    keys = [key(claim)[:-1] for claim in contents.claims]
    assert keys == sorted(keys)
