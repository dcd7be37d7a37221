"""Keeps a graph in a folder with the ArcadeDB engine: nothing to install, and a kill leaves whole loads only.

A state of the graph is an immutable folder. The one writer copies the current state, applies its plan to the
copy, and then replaces the small file CURRENT that names it; readers keep the state they opened.

    CURRENT            the name of the current state
    writer.lock        held by the writer
    states/000007/     a state: db/ is the engine's, slices/ holds what was cut from it
    states/000007.use  held, shared, by everyone who reads that state
    log/               the engine's own log (names may be in it, so it stays in the store)
"""

import errno
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import portalocker

from graph.errors import MacroSurError, NoStoreError, QueryError, StoreError, StoreMovedError, reason
from graph.known import KnownStore
from graph.model import Contents, Plan
from graph.schema import STATED_IN, schema
from graph.slices import Slice, cut
from graph.store import statements
from graph.store.base import Answer, Progress, Reader, Status
from graph.store.reader import CypherReader
from graph.store.records import Properties, load_from

if TYPE_CHECKING:
    from arcadedb import Database

_COMMIT_EVERY = 10_000  # statements' rows a transaction; measured for this engine
_LABELS = "{kind}"  # kinds are types that extend Entity; naming both would make a third type of the pair
_CLAIM_IDS_AT_ONCE = 500
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class EmbeddedReader(CypherReader):
    """Reads one database folder; the engine opens it read-only."""

    def __init__(self, folder: Path, *, withheld: int = 0, undated: int = 0) -> None:
        super().__init__(withheld=withheld, undated=undated)
        self._folder = folder
        self._closed = False
        self._database = _share(folder)

    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run Cypher that may only read."""
        arcade = _engine()
        try:
            records = self._database.query("opencypher", cypher, dict(parameters or {})).to_list()
        except arcade.ArcadeDBError as error:
            raise _query_error(str(error)) from error
        columns = tuple(records[0]) if records else ()
        return Answer(columns, tuple(tuple(record.get(name) for name in columns) for record in records))

    def close(self) -> None:
        """Give the files back; more than once does no harm."""
        if not self._closed:
            self._closed = True
            _give_back(self._folder)


class EmbeddedStore:
    """A store in a folder. Opening reads the state that is current then, and keeps it."""

    def __init__(self, root: Path, state: str, use: portalocker.Lock) -> None:
        self._root = root
        self._state = state
        self._use = use
        self._slices: dict[str, EmbeddedReader] = {}
        try:
            self._reader = EmbeddedReader(self._folder / "db")
            self._about = self._read_about()
        except BaseException:
            use.release()
            raise

    @classmethod
    def open(cls, url: str, *, create: bool = False) -> "EmbeddedStore":
        """Open the store in a folder; see `graph.store.open_store`."""
        root = Path(url).expanduser()
        with _told_if_not_allowed(root):
            return cls._opened(root, create=create)

    @classmethod
    def _opened(cls, root: Path, *, create: bool) -> "EmbeddedStore":
        if not (root / "CURRENT").is_file():
            if not create:
                raise NoStoreError(
                    f"There is no store in {root}. Make one with `macrosur demo` or `macrosur load`.",
                    f"No hay un almacén en {root}. Cree uno con `macrosur demo` o `macrosur load`.",
                )
            _create(root)
        _prepare_engine(root)
        state, use = _hold_current(root)
        return cls(root, state, use)

    @property
    def _folder(self) -> Path:
        return self._root / "states" / self._state

    @property
    def secret(self) -> str:
        """What opaque ids are made with."""
        return str(self._about["secret"])

    @property
    def seq(self) -> int:
        """The number of the state that is read."""
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
        """Never: a state that is read is immutable."""
        return False

    def read(self, slice_: Slice | None = None) -> Reader:
        """A reader of a slice; a sliced store is kept beside the state it was cut from."""
        if slice_ is None or slice_.is_everything:
            return self._reader
        name = slice_.fingerprint()
        if name not in self._slices:
            with _told_if_not_allowed(self._root):
                self._slices[name] = self._sliced(slice_, self._folder / "slices" / name)
        return self._slices[name]

    def _sliced(self, slice_: Slice, folder: Path) -> EmbeddedReader:
        if not folder.is_dir():
            folder.parent.mkdir(exist_ok=True)
            with _built_beside(folder, shared=True) as building:
                build_slice(building, self._reader.contents(), slice_)
        return open_slice(folder)

    def apply(self, plan: Plan, progress: Progress | None = None) -> None:
        """Write a plan into a copy of the state, then make the copy current."""
        with _told_if_not_allowed(self._root), _writing(self._root):
            current = _current(self._root)
            if current != self._state or plan.seq != self.seq:
                raise StoreMovedError
            state = f"{int(current) + 1:06d}"
            with _built_beside(self._root / "states" / state) as building:
                shutil.copytree(self._folder / "db", building / "db")
                self._write(building / "db", plan, progress)
            _make_current(self._root, state)
        self.refresh()
        _sweep(self._root)

    def _write(self, folder: Path, plan: Plan, progress: Progress | None) -> None:
        held = held_ids(self._reader, plan)
        database = _open(folder, read_only=False)
        try:
            batches = statements.additions(plan, _LABELS, *held)
            _run(database, batches, progress, total=len(plan.add))
            _delete_claims(database, plan)
            _run(database, statements.removals(plan), None, total=0)
            about: Properties = {"seq": plan.seq + 1, "last_recorded": plan.load.recorded}
            with database.transaction():
                database.command("opencypher", statements.SET_STORE, {"p": about})
        finally:
            database.close()

    def refresh(self) -> None:
        """Go on from the current state."""
        self._close_readers()
        self._use.release()
        self._state, self._use = _hold_current(self._root)
        self._reader = EmbeddedReader(self._folder / "db")
        self._about = self._read_about()

    def status(self) -> Status:
        """What the store holds."""
        return status_of(self._reader, "embedded (ArcadeDB)", str(self._root), self._about)

    def close(self) -> None:
        """Give the files back."""
        self._close_readers()
        self._use.release()

    def _close_readers(self) -> None:
        for reader in (self._reader, *self._slices.values()):
            reader.close()
        self._slices = {}

    def _read_about(self) -> Mapping[str, object]:
        rows = self._reader.rows(statements.THE_STORE).rows
        if not rows or not isinstance(rows[0][0], Mapping):
            # The engine opens another account's folder as if it were empty.
            raise StoreError(
                f"The store in {self._root} cannot be read. Is it another account's? Check who may read it.",
                f"No se puede leer el almacén en {self._root}. ¿Es de otra cuenta? Revise los permisos.",
            )
        check_version(int(str(rows[0][0]["schema_version"])))
        return rows[0][0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_version(version: int) -> None:
    """Refuse a store that a newer program made.

    Raises:
        StoreError: It was.
    """
    if version > schema().version:
        raise StoreError(
            f"This store was made by a newer version of macrosur (schema {version}; this one knows "
            f"{schema().version}). Update macrosur.",
            f"Este almacén lo hizo una versión más nueva de macrosur (esquema {version}; esta conoce "
            f"{schema().version}). Actualice macrosur.",
        )


def status_of(reader: CypherReader, engine: str, address: str, about: Mapping[str, object]) -> Status:
    """Count what a database holds."""

    def count(cypher: str) -> int:
        return int(str(reader.rows(cypher).rows[0][0]))

    loads = tuple(
        load_from(row[0]) for row in reader.rows(statements.ALL_LOADS).rows if isinstance(row[0], Mapping)
    )
    return Status(
        engine=engine,
        address=address,
        seq=int(str(about["seq"])),
        schema_version=int(str(about["schema_version"])),
        entities={kind: count(statements.count_of_kind(kind)) for kind in schema().kinds},
        claims={kind: count(statements.count_of_type(kind)) for kind in schema().claim_types},
        sources=len(reader.rows(statements.ALL_SOURCES).rows),
        loads=loads,
    )


def held_ids(reader: CypherReader, plan: Plan) -> tuple[set[str], set[str]]:
    """Which of a plan's entities and sources a store holds, so that they are changed and not made."""
    entities = reader.known.entities([entity.id for entity in plan.entities])
    sources = reader.known.sources([source.id for source in plan.sources])
    return set(entities), set(sources)


def new_store_properties() -> Properties:
    """The `Store` node of a new store."""
    return {
        "id": "store", "schema_version": schema().version, "secret": secrets.token_hex(32), "seq": 0,
        "state": "ready",
    }  # fmt: skip


def build_slice(folder: Path, contents: Contents, slice_: Slice) -> None:
    """Make a sliced store in an empty folder."""
    passed = cut(contents, slice_)
    _make_database(folder / "db", passed.contents)
    (folder / "told").write_text(f"{passed.withheld} {passed.undated}", encoding="ascii")


def open_slice(folder: Path) -> EmbeddedReader:
    """Open what `build_slice` made."""
    withheld, undated = map(int, (folder / "told").read_text(encoding="ascii").split())
    return EmbeddedReader(folder / "db", withheld=withheld, undated=undated)


def prepare_engine(log_folder: Path) -> None:
    """Say where the engine's log goes, before the engine is first imported: it logs names."""
    log_folder.mkdir(parents=True, exist_ok=True)
    os.environ["ARCADEDB_LOG_CONSOLE"] = "0"
    os.environ["ARCADEDB_LOG_DIR"] = str(log_folder)


def _prepare_engine(root: Path) -> None:
    prepare_engine(root / "log")


def _engine() -> Any:  # noqa: ANN401 -- the engine ships no types
    import arcadedb  # noqa: PLC0415 -- 0.2 s, and its log must be configured before

    return arcadedb


def _open(folder: Path, *, read_only: bool) -> "Database":
    arcade = _engine()
    try:
        return arcade.open_database(str(folder), read_only=read_only)
    except arcade.ArcadeDBError as error:
        raise StoreError(
            f"The store's files in {folder} cannot be opened. Is the disk full, or another program using "
            "them?",
            f"No se pueden abrir los archivos del almacén en {folder}. ¿Está lleno el disco, o los usa otro "
            "programa?",
        ) from error


# The engine opens a folder once in a process: (the database, how many readers have it), by folder.
_shared: dict[Path, "tuple[Database, int]"] = {}


def _share(folder: Path) -> "Database":
    database, readers = _shared.get(folder) or (_open(folder, read_only=True), 0)
    _shared[folder] = database, readers + 1
    return database


def _give_back(folder: Path) -> None:
    database, readers = _shared.pop(folder)
    if readers > 1:
        _shared[folder] = database, readers - 1
    else:
        database.close()


def _query_error(message: str) -> MacroSurError:
    """The engine's refusal in our words, with its own for what only it knows."""
    if missing := re.search(r"Expected parameter\(s\): (.+)", message):
        return missing_parameter(missing[1])
    if "NotIdempotent" in message:
        return QueryError("This would change the graph; `cypher` only reads.",
                          "Esto cambiaría el grafo; `cypher` solo lee.")  # fmt: skip
    detail = re.sub(r"^Query failed: (?:[\w.$]+: )?", "", message).split(" (caused by", maxsplit=1)[0]
    return not_understood(detail)


def missing_parameter(name: str) -> QueryError:
    """A question was asked without a value it needs."""
    return QueryError(
        f"The question needs a value for ${name}; give it with --param {name}=….",
        f"La pregunta necesita un valor para ${name}; déselo con --param {name}=….",
    )


def not_understood(detail: str) -> QueryError:
    """The engine could not make sense of a text."""
    return QueryError(f"The Cypher is not understood: {detail}", f"No se entiende el Cypher: {detail}")


def _create(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = reason(error)
        raise StoreError(
            f"A store cannot be made in {root}: {why.en}.",
            f"No se puede crear un almacén en {root}: {why.es}.",
        ) from error
    _prepare_engine(root)
    with _writing(root):
        if (root / "CURRENT").is_file():
            return
        (root / "states").mkdir(exist_ok=True)
        shutil.rmtree(root / "states" / "000001", ignore_errors=True)
        with _built_beside(root / "states" / "000001") as building:
            _make_database(building / "db", Contents({}, [], {}), new_store_properties())
        _make_current(root, "000001")


def _make_database(folder: Path, contents: Contents, store: Properties | None = None) -> None:
    database = _engine().create_database(str(folder))
    try:
        # As one script: one by one, each definition is written through to the disk, ten times slower.
        database.command("sqlscript", ";\n".join(_definitions()) + ";")
        if store:
            with database.transaction():
                database.command("opencypher", statements.CREATE_STORE, {"p": store})
        _run(database, statements.creations(contents, _LABELS), None, total=0)
    finally:
        database.close()


def _definitions() -> Iterator[str]:
    """Types and unique indexes. Kinds extend Entity, so that each node bears both labels."""
    for name, extends, key in (
        ("Entity", "", "id"), ("Source", "", "id"), ("Load", "", "id"), ("Retracted", "", "key"),
        ("Store", "", ""),
        *((kind, "Entity", "") for kind in schema().kinds),
    ):  # fmt: skip
        yield f"CREATE VERTEX TYPE {name}" + (f" EXTENDS {extends}" if extends else "")
        if key:
            yield f"CREATE PROPERTY {name}.{key} STRING"
            yield f"CREATE INDEX ON {name} ({key}) UNIQUE"
    for name in schema().claim_types:
        yield f"CREATE EDGE TYPE {name}"
        yield f"CREATE PROPERTY {name}.id STRING"
        yield f"CREATE INDEX ON {name} (id) UNIQUE"


def _run(
    database: "Database", batches: Iterable[statements.Batched], progress: Progress | None, *, total: int
) -> None:
    done = 0
    for batch in batches:
        for rows in _chunks(batch.rows):
            with database.transaction():
                database.command("opencypher", batch.cypher, {"rows": rows})
            if progress and batch.claims:
                done += len(rows)
                progress(done, total)


def _chunks(rows: Sequence[Properties], size: int = _COMMIT_EVERY) -> Iterator[list[Properties]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def _delete_claims(database: "Database", plan: Plan) -> None:
    """Through SQL, by the unique index on each type: this engine's Cypher scans all edges instead."""
    by_type: dict[str, list[str]] = {}
    for claim in plan.retract:
        name = STATED_IN if claim.type == STATED_IN else schema().types[claim.type].id
        by_type.setdefault(name, []).append(claim.id)
    for name, ids in by_type.items():
        for start in range(0, len(ids), _CLAIM_IDS_AT_ONCE):
            with database.transaction():
                for claim_id in ids[start : start + _CLAIM_IDS_AT_ONCE]:
                    database.command("sql", f"DELETE FROM {name} WHERE id = :id", {"id": claim_id})  # noqa: S608 -- the name is the schema's


@contextmanager
def _told_if_not_allowed(root: Path) -> Iterator[None]:
    """Say so plainly where the system keeps this account from a store's files."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            raise
        raise StoreError(
            f"This account may not read and write the store in {root}, and even reading takes both. Change "
            "who may, or name another folder with --store.",
            f"Esta cuenta no puede leer y escribir en el almacén de {root}, y hasta leerlo requiere ambas "
            "cosas. Cambie los permisos, o indique otra carpeta con --store.",
        ) from error


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    lock = portalocker.Lock(
        root / "writer.lock",
        "a",
        timeout=0,
        flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING,
    )
    try:
        lock.acquire()
    except portalocker.LockException as error:
        raise StoreError(
            f"Another program is writing to the store in {root}. Try again when it has finished.",
            f"Otro programa está escribiendo en el almacén {root}. Intente de nuevo cuando termine.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _built_beside(target: Path, *, shared: bool = False) -> Iterator[Path]:
    """A folder to build in, renamed to `target` when all went well, removed when not.

    Args:
        target: The folder to be.
        shared: Others may build the same at once, and whoever is first is right; else what stands there is
            an orphan that no CURRENT ever named.
    """
    building = Path(tempfile.mkdtemp(prefix=f"{target.name}.building-", dir=target.parent))
    try:
        yield building
        if not shared:
            shutil.rmtree(target, ignore_errors=True)
        try:
            building.rename(target)
        except OSError:
            if not (shared and target.is_dir()):
                raise
            shutil.rmtree(building, ignore_errors=True)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _make_current(root: Path, state: str) -> None:
    beside = root / "CURRENT.new"
    with beside.open("w", encoding="ascii") as file:
        file.write(state)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(root / "CURRENT")


def _current(root: Path) -> str:
    state = (root / "CURRENT").read_text(encoding="ascii").strip()
    if not re.fullmatch(r"\d{6,}", state):
        raise StoreError(
            f"The file CURRENT in {root} is damaged.", f"El archivo CURRENT en {root} está dañado."
        )
    return state


def _hold_current(root: Path) -> tuple[str, portalocker.Lock]:
    """The current state, and the shared lock that keeps a writer from sweeping it away."""
    while True:
        state = _current(root)
        use = portalocker.Lock(
            root / "states" / f"{state}.use",
            "a",
            timeout=10,
            flags=portalocker.LockFlags.SHARED | portalocker.LockFlags.NON_BLOCKING,
        )
        use.acquire()
        if _current(root) == state:
            return state, use
        use.release()


def _sweep(root: Path) -> None:
    """Remove old states that nobody reads, and what killed writers left."""
    current = _current(root)
    with suppress(StoreError, OSError), _writing(root):
        for folder in (root / "states").iterdir():
            if folder.is_dir() and folder.name != current:
                _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    use = folder.with_name(f"{folder.name.partition('.')[0]}.use")
    lock = portalocker.Lock(
        use, "a", timeout=0, flags=portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
    )
    if ".building-" in folder.name:
        shutil.rmtree(folder, ignore_errors=True)
        return
    with suppress(portalocker.LockException):
        lock.acquire()
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        use.unlink(missing_ok=True)
