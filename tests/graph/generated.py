"""Graphs with markings on anything that may have one, made up by hypothesis, and what of each may be seen.

Some have a past: rows, markings and sources changed with each load. What an audience may see is stated here
a second time, from the design and not from the code under test.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from graph.entities import entities_from
from graph.errors import Address
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Claim, Contents, Ref, Source, SourceRow, Statement, opaque_id
from tests.graph.batches import named

NAMES = ("Alpaca", "Bofedal", "Cóndor", "Duraznal", "Élite", "Ñandú", "Alpaca del Sur", "Quinua")
KINDS = ("Organisation", "Mine", "Event")
DAYS = ("2024-01-10", "2024-02-10", "2024-03-10")
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
    if kind == "Mine" and draw(st.booleans()):
        said = {**said, "lat": -14.123457 - row / 97, "lon": -72.765433 - row / 89}
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


@st.composite
def histories(draw: st.DrawFn) -> list[Batch]:
    """What one data set says on each of `DAYS`: rows change, come and go, markings and sources change.

    Rows that make the same statement are marked alike, so that how strict it is on a day is one thing.
    """
    first = draw(graphs())
    told = []
    for _ in DAYS:
        rows = [draw(_changed(row)) for row in first.statements if draw(st.integers(0, 4))]
        markings = {key: draw(st.none() | MARKINGS) for key in dict.fromkeys(map(_statement, rows))}
        sources = {
            key: replace(row, title=draw(st.sampled_from([row.title, f"New {row.title}"])),
                         publisher=draw(TEXTS), tlp=draw(st.none() | MARKINGS))
            for key, row in first.sources.items()
        }  # fmt: skip
        marked = tuple(replace(row, tlp=markings[_statement(row)]) for row in rows)
        told.append(Batch(first.dataset, marked, sources, ()))
    return told


def _statement(row: Statement) -> tuple[str, Ref | None]:
    """What rows share that are marked alike: of relations all of a source, for each also mentions names."""
    return row.source, row.subject if row.object is None else None


@st.composite
def _changed(draw: st.DrawFn, row: Statement) -> Statement:
    if draw(st.booleans()):
        return row
    entity_tlp = draw(st.none() | MARKINGS) if row.object is None else None
    return replace(row, note=draw(TEXTS), entity_tlp=entity_tlp)


@dataclass(frozen=True)
class Known:
    """What a store knew on a day, as strict as it is today, and what else decides what may be seen of it.

    Attributes:
        graph: All it knew, claims and sources marked as strictly as their last version.
        today: What is claimed today.
        last: What was said last of every entity.
    """

    graph: Contents
    today: Sequence[Claim] = ()
    last: Sequence[Claim] = ()


def known_on(snapshots: Sequence[tuple[str, Contents]], day: str) -> Known:
    """What a store knew at the end of a day, given what it held after each load."""
    before = [graph for loaded, graph in snapshots if loaded <= day]
    then = before[-1] if before else Contents({}, [], {})
    latest = [graph for _, graph in reversed(snapshots)]

    live = {claim.id for claim in latest[0].claims}

    def strictest(claim: Claim) -> Marking:
        if claim.id in live:
            return claim.tlp
        made = [[item.tlp for item in graph.claims if _same(item) == _same(claim)] for graph in latest]
        if claim.source not in latest[0].sources:
            elsewhere = [item.tlp for item in latest[0].claims if _alike(item) == _alike(claim)]
            made.insert(1, elsewhere)
        return max(claim.tlp, *next(filter(None, made)))

    claims = [claim._replace(tlp=strictest(claim)) for claim in then.claims]
    sources = {
        key: _as_strict(source, next(graph.sources[key] for graph in latest if key in graph.sources))
        for key, source in then.sources.items()
    }
    every = {key: graph for _, graph in snapshots for key in graph.entities}
    last = [claim for key, graph in every.items() for claim in graph.claims if claim.subject == key]
    return Known(Contents(then.entities, claims, sources), latest[0].claims, last)


def _same(claim: Claim) -> tuple[object, ...]:
    return claim.source, claim.type, frozenset((claim.subject, claim.object)), claim.is_mention


def _alike(claim: Claim) -> tuple[object, ...]:
    return claim.type, frozenset(claim.ends), claim.is_mention


def _as_strict(source: Source, last: Source) -> Source:
    return replace(
        source, tlp=max((item.tlp for item in (source, last) if item.tlp is not None), default=None)
    )


def visible_alone(known: Contents | Known, audience: Marking) -> Contents:
    """The graph of a store that never held more than the audience may see, with ids of its own."""
    known = Known(known) if isinstance(known, Contents) else known
    whole = known.graph

    def passes(claim: Claim) -> bool:
        of_source = whole.sources[claim.source].tlp
        return claim.tlp <= audience and (of_source is None or of_source <= audience)

    hidden = {
        claim.subject
        for claim in (*whole.claims, *known.last)
        if claim.entity_tlp is not None and claim.entity_tlp > audience
    }
    passing = [claim for claim in whole.claims if passes(claim)]
    shown = {claim.subject for claim in passing if claim.type == STATED_IN} - hidden
    passing = [claim for claim in passing if shown.issuperset(claim.ends)]
    secret = _named((*whole.claims, *known.today)) - _named(passing)

    def told(text: str) -> str:
        return "" if any(re.search(rf"\b{name}\b", text) for name in secret) else text

    claims = [
        _elsewhere(claim)._replace(note=told(claim.note), office=told(claim.office)) for claim in passing
    ]
    kinds = {other_id(key): entity.kind for key, entity in whole.entities.items()}
    sources = {
        other_id(key): replace(item, id=other_id(key), publisher=told(item.publisher))
        for key, item in whole.sources.items()
    }
    cited = {claim.source: sources[claim.source] for claim in claims}
    return Contents(entities_from(claims, kinds, cited), claims, cited)


def _named(claims: Sequence[Claim]) -> set[str]:
    return {name for claim in claims for name in NAMES if name in claim.fields.values()}


def _elsewhere(claim: Claim) -> Claim:
    subject, object_, source = map(other_id, (claim.subject, claim.object, claim.source))
    moved = claim._replace(subject=subject, object=object_, source=source)
    return moved._replace(load="another load", recorded="2020-01-01T00:00:00.000Z", row="x:1")


def other_id(entity_id: str) -> str:
    """What something is called in the store that never held more."""
    return opaque_id("another", entity_id)


def renamed(text: str) -> str:
    """A text with the ids in it numbered in order of appearance."""
    numbers: dict[str, str] = {}
    return re.sub(r"\b[0-9a-f]{20}\b", lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), text)
