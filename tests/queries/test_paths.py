"""Paths on a small network: the shortest first, and never through what ties nobody to anybody."""

import networkx as nx
import pytest

from graph.errors import QueryError
from graph.model import Batch, Ref
from graph.store import open_store
from queries.measures.paths import measure, ways
from tests.graph.batches import batch, key, named, place, tied
from tests.store.test_known import load_on


def organisation(name: str) -> Ref:
    return key("Organisation", name)


def neighbours() -> Batch:
    """A–B–Z, A–C–Z and A–E–Y–Z; A and D meet by what denies a tie alone; A and Z are in one district."""
    district = Ref.of("District", ubigeo="080704")
    return batch(
        *(named("Organisation", name, name, row) for row, name in enumerate("ABCDYZ", start=2)),
        place("Province", "0807", "Chumbivilcas"),
        place("District", "080704", "Colquemarca"),
        named("Event", "E", "E"),
        tied("PARTNERS_WITH", organisation("Z"), organisation("C"), 2),
        tied("PARTNERS_WITH", organisation("A"), organisation("C"), 3),
        tied("PARTNERS_WITH", organisation("A"), organisation("B"), 4),
        tied("FUNDS", organisation("Z"), organisation("B"), 5),
        tied("OWNS", organisation("B"), organisation("Z"), 6),
        tied("DECLINED", organisation("D"), key("Event", "E"), 7),
        tied("NOT_MEMBER_OF", organisation("D"), organisation("A"), 8),
        tied("PARTICIPATED_IN", organisation("A"), key("Event", "E"), 9),
        tied("PARTICIPATED_IN", organisation("Y"), key("Event", "E"), 10),
        tied("FUNDS", organisation("Y"), organisation("Z"), 11),
        tied("LOCATED_IN", organisation("A"), district, 12),
        tied("LOCATED_IN", organisation("Z"), district, 13),
        tied("PART_OF", district, Ref.of("Province", ubigeo="0807"), 14),
    )


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> "nx.MultiDiGraph[str]":
    """The network of that batch."""
    with open_store(str(tmp_path_factory.mktemp("paths") / "store"), create=True) as store:
        load_on(store, "2024-01-10", neighbours())
        return store.read().network()


def called(network: "nx.MultiDiGraph[str]", entity: str) -> str:
    return str(network.nodes[entity]["fields"]["name_en"])


def found(network: "nx.MultiDiGraph[str]", start: str, end: str, count: int = 5, **how: object) -> list[str]:
    """The paths, each as the names along it."""
    ids = {called(network, entity): entity for entity in network}
    paths = ways(network, (ids[start], ids[end]), count, **how)  # type: ignore[arg-type] # tests give options
    return ["–".join(called(network, key) for key in (way[0].start, *(s.end for s in way))) for way in paths]


def test_the_shortest_come_first_and_those_of_one_length_by_name(network: "nx.MultiDiGraph[str]") -> None:
    assert found(network, "A", "Z") == ["A–B–Z", "A–C–Z", "A–E–Y–Z"]
    assert found(network, "Z", "A", 2) == ["Z–B–A", "Z–C–A"]


def test_the_order_does_not_depend_on_ids(network: "nx.MultiDiGraph[str]") -> None:
    turned = {entity: f"{place:03}" for place, entity in enumerate(sorted(network, reverse=True))}
    again: nx.MultiDiGraph[str] = nx.relabel_nodes(network, turned)
    assert found(again, "A", "Z") == found(network, "A", "Z")
    assert found(again, "A", "Z", 1) == found(network, "A", "Z", 1)


@pytest.mark.parametrize("k", ["0", "-1", "21"])
def test_a_number_of_paths_that_nobody_reads_is_refused(network: "nx.MultiDiGraph[str]", k: str) -> None:
    ids = {called(network, entity): entity for entity in network}
    with pytest.raises(QueryError, match="from 1 to 20"):
        measure(network, {"from": ids["A"], "to": ids["Z"], "k": k})


def test_a_kind_is_avoided_save_at_the_ends(network: "nx.MultiDiGraph[str]") -> None:
    assert found(network, "A", "Z", avoid=["Event"]) == ["A–B–Z", "A–C–Z"]
    assert found(network, "A", "E", avoid=["Event"])[0] == "A–E"
    assert found(network, "A", "Z", avoid=["Organisation"]) == []


def test_no_path_leads_through_a_place_unasked(network: "nx.MultiDiGraph[str]") -> None:
    assert found(network, "A", "Z", through_places=True)[:3] == ["A–B–Z", "A–C–Z", "A–Colquemarca–Z"]
    assert found(network, "A", "Colquemarca", 1) == ["A–Colquemarca"]
    assert found(network, "Colquemarca", "Chumbivilcas") == []
    assert found(network, "Colquemarca", "Chumbivilcas", through_places=True) == ["Colquemarca–Chumbivilcas"]


def test_what_denies_a_tie_is_none(network: "nx.MultiDiGraph[str]") -> None:
    assert found(network, "A", "D") == []


def test_a_step_holds_every_claim_between_its_ends(network: "nx.MultiDiGraph[str]") -> None:
    ids = {called(network, entity): entity for entity in network}
    [way] = ways(network, (ids["Z"], ids["A"]), 1)
    ties = {claim: said["type"] for _, _, claim, said in network.edges(keys=True, data=True)}
    assert [sorted(ties[claim] for claim in step.claims) for step in way] == [
        ["FUNDS", "OWNS"],
        ["PARTNERS_WITH"],
    ]
