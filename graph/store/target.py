"""Where a copy goes: a folder or a server, empty or not, opened without writing anything to it yet."""

from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Protocol, Self

from graph.errors import StoreError
from graph.store.addresses import server_address
from graph.store.base import Progress, Store
from graph.store.transfer import SORTS, Records, Tally

Wanted = Callable[[], Iterator[Records]]  # may be read more than once


class Target(Protocol):
    """A place for a copy."""

    @property
    def store(self) -> Store | None:
        """What is there: nothing, a store, or one whose filling was broken off."""

    @property
    def filled_by(self) -> str:
        """What tells the copy that was broken off there from others; the empty string if none was."""

    def is_running(self) -> bool:
        """Whether somebody is filling it right now."""

    def receive(
        self, about: Mapping[str, object], wanted: Wanted, mark: str, progress: Progress | None = None
    ) -> tuple[Tally, Tally]:
        """Make it hold these records and no others, and read them back.

        Args:
            about: What its `Store` node is to say.
            wanted: The records.
            mark: What tells this copy from others, should it be broken off.
            progress: Told how many claims are written.

        Returns:
            What was wanted, and what was read back: the same.

        Raises:
            MismatchError: It is not the same.
            StoreMovedError: Somebody else wrote to it meanwhile.
            StoppedError: It was stopped (Ctrl-C), and what is there can be gone on with.
        """

    def close(self) -> None:
        """Give back files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class MismatchError(StoreError):
    """What was read back from the target of a copy is not what was written."""

    def __init__(self, wanted: Tally, found: Tally) -> None:
        self.wanted, self.found = wanted, found
        super().__init__(
            "The copy is not what it was made from, and nobody can open it. Run the same command again; if "
            "that does not help, give it another empty place.",
            "La copia no es igual a su origen, y nadie puede abrirla. Ejecute la misma orden otra vez; si no "
            "ayuda, déle otro lugar vacío.",
        )


def checked(wanted: Tally, found: Tally) -> tuple[Tally, Tally]:
    """Both, if they are the same.

    Raises:
        MismatchError: They are not.
    """
    if wanted.counts != found.counts or wanted.checksum(*SORTS) != found.checksum(*SORTS):
        raise MismatchError(wanted, found)
    return wanted, found


def open_target(url: str, password: str | None = None) -> Target:
    """Open a place for a copy.

    Raises:
        StoreError: It is no address, it cannot be reached, or something else is kept there.
    """
    # An engine is imported when it is opened, as in `open_store`.
    if server := server_address(url):
        from graph.store.bolt_target import BoltTarget  # noqa: PLC0415 -- see above

        return BoltTarget(server, password)
    from graph.store.embedded_target import EmbeddedTarget  # noqa: PLC0415 -- see above

    return EmbeddedTarget(url)
