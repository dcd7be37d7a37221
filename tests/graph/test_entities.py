"""What an entity shows when its sources differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.entities import entities_from, shown_fields
from graph.markings import Marking
from graph.model import STATED_IN, Claim, Source

SOURCES = {
    "old": Source("old", "old", "Old", date="2015"),
    "new": Source("new", "new", "New", date="2023"),
    "undated": Source("undated", "undated", "Undated"),
    "vague": Source("vague", "vague", "Vague", date="2024~"),
}


def said(status: str, source: str, claim_id: str = "", **more: object) -> Claim:
    claim = Claim(
        id=claim_id or f"{status}-{source}",
        type=STATED_IN,
        subject="e",
        object=source,
        source=source,
        tlp=Marking.CLEAR,
        subject_ref="[]",
        object_ref="",
        fields={"name_es": "E", "status": status},
    )
    return claim._replace(**more)  # type: ignore[arg-type] # the tests give fields of a claim


@pytest.mark.parametrize(
    ("claims", "shown"),
    [
        ([said("A", "old", confidence="high"), said("B", "new")], "A"),
        ([said("A", "old"), said("B", "new")], "B"),
        ([said("A", "old", start="2024"), said("B", "new")], "A"),
        ([said("A", "vague"), said("B", "new")], "B"),
        ([said("A", "undated", start="2020?"), said("B", "old")], "B"),
        ([said("A", "undated", "1"), said("B", "vague", "2"), said("B", "undated", "3")], "B"),
        ([said("A", "undated", "2"), said("B", "undated", "1")], "B"),
    ],
    ids=[
        "confidence",
        "the source's date",
        "its own date before the source's",
        "an uncertain date counts as none",
        "so does an uncertain date of its own",
        "more sources",
        "the smallest claim id",
    ],
)
def test_one_value_is_shown(claims: list[Claim], shown: str) -> None:
    for order in (claims, claims[::-1]):
        assert shown_fields(order, SOURCES)["status"] == shown


def test_coordinates_come_from_one_claim() -> None:
    near = said("A", "new", fields={"name_es": "E", "lat": -14.0})
    whole = said("A", "old", fields={"name_es": "E", "lat": -15.5, "lon": -71.0})
    shown = shown_fields([near, whole], SOURCES)
    assert (shown["lat"], shown["lon"]) == (-15.5, -71.0)


@pytest.mark.parametrize(
    ("pair", "one", "other"),
    [(("lat", "lon"), (1.0, 1.0), (2.0, 2.0)), (("start", "end"), ("2019?", ""), ("2019?", "2020"))],
)
def test_a_pair_is_weighed_as_one_value(pair: tuple[str, str], one: object, other: object) -> None:
    """What two sources say is shown before what one says, whose claim has the smallest id."""
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    claims = [
        _with(dict(zip(pair, values, strict=True)), source, claim_id)
        for values, source, claim_id in [(one, "undated", "1"), (other, "vague", "2"), (other, "third", "3")]
    ]
    sources = {**SOURCES, "third": Source("third", "third", "Third")}
    for order in (claims, claims[::-1]):
        shown = shown_fields(order, sources)
        assert tuple(shown[name] for name in pair) == other


def _with(values: dict[str, object], source: str, claim_id: str) -> Claim:
    dates = {name: value for name, value in values.items() if name in {"start", "end"}}
    fields = {name: value for name, value in values.items() if name not in dates}
    return said("A", source, claim_id, fields={"name_es": "E", **fields}, **dates)


CLAIMS = st.lists(
    st.builds(
        _with,
        st.fixed_dictionaries(
            {},
            optional={
                "lat": st.sampled_from([1.0, 2.0]),
                "lon": st.sampled_from([1.0, 2.0]),
                "coordinates_note": st.sampled_from(["gate", "pit"]),
                "start": st.sampled_from(["2019", "2020~"]),
                "end": st.sampled_from(["2021", "2022"]),
                "name_en": st.sampled_from(["A", "B"]),
                "aliases_es": st.sampled_from([("C",), ("D", "E")]),
            },
        ),
        st.sampled_from(list(SOURCES)),
        st.uuids().map(str),
    ),
    min_size=1,
    max_size=6,
)


@given(claims=CLAIMS, data=st.data())
def test_the_order_of_claims_changes_nothing_that_is_shown(claims: list[Claim], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(claims))
    assert shown_fields(shuffled, SOURCES) == shown_fields(claims, SOURCES)


def test_either_name_stands_for_the_other() -> None:
    only_english = said("A", "new", fields={"name_en": "Peasant patrol"})
    shown = shown_fields([only_english], SOURCES)
    assert (shown["name_en"], shown["name_es"]) == ("Peasant patrol", "Peasant patrol")


def test_a_name_that_a_relation_writes_is_found_and_not_shown() -> None:
    described = said("A", "new", fields={"name_es": "Asociación Civil Transparencia"}, confidence="low")
    names = {"name_en": "Transparencia", "name_es": "Transparencia"}
    mention = said("A", "new", "0", fields=names, confidence="low")
    shown = shown_fields([mention, described], SOURCES)
    assert shown["name_en"] == shown["name_es"] == "Asociación Civil Transparencia"
    assert shown["search"] == "asociacion civil transparencia | transparencia"
    assert shown_fields([mention], SOURCES)["name_en"] == "Transparencia"


def test_every_writing_of_a_name_is_searched() -> None:
    one = said("A", "new", fields={"name_es": "Ñahuiñlla", "aliases_es": ("Nueva Vida",)})
    other = said("A", "old", fields={"name_es": "Comunidad de Ñahuinlla"})
    assert shown_fields([one, other], SOURCES)["search"] == "comunidad de nahuinlla | nahuinlla | nueva vida"


def test_equal_names_have_distinct_sort_keys_that_no_id_decides() -> None:
    def keys(first: str, second: str) -> list[object]:
        claims = [
            said("A", "new", "1", subject=first),
            said("B", "new", "2", subject=second),
        ]
        found = entities_from(claims, {first: "Mine", second: "Mine"}, SOURCES)
        return [(entity.fields["status"], entity.fields["sort"]) for entity in found.values()]

    assert keys("x", "y") == keys("y", "x")
    assert len(set(keys("x", "y"))) == 2


def test_a_name_written_in_passing_does_not_stand_before_that_of_its_own_row() -> None:
    own_row = said("A", "old", fields={"name_es": "Asociación Apu Ñahuiñlla", "short_es": "AMANA"})
    in_passing = said("B", "new", confidence="low", fields={"name_en": "AMANA", "name_es": "AMANA"})
    shown = shown_fields([own_row, in_passing], SOURCES)
    assert (shown["name_en"], shown["name_es"]) == ("Asociación Apu Ñahuiñlla", "Asociación Apu Ñahuiñlla")
    assert shown_fields([in_passing], SOURCES)["name_en"] == "AMANA"
