"""Reads a graph through one primitive, "run this Cypher", so that both engines are read by the same code."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from graph.model import STATED_IN, Claim, Contents, Entity
from graph.names import search_key
from graph.schema import schema
from graph.slices import content_key
from graph.store import statements
from graph.store.base import Answer, Parameters
from graph.store.guard import check_read_only
from graph.store.records import claim_from, entity_from, source_from
from graph.text import Text

if TYPE_CHECKING:
    import networkx as nx

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

    def entity(self, entity_id: str) -> Entity | None:
        """One entity by its id."""
        found = self.rows(
            "MATCH (n:Entity {id: $id}) RETURN labels(n) AS labels, properties(n) AS p", {"id": entity_id}
        )
        return _entity(found.rows[0]) if found.rows else None

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
        hits = [_entity(row) for row in answer.rows]
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
            search_key(text), list(names), scorer=_likeness, limit=limit, score_cutoff=_LEAST_LIKENESS
        )
        near = [hit for hit in hits if hit[1] >= hits[0][1] - _LESS_LIKELY]
        return list(dict.fromkeys(names[hit[0]] for hit in near))

    def claims_of(self, entity_id: str) -> list[Claim]:
        """What is said of an entity and of its relations, in an order that depends on content alone."""
        contents = self.contents()
        about = [claim for claim in contents.claims if entity_id in claim.ends]
        return sorted(about, key=content_key(contents.entities, contents.sources))

    def contents(self) -> Contents:
        """Everything, read once."""
        return self._contents

    @cached_property
    def _contents(self) -> Contents:
        return self._read_contents()

    def _read_contents(self) -> Contents:
        entities = [
            entity_from(kind, _map(row[0]))
            for kind in schema().kinds
            for row in self.rows(statements.entities_of(kind)).rows
        ]
        entities.sort(key=lambda entity: (entity.text("sort"), entity.id))
        sources = [source_from(_map(row[0])) for row in self.rows(statements.ALL_SOURCES).rows]
        claims = [
            claim_from(claim_type, str(row[0]), str(row[1]), _map(row[2]))
            for claim_type in schema().claim_types
            for row in self.rows(statements.claims_of_type(claim_type)).rows
        ]
        by_id = {entity.id: entity for entity in entities}
        claims.sort(key=lambda claim: claim.id)
        return Contents(by_id, claims, {source.id: source for source in sources})

    def neighbourhood(self, entity_ids: Sequence[str], steps: int) -> Contents:
        """The entities within so many relations of the given ones, with all claims between them."""
        contents = self.contents()
        ties = [claim for claim in contents.claims if claim.type != STATED_IN]
        reached = frontier = {key for key in entity_ids if key in contents.entities}
        for _ in range(steps):
            walked = {
                end
                for tie in ties
                if not schema().types[tie.type].reference and not frontier.isdisjoint(tie.ends)
                for end in tie.ends
            }
            frontier = walked - reached
            reached = reached | walked
        return part_of(contents, reached)

    def network(self) -> "nx.MultiDiGraph[str]":
        """Entities as nodes, relation claims as edges."""
        import networkx as nx  # noqa: PLC0415 -- slow to import, and most commands do without

        contents = self.contents()
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for entity in contents.entities.values():
            network.add_node(entity.id, kind=entity.kind, fields=dict(entity.fields))
        for claim in sorted(contents.claims, key=content_key(contents.entities, contents.sources)):
            if claim.type != STATED_IN:
                network.add_edge(claim.subject, claim.object, key=claim.id, type=claim.type, claim=claim)
        return network


def part_of(contents: Contents, entity_ids: set[str]) -> Contents:
    """The part of a graph that is about the given entities alone."""
    entities = {key: entity for key, entity in contents.entities.items() if key in entity_ids}
    claims = [claim for claim in contents.claims if entity_ids.issuperset(claim.ends)]
    cited = {claim.source for claim in claims}
    return Contents(entities, claims, {key: item for key, item in contents.sources.items() if key in cited})


def _entity(row: Sequence[object]) -> Entity:
    labels, properties = row
    kind = next(label for label in labels if label != "Entity") if isinstance(labels, list) else ""
    return entity_from(str(kind), _map(properties))


def _map(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"the engine gave {type(value).__name__} for a map of properties")
    return value


def _likeness(typed: str, names: str, **_: object) -> float:
    """How much each word that was typed is like some word of an entity's names, in per cent, on average.

    A part of a long name is like anything short; whole words are not.
    """
    words = names.replace("|", " ").split()
    best = [max((fuzz.ratio(word, other) for other in words), default=0.0) for word in typed.split()]
    return sum(best) / len(best) if best else 0.0
