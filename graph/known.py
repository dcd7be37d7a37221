"""What a load asks of the graph it goes into: so little that a small load into a large graph stays small."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from graph.model import Claim, Entity, Ref, Source


@dataclass(frozen=True, slots=True)
class Naming:
    """One writing of an entity: in which data set, by which reference, with which names."""

    entity: str
    kind: str
    dataset: str
    ref: Ref
    names: tuple[str, ...]


class Known(Protocol):
    """The owner's view of a graph, asked for parts. What is not there is left out of every answer."""

    def namings(self) -> Iterator[Naming]:
        """Every writing of every entity."""

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        """Entities by their ids."""

    def sources(self, ids: Collection[str]) -> Mapping[str, Source]:
        """Sources by their ids."""

    def cited_outside(self, dataset: str, sources: Collection[str]) -> set[str]:
        """Those of some sources that claims of other data sets cite."""


class KnownStore(Known, Protocol):
    """What working out a plan asks beside."""

    def datasets(self) -> set[str]:
        """The data sets that loads have brought."""

    def claim_ids(self, dataset: str) -> Mapping[str, Collection[str]]:
        """The ids of a data set's live claims, by type."""

    def claims(self, ids: Mapping[str, Collection[str]]) -> list[Claim]:
        """Live claims by type and id."""

    def stated_of(self, entities: Collection[str]) -> list[Claim]:
        """What is said of entities themselves (STATED_IN)."""

    def about(self, entities: Collection[str]) -> list[Claim]:
        """What is said of entities and of their relations, each claim once."""

    def described_by(self, sources: Collection[str]) -> set[str]:
        """The entities of which some of the sources say anything (STATED_IN)."""

    def citing(self, sources: Collection[str]) -> Mapping[str, Collection[str]]:
        """The ids of the claims that cite sources, by source."""

    def sort_keys(self) -> Iterator[tuple[str, str]]:
        """The id and sort key of every entity."""
