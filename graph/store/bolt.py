"""Keeps a graph in a Neo4j server, for teams: one load is one transaction there.

Only what does not fit in one, and goes into an empty store, is written in several (`filling`).
Slices of a server live in a private temporary folder, as embedded databases, and go with the process.
"""

import logging
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

import neo4j
from neo4j import exceptions as driver_errors

from graph.errors import MacroSurError, NoStoreError, StoreError, StoreMovedError, UnfinishedStoreError
from graph.known import KnownStore
from graph.model import Claim, Load, Plan
from graph.schema import schema
from graph.slices import Slice
from graph.store import statements
from graph.store.addresses import ServerAddress
from graph.store.base import FILLING, Progress, Reader, Status, is_unfinished
from graph.store.bolt_errors import plain_errors
from graph.store.bolt_reader import BoltReader
from graph.store.embedded import (
    EmbeddedReader,
    build_slice,
    check_version,
    new_store_properties,
    open_slice,
    status_of,
)
from graph.store.engine import prepare_engine
from graph.store.filling import LOAD, Filling, chunks, discard, is_running
from graph.store.records import Properties
from graph.store.room import Room
from graph.text import Text

_LABELS = "Entity:{kind}"
_LAST_EMPTY = 1  # the number of the last state that may hold no more than the places
_CONNECT_SECONDS = 5.0

logging.getLogger("neo4j").addHandler(logging.NullHandler())


class BoltStore:
    """A store in a database of a Neo4j server."""

    def __init__(self, driver: neo4j.Driver, database: str | None, address: str) -> None:
        self._driver = driver
        self._database = database
        self._address = address
        self._private: Path | None = None
        self._slices: dict[str, EmbeddedReader] = {}
        self._reader = BoltReader(self.session, self._address, self._database)
        self._about: Mapping[str, object] = {}

    @classmethod
    def open(
        cls,
        server: ServerAddress,
        *,
        create: bool = False,
        password: str | None = None,
        unfinished: bool = False,
    ) -> "BoltStore":
        """Open a server's database as a store; see `graph.store.open_store`.

        Args:
            server: Where it is.
            create: Begin one in an empty database, and take away what an unfinished filling left.
            password: The user's.
            unfinished: Open one that is being filled as it is, for a copy to go on with.
        """
        with plain_errors(server.uri, server.database):
            driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.user, password or ""),
                notifications_min_severity="OFF",  # the driver logs them raw, with the data in them
                connection_timeout=_CONNECT_SECONDS,
                connection_acquisition_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=_CONNECT_SECONDS,
            )
            store = cls(driver, server.database, server.uri)
            try:
                # Within a managed transaction a refused connection is retried for long: ask first.
                driver.verify_connectivity()
                store._begin(create=create, unfinished=unfinished)
            except BaseException:
                driver.close()
                raise
        return store

    def session(self, access: str) -> neo4j.Session:
        """A session with the store's database."""
        return self._driver.session(database=self._database, default_access_mode=access)

    def _begin(self, *, create: bool, unfinished: bool = False) -> None:
        self._about = self._read_about(create=create)
        if is_unfinished(self._about) and not unfinished:
            running = is_running(self.session, self._about)
            if running or not create:
                raise UnfinishedStoreError(self._address, running=running)
            discard(self.session, self._about, new_store_properties())
            self._about = self._read_about(create=False)
        self._reader.never_tell(self.secret)
        if self.seq <= _LAST_EMPTY and not unfinished:
            self._reader.expect_filling()

    def _read_about(self, *, create: bool) -> Mapping[str, object]:
        reader = BoltReader(self.session, self._address, self._database)  # also while the store is filled
        rows = reader.rows(statements.THE_STORE).rows
        if not rows:
            self._begin_empty(create=create)
            rows = reader.rows(statements.THE_STORE).rows
        about = rows[0][0]
        if not isinstance(about, Mapping):
            raise TypeError("the server gave no map for the Store node")
        check_version(int(str(about["schema_version"])))
        return about

    def _begin_empty(self, *, create: bool) -> None:
        if self._reader.rows("MATCH (n) WHERE NOT n:Store RETURN n LIMIT 1").rows:
            raise StoreError(
                f"The database at {self._address} holds something else. Give macrosur one of its own.",
                f"La base de datos en {self._address} contiene otra cosa. Dé a macrosur una propia.",
            )
        if not create:
            raise NoStoreError(
                f"The database at {self._address} holds no macrosur store. Begin one with `macrosur load`.",
                f"La base de datos en {self._address} no contiene un almacén de macrosur. Empiece uno con "
                "`macrosur load`.",
            )
        self._define()
        # Of two who begin at once one makes the node, by the constraint on its id; both then read it.
        with self.session(neo4j.WRITE_ACCESS) as session, suppress(driver_errors.ConstraintError):
            session.execute_write(
                lambda transaction: transaction.run(
                    statements.CREATE_STORE, p=new_store_properties()
                ).consume()
            )

    def _define(self) -> None:
        """Make the constraints that are missing, as for a type that the schema has learnt since."""
        with self.session(neo4j.WRITE_ACCESS) as session, plain_errors(self._address):
            there = {record["name"] for record in session.run("SHOW CONSTRAINTS YIELD name")}
            for name, definition in constraints().items():
                if name not in there:
                    session.run(definition).consume()

    @property
    def about(self) -> Mapping[str, object]:
        """What the `Store` node said when it was read last."""
        return self._about

    @property
    def secret(self) -> str:
        """What opaque ids are made with."""
        return str(self._about["secret"])

    @property
    def seq(self) -> int:
        """The number of the state that was read last."""
        return int(str(self._about["seq"]))

    @property
    def last_recorded(self) -> str:
        """When the latest load was recorded."""
        return str(self._about.get("last_recorded") or "")

    @property
    def known(self) -> KnownStore:
        """The whole graph, as working out a plan asks for it."""
        return self._reader.known

    def has_moved(self) -> bool:
        """Whether another program has changed what is read since."""
        return self._reader.seq() != self.seq

    def read(self, slice_: Slice | None = None) -> Reader:
        """A reader of a slice."""
        if slice_ is None or slice_.is_everything:
            return self._reader
        name = slice_.fingerprint()
        if name not in self._slices:
            self._slices[name] = self._sliced(slice_, name)
        return self._slices[name]

    def _sliced(self, slice_: Slice, name: str) -> EmbeddedReader:
        if self._private is None:
            self._private = Path(tempfile.mkdtemp(prefix="macrosur-"))
            prepare_engine(self._private / "log")
        folder = self._private / name
        folder.mkdir()
        build_slice(folder, self._reader, slice_)
        return open_slice(folder)

    def apply(self, plan: Plan, progress: Progress | None = None) -> None:
        """Write a plan in one transaction; in several, if the store is empty and it does not fit in one."""
        with self.session(neo4j.READ_ACCESS) as session, plain_errors(self._address):
            room = Room.of(session, len(plan.add) + len(plan.retract))
        self._define()
        if room.is_enough:
            self._apply_at_once(plan, progress)
        elif self.is_empty():
            self._fill(plan, progress)
        else:
            raise room.refusal()
        self.refresh()

    def _apply_at_once(self, plan: Plan, progress: Progress | None) -> None:
        entities, sources = self._those_there(plan)

        def write(transaction: neo4j.ManagedTransaction) -> bool:
            if not _claim_state(transaction, plan):
                return False
            done = 0
            batches = chain(
                statements.additions(plan, _LABELS, entities, sources), _rest(plan, entities, sources)
            )
            for cypher, rows, claims in chunks(batches):
                transaction.run(cypher, rows=rows).consume()
                if progress and claims:
                    done += len(rows)
                    progress(done, len(plan.add))
            return True

        with self.session(neo4j.WRITE_ACCESS) as session, plain_errors(self._address):
            if not session.execute_write(write):
                raise StoreMovedError

    def _fill(self, plan: Plan, progress: Progress | None) -> None:
        """Write a plan into an empty store: first, piece by piece, what can be taken away again."""
        entities, sources = self._those_there(plan)
        about = {**self._about, "seq": plan.seq + 1, "last_recorded": plan.load.recorded}
        filling = Filling(self.session, {**self._about, "seq": plan.seq}, LOAD + plan.load.id)
        with plain_errors(self._address):
            try:
                with filling:
                    filling.write(statements.additions(plan, _LABELS, entities, sources), progress)
                    filling.finish(about, _rest(plan, entities, sources))
            except BaseException:
                with suppress(MacroSurError, driver_errors.DriverError, driver_errors.Neo4jError):
                    self._take_back(filling)
                raise

    def _take_back(self, filling: Filling) -> None:
        """Leave the store as it was, unless it was filled after all, or someone else is filling it by now."""
        now = self._read_about(create=False)
        if now.get("filling") == filling.token:
            discard(self.session, now, new_store_properties())

    def _those_there(self, plan: Plan) -> tuple[Collection[str], Collection[str]]:
        """Which of a plan's entities and sources the store holds."""
        entities = self.known.entities([entity.id for entity in plan.entities])
        return entities.keys(), self.known.sources([source.id for source in plan.sources]).keys()

    def is_empty(self) -> bool:
        """Whether it holds no more than the places that every store begins with."""
        others = (kind for kind in schema().kinds if kind not in schema().places)
        return self.seq <= _LAST_EMPTY and not any(
            self._reader.rows(statements.count_of_kind(kind)).rows[0][0] for kind in others
        )

    def refresh(self) -> None:
        """Go on from the state the server is in now."""
        self._close_slices()
        self._reader = BoltReader(self.session, self._address, self._database)
        self._begin(create=False)

    def loads(self) -> tuple[Load, ...]:
        """The loads that changed it, the oldest first."""
        return self._reader.loads()

    def retracted_of(self, load: str) -> tuple[list[Claim], list[Claim]]:
        """The claims that a load retracted; and those it brought that have been retracted since."""
        return self._reader.retracted_of(load)

    def status(self) -> Status:
        """What the store holds."""
        return status_of(self._reader, Text("Neo4j", "Neo4j"), self._address, self._about)

    def close(self) -> None:
        """Give connections and temporary files back."""
        self._close_slices()
        self._driver.close()

    def _close_slices(self) -> None:
        for reader in self._slices.values():
            reader.close()
        self._slices = {}
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)
            self._private = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _claim_state(transaction: neo4j.ManagedTransaction, plan: Plan) -> bool:
    """Move the store on from the state the plan was made against.

    The lock is taken first: a match that waited for it would go by what it saw before it waited.
    """
    transaction.run("MATCH (s:Store) SET s.locked = true REMOVE s.locked").consume()
    moved = transaction.run(
        "MATCH (s:Store {seq: $seq}) WHERE s.state <> $filling "
        "SET s.seq = $seq + 1, s.last_recorded = $recorded RETURN count(s) AS n",
        seq=plan.seq,
        filling=FILLING,
        recorded=plan.load.recorded,
    ).single(strict=True)
    return bool(moved["n"] == 1)


def _rest(plan: Plan, entities: Collection[str], sources: Collection[str]) -> Iterator[statements.Batched]:
    """What a plan does besides adding, once it has added."""
    yield from statements.changes(plan, entities, sources)
    yield from _deletions(plan)
    yield from statements.removals(plan)


def _deletions(plan: Plan) -> Iterator[statements.Batched]:
    """By the uniqueness constraint on each type; embedded, this takes SQL."""
    by_type: dict[str, list[Properties]] = {}
    for claim in plan.retract:
        by_type.setdefault(claim.type, []).append({"id": claim.id})
    for claim_type, rows in by_type.items():
        name = claim_type if claim_type not in schema().types else schema().types[claim_type].id
        yield statements.Batched(f"UNWIND $rows AS row MATCH ()-[r:{name} {{id: row.id}}]->() DELETE r", rows)


def constraints() -> Mapping[str, str]:
    """What makes ids unique: statements of their own, by the names they give."""
    nodes = ("Store", "id"), ("Entity", "id"), ("Source", "id"), *statements.BOOKKEEPING.items()
    made = {f"{label}_{key}": f"FOR (n:{label}) REQUIRE n.{key}" for label, key in nodes}
    made |= {f"{name}_id": f"FOR ()-[r:{name}]-() REQUIRE r.id" for name in schema().claim_types}
    return {name: f"CREATE CONSTRAINT {name} IF NOT EXISTS {what} IS UNIQUE" for name, what in made.items()}
