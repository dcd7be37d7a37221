"""Makes every Cypher text a store runs of its own: labels, types and names come from the schema alone.

What the two engines must be told differently stands in their own modules; all of this runs on both.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.model import NAME_FIELDS, STATED_IN, Claim, Entity, Plan
from graph.schema import schema
from graph.store.records import (
    Properties,
    claim_properties,
    entity_properties,
    former_properties,
    load_properties,
    retracted_properties,
    source_properties,
)

ALL_SOURCES = "MATCH (s:Source) RETURN properties(s) AS p ORDER BY s.id"
ALL_LOADS = "MATCH (l:Load) RETURN properties(l) AS p ORDER BY l.id"
ALL_RETRACTED = "MATCH (r:Retracted) RETURN properties(r) AS p ORDER BY r.key"
RETRACTED_OF = (
    "MATCH (r:Retracted) WHERE r.retracted_by = $load OR r.load = $load "
    "RETURN properties(r) AS p ORDER BY r.key"
)
ALL_FORMER = "MATCH (f:FormerSource) RETURN properties(f) AS p ORDER BY f.key"
THE_STORE = "MATCH (s:Store) RETURN properties(s) AS p"
SET_STORE = "MATCH (s:Store) SET s += $p RETURN count(s) AS n"
CREATE_STORE = "CREATE (s:Store) SET s = $p"
REPLACE_STORE = "MATCH (s:Store) SET s = $p"
# The lock is taken first: a match that waited for it would go by what it saw before it waited.
LOCK_STORE = "MATCH (s:Store) SET s.locked = true REMOVE s.locked RETURN properties(s) AS p"
# Nodes without arrows, and what each is unique by.
BOOKKEEPING = {"Load": "id", "Retracted": "key", "FormerSource": "key"}
_AT_ONCE = 10_000
# Remains of a broken load: every entity is named by a claim, and every source cited by one.
DELETE_UNNAMED = (
    f"MATCH (n:Entity) WHERE NOT (n)-[:{STATED_IN}]->() WITH n LIMIT {_AT_ONCE} DELETE n RETURN count(*) AS n"
)
DELETE_UNCITED = (
    f"MATCH (s:Source) WHERE NOT s.id IN $cited WITH s LIMIT {_AT_ONCE} DELETE s RETURN count(*) AS n"
)
_CREATE_CLAIMS = (
    "UNWIND $rows AS row MATCH (a:Entity {{id: row.a}}) MATCH (b:{end} {{id: row.b}}) "
    "CREATE (a)-[r:{type}]->(b) SET r = row.p"
)
ENTITIES = "UNWIND $ids AS id MATCH (n:Entity {id: id}) RETURN labels(n) AS labels, properties(n) AS p"
SOURCES = "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN properties(s) AS p"
DATASETS = "MATCH (l:Load) RETURN DISTINCT l.dataset AS dataset"
STATED_OF = (
    f"UNWIND $ids AS id MATCH (n:Entity {{id: id}})-[r:{STATED_IN}]->(s:Source) "
    "RETURN n.id AS a, s.id AS b, properties(r) AS p"
)
CLAIMS_FROM = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id})-[r]->(m) "
    "RETURN type(r) AS t, n.id AS a, m.id AS b, properties(r) AS p"
)
CLAIMS_TO = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id})<-[r]-(m) "
    "RETURN type(r) AS t, m.id AS a, n.id AS b, properties(r) AS p"
)
RELATED_TO = (
    "UNWIND $ids AS id MATCH (n:Entity {id: id})-[r]-(m:Entity) WHERE NOT type(r) IN $reference "
    "RETURN DISTINCT m.id AS id"
)
# From the source: the embedded engine starts where the pattern does, whatever has an index.
DESCRIBED_BY = (
    f"UNWIND $ids AS id MATCH (:Source {{id: id}})<-[:{STATED_IN}]-(n:Entity) RETURN DISTINCT n.id AS id"
)
SORT_KEYS = "MATCH (n:Entity) RETURN n.id AS id, n.sort AS sort"


@dataclass(frozen=True, slots=True)
class Batched:
    """One statement and the rows it is run with, as `$rows`, made as they are asked for.

    `claims` says whether each is a claim.
    """

    cypher: str
    rows: Iterable[Properties]
    claims: bool = False


def entities_of(kind: str) -> str:
    """Reads all entities of a kind."""
    return f"MATCH (n:{_kind(kind)}) RETURN properties(n) AS p ORDER BY n.sort"


def claims_of_type(claim_type: str) -> str:
    """Reads all claims of a type, from the entity outwards, never through a source."""
    return f"MATCH (a:Entity)-[r:{_type(claim_type)}]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS p"


def namings_of(kind: str) -> str:
    """Reads how entities of a kind are written: their ids, data sets, references and what names them."""
    return (
        f"MATCH (n:{_kind(kind)})-[r:{STATED_IN}]->(:Source) "
        "RETURN n.id AS a, r.dataset AS d, r.subject_ref AS ref, {"
        + ", ".join(f"{name}: r.{name}" for name in NAME_FIELDS)
        + "} AS p"
    )


def ids_in(claim_type: str) -> str:
    """Reads the ids of a data set's claims of a type."""
    return f"MATCH (:Entity)-[r:{_type(claim_type)}]->() WHERE r.dataset = $dataset RETURN r.id AS id"


def claims_called(claim_type: str) -> str:
    """Reads claims of a type by their ids.

    Here as below what is sought are the keys of a map: in a list the embedded engine looks one by one.
    """
    return (
        f"MATCH (a:Entity)-[r:{_type(claim_type)}]->(b) WHERE $sought[r.id] "
        "RETURN a.id AS a, b.id AS b, properties(r) AS p"
    )


def cited_outside(claim_type: str) -> str:
    """Reads which of some sources claims of a type cite, but for those of one data set."""
    return (
        f"MATCH (:Entity)-[r:{_type(claim_type)}]->() WHERE $sought[r.source] AND r.dataset <> $dataset "
        "RETURN DISTINCT r.source AS source"
    )


def citing(claim_type: str) -> str:
    """Reads the claims of a type that cite some sources."""
    return (
        f"MATCH (:Entity)-[r:{_type(claim_type)}]->() WHERE $sought[r.source] "
        "RETURN r.source AS source, r.id AS id"
    )


def count_of_kind(kind: str) -> str:
    """Counts the entities of a kind."""
    return f"MATCH (n:{_kind(kind)}) RETURN count(n) AS n"


def count_of_type(claim_type: str) -> str:
    """Counts the claims of a type."""
    return f"MATCH (:Entity)-[r:{_type(claim_type)}]->() RETURN count(r) AS n"


def additions(
    plan: Plan, labels: str, entities: Collection[str], sources: Collection[str]
) -> Iterator[Batched]:
    """What a plan adds, before its changes.

    Args:
        plan: The plan.
        labels: How the engine is told the labels of a kind, such as "Entity:{kind}".
        entities: The ids of the entities that the store holds.
        sources: Those of the sources.
    """
    yield from _new_entities((item for item in plan.entities if item.id not in entities), labels)
    yield Batched(
        "UNWIND $rows AS row CREATE (s:Source) SET s = row",
        [source_properties(item) for item in plan.sources if item.id not in sources],
    )
    yield from _new_claims(plan.add)


def changes(plan: Plan, entities: Collection[str], sources: Collection[str]) -> Iterator[Batched]:
    """What a plan changes of the entities and sources that a store holds, once it has kept what they were."""
    yield _former_sources(plan, sources)
    yield Batched(
        "UNWIND $rows AS row MATCH (n:Entity {id: row.id}) SET n = row",
        [entity_properties(item) for item in plan.entities if item.id in entities],
    )
    yield Batched(
        "UNWIND $rows AS row MATCH (s:Source {id: row.id}) SET s = row",
        [source_properties(item) for item in plan.sources if item.id in sources],
    )


def removals(plan: Plan) -> Iterator[Batched]:
    """What is written once the retracted claims are gone: their remains, and what nothing names any more."""
    yield Batched(
        "UNWIND $rows AS row CREATE (r:Retracted) SET r = row",
        [retracted_properties(claim, plan.load) for claim in plan.retract],
    )
    yield Batched(
        "UNWIND $rows AS row MATCH (n:Entity {id: row.id}) DELETE n", [{"id": item} for item in plan.drop]
    )
    yield Batched(
        "UNWIND $rows AS row MATCH (s:Source {id: row.id}) DELETE s",
        [{"id": item} for item in plan.drop_sources],
    )
    yield Batched("UNWIND $rows AS row CREATE (l:Load) SET l = row", [load_properties(plan.load)])


def _former_sources(plan: Plan, stored: Collection[str]) -> Batched:
    """Keeps what the sources were that a plan changes or drops."""
    changed = (source.id for source in plan.sources if source.id in stored)
    return Batched(
        "UNWIND $rows AS row MATCH (s:Source {id: row.id}) "
        "CREATE (f:FormerSource) SET f = properties(s) SET f += row",
        [former_properties(key, plan.load) for key in (*changed, *plan.drop_sources)],
    )


def _new_entities(entities: Iterable[Entity], labels: str) -> Iterator[Batched]:
    by_kind: dict[str, list[Properties]] = {}
    for entity in entities:
        by_kind.setdefault(entity.kind, []).append(entity_properties(entity))
    for kind, rows in by_kind.items():
        yield Batched(f"UNWIND $rows AS row CREATE (n:{labels.format(kind=_kind(kind))}) SET n = row", rows)


def _new_claims(claims: Sequence[Claim]) -> Iterator[Batched]:
    by_type: dict[str, list[Claim]] = {}
    for claim in claims:
        by_type.setdefault(claim.type, []).append(claim)
    for claim_type, of_type in by_type.items():
        rows: Iterator[Properties] = (
            {"a": claim.subject, "b": claim.object, "p": claim_properties(claim)} for claim in of_type
        )
        yield Batched(creation_of_claims(claim_type), rows, claims=True)


def creation_of_claims(claim_type: str) -> str:
    """Creates claims of a type from rows of both ends' ids, `a` and `b`, and properties, `p`."""
    end = "Source" if claim_type == STATED_IN else "Entity"
    return _CREATE_CLAIMS.format(end=end, type=_type(claim_type))


def creation_of_nodes(label: str, labels: str) -> str:
    """Creates nodes that bear a label from rows of their properties; `labels` as for `new_entities`."""
    borne = labels.format(kind=_kind(label)) if label in schema().kinds else _node(label)
    return f"UNWIND $rows AS row CREATE (n:{borne}) SET n = row"


def change_of_nodes(label: str) -> str:
    """Gives nodes that are there the properties of the rows, and no others."""
    key = key_of_label(label)
    return f"UNWIND $rows AS row MATCH (n:{_unique(label)} {{{key}: row.{key}}}) SET n = row"


def deletion(label: str) -> str:
    """Deletes claims of a type, or nodes with a label, by rows of their keys, `key`."""
    if label in schema().claim_types:
        return f"UNWIND $rows AS row MATCH ()-[r:{_type(label)} {{id: row.key}}]->() DELETE r"
    return f"UNWIND $rows AS row MATCH (n:{_unique(label)} {{{key_of_label(label)}: row.key}}) DELETE n"


def deletion_of_load(claim_type: str) -> str:
    """Deletes some of the claims of a type that a load, `$load`, brought, and returns how many."""
    return (
        f"MATCH (:Entity)-[r:{_type(claim_type)}]->() WHERE r.load = $load "
        f"WITH r LIMIT {_AT_ONCE} DELETE r RETURN count(*) AS n"
    )


def deletion_of_all(label: str) -> str:
    """Deletes some of the claims of a type, or of the nodes with a label, and returns how many."""
    if label in schema().claim_types:
        return f"MATCH (:Entity)-[r:{_type(label)}]->() WITH r LIMIT {_AT_ONCE} DELETE r RETURN count(*) AS n"
    return f"MATCH (n:{_node(label)}) WITH n LIMIT {_AT_ONCE} DELETE n RETURN count(*) AS n"


def cited_by(claim_type: str) -> str:
    """The ids of the sources that claims of a type cite."""
    return f"MATCH (:Entity)-[r:{_type(claim_type)}]->() RETURN DISTINCT r.source AS source"


def nodes_of(label: str) -> str:
    """Reads all nodes with a label, in no order."""
    return f"MATCH (n:{_node(label)}) RETURN properties(n) AS p"


def node_labels() -> tuple[str, ...]:
    """The labels that tell nodes apart: each node but the Store bears exactly one of them."""
    return (*schema().kinds, "Source", *BOOKKEEPING)


def key_of_label(label: str) -> str:
    """The property by which claims of a type, or nodes with a label, are unique."""
    return BOOKKEEPING.get(label, "id")


def _unique(label: str) -> str:
    """The label under which nodes with this one are found by their key: all entities share one."""
    return "Entity" if label in schema().kinds else _node(label)


def _node(label: str) -> str:
    """A label, if it is one of ours: it becomes part of a text."""
    return node_labels()[node_labels().index(label)]


def _kind(kind: str) -> str:
    return schema().kinds[kind].id


def _type(claim_type: str) -> str:
    return claim_type if claim_type == STATED_IN else schema().types[claim_type].id
