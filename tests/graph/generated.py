"""Graphs with markings on anything that may have one, made up by hypothesis, and what of each may be seen.

What an audience may see is stated here a second time, from the design and not from the code under test.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from graph.entities import entities_from
from graph.errors import Address
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Claim, Contents, Ref, SourceRow, Statement, opaque_id
from tests.graph.batches import named

NAMES = ("Alpaca", "Bofedal", "Cóndor", "Duraznal", "Élite", "Ñandú", "Alpaca del Sur", "Quinua")
KINDS = ("Organisation", "Mine", "Event")
MARKINGS = st.sampled_from(list(Marking))
TEXTS = st.sampled_from(["", "as told", *(f"told by {name}" for name in NAMES)])


@st.composite
def graphs(draw: st.DrawFn) -> Batch:
    """A batch of a few entities and relations, with markings on anything that may have one."""
    sources = {
        f"s{number}": SourceRow(
            f"s{number}", f"Source {number}", publisher=draw(TEXTS), tlp=draw(st.none() | MARKINGS)
        )
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
    numbered = [replace(item, locator=f"{item.address.sheet} {item.address.row}") for item in every]
    return Batch("test", tuple(numbered), sources, ())


def _is_there(ref: Ref, ends: Sequence[tuple[str, str]]) -> bool:
    return (ref.kind, ref.cell("name")) in ends


@st.composite
def _row(draw: st.DrawFn, kind: str, name: str, row: int, sources: Sequence[str]) -> Statement:
    said: dict[str, object] = draw(
        st.sampled_from([{}, {"summary_en": "one"}, {"summary_en": "another", "aliases_es": ("El otro",)}])
    )
    return replace(
        named(kind, "", name, row, **said),
        note=draw(TEXTS),
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
        office=draw(TEXTS),
        note=draw(TEXTS),
    )


def visible_alone(whole: Contents, audience: Marking) -> Contents:
    """The graph of a store that never held more than the audience may see, with ids of its own."""

    def passes(claim: Claim) -> bool:
        of_source = whole.sources[claim.source].tlp
        return claim.tlp <= audience and (of_source is None or of_source <= audience)

    hidden = {
        claim.subject
        for claim in whole.claims
        if claim.entity_tlp is not None and claim.entity_tlp > audience
    }
    passing = [claim for claim in whole.claims if passes(claim)]
    shown = {claim.subject for claim in passing if claim.type == STATED_IN} - hidden
    passing = [claim for claim in passing if shown.issuperset(claim.ends)]
    known = {name for claim in passing for name in NAMES if name in claim.fields.values()}
    secret = {name for claim in whole.claims for name in NAMES if name in claim.fields.values()} - known

    def told(text: str) -> str:
        return "" if any(re.search(rf"\b{name}\b", text) for name in secret) else text

    claims = [
        replace(_elsewhere(claim), note=told(claim.note), office=told(claim.office)) for claim in passing
    ]
    kinds = {_other(key): entity.kind for key, entity in whole.entities.items()}
    sources = {
        _other(key): replace(item, id=_other(key), publisher=told(item.publisher))
        for key, item in whole.sources.items()
    }
    cited = {claim.source: sources[claim.source] for claim in claims}
    return Contents(entities_from(claims, kinds, cited), claims, cited)


def _elsewhere(claim: Claim) -> Claim:
    subject, object_, source = map(_other, (claim.subject, claim.object, claim.source))
    moved = replace(claim, subject=subject, object=object_, source=source)
    return replace(moved, load="another load", recorded="2020-01-01T00:00:00.000Z", row="x:1")


def _other(entity_id: str) -> str:
    return opaque_id("another", entity_id)


def renamed(text: str) -> str:
    """A text with the ids in it numbered in order of appearance."""
    numbers: dict[str, str] = {}
    return re.sub(r"\b[0-9a-f]{20}\b", lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), text)
