"""What a store promises, whichever engine keeps it: everything above is written against these protocols."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from graph.known import KnownStore
from graph.model import Claim, Contents, Entity, Load, Plan
from graph.slices import Slice
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx  # slow to import, and most commands do without

    from graph.store.transfer import Records

Parameters = Mapping[str, object]
Progress = Callable[[int, int], None]  # how many claims are written, of how many


FILLING = "filling"  # the state word of a store that is not whole yet


def is_unfinished(about: Parameters) -> bool:
    """Whether a store's `Store` node says that it is being filled, or was when something broke it off."""
    return about.get("state") == FILLING


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows a question returned. Cells are text, numbers, truth values, None, lists or maps of these.

    Where there are no rows there are no columns: the embedded engine does not name those of nothing.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds, for its owner."""

    engine: Text
    address: str
    seq: int
    schema_version: int
    entities: Mapping[str, int]
    claims: Mapping[str, int]
    sources: int
    loads: tuple[Load, ...]
    published: str = ""  # for whom and as of when, if it is a published slice


class Reader(Protocol):
    """A slice of a store. Everything on it may be seen by whoever the slice was cut for."""

    @property
    def withheld(self) -> int:
        """How many claims the slice's audience may not see; to be told to the owner only."""

    @property
    def undated(self) -> int:
        """How many claims passed the slice's date only because no date is known of them."""

    def entity(self, entity_id: str) -> Entity | None:
        """One entity by its id."""

    def find(self, text: str, kinds: Sequence[str] = (), *, widely: bool = False) -> list[Entity]:
        """The entities a text names exactly, else those whose names contain it, else all its words.

        Case, accents and punctuation do not count. An id, a RUC and an ubigeo are names, too.

        Args:
            text: What a user typed.
            kinds: Only of these kinds; empty: of any.
            widely: All three, one after the other, instead of the first that finds anything.

        Returns:
            The entities, those of one sort in the order of their sort keys.
        """

    def suggestions(self, text: str, limit: int = 5) -> list[Text]:
        """Names that look like a text that `find` found nothing for."""

    def about(self, entity_id: str) -> Contents:
        """An entity, all claims about it, the other ends of its relations, and the places around these."""

    def names(self, ids: Collection[str]) -> Mapping[str, Text]:
        """What entities are called, by their ids."""

    def contents(self) -> Contents:
        """All of the slice."""

    def part(self, entity_ids: Collection[str]) -> Contents:
        """The given entities, with all claims between them."""

    def neighbourhood(self, entity_ids: Sequence[str], steps: int) -> Contents:
        """The entities within so many relations of the given ones, with all claims between them.

        Public reference (PART_OF, BORDERS) is not walked: everything is within two steps of a province.
        """

    def network(self) -> "nx.MultiDiGraph[str]":
        """Entities as nodes (`kind`, `fields`), relation claims as edges (`type`, and all they carry)."""

    def all_records(self) -> "Iterator[Records]":
        """All that its database holds, bookkeeping too, some thousands of records at a time.

        Raises:
            StoreMovedError: The store was changed meanwhile.
        """

    def query(self, cypher: str, parameters: Parameters | None = None) -> Answer:
        """Run read-only Cypher.

        Raises:
            QueryError: It would write, is not valid, or lacks a parameter.
        """


class Store(Protocol):
    """A graph that is kept. One is opened by `graph.store.open_store`."""

    @property
    def about(self) -> Mapping[str, object]:
        """All that its `Store` node says, the secret too."""

    @property
    def secret(self) -> str:
        """What opaque ids are made with; never leaves the store."""

    @property
    def seq(self) -> int:
        """The number of the state that is read; every load that changes something adds one."""

    @property
    def last_recorded(self) -> str:
        """When the latest load was recorded, or the empty string."""

    @property
    def known(self) -> KnownStore:
        """The whole graph, as working out a plan asks for it."""

    def has_moved(self) -> bool:
        """Whether another program has changed what is read since the state `seq` was read."""

    def read(self, slice_: Slice | None = None) -> Reader:
        """A reader of a slice; without one, of everything."""

    def apply(self, plan: Plan, progress: Progress | None = None) -> None:
        """Write a plan, whole or not at all.

        Raises:
            StoreMovedError: The store is no longer in the state that the plan was made against.
        """

    def refresh(self) -> None:
        """Go on from the state the store is in now, which another program may have moved."""

    def loads(self) -> tuple[Load, ...]:
        """The loads that changed it, the oldest first; a published slice tells of none."""

    def retracted_of(self, load: str) -> tuple[list[Claim], list[Claim]]:
        """The claims that a load retracted; and those it brought that have been retracted since."""

    def status(self) -> Status:
        """What the store holds."""

    def close(self) -> None:
        """Give back files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
