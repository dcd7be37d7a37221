"""Keeps a graph in a folder with the ArcadeDB engine: nothing to install, and a kill leaves whole loads only.

A state of the graph is an immutable folder. The one writer copies the current state, applies its plan to the
copy, and then makes the copy current; readers keep the state they opened.
"""

import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import portalocker

from graph.errors import NoStoreError, StoreError, StoreMovedError, reason
from graph.known import KnownStore
from graph.model import Claim, Contents, Load, Plan
from graph.publication import publication_of
from graph.schema import schema
from graph.slices import Slice, cut
from graph.store import statements
from graph.store.base import Answer, Progress, Reader, Status
from graph.store.engine import engine, give_back, prepare_engine, query_error, share
from graph.store.known import CypherKnown
from graph.store.reader import CypherReader
from graph.store.records import Properties, claim_from
from graph.store.secret import keep, kept
from graph.store.states import (
    built_beside,
    copy_files,
    current_state,
    hold_current,
    make_current,
    sweep,
    told_if_not_allowed,
    writing,
)
from graph.store.transfer import AT_ONCE, Rows
from graph.store.writing import chunks, make_database, write_plan
from graph.text import Text

_HERE = Text("On this computer (ArcadeDB)", "En esta computadora (ArcadeDB)")
_IDS_AT_ONCE = 1_000


class EmbeddedReader(CypherReader):
    """Reads one database folder; the engine opens it read-only."""

    def __init__(self, folder: Path, *, withheld: int = 0, undated: int = 0) -> None:
        super().__init__(withheld=withheld, undated=undated)
        self._folder = folder
        self._closed = False
        self._database = share(folder)

    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run Cypher that may only read."""
        arcade = engine()
        try:
            records = self._database.query("opencypher", cypher, dict(parameters or {})).to_list()
        except arcade.ArcadeDBError as error:
            raise query_error(str(error)) from error
        columns = tuple(records[0]) if records else ()
        return Answer(columns, tuple(tuple(record.get(name) for name in columns) for record in records))

    @cached_property
    def known(self) -> CypherKnown:
        """The same graph, as a load sees it."""
        return _EmbeddedKnown(self)

    def records(self, sql: str, parameters: Mapping[str, object]) -> list[dict[str, object]]:
        """Run the engine's own SQL, where its Cypher would scan."""
        found: list[dict[str, object]] = self._database.query("sql", sql, dict(parameters)).to_list()
        return found

    def stream(self, cypher: str) -> Rows:
        """The rows of a query of our own, some thousands at a time."""
        for rows in self._database.query("opencypher", cypher, {}).iter_chunks(AT_ONCE):
            yield [tuple(row.values()) for row in rows]

    def close(self) -> None:
        """Give the files back; more than once does no harm."""
        if not self._closed:
            self._closed = True
            give_back(self._folder)


class _EmbeddedKnown(CypherKnown):
    """Finds claims by the unique index on the ids of each type, which this engine's Cypher does not use."""

    def __init__(self, reader: EmbeddedReader) -> None:
        super().__init__(reader.rows)
        self._records = reader.records

    def claim_ids(self, dataset: str) -> Mapping[str, Collection[str]]:
        """The ids of a data set's live claims, by type; as one list each they come four times as fast."""
        return {claim_type: self._ids_in(claim_type, dataset) for claim_type in schema().claim_types}

    def _ids_in(self, claim_type: str, dataset: str) -> list[str]:
        sql = f"SELECT list(id) AS ids FROM {claim_type} WHERE dataset = :dataset"  # noqa: S608 -- a type of the schema's
        found = [row["ids"] for row in self._records(sql, {"dataset": dataset})]
        return [str(key) for ids in found if isinstance(ids, list) for key in ids]

    def claims(self, ids: Mapping[str, Collection[str]]) -> list[Claim]:
        """Live claims by type and id."""
        return [
            claim
            for claim_type, wanted in ids.items()
            for some in chunks(wanted, _IDS_AT_ONCE)
            for claim in self._claims_called(claim_type, some)
        ]

    def _claims_called(self, claim_type: str, ids: Sequence[str]) -> Iterator[Claim]:
        sql = f"SELECT *, @out.id AS `:a`, @in.id AS `:b` FROM {claim_type} WHERE id IN :ids"  # noqa: S608 -- a type of the schema's
        for row in self._records(sql, {"ids": ids}):
            subject, object_ = str(row.pop(":a")), str(row.pop(":b"))
            said = {name: value for name, value in row.items() if not name.startswith("@")}
            yield claim_from(claim_type, subject, object_, said)


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
        root = Path(url).expanduser().absolute()  # the engine writes until it is closed, wherever we are then
        with told_if_not_allowed(root):
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
        prepare_engine(root / "log")
        state, use = hold_current(root)
        return cls(root, state, use)

    @property
    def _folder(self) -> Path:
        return self._root / "states" / self._state

    @property
    def about(self) -> Mapping[str, object]:
        """What the `Store` node says, and the secret."""
        return self._about

    @property
    def state(self) -> str:
        """The name of the state that is read."""
        return self._state

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
            with told_if_not_allowed(self._root):
                self._slices[name] = self._sliced(slice_, self._folder / "slices" / name)
        return self._slices[name]

    def _sliced(self, slice_: Slice, folder: Path) -> EmbeddedReader:
        if not folder.is_dir():
            folder.parent.mkdir(exist_ok=True)
            with built_beside(folder, shared=True) as building:
                build_slice(building, self._reader, slice_)
        return open_slice(folder)

    def apply(self, plan: Plan, progress: Progress | None = None) -> None:
        """Write a plan into a copy of the state, then make the copy current."""
        with told_if_not_allowed(self._root), writing(self._root):
            current = current_state(self._root)
            if current != self._state or plan.seq != self.seq:
                raise StoreMovedError
            state = f"{int(current) + 1:06d}"
            with built_beside(self._root / "states" / state) as building:
                copy_files(self._folder / "db", building / "db")
                keep(building, self.secret)
                write_plan(building / "db", plan, progress)
            make_current(self._root, state)
        self.refresh()
        sweep(self._root)

    def refresh(self) -> None:
        """Go on from the current state."""
        self._close_readers()
        self._use.release()
        self._state, self._use = hold_current(self._root)
        self._reader = EmbeddedReader(self._folder / "db")
        self._about = self._read_about()

    def loads(self) -> tuple[Load, ...]:
        """The loads that changed it, the oldest first."""
        return self._reader.loads()

    def retracted_of(self, load: str) -> tuple[list[Claim], list[Claim]]:
        """The claims that a load retracted; and those it brought that have been retracted since."""
        return self._reader.retracted_of(load)

    def status(self) -> Status:
        """What the store holds."""
        return status_of(self._reader, _HERE, str(self._root), self._about)

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
        about = rows[0][0]
        check_version(int(str(about["schema_version"])))
        return about if about.get("secret") else {**about, "secret": kept(self._folder)}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def check_version(version: int) -> None:
    """Refuse a store that another version of the program made, if it is kept differently.

    A kind or relation type more does not make it another version: it is defined when it is first written.

    Raises:
        StoreError: It was.
    """
    known = schema().version
    both = Text(f"(schema {version}; this one knows {known})", f"(esquema {version}; esta conoce {known})")
    if version > known:
        raise StoreError(
            f"This store was made by a newer version of macrosur {both.en}. Update macrosur.",
            f"Este almacén lo hizo una versión más nueva de macrosur {both.es}. Actualice macrosur.",
        )
    if version < known:
        raise StoreError(
            f"This store was made by an older version of macrosur {both.en} and is kept differently. Load "
            "your files into a new store, named with --store, or use that version.",
            f"Este almacén lo hizo una versión anterior de macrosur {both.es} y se guarda de otra forma. "
            "Cargue sus archivos en un almacén nuevo (--store), o use aquella versión.",
        )


def status_of(reader: CypherReader, engine: Text, address: str, about: Mapping[str, object]) -> Status:
    """Count what a database holds."""

    def count(cypher: str) -> int:
        return int(str(reader.rows(cypher).rows[0][0]))

    return Status(
        engine=engine,
        address=address,
        seq=int(str(about["seq"])),
        schema_version=int(str(about["schema_version"])),
        entities={kind: count(statements.count_of_kind(kind)) for kind in schema().kinds},
        claims={kind: count(statements.count_of_type(kind)) for kind in schema().claim_types},
        sources=len(reader.rows(statements.ALL_SOURCES).rows),
        loads=reader.loads(),
        published=publication_of(about),
    )


def new_store_properties() -> Properties:
    """The `Store` node of a new store."""
    return {
        "id": "store", "schema_version": schema().version, "secret": secrets.token_hex(32), "seq": 0,
        "state": "ready",
    }  # fmt: skip


def build_slice(folder: Path, reader: CypherReader, slice_: Slice) -> None:
    """Make a sliced store of what a reader of everything reads, in an empty folder."""
    # What has gone is read last: what goes while a server is read is then found twice, not never.
    contents = reader.contents()
    passed = cut(contents, slice_, reader.past() if slice_.known else None)
    make_database(folder / "db", passed.contents)
    (folder / "told").write_text(f"{passed.withheld} {passed.undated}", encoding="ascii")


def open_slice(folder: Path) -> EmbeddedReader:
    """Open what `build_slice` made."""
    withheld, undated = map(int, (folder / "told").read_text(encoding="ascii").split())
    return EmbeddedReader(folder / "db", withheld=withheld, undated=undated)


def _create(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = reason(error)
        raise StoreError(
            f"A store cannot be made in {root}: {why.en}.",
            f"No se puede crear un almacén en {root}: {why.es}.",
        ) from error
    prepare_engine(root / "log")
    with writing(root):
        if (root / "CURRENT").is_file():
            return
        (root / "states").mkdir(exist_ok=True)
        shutil.rmtree(root / "states" / "000001", ignore_errors=True)
        with built_beside(root / "states" / "000001") as building:
            make_database(building / "db", Contents({}, [], {}), new_store_properties())
        make_current(root, "000001")
