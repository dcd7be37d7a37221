"""Markings: TLP labels as people type them, and who may see what bears one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.markings import Marking, MarkingError, strictest

MARKINGS = st.sampled_from(Marking)


@pytest.mark.parametrize(
    ("typed", "marking"),
    [
        ("CLEAR", Marking.CLEAR),
        ("clear", Marking.CLEAR),
        ("TLP:CLEAR", Marking.CLEAR),
        ("WHITE", Marking.CLEAR),
        ("TLP:WHITE", Marking.CLEAR),
        ("GREEN", Marking.GREEN),
        ("tlp: green", Marking.GREEN),
        ("TLP GREEN", Marking.GREEN),
        ("AMBER", Marking.AMBER),
        ("TLP 2.0 AMBER", Marking.AMBER),
        ("TLP v2.0: AMBER", Marking.AMBER),
        ("AMBER+STRICT", Marking.AMBER_STRICT),
        ("TLP:AMBER+STRICT", Marking.AMBER_STRICT),
        ("amber + strict", Marking.AMBER_STRICT),
        ("Amber-Strict", Marking.AMBER_STRICT),
        ("AMBER_STRICT", Marking.AMBER_STRICT),
        ("amber strict", Marking.AMBER_STRICT),
        ("RED", Marking.RED),
        ("  TLP:RED\n", Marking.RED),
    ],
)
def test_labels_as_people_type_them(typed: str, marking: Marking) -> None:
    assert Marking.parse(typed) is marking


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "TLP",
        "TLP:",
        "rojo",
        "TLP:ÁMBAR",
        "verde",
        "blanco",
        "STRICT",
        "AMBER+",
        "GREEN+STRICT",
        "AMBER/RED",
        "RED, GREEN",
        "NOT RED",
        "CLEARED",
        "public",
        "0",
        "4",
        "gʀᴇᴇɴ",
    ],
)
def test_what_is_no_label_is_refused_with_the_five(typed: str) -> None:
    with pytest.raises(MarkingError) as refused:
        Marking.parse(typed)
    for wording in (refused.value.en, refused.value.es, str(refused.value)):
        assert "CLEAR, GREEN, AMBER, AMBER+STRICT, RED" in wording
    assert "no se traducen" in refused.value.es


def test_labels_are_written_as_tlp_writes_them_everywhere() -> None:
    labels = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
    assert [marking.label for marking in Marking] == labels
    assert [str(marking) for marking in Marking] == labels
    assert [f"{marking}" for marking in Marking] == labels
    assert f"{Marking.RED:>5}" == "  RED"


@given(MARKINGS, st.sampled_from(["{}", "TLP:{}", "tlp: {}", "TLP 2.0 {}", " {} "]))
def test_every_label_is_read_as_itself(marking: Marking, written: str) -> None:
    assert Marking.parse(written.format(marking)) is marking
    assert Marking.parse(written.format(marking).lower()) is marking


def test_an_audience_sees_its_own_marking_and_the_looser_ones() -> None:
    seen = {
        audience.label: [marking.label for marking in Marking if marking.passes(audience)]
        for audience in Marking
    }
    assert seen == {
        "CLEAR": ["CLEAR"],
        "GREEN": ["CLEAR", "GREEN"],
        "AMBER": ["CLEAR", "GREEN", "AMBER"],
        "AMBER+STRICT": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT"],
        "RED": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"],
    }


def test_the_stricter_of_two_binds() -> None:
    for one, other in itertools.product(Marking, repeat=2):
        both = strictest([one, other])
        for audience in Marking:
            assert both.passes(audience) == (one.passes(audience) and other.passes(audience))


@given(st.lists(MARKINGS, min_size=1))
def test_one_more_marking_never_loosens(markings: list[Marking]) -> None:
    for more in Marking:
        assert strictest([*markings, more]) >= strictest(markings)


def test_nothing_is_unmarked() -> None:
    with pytest.raises(ValueError, match="empty"):
        strictest([])
