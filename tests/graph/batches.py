"""Small batches for tests of the graph, written as a file would state them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from graph.entities import entities_from
from graph.errors import Address
from graph.known import Naming
from graph.markings import Marking
from graph.model import (
    STATED_IN,
    Batch,
    Contents,
    Entity,
    Fields,
    FileRecord,
    Ref,
    Source,
    SourceRow,
    Statement,
    names_in,
)
from graph.resolve import resolve

SOURCE = SourceRow(
    "s1", "A public report", "An NGO", url="https://www.example.org/report/", date="2023", tlp=Marking.CLEAR
)


def named(kind: str, key: str, name: str, row: int = 2, **fields: object) -> Statement:
    """A row of an entity's own sheet."""
    said: Fields = {"name_en": name, **fields}  # type: ignore[dict-item] # tests give field values
    at = Address("test.xlsx", kind.lower(), row)
    ref = Ref.of(kind, key=key, name=name, ruc=str(fields.get("ruc", "")))
    return Statement(STATED_IN, ref, None, "s1", at, fields=said)


def place(kind: str, ubigeo: str, name: str, row: int = 2) -> Statement:
    """A row of a sheet of places."""
    at = Address("test.xlsx", kind.lower(), row)
    ref = Ref.of(kind, ubigeo=ubigeo, name=name)
    fields: Fields = {"name_es": name, "ubigeo": ubigeo}
    return Statement(STATED_IN, ref, None, "s1", at, fields=fields, tlp=Marking.CLEAR)


def tied(type_: str, subject: Ref, object_: Ref, row: int = 2, **more: object) -> Statement:
    """A row of the sheet of relations."""
    at = Address("test.xlsx", "relations", row)
    return replace(Statement(type_, subject, object_, "s1", at), **more)  # type: ignore[arg-type] # as above


def batch(*statements: Statement, dataset: str = "test", source: SourceRow = SOURCE) -> Batch:
    """A batch of one file with one source."""
    return Batch(dataset, statements, {source.key: source}, (FileRecord("test.xlsx", "00"),))


def key(kind: str, text: str) -> Ref:
    """An end of a relation, given by its id."""
    return Ref.of(kind, key=text)


def name(kind: str, text: str, **cells: str) -> Ref:
    """An end of a relation, given by its name."""
    return Ref.of(kind, name=text, **cells)


def small() -> Batch:
    """Two companies, a mine, and who runs it: one of the companies, and what it does, is RED."""
    return batch(
        named("Organisation", "mmg", "MMG Limited", 2, short_en="MMG", type="company"),
        replace(named("Organisation", "hidden", "Hidden Partner", 3, type="ngo"), tlp=Marking.RED),
        named("Mine", "lb", "Las Bambas", 2, lat=-14.1, lon=-72.3, commodity=("copper",)),
        tied("OPERATES", key("Organisation", "mmg"), key("Mine", "lb"), start="2014~",
             note="seen by Hidden Partner"),
        tied("ASSOCIATED_WITH", key("Organisation", "hidden"), key("Mine", "lb"), 3, tlp=Marking.RED),
    )  # fmt: skip


def graph_of(*batches: Batch, secret: str = "secret") -> Contents:
    """The graph that an empty store would hold after loading batches one after the other."""
    known = Contents({}, [], {})
    for each in batches:
        found = resolve(each, InMemory(known), secret=secret, default_tlp=Marking.AMBER)
        assert not found.problems, found.problems
        sources = {**known.sources, **found.sources}
        kinds = {key: entity.kind for key, entity in known.entities.items()} | dict(found.kinds)
        claims = [*known.claims, *found.claims.values()]
        known = Contents(entities_from(claims, kinds, sources), claims, sources)
    return known


class InMemory:
    """A graph in memory as a load sees it."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def namings(self) -> Iterator[Naming]:
        for claim in self._contents.claims:
            if claim.type == STATED_IN:
                kind = self._contents.entities[claim.subject].kind
                ref = Ref.from_canonical(claim.subject_ref)
                yield Naming(claim.subject, kind, claim.dataset, ref, tuple(names_in(claim.fields)))

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        return {key: self._contents.entities[key] for key in ids if key in self._contents.entities}

    def sources(self, ids: Collection[str]) -> Mapping[str, Source]:
        return {key: self._contents.sources[key] for key in ids if key in self._contents.sources}

    def cited_outside(self, dataset: str, sources: Collection[str]) -> set[str]:
        others = (claim for claim in self._contents.claims if claim.dataset != dataset)
        return {claim.source for claim in others if claim.source in sources}
