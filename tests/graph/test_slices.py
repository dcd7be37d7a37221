"""What an audience is shown is what a store would show that never held anything else."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.entities import entities_from
from graph.errors import Address
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Claim, Contents, Ref, SourceRow, Statement, opaque_id
from graph.slices import Slice, cut
from graph.text import Text
from tests.graph.batches import batch, graph_of, key, named, tied
from views.build import Occasion, document

NAMES = ("Alpaca", "Bofedal", "Cóndor", "Duraznal", "Élite", "Ñandú", "Alpaca del Sur", "Quinua")
KINDS = ("Organisation", "Mine", "Event")
MARKINGS = st.sampled_from(list(Marking))


@st.composite
def graphs(draw: st.DrawFn) -> Batch:
    """A batch of a few entities and relations, with markings on anything that may have one."""
    sources = {
        f"s{number}": SourceRow(f"s{number}", f"Source {number}", tlp=draw(st.none() | MARKINGS))
        for number in range(draw(st.integers(1, 3)))
    }
    ends = draw(
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.sampled_from(NAMES)), min_size=2, max_size=8, unique=True
        )
    )
    rows = [draw(_row(kind, name, row, tuple(sources))) for row, (kind, name) in enumerate(ends, start=2)]
    again = [
        draw(_row(kind, name, row, tuple(sources))) for row, (kind, name) in enumerate(ends[:3], start=50)
    ]
    ties = [
        draw(_tie(kind, number, row, tuple(sources)))
        for row, (kind, number) in enumerate(ends, start=2)
        if kind == "Organisation"
        for kind, number in [(kind, number)]
    ]
    every = [*rows, *again, *(tie for tie in ties if tie.object and _is_there(tie.object, ends))]
    return Batch("test", tuple(every), sources, ())


def _is_there(ref: Ref, ends: Sequence[tuple[str, str]]) -> bool:
    return (ref.kind, ref.cell("name")) in ends


@st.composite
def _row(draw: st.DrawFn, kind: str, name: str, row: int, sources: Sequence[str]) -> Statement:
    said = draw(st.sampled_from(["", "one", "another"]))
    return replace(
        named(kind, "", name, row, **({"summary_en": said} if said else {})),
        source=draw(st.sampled_from(sources)),
        tlp=draw(st.none() | MARKINGS),
        entity_tlp=draw(st.none() | st.none() | MARKINGS),
        confidence=draw(st.sampled_from(["high", "medium", "low"])),
    )


@st.composite
def _tie(draw: st.DrawFn, kind: str, name: str, row: int, sources: Sequence[str]) -> Statement:
    type_, other = draw(
        st.sampled_from(
            [("OPERATES", "Mine"), ("PARTNERS_WITH", "Organisation"), ("PARTICIPATED_IN", "Event")]
        )
    )
    object_ = Ref.of(other, name=draw(st.sampled_from(NAMES)))
    return Statement(
        type_,
        Ref.of(kind, name=name),
        object_,
        draw(st.sampled_from(sources)),
        Address("test.xlsx", "relations", row),
        tlp=draw(st.none() | MARKINGS),
        start=draw(st.sampled_from(["", "2019", "2021-05", "2023-08-12"])),
    )


def visible_alone(whole: Contents, audience: Marking) -> Contents:
    """The graph of a store that never held more than the audience may see, with ids of its own."""
    passed = cut(whole, Slice(audience=audience)).contents
    shown = {_told(claim) for claim in passed.claims}
    claims = [_elsewhere(claim) for claim in whole.claims if _told(claim) in shown]
    kinds = {_other(key): entity.kind for key, entity in whole.entities.items()}
    sources = {_other(key): replace(item, id=_other(key)) for key, item in whole.sources.items()}
    cited = {claim.source: sources[claim.source] for claim in claims}
    return Contents(entities_from(claims, kinds, cited), claims, cited)


def _told(claim: Claim) -> tuple[str, ...]:
    return claim.locator, claim.type, claim.subject, claim.object


def _elsewhere(claim: Claim) -> Claim:
    subject, object_, source = map(_other, (claim.subject, claim.object, claim.source))
    moved = replace(claim, subject=subject, object=object_, source=source)
    return replace(moved, load="another load", recorded="2020-01-01T00:00:00.000Z", row="x:1")


def _other(entity_id: str) -> str:
    return opaque_id("another", entity_id)


def written(contents: Contents, audience: Marking) -> str:
    """All that a view would show, with ids renamed in order of appearance."""
    shown = cut(contents, Slice(audience=audience)).contents
    occasion = Occasion(Text("t", "t"), "en", audience, date(2026, 1, 1))
    page = json.dumps(document(shown, occasion), ensure_ascii=False, sort_keys=True)
    return _renamed(repr(shown)) + page


def _renamed(text: str) -> str:
    numbers: dict[str, str] = {}
    return re.sub(r"\b[0-9a-f]{20}\b", lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), text)


@settings(max_examples=100, deadline=None)
@given(whole=graphs(), audience=MARKINGS)
def test_what_an_audience_is_shown_depends_on_nothing_it_may_not_see(whole: Batch, audience: Marking) -> None:
    numbered = tuple(
        replace(item, locator=f"{item.address.sheet} {item.address.row}") for item in whole.statements
    )
    contents = graph_of(replace(whole, statements=numbered))
    assert written(contents, audience) == written(visible_alone(contents, audience), audience)


def test_a_relation_needs_its_own_marking_its_sources_and_both_ends() -> None:
    red = SourceRow("s1", "Confidential", tlp=Marking.RED)
    whole = graph_of(
        batch(
            named("Organisation", "a", "A"),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m")),
        ),
        batch(
            replace(named("Organisation", "b", "B"), tlp=Marking.CLEAR),
            source=red,
            dataset="other",
        ),
    )
    shown = cut(whole, Slice(audience=Marking.CLEAR)).contents
    assert {entity.name.en for entity in shown.entities.values()} == {"A", "M"}


def test_the_strictest_marking_of_existence_hides_an_entity_and_its_relations() -> None:
    whole = graph_of(
        batch(
            named("Organisation", "a", "A"),
            replace(named("Organisation", "a", "A", 3, summary_en="x"), entity_tlp=Marking.RED),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m")),
        )
    )
    passed = cut(whole, Slice(audience=Marking.AMBER))
    assert {entity.name.en for entity in passed.contents.entities.values()} == {"M"}
    assert [claim.type for claim in passed.contents.claims] == [STATED_IN]
    assert passed.withheld == 3


@pytest.mark.parametrize("text", ["Visited with Condor Negro.", "condor negro's men", "CÓNDOR NEGRO"])
def test_a_note_with_a_name_from_outside_the_slice_is_withheld(text: str) -> None:
    whole = graph_of(
        batch(
            replace(named("Organisation", "x", "Cóndor Negro"), tlp=Marking.RED),
            replace(named("Mine", "m", "M"), note=text, quote="Nothing of the kind."),
        )
    )
    (claim,) = cut(whole, Slice(audience=Marking.GREEN)).contents.claims
    assert (claim.note, claim.quote) == ("", "Nothing of the kind.")
    notes = {claim.note for claim in cut(whole, Slice(audience=Marking.RED)).contents.claims}
    assert text in notes


def test_filters_keep_places_and_what_is_asked_for() -> None:
    whole = graph_of(
        batch(
            named("Organisation", "a", "A"),
            named("Mine", "m", "M"),
            tied("OPERATES", key("Organisation", "a"), key("Mine", "m"), confidence="high"),
            tied("OWNS", key("Organisation", "a"), key("Mine", "m"), 3, confidence="low"),
        )
    )
    types = cut(whole, Slice(types=frozenset({"OWNS"}))).contents
    assert {claim.type for claim in types.claims} == {STATED_IN, "OWNS"}
    sure = cut(whole, Slice(confidence="medium")).contents
    assert {claim.type for claim in sure.claims} == {STATED_IN, "OPERATES"}
    mines = cut(whole, Slice(kinds=frozenset({"Mine"}))).contents
    assert {entity.kind for entity in mines.entities.values()} == {"Mine"}
