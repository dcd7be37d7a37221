"""Keeps a graph in a Neo4j server, for teams: one load is one transaction there.

Slices of a server live in a private temporary folder, as embedded databases, and go with the process.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

import neo4j
from neo4j import exceptions as driver_errors

from graph.errors import MacroSurError, NoStoreError, QueryError, StoreError, StoreMovedError
from graph.known import KnownStore
from graph.model import Plan
from graph.schema import schema
from graph.slices import Slice
from graph.store import statements
from graph.store.addresses import ServerAddress
from graph.store.base import Answer, Progress, Reader, Status
from graph.store.embedded import (
    EmbeddedReader,
    build_slice,
    check_version,
    new_store_properties,
    open_slice,
    status_of,
)
from graph.store.engine import missing_parameter, not_understood, prepare_engine
from graph.store.reader import CypherReader
from graph.store.records import Properties

T = TypeVar("T")

_ROWS_AT_ONCE = 10_000  # rows a statement; measured for this engine
_LABELS = "Entity:{kind}"
_SEQ = "MATCH (s:Store) RETURN s.seq AS seq"
_BYTES_A_CLAIM = 4_300  # of the server's transaction memory; measured
_CONNECT_SECONDS = 5.0
_READS_TRIED = 5  # of the whole graph, when others keep writing meanwhile

logging.getLogger("neo4j").addHandler(logging.NullHandler())


class BoltReader(CypherReader):
    """Reads everything in one database of a server."""

    def __init__(
        self, session_of: Callable[[str], neo4j.Session], address: str, database: str | None
    ) -> None:
        super().__init__()
        self._session_of = session_of
        self._where = address, database

    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run Cypher that may only read: the server refuses a write in a read transaction."""

        def read(transaction: neo4j.ManagedTransaction) -> Answer:
            # The text may be a user's own; what it may do is limited by the transaction.
            result = transaction.run(cypher, dict(parameters or {}))
            rows = tuple(tuple(record.values()) for record in result)
            return Answer(tuple(result.keys()) if rows else (), rows)

        with self._session_of(neo4j.READ_ACCESS) as session, _plain_errors(*self._where):
            return session.execute_read(read)

    def _consistently(self, read: Callable[[], T]) -> T:
        """Read until no load was committed between the first query and the last.

        The server has no snapshots, and half of a load is not a state of the graph.
        """
        before = self.seq()
        for _ in range(_READS_TRIED):
            found, failure = _tried(read)
            after = self.seq()
            if after == before:
                if failure is not None:
                    raise failure
                return cast("T", found)
            before = after
        raise StoreMovedError

    def seq(self) -> int:
        """The number of the state the server is in now."""
        return int(str(self.rows(_SEQ).rows[0][0]))


class BoltStore:
    """A store in a database of a Neo4j server."""

    def __init__(self, driver: neo4j.Driver, database: str | None, address: str) -> None:
        self._driver = driver
        self._database = database
        self._address = address
        self._private: Path | None = None
        self._slices: dict[str, EmbeddedReader] = {}
        self._reader = BoltReader(self._session, self._address, self._database)
        self._about: Mapping[str, object] = {}

    @classmethod
    def open(cls, server: ServerAddress, *, create: bool = False, password: str | None = None) -> "BoltStore":
        """Open a server's database as a store; see `graph.store.open_store`."""
        with _plain_errors(server.uri, server.database):
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
                store._begin(create=create)
            except BaseException:
                driver.close()
                raise
        return store

    def _session(self, access: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=access)

    def _begin(self, *, create: bool) -> None:
        rows = self._reader.rows(statements.THE_STORE).rows
        if not rows:
            self._begin_empty(create=create)
            rows = self._reader.rows(statements.THE_STORE).rows
        about = rows[0][0]
        if not isinstance(about, Mapping):
            raise TypeError("the server gave no map for the Store node")
        check_version(int(str(about["schema_version"])))
        self._about = about

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
        with self._session(neo4j.WRITE_ACCESS) as session:
            for definition in _definitions():
                session.run(definition).consume()
            # Of two who begin at once one makes the node, by the constraint on its id; both then read it.
            with suppress(driver_errors.ConstraintError):
                session.execute_write(
                    lambda transaction: transaction.run(
                        statements.CREATE_STORE, p=new_store_properties()
                    ).consume()
                )

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
        build_slice(folder, self._reader.contents(), slice_)
        return open_slice(folder)

    def apply(self, plan: Plan, progress: Progress | None = None) -> None:
        """Write a plan in one transaction."""
        self._refuse_too_big(plan)
        entities = self.known.entities([entity.id for entity in plan.entities]).keys()
        sources = self.known.sources([source.id for source in plan.sources]).keys()

        def write(transaction: neo4j.ManagedTransaction) -> bool:
            if not _claim_state(transaction, plan):
                return False
            done = 0
            batches = chain(
                statements.additions(plan, _LABELS, entities, sources),
                statements.changes(plan, entities, sources),
                _deletions(plan),
                statements.removals(plan),
            )
            for cypher, rows, claims in _chunks(batches):
                transaction.run(cypher, rows=rows).consume()
                if progress and claims:
                    done += len(rows)
                    progress(done, len(plan.add))
            return True

        with self._session(neo4j.WRITE_ACCESS) as session, _plain_errors(self._address):
            if not session.execute_write(write):
                raise StoreMovedError
        self.refresh()

    def refresh(self) -> None:
        """Go on from the state the server is in now."""
        self._close_slices()
        self._reader = BoltReader(self._session, self._address, self._database)
        self._begin(create=False)

    def _refuse_too_big(self, plan: Plan) -> None:
        """A transaction that does not fit ends a long load with the server's own error, or the server."""
        setting = "dbms.memory.transaction.total.max"
        with self._session(neo4j.READ_ACCESS) as session, _plain_errors(self._address):
            found = session.run("SHOW SETTINGS $name YIELD value RETURN value", name=setting).single()
        limit = _size(str(found["value"])) if found else 0
        needed = _BYTES_A_CLAIM * (len(plan.add) + len(plan.retract))
        if limit and needed > limit:
            raise StoreError(
                f"This load needs about {needed >> 20} MiB in one transaction and the server allows "
                f"{limit >> 20} MiB. Raise {setting}, or load the file in parts.",
                f"Esta carga necesita unos {needed >> 20} MiB en una transacción y el servidor permite "
                f"{limit >> 20} MiB. Suba {setting} o cargue el archivo por partes.",
            )

    def status(self) -> Status:
        """What the store holds."""
        return status_of(self._reader, "Neo4j", self._address, self._about)

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


def _tried(read: Callable[[], T]) -> tuple[T | None, LookupError | None]:
    """What is read, or why it could not be: what one query named may be gone for the next."""
    try:
        return read(), None
    except LookupError as error:
        return None, error


def _claim_state(transaction: neo4j.ManagedTransaction, plan: Plan) -> bool:
    """Move the store on from the state the plan was made against.

    The lock is taken first: a match that waited for it would go by what it saw before it waited.
    """
    transaction.run("MATCH (s:Store) SET s.locked = true REMOVE s.locked").consume()
    moved = transaction.run(
        "MATCH (s:Store {seq: $seq}) SET s.seq = $seq + 1, s.last_recorded = $recorded RETURN count(s) AS n",
        seq=plan.seq,
        recorded=plan.load.recorded,
    ).single(strict=True)
    return bool(moved["n"] == 1)


def _deletions(plan: Plan) -> Iterator[statements.Batched]:
    """By the uniqueness constraint on each type; embedded, this takes SQL."""
    by_type: dict[str, list[Properties]] = {}
    for claim in plan.retract:
        by_type.setdefault(claim.type, []).append({"id": claim.id})
    for claim_type, rows in by_type.items():
        name = claim_type if claim_type not in schema().types else schema().types[claim_type].id
        yield statements.Batched(f"UNWIND $rows AS row MATCH ()-[r:{name} {{id: row.id}}]->() DELETE r", rows)


def _definitions() -> Iterator[str]:
    nodes = ("Store", "id"), ("Entity", "id"), ("Source", "id"), ("Load", "id"), ("Retracted", "key")
    for label, key in nodes:
        yield f"CREATE CONSTRAINT {label}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
    for name in schema().claim_types:
        yield f"CREATE CONSTRAINT {name}_id IF NOT EXISTS FOR ()-[r:{name}]-() REQUIRE r.id IS UNIQUE"


def _chunks(batches: Iterable[statements.Batched]) -> Iterator[tuple[str, Sequence[Properties], bool]]:
    for batch in batches:
        remaining = iter(batch.rows)
        while rows := list(islice(remaining, _ROWS_AT_ONCE)):
            yield batch.cypher, rows, batch.claims


def _size(text: str) -> int:
    """Bytes of a setting such as ``700.00MiB``; 0 for one that sets no limit."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)):
        if text.endswith(unit):
            return int(float(text.removesuffix(unit)) * factor)
    return 0


class _plain_errors:  # noqa: N801 -- used as a function is
    """Turns the driver's errors into ours: what is wrong, and what to do."""

    def __init__(self, address: str = "", database: str | None = None) -> None:
        self._address = address
        self._database = database or ""

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, driver_errors.DriverError | driver_errors.Neo4jError | OSError | ValueError):
            raise self._told(error) from error

    def _told(self, error: Exception) -> MacroSurError:  # noqa: PLR0911 -- a table of cases
        where = self._address or "Neo4j"
        code = getattr(error, "code", "") or ""
        if isinstance(error, driver_errors.AuthError):
            return StoreError(
                f"{where} does not accept the user name or password. Set MACROSUR_PASSWORD, or wait if it "
                "was tried too often.",
                f"{where} no acepta el usuario o la contraseña. Defina MACROSUR_PASSWORD, o espere si se "
                "intentó demasiadas veces.",
            )
        if code.endswith("DatabaseNotFound"):
            return StoreError(
                f"{where} has no database “{self._database}”.",
                f"{where} no tiene la base de datos «{self._database}».",
            )
        if code.endswith("ParameterMissing"):
            return missing_parameter(
                str(error.args[0] if error.args else error).rpartition(": ")[2].rstrip("}.")
            )
        if ".Statement." in code and code.endswith("AccessMode"):
            return QueryError("This would change the graph; `cypher` only reads.",
                              "Esto cambiaría el grafo; `cypher` solo lee.")  # fmt: skip
        if ".Statement." in code:
            return not_understood(str(getattr(error, "message", error)))
        if code:
            message = str(getattr(error, "message", error))
            return StoreError(f"{where} refused: {message}", f"{where} se negó: {message}")
        return StoreError(
            f"Neo4j does not answer at {where}. Is it running? Start it with `docker compose up -d --wait`.",
            f"Neo4j no responde en {where}. ¿Está en marcha? Inícielo con `docker compose up -d --wait`.",
        )
