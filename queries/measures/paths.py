"""How two entities hang together: the chains of ties between them, the shortest first.

Cypher's own search for shortest paths is wrong or missing on one of the engines, and would walk through
sources, where everything hangs together that was ever written about on one page.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.model import canonical
from graph.schema import schema
from graph.sorting import sorted_in_parts
from graph.store.base import Answer
from queries.measures import MOST_PATHS

if TYPE_CHECKING:
    import networkx as nx

_COLUMNS = ("path", "step", "start", "relation", "role", "end", "claims")


@dataclass(frozen=True, slots=True)
class Step:
    """Two entities next to each other on a path, and the ids of the claims that tie them."""

    start: str
    end: str
    claims: tuple[str, ...]


Way = tuple[Step, ...]


def measure(network: "nx.MultiDiGraph[str]", values: Mapping[str, object]) -> Answer:
    """The shortest chains of ties between two entities, and the next-shortest (Yen, 1971).

    On a stakeholder map: through whom one could be introduced. A chain says that each two neighbours on it
    are tied somehow, at some time, and nothing of those who are not neighbours.

    en: Through whom are two entities tied, by the fewest steps?
    es: ¿A través de quiénes se vinculan dos entidades, en el menor número de pasos?
    param from: entity
    param to: entity
    param k: integer = 3
    column path: number | Path | Camino
    column step: number | Step | Paso
    column start: entity | From | De
    column relation: relation | Does | Hace
    column role: role | Role | Rol
    column end: entity | To | A
    column claims: number | Claims | Afirmaciones

    Raises:
        QueryError: `k` is too few or too many.
    """
    count = int(str(values["k"]))
    if not 1 <= count <= MOST_PATHS:
        raise QueryError(f"k: write a whole number from 1 to {MOST_PATHS}.",
                         f"k: escriba un número entero de 1 a {MOST_PATHS}.")  # fmt: skip
    found = ways(network, (str(values["from"]), str(values["to"])), count)
    rows = [
        (path, number, *row)
        for path, way in enumerate(found, start=1)
        for number, step in enumerate(way, start=1)
        for row in _rows(network, step)
    ]
    return Answer(_COLUMNS, tuple(rows))


def ways(
    network: "nx.MultiDiGraph[str]",
    ends: tuple[str, str],
    count: int,
    *,
    avoid: Collection[str] = (),
    through_places: bool = False,
) -> list[Way]:
    """The shortest paths between two entities, as many as there are up to `count`.

    Those of one length come in an order that depends on what the entities are called, never on their ids.

    Args:
        network: A slice's.
        ends: The ids of the two.
        count: How many paths.
        avoid: Kinds of entities that no path leads through.
        through_places: Whether paths may lead through places, and by PART_OF and BORDERS: what lies in one
            district need have nothing to do with each other.
    """
    import networkx as nx  # noqa: PLC0415 -- slow to import, and listing the questions does without

    if not all(entity in network for entity in ends):
        return []  # of a server, which has moved on
    order = _by_content(network)
    walked = _walked(network, order, ends, avoid, through_places=through_places)
    start, end = map(order.index, ends)
    try:
        found = list(islice(nx.shortest_simple_paths(walked, start, end), count))
    except nx.NetworkXNoPath:
        return []
    step = partial(_step, network, through_places=through_places)
    return [
        tuple(step(order[a], order[b]) for a, b in pairwise(path))
        for path in sorted(found, key=lambda path: (len(path), path))
    ]


def _walked(
    network: "nx.MultiDiGraph[str]",
    order: Sequence[str],
    ends: tuple[str, str],
    avoid: Collection[str],
    *,
    through_places: bool,
) -> "nx.Graph[int]":
    """What paths may be made of: who is tied to whom, entities being their numbers in the order."""
    import networkx as nx  # noqa: PLC0415 -- as above

    closed = {*avoid, *(() if through_places else schema().places)}
    open_ = {
        entity: number
        for number, entity in enumerate(order)
        if entity in ends or network.nodes[entity]["kind"] not in closed
    }
    ties = {
        (open_[subject], open_[object_])
        for subject, object_, said in network.edges(data=True)
        if subject in open_ and object_ in open_ and _is_walked(said["type"], through_places=through_places)
    }
    walked: nx.Graph[int] = nx.Graph()
    walked.add_nodes_from(open_.values())
    walked.add_edges_from(sorted(ties))
    return walked


def _by_content(network: "nx.MultiDiGraph[str]") -> list[str]:
    """The entities in the order of what they show, whatever their ids."""

    def shown(entity: str) -> str:
        node = network.nodes[entity]
        return canonical([node["kind"], {**node["fields"], "id": ""}])

    return sorted_in_parts(network, lambda entity: network.nodes[entity]["fields"].get("sort", ""), shown)


def _is_walked(claim_type: str, *, through_places: bool) -> bool:
    relation = schema().types[claim_type]
    return not relation.negative and (through_places or not relation.reference)


def _step(network: "nx.MultiDiGraph[str]", start: str, end: str, *, through_places: bool) -> Step:
    claims = [
        claim
        for subject, object_ in {(start, end), (end, start)}
        for claim, said in (network.get_edge_data(subject, object_) or {}).items()
        if _is_walked(said["type"], through_places=through_places)
    ]
    return Step(start, end, tuple(sorted(map(str, claims))))


def _rows(network: "nx.MultiDiGraph[str]", step: Step) -> Iterator[tuple[object, ...]]:
    """A row for each sort of tie, in the schema's order, with the number of claims that say so."""
    ties: dict[tuple[int, bool, str], int] = {}
    types = list(schema().types)
    for claim in step.claims:
        is_back = not network.has_edge(step.start, step.end, claim)
        said = network.edges[(step.end, step.start, claim) if is_back else (step.start, step.end, claim)]
        undirected = schema().types[said["type"]].undirected
        tie = types.index(said["type"]), is_back and not undirected, str(said.get("role") or "")
        ties[tie] = ties.get(tie, 0) + 1
    for (place, is_back, role), count in sorted(ties.items()):
        relation = types[place]
        yield (
            _named(network, step.start), f"<{relation}" if is_back else relation,
            f"{relation}.{role}" if role else "", _named(network, step.end), count,
        )  # fmt: skip


def _named(network: "nx.MultiDiGraph[str]", entity: str) -> dict[str, object]:
    fields = network.nodes[entity]["fields"]
    return {"id": entity} | {name: fields.get(name, "") for name in ("name_en", "name_es")}
