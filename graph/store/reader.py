"""Reads a graph through one primitive, "run this Cypher", so that both engines are read by the same code."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import process

from graph.history import Past
from graph.likeness import word_likeness
from graph.model import Claim, Contents, Entity, Load
from graph.names import search_key
from graph.schema import schema
from graph.store import statements
from graph.store.base import Answer, Parameters
from graph.store.guard import check_read_only
from graph.store.known import CypherKnown
from graph.store.records import (
    claim_from,
    entity_from,
    entity_of_labels,
    former_from,
    load_from,
    properties_in,
    retracted_from,
    source_from,
)
from graph.store.transfer import Records, Rows, records_of
from graph.text import Text

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T")
_NodeRow = tuple[str, str, Mapping[str, object]]
_EdgeRow = tuple[str, str, str, str, Mapping[str, object]]

_LEAST_LIKENESS = 70  # per cent
_LESS_LIKELY = 12  # so much less like it than the best is not suggested


class CypherReader(ABC):
    """A reader of everything in one database: a whole store, or a sliced one.

    Args:
        withheld: How many claims the slice left out for the audience's sake.
        undated: How many claims are in it only because no date is known of them.
    """

    def __init__(self, *, withheld: int = 0, undated: int = 0) -> None:
        self._withheld = withheld
        self._undated = undated

    @abstractmethod
    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        """Run Cypher that may only read."""

    @abstractmethod
    def stream(self, cypher: str) -> Rows:
        """The rows of a query of our own, some thousands at a time."""

    def all_records(self) -> Iterator[Records]:
        """All that the database holds, some thousands of records at a time."""
        return records_of(self.stream)

    @property
    def withheld(self) -> int:
        """How many claims the slice's audience may not see; to be told to the owner only."""
        return self._withheld

    @property
    def undated(self) -> int:
        """How many claims passed the slice's date only because no date is known of them."""
        return self._undated

    def query(self, cypher: str, parameters: Parameters | None = None) -> Answer:
        """Run a user's Cypher; refused unless it only reads, and only from this database."""
        check_read_only(cypher)
        return self.rows(cypher, parameters)

    @cached_property
    def known(self) -> CypherKnown:
        """The same graph, as a load sees it."""
        return CypherKnown(self.rows)

    def _consistently(self, read: Callable[[], T]) -> T:
        """What several queries read, all of them in one state; where states are immutable, any do."""
        return read()

    def entity(self, entity_id: str) -> Entity | None:
        """One entity by its id."""
        return self.known.entities([entity_id]).get(entity_id)

    def find(self, text: str, kinds: Sequence[str] = (), *, widely: bool = False) -> list[Entity]:
        """The entities a text names exactly, else those whose names contain it, else all its words."""
        by_id = self.entity(text.strip())
        if by_id and (not kinds or by_id.kind in kinds):
            return [by_id]
        key = search_key(text)
        if not key:
            return []
        answer = self.rows(
            "MATCH (n:Entity) WHERE all(word IN $words WHERE n.search CONTAINS word) "
            "RETURN labels(n) AS labels, properties(n) AS p ORDER BY n.sort",
            {"words": key.split()},
        )
        hits = [entity_of_labels(*row) for row in answer.rows]
        hits = [hit for hit in hits if not kinds or hit.kind in kinds]
        exact = [hit for hit in hits if key in hit.text("search").split(" | ")]
        whole = [hit for hit in hits if key in hit.text("search")]
        if widely:
            return list({hit.id: hit for hit in (*exact, *whole, *hits)}.values())
        return exact or whole or hits

    def suggestions(self, text: str, limit: int = 5) -> list[Text]:
        """Names that look like a text that `find` found nothing for."""
        answer = self.rows(
            "MATCH (n:Entity) RETURN n.name_en AS en, n.name_es AS es, n.search AS search ORDER BY n.sort"
        )
        names = {
            f"{row[2]} #{number}": Text(str(row[0]), str(row[1])) for number, row in enumerate(answer.rows)
        }
        hits = process.extract(
            search_key(text), list(names), scorer=word_likeness, limit=limit, score_cutoff=_LEAST_LIKENESS
        )
        near = [hit for hit in hits if hit[1] >= hits[0][1] - _LESS_LIKELY]
        return list(dict.fromkeys(names[hit[0]] for hit in near))

    def about(self, entity_id: str) -> Contents:
        """An entity, all claims about it, the other ends of its relations, and the places around these."""
        return self._consistently(lambda: self._about(entity_id))

    def _about(self, entity_id: str) -> Contents:
        claims = self.known.about([entity_id])
        ends = {entity_id, *(end for claim in claims for end in claim.ends)}
        codes = (end for end in ends if len(end) <= max(schema().place_digits))
        around = {code for end in codes for code in schema().codes_around(end)}
        return self._contents_of(ends | around, claims)

    def names(self, ids: Collection[str]) -> Mapping[str, Text]:
        """What entities are called, by their ids."""
        return {key: entity.name for key, entity in self.known.entities(ids).items()}

    def part(self, entity_ids: Collection[str]) -> Contents:
        """The given entities, with all claims between them."""
        return self._consistently(lambda: self._part(set(entity_ids)))

    def _part(self, entity_ids: set[str]) -> Contents:
        claims = self.known.claims_from(entity_ids)
        return self._contents_of(entity_ids, [item for item in claims if entity_ids.issuperset(item.ends)])

    def _contents_of(self, ids: Collection[str], claims: Sequence[Claim]) -> Contents:
        """Entities by their ids, with the given claims and the sources of these."""
        entities = sorted(self.known.entities(ids).values(), key=_order)
        sources = self.known.sources({claim.source for claim in claims})
        in_order = sorted(claims, key=lambda claim: claim.id)
        return Contents({entity.id: entity for entity in entities}, in_order, dict(sorted(sources.items())))

    def neighbourhood(self, entity_ids: Sequence[str], steps: int) -> Contents:
        """The entities within so many relations of the given ones, with all claims between them."""
        return self._consistently(lambda: self._neighbourhood(entity_ids, steps))

    def _neighbourhood(self, entity_ids: Sequence[str], steps: int) -> Contents:
        reached = frontier = set(self.known.entities(entity_ids))
        for _ in range(steps):
            frontier = self.known.related_to(frontier) - reached
            reached = reached | frontier
        return self._part(reached)

    def contents(self) -> Contents:
        """Everything, read once."""
        return self._contents

    @cached_property
    def _contents(self) -> Contents:
        return self._consistently(self._read_contents)

    def _read_contents(self) -> Contents:
        entities = [
            entity_from(kind, properties_in(row[0]))
            for kind in schema().kinds
            for row in self.rows(statements.entities_of(kind)).rows
        ]
        entities.sort(key=_order)
        sources = [source_from(properties_in(row[0])) for row in self.rows(statements.ALL_SOURCES).rows]
        claims = [
            claim_from(claim_type, str(row[0]), str(row[1]), properties_in(row[2]))
            for claim_type in schema().claim_types
            for row in self.rows(statements.claims_of_type(claim_type)).rows
        ]
        claims.sort(key=lambda claim: claim.id)
        by_id = {entity.id: entity for entity in entities}
        return Contents(by_id, claims, {source.id: source for source in sources})

    def loads(self) -> tuple[Load, ...]:
        """The loads that the database keeps, the oldest first; there are none in a sliced store."""
        return tuple(load_from(properties_in(row[0])) for row in self.rows(statements.ALL_LOADS).rows)

    def past(self) -> Past:
        """What has gone from the live graph and is kept; there is none in a sliced store."""
        return Past(
            [retracted_from(properties_in(row[0])) for row in self.rows(statements.ALL_RETRACTED).rows],
            [former_from(properties_in(row[0])) for row in self.rows(statements.ALL_FORMER).rows],
        )

    def retracted_of(self, load: str) -> tuple[list[Claim], list[Claim]]:
        """The claims that a load retracted; and those it brought that have been retracted since."""
        stored = [properties_in(row[0]) for row in self.rows(statements.RETRACTED_OF, {"load": load}).rows]
        gone = [retracted_from(item).claim for item in stored if item["retracted_by"] == load]
        since = [retracted_from(item).claim for item in stored if item["retracted_by"] != load]
        return gone, since

    def network(self) -> "nx.MultiDiGraph[str]":
        """Entities as nodes, relation claims as edges; no more is made of a claim than its properties."""
        import networkx as nx  # noqa: PLC0415 -- slow to import, and most commands do without

        entities, claims = self._consistently(self._network_rows)
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for entity, kind, said in entities:
            network.add_node(entity, kind=kind, fields=said)
        for claim, subject, object_, claim_type, said in claims:
            network.add_edge(subject, object_, key=claim, **{**said, "type": claim_type})
        return network

    def _network_rows(self) -> tuple[list[_NodeRow], list[_EdgeRow]]:
        """By id, so that the order depends on nothing else."""
        entities = [
            (str(said["id"]), kind, said)
            for kind in schema().kinds
            for (found,) in self.rows(statements.entities_of(kind)).rows
            for said in (properties_in(found),)
        ]
        claims = [
            (str(said["id"]), str(subject), str(object_), claim_type, said)
            for claim_type in schema().types
            for subject, object_, found in self.rows(statements.claims_of_type(claim_type)).rows
            for said in (properties_in(found),)
        ]
        return sorted(entities, key=itemgetter(0)), sorted(claims, key=itemgetter(0))


def _order(entity: Entity) -> tuple[str, str]:
    return entity.text("sort"), entity.id
