"""What answers cost in a large store, against the engine alone running the very same Cypher.

python -m benchmarks.reading 100000
"""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import networkx as nx

from benchmarks.generated import write_tables
from benchmarks.load import begun
from benchmarks.measure import in_turn, machine, macrosur, run, table, timed
from cli import collect_seldom
from graph.markings import Marking
from graph.schema import STATED_IN, schema
from graph.slices import Slice
from graph.store import open_store, statements
from graph.store.base import Answer
from graph.store.embedded import EmbeddedReader
from queries.finding import described

_SOUGHT = "chapa yo"
Asked = list[tuple[str, Mapping[str, object] | None]]


def main() -> None:
    """Print what is asked of one store, and what slices of it cost."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    collect_seldom()  # as every command does
    with tempfile.TemporaryDirectory(prefix="macrosur-bench-") as folder:
        own = f"{folder}/store"
        begun(Path(folder), own)
        tables = write_tables(Path(folder), size)
        run(macrosur("load", str(tables), "--dataset", "gen", "--yes", "--store", own))
        rows = [*_answers(own), *_processes(own)]
        print(machine(), file=sys.stderr)
        print(table([f"in {size} claims", "seconds", "engine alone", "ratio", "goal"], rows))
        print()
        print(table(["slices and networks", "seconds", "claims/s", "goal"], _slices(own, size)))


def _answers(own: str) -> list[list[object]]:
    """What a reader answers, and the engine alone with what it was asked for it."""
    rows: list[list[object]] = []
    with open_store(own) as store:
        reader = store.read()
        assert isinstance(reader, EmbeddedReader)
        hub, small = _hub_and_other(reader)
        asked: list[tuple[str, Callable[[], object]]] = [
            ("claims of a hub", lambda: reader.about(hub)),
            ("claims of another", lambda: reader.about(small)),
            ("two steps from another", lambda: reader.neighbourhood([small], 2)),
            ("search", lambda: described(reader, reader.find(_SOUGHT, widely=True))),
        ]
        for name, ask in asked:
            own_time, alone = timed(ask, 15), timed(_replayed(reader, ask), 15)
            rows.append([name, own_time, alone, own_time / alone, "≤ 1.5"])
    return rows


def _hub_and_other(reader: EmbeddedReader) -> tuple[str, str]:
    counted = reader.rows(
        "MATCH (n:Organisation) RETURN n.id AS id, COUNT { (n)--() } AS claims ORDER BY claims DESC, id"
    ).rows
    return str(counted[0][0]), str(counted[len(counted) // 2][0])


def _replayed(reader: EmbeddedReader, ask: Callable[[], object]) -> Callable[[], object]:
    """The engine's part of an answer: the same texts and values, and nothing made of what comes back."""
    asked: Asked = []
    rows = reader.rows

    def listening(cypher: str, parameters: Mapping[str, object] | None = None) -> Answer:
        asked.append((cypher, parameters))
        return rows(cypher, parameters)

    reader.__dict__.pop("known", None)
    reader.rows = listening  # type: ignore[method-assign] # to hear what is asked
    ask()
    reader.rows = rows  # type: ignore[method-assign] # as it was
    reader.__dict__.pop("known", None)
    database = reader._database  # noqa: SLF001 -- the engine alone
    return lambda: [database.query("opencypher", text, dict(given or {})).to_list() for text, given in asked]


def _processes(own: str) -> list[list[object]]:
    """A whole search, against the start-up of a command that asks the engine for next to nothing."""
    found, least = in_turn(
        macrosur("search", *_SOUGHT.split(), "--store", own),
        macrosur("cypher", "MATCH (r:Region) RETURN count(r) AS n", "--store", own),
    )
    beyond = found.seconds - least.seconds
    return [["`search`, whole process, beyond start-up", beyond, "", "", "≤ 0.3 s"]]


def _slices(own: str, size: int) -> list[list[object]]:
    rows: list[list[object]] = []
    for audience in (Marking.CLEAR, Marking.RED):
        slice_ = Slice(audience=audience)
        with open_store(own) as store:
            opened = time.perf_counter()
            store.read(slice_)
            made = time.perf_counter() - opened
        with open_store(own) as store:
            opened = time.perf_counter()
            store.read(slice_)
            again = time.perf_counter() - opened
        rows.append([f"slice for {audience} made", made, size / made, "≥ 15,000"])
        rows.append(["… found again", again, "", "≤ 0.1 s"])
    with open_store(own) as store:
        reader = store.read()
        ours = timed(reader.network, times=1)
    with open_store(own) as store:
        reader = store.read()
        assert isinstance(reader, EmbeddedReader)
        alone = timed(lambda: _plain_network(reader), times=1)
    rows.append(["network", ours, size / ours, ""])
    rows.append(["rows read and edges added", alone, size / alone, f"ratio {ours / alone:.2f} (≤ 1.5)"])
    return rows


def _plain_network(reader: EmbeddedReader) -> "nx.MultiDiGraph[str]":
    """The rows of every relation as they come, added to a network."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity, said in reader.rows("MATCH (n:Entity) RETURN n.id AS id, properties(n) AS p").rows:
        network.add_node(str(entity), fields=said)
    for claim_type in schema().claim_types:
        if claim_type != STATED_IN:
            for one, other, said in reader.rows(statements.claims_of_type(claim_type)).rows:
                network.add_edge(str(one), str(other), type=claim_type, claim=said)
    return network


if __name__ == "__main__":
    main()
