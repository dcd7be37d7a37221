"""Writes embedded databases: new ones, slices, and plans into the copy of a state.

New claims go through the engine's batch, which knows both ends of an arrow by their place in the files and
so is more than twice as fast as Cypher; what is changed or removed goes through Cypher and SQL.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graph.model import STATED_IN, Claim, Contents, Entity, Plan, Source
from graph.schema import schema
from graph.store import statements
from graph.store.base import Progress
from graph.store.engine import engine, open_database
from graph.store.records import Properties, claim_properties, entity_properties, source_properties
from graph.store.secret import keep
from graph.store.transfer import Records

if TYPE_CHECKING:
    from arcadedb import Database, GraphBatch

T = TypeVar("T")

_ROWS_AT_ONCE = 10_000  # a crossing into the engine; measured
_IDS_AT_ONCE = 1_000
_MANY = 2_000  # claims of a type; for fewer an index is made anew no sooner than it is kept
_FEW = 20_000  # ids; for more it is quicker to read where all nodes are
_Places = dict[str, object]  # where in the files a node is, by its id


def make_database(folder: Path, contents: Contents, store: Properties | None = None) -> None:
    """Make a database that holds some contents, and a `Store` node if given its properties.

    The secret among these goes beside the database.
    """
    with _new_database(folder, store) as database, database.graph_batch() as batch:
        places = _new_nodes(batch, contents.entities.values(), contents.sources.values())
        _new_claims(batch, contents.claims, places, None)


@contextmanager
def _new_database(folder: Path, store: Properties | None) -> "Iterator[Database]":
    database = engine().create_database(str(folder))
    try:
        # As one script: one by one, each definition is written through to the disk, ten times slower.
        # Only a load looks claims up by their ids, and keeping an index of them is a third of the writing.
        database.command("sqlscript", ";\n".join(definitions((), claims_by_id=store is not None)) + ";")
        if store:
            keep(folder.parent, str(store["secret"]))
            said = {name: value for name, value in store.items() if name != "secret"}
            _command(database, statements.CREATE_STORE, {"p": said})
        yield database
    finally:
        database.close()


def fill_database(
    folder: Path, store: Properties, records: Iterable[Records], progress: Progress | None
) -> None:
    """Make a database that holds records of another, and a `Store` node."""
    places: _Places = {}
    done = 0
    with _new_database(folder, store) as database, database.graph_batch() as batch:
        for some in records:
            if some.are_claims:
                starts, ends = ([places[str(row[end])] for row in some.rows] for end in ("a", "b"))
                batch.new_edges(starts, some.label, ends, [row["p"] for row in some.rows])
                done += len(some.rows)
                if progress:
                    progress(done, 0)
            else:
                placed = batch.create_vertices(some.label, list(some.rows))
                if some.label not in statements.BOOKKEEPING:
                    places.update(zip((str(row["id"]) for row in some.rows), placed, strict=True))


def write_plan(folder: Path, plan: Plan, progress: Progress | None) -> None:
    """Write a plan into a database; half of it is there if this is interrupted."""
    database = open_database(folder, read_only=False)
    try:
        there = [row["name"] for row in database.query("sql", "SELECT name FROM schema:types").to_list()]
        for definition in definitions(there):  # kinds and types that the schema has learnt since
            database.command("sql", definition)
        entities = _places(database, "Entity", _entities_concerned(plan))
        sources = _places(database, "Source", _sources_concerned(plan))
        places = entities | sources
        with _indexed_afterwards(database, plan.add), database.graph_batch() as batch:
            places |= _new_nodes(
                batch,
                [entity for entity in plan.entities if entity.id not in entities],
                [source for source in plan.sources if source.id not in sources],
            )
            _new_claims(batch, plan.add, places, progress)
        _run(database, statements.changes(plan, entities, sources))
        _delete_claims(database, plan)
        _run(database, statements.removals(plan))
        # Earlier versions kept the secret here, where a user's Cypher could read it.
        about: Properties = {"secret": None, "seq": plan.seq + 1, "last_recorded": plan.load.recorded}
        _command(database, statements.SET_STORE, {"p": about})
    finally:
        database.close()


@contextmanager
def _indexed_afterwards(database: "Database", claims: Iterable[Claim]) -> Iterator[None]:
    """Of types to which many claims are added, more than there are, the index is made anew after that.

    It takes less than half of the time that keeping it does.
    """
    added = Counter(_edge_type(claim.type) for claim in claims)
    growing = [name for name, count in added.items() if count >= _MANY and count > _count(database, name)]
    for name in growing:
        database.command("sql", f"DROP INDEX `{name}[id]`")
    yield
    for name in growing:
        database.command("sql", _index(name, "id"))


def _count(database: "Database", name: str) -> int:
    return int(database.query("sql", f"SELECT count(*) AS n FROM {name}").to_list()[0]["n"])  # noqa: S608 -- the name is the schema's


def _entities_concerned(plan: Plan) -> set[str]:
    return {end for claim in plan.add for end in claim.ends} | {entity.id for entity in plan.entities}


def _sources_concerned(plan: Plan) -> set[str]:
    return {claim.source for claim in plan.add} | {source.id for source in plan.sources}


def _places(database: "Database", label: str, ids: set[str]) -> _Places:
    """Where in the files nodes are, of those ids that are there."""
    if len(ids) > _FEW:
        found = database.query("sql", f"SELECT id, @rid AS place FROM {label}").to_list()  # noqa: S608 -- the label is ours
        return {row["id"]: row["place"] for row in found if row["id"] in ids}
    cypher = f"SELECT id, @rid AS place FROM {label} WHERE id IN :ids"  # noqa: S608 -- as above
    return {
        row["id"]: row["place"]
        for some in chunks(ids, _IDS_AT_ONCE)
        for row in database.query("sql", cypher, {"ids": some}).to_list()
    }


def _new_nodes(batch: "GraphBatch", entities: Iterable[Entity], sources: Iterable[Source]) -> _Places:
    by_type: dict[str, list[Properties]] = defaultdict(list)
    for entity in entities:
        by_type[schema().kinds[entity.kind].id].append(entity_properties(entity))
    for source in sources:
        by_type["Source"].append(source_properties(source))
    places: _Places = {}
    for name, rows in by_type.items():
        places.update(zip((str(row["id"]) for row in rows), batch.create_vertices(name, rows), strict=True))
    return places


def _new_claims(
    batch: "GraphBatch", claims: Sequence[Claim], places: Mapping[str, object], progress: Progress | None
) -> None:
    by_type: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_type[claim.type].append(claim)
    done = 0
    for claim_type, of_type in by_type.items():
        for some in chunks(of_type, _ROWS_AT_ONCE):
            batch.new_edges(
                [places[claim.subject] for claim in some],
                _edge_type(claim_type),
                [places[claim.object] for claim in some],
                [claim_properties(claim) for claim in some],
            )
            done += len(some)
            if progress:
                progress(done, len(claims))


def _edge_type(claim_type: str) -> str:
    return STATED_IN if claim_type == STATED_IN else schema().types[claim_type].id


def definitions(there: Collection[str], *, claims_by_id: bool = True) -> Iterator[str]:
    """Types and unique indexes not there yet. Kinds extend Entity, so that each node bears both labels."""
    for name, extends, key in (
        ("Entity", "", "id"), ("Source", "", "id"), ("Store", "", ""),
        *((label, "", key) for label, key in statements.BOOKKEEPING.items()),
        *((kind, "Entity", "") for kind in schema().kinds),
    ):  # fmt: skip
        if name not in there:
            yield f"CREATE VERTEX TYPE {name}" + (f" EXTENDS {extends}" if extends else "")
            yield from _unique(name, key)
    for name in schema().claim_types:
        if name not in there:
            yield f"CREATE EDGE TYPE {name}"
            yield from _unique(name, "id" if claims_by_id else "")


def _unique(name: str, key: str) -> Iterator[str]:
    if key:
        yield f"CREATE PROPERTY {name}.{key} STRING"
        yield _index(name, key)


def _index(name: str, key: str) -> str:
    return f"CREATE INDEX ON {name} ({key}) UNIQUE"


def _run(database: "Database", batches: Iterable[statements.Batched]) -> None:
    for batch in batches:
        for rows in chunks(batch.rows, _ROWS_AT_ONCE):
            _command(database, batch.cypher, {"rows": rows})


def _command(database: "Database", cypher: str, parameters: Properties) -> None:
    with database.transaction():
        database.command("opencypher", cypher, parameters)


def _delete_claims(database: "Database", plan: Plan) -> None:
    """Through SQL, by the unique index on each type: this engine's Cypher scans all edges instead."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for claim in plan.retract:
        by_type[_edge_type(claim.type)].append(claim.id)
    for name, ids in by_type.items():
        for some in chunks(ids, _IDS_AT_ONCE):
            with database.transaction():
                for claim_id in some:
                    database.command("sql", f"DELETE FROM {name} WHERE id = :id", {"id": claim_id})  # noqa: S608 -- the name is the schema's


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items by so many at once."""
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk
