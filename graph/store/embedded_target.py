"""Copies into a folder: the new state is built beside and read back, so that a broken copy leaves nothing."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.errors import StoreError, StoreMovedError, reason
from graph.store.base import Progress
from graph.store.embedded import EmbeddedReader, EmbeddedStore
from graph.store.engine import prepare_engine
from graph.store.states import (
    built_beside,
    current_state,
    make_current,
    sweep,
    told_if_not_allowed,
    writing,
)
from graph.store.target import Wanted, checked
from graph.store.transfer import Tally, tallied, tally_of
from graph.store.writing import fill_database

_OURS = frozenset({"states", "log", "writer.lock", "CURRENT", "CURRENT.new"})
_FIRST = "000001"


class EmbeddedTarget:
    """A folder for a copy.

    Raises:
        StoreError: There is something in it that is no store.
    """

    def __init__(self, url: str) -> None:
        self._root = Path(url).expanduser().absolute()  # whatever the engine thinks of where it runs
        self._store: EmbeddedStore | None = None
        with told_if_not_allowed(self._root):
            if (self._root / "CURRENT").is_file():
                self._store = EmbeddedStore.open(str(self._root))
            elif self._root.exists() and not self._is_ours():
                raise StoreError(
                    f"There is something else in {self._root}. Name an empty folder, or a new one.",
                    f"Hay otra cosa en {self._root}. Indique una carpeta vacía, o una nueva.",
                )

    def _is_ours(self) -> bool:
        """Whether it holds at most what a broken copy or load left."""
        return self._root.is_dir() and _OURS.issuperset(item.name for item in self._root.iterdir())

    @property
    def store(self) -> EmbeddedStore | None:
        """What is there."""
        return self._store

    @property
    def filled_by(self) -> str:
        """Nothing: a state is there whole, or not at all."""
        return ""

    def is_running(self) -> bool:
        """Never: a state is there whole, or not at all."""
        return False

    def receive(
        self, about: Mapping[str, object], wanted: Wanted, mark: str, progress: Progress | None = None
    ) -> tuple[Tally, Tally]:
        """Build a state of these records; see `Target.receive`."""
        del mark  # there is nothing to go on with
        sent = Tally()
        self._make_folder()
        with told_if_not_allowed(self._root), writing(self._root):
            state = self._next_state()
            with built_beside(self._root / "states" / state) as building:
                fill_database(building / "db", dict(about), tallied(wanted(), sent), progress)
                with closing(EmbeddedReader(building / "db")) as reader:
                    both = checked(sent, tally_of(reader.all_records()))
            make_current(self._root, state)
        sweep(self._root)
        return both

    def _make_folder(self) -> None:
        try:
            (self._root / "states").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = reason(error)
            raise StoreError(
                f"A store cannot be made in {self._root}: {why.en}.",
                f"No se puede crear un almacén en {self._root}: {why.es}.",
            ) from error
        prepare_engine(self._root / "log")

    def _next_state(self) -> str:
        if self._store is None:
            if (self._root / "CURRENT").is_file():
                raise StoreMovedError
            return _FIRST
        if current_state(self._root) != self._store.state:
            raise StoreMovedError
        return f"{int(self._store.state) + 1:06d}"

    def close(self) -> None:
        """Give the files back."""
        if self._store is not None:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
