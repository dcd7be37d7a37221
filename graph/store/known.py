"""Answers what a load asks of the graph it goes into, by Cypher that both engines read alike.

Ids go to the engine by the thousand: enough for its speed, few enough for its memory.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice

from graph.known import Naming
from graph.model import STATED_IN, Claim, Entity, Ref, Source, names_in
from graph.schema import schema
from graph.store import statements
from graph.store.base import Answer, Parameters
from graph.store.records import claim_from, entity_of_labels, fields_from, properties_in, source_from

_AT_ONCE = 2_000
_SOUGHT_AT_ONCE = 20_000
Rows = Callable[[str, Parameters], Answer]


class CypherKnown:
    """A whole graph as a load sees it; see `graph.known`.

    Args:
        rows: Runs Cypher that may only read.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def namings(self) -> Iterator[Naming]:
        """Every writing of every entity."""
        for kind in schema().kinds:
            for entity, dataset, ref, said in self._rows(statements.namings_of(kind), {}).rows:
                names = tuple(names_in(fields_from(properties_in(said))))
                yield Naming(str(entity), kind, str(dataset or ""), Ref.from_canonical(str(ref)), names)

    def entities(self, ids: Collection[str]) -> Mapping[str, Entity]:
        """Entities by their ids."""
        found = (entity_of_labels(*row) for row in self._each(statements.ENTITIES, ids))
        return {entity.id: entity for entity in found}

    def sources(self, ids: Collection[str]) -> Mapping[str, Source]:
        """Sources by their ids."""
        found = (source_from(properties_in(said)) for (said,) in self._each(statements.SOURCES, ids))
        return {source.id: source for source in found}

    def cited_outside(self, dataset: str, sources: Collection[str]) -> set[str]:
        """Those of some sources that claims of other data sets cite."""
        if not sources:
            return set()
        return {
            str(source)
            for claim_type in schema().claim_types
            for (source,) in self._among(statements.cited_outside(claim_type), sources, dataset=dataset)
        }

    def datasets(self) -> set[str]:
        """The data sets that loads have brought."""
        return {str(row[0]) for row in self._rows(statements.DATASETS, {}).rows}

    def claim_ids(self, dataset: str) -> Mapping[str, Collection[str]]:
        """The ids of a data set's live claims, by type."""
        found = (
            (claim_type, self._rows(statements.ids_in(claim_type), {"dataset": dataset}).rows)
            for claim_type in schema().claim_types
        )
        return {claim_type: [str(row[0]) for row in rows] for claim_type, rows in found}

    def claims(self, ids: Mapping[str, Collection[str]]) -> list[Claim]:
        """Live claims by type and id."""
        return [
            claim_from(claim_type, str(subject), str(object_), properties_in(said))
            for claim_type, wanted in ids.items()
            for subject, object_, said in self._among(statements.claims_called(claim_type), wanted)
        ]

    def stated_of(self, entities: Collection[str]) -> list[Claim]:
        """What is said of entities themselves."""
        return [
            claim_from(STATED_IN, str(subject), str(source), properties_in(said))
            for subject, source, said in self._each(statements.STATED_OF, entities)
        ]

    def about(self, entities: Collection[str]) -> list[Claim]:
        """What is said of entities and of their relations, each claim once."""
        both = (*self.claims_from(entities), *self._claims(statements.CLAIMS_TO, entities))
        return list({claim.id: claim for claim in both}.values())

    def claims_from(self, entities: Collection[str]) -> list[Claim]:
        """What is said of entities, and of relations of which they are the subject."""
        return self._claims(statements.CLAIMS_FROM, entities)

    def _claims(self, cypher: str, entities: Collection[str]) -> list[Claim]:
        return [
            claim_from(str(claim_type), str(subject), str(object_), properties_in(said))
            for claim_type, subject, object_, said in self._each(cypher, entities)
        ]

    def related_to(self, entities: Collection[str]) -> set[str]:
        """The other ends of relations of some entities, but for public reference (PART_OF, BORDERS)."""
        reference = [name for name, relation in schema().types.items() if relation.reference]
        return {str(other) for (other,) in self._each(statements.RELATED_TO, entities, reference=reference)}

    def described_by(self, sources: Collection[str]) -> set[str]:
        """The entities of which some of the sources say anything."""
        return {str(entity) for (entity,) in self._each(statements.DESCRIBED_BY, sources)}

    def citing(self, sources: Collection[str]) -> Mapping[str, Collection[str]]:
        """The ids of the claims that cite sources, by source."""
        found: dict[str, list[str]] = defaultdict(list)
        if sources:
            for claim_type in schema().claim_types:
                for source, claim in self._among(statements.citing(claim_type), sources):
                    found[str(source)].append(str(claim))
        return found

    def sort_keys(self) -> Iterator[tuple[str, str]]:
        """The id and sort key of every entity."""
        return ((str(entity), str(sort)) for entity, sort in self._rows(statements.SORT_KEYS, {}).rows)

    def _each(self, cypher: str, ids: Collection[str], **more: object) -> Iterator[tuple[object, ...]]:
        remaining = iter(ids)
        while some := list(islice(remaining, _AT_ONCE)):
            yield from self._rows(cypher, {"ids": some, **more}).rows

    def _among(self, cypher: str, ids: Collection[str], **more: object) -> Iterator[tuple[object, ...]]:
        """Of what a query goes through as a whole, the rows of some ids."""
        remaining = iter(ids)
        while some := dict.fromkeys(islice(remaining, _SOUGHT_AT_ONCE), True):
            yield from self._rows(cypher, {"sought": some, **more}).rows
