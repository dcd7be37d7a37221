"""What a load costs: files in, graph out, whole processes, against the engine alone writing the same claims.

python -m benchmarks.load embedded 1000 10000 100000
python -m benchmarks.load neo4j 1000 10000 100000
"""

import math
import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generated import write_tables
from benchmarks.measure import Run, machine, macrosur, python, run, table
from graph.changes import plan_load
from graph.store import open_store, statements
from graph.store.bolt import constraints
from graph.store.engine import engine, prepare_engine
from graph.store.writing import chunks, definitions
from loaders.tables import read_tables
from tests.support.neo4j_server import Neo4jServer

if TYPE_CHECKING:
    import neo4j

_AT_ONCE = 10_000
_CHANGED = 10  # rows, in a file that comes again
_NEO4J = "neo4j"
Batches = list[tuple[str, list[dict[str, object]]]]


def main() -> None:
    """Print one table of loads, and one of files that come again."""
    kind, *sizes = sys.argv[1:] or ["embedded", "1000", "10000", "100000"]
    first, again = [], []
    with tempfile.TemporaryDirectory(prefix="macrosur-bench-") as name:
        folder = Path(name)
        place = _Neo4j() if kind == _NEO4J else _Folder(folder)
        for size in map(int, sizes):
            one, other = _measured(place, folder, size)
            first.append(one)
            again.append(other)
        place.close()
    print(machine(), file=sys.stderr)
    headings = ["claims", "load s", "claims/s", "engine alone s", "claims/s", "ratio", "MiB"]
    print(table(headings, first))
    if len(first) > 1:
        print(f"\nGrowth exponent from {first[0][0]} to {first[-1][0]} claims: {_exponent(first):.2f}\n")
    print(
        table(["claims", "same again s", "of the first", "ten changed s", "of the first", "plan MiB"], again)
    )


def begun(folder: Path, store: str, password: str = "") -> None:
    """A store that has its places and one organisation, as every load but a first one finds it."""
    first = folder / "organisations.csv"
    first.write_text("name\nThe first\n", encoding="utf-8")
    command = macrosur("load", str(first), "--dataset", "first", "--yes", "--store", store)
    run(command, {"MACROSUR_PASSWORD": password})


def _exponent(rows: Sequence[Sequence[object]]) -> float:
    (small, few), (large, many) = [(float(str(row[0])), float(str(row[1]))) for row in (rows[0], rows[-1])]
    return math.log(many / few) / math.log(large / small)


def _measured(place: "_Folder | _Neo4j", folder: Path, size: int) -> tuple[list[object], list[object]]:
    tables = write_tables(folder, size)
    place.begin(folder)
    plan = place.load(tables, "--dry-run")
    loaded = place.load(tables, "--yes")
    same = place.load(tables, "--yes")
    changed = place.load(_with_changes(tables), "--yes")
    place.empty()
    alone = place.alone(_batches_of(tables, place.labels))
    rates = size / loaded.seconds, size / alone
    return (
        [size, loaded.seconds, rates[0], alone, rates[1], rates[0] / rates[1], loaded.peak],
        [size, same.seconds, same.seconds / loaded.seconds, changed.seconds,
         changed.seconds / loaded.seconds, plan.peak],
    )  # fmt: skip


def _with_changes(tables: Path) -> Path:
    """The same tables, with another note in some rows of the relations."""
    changed = tables.with_name(f"{tables.name}-changed")
    changed.mkdir()
    for path in tables.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == "relations.csv":
            text = text.replace(";nota ", ";otra nota ", _CHANGED)
        (changed / path.name).write_text(text, encoding="utf-8")
    return changed


def _batches_of(tables: Path, labels: str) -> Batches:
    """The rows that a load of tables writes, made beforehand."""
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/store", create=True) as store:
        plan = plan_load(store, read_tables([tables], "gen"))
    written = statements.additions(plan, labels, set(), set())
    return [(batch.cypher, rows) for batch in written for rows in chunks(batch.rows, _AT_ONCE)]


class _Folder:
    labels = "{kind}"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store = folder / "store"

    def begin(self, folder: Path) -> None:
        """Begin the store."""
        begun(folder, str(self._store))

    def load(self, tables: Path, *how: str) -> Run:
        """Load tables in a process of its own."""
        return run(macrosur("load", str(tables), "--dataset", "gen", "--store", str(self._store), *how))

    def alone(self, batches: Batches) -> float:
        """Plain batched CREATE, in a process of its own, once the rows are there."""
        rows = self._folder / "rows.pickle"
        rows.write_bytes(pickle.dumps(batches))
        code = "from benchmarks.load import create_embedded; create_embedded()"
        return float(run(python(code, str(rows), str(self._folder / "alone"))).output)

    def empty(self) -> None:
        shutil.rmtree(self._store)
        shutil.rmtree(self._folder / "alone", ignore_errors=True)

    def close(self) -> None:
        """Nothing is left."""


def create_embedded() -> None:
    """Write pickled batches with the embedded engine's Cypher, and print the seconds."""
    batches: Batches = pickle.loads(Path(sys.argv[1]).read_bytes())  # noqa: S301 -- our own, of a moment ago
    prepare_engine(Path(sys.argv[2] + ".log"))
    started = time.perf_counter()
    database = engine().create_database(sys.argv[2])
    database.command("sqlscript", ";\n".join(definitions(())) + ";")
    for cypher, rows in batches:
        with database.transaction():
            database.command("opencypher", cypher, {"rows": rows})
    database.close()
    print(time.perf_counter() - started)


class _Neo4j:
    labels = "Entity:{kind}"

    def __init__(self) -> None:
        self._server = Neo4jServer.started()
        self._address = self._server.uri.replace("://", "://neo4j@")

    def begin(self, folder: Path) -> None:
        """Begin the store."""
        self._server.wipe()
        begun(folder, self._address, self._server.password)

    def load(self, tables: Path, *how: str) -> Run:
        """Load tables in a process of its own."""
        command = macrosur("load", str(tables), "--dataset", "gen", "--store", self._address, *how)
        return run(command, {"MACROSUR_PASSWORD": self._server.password})

    def alone(self, batches: Batches) -> float:
        """The raw driver, with the same statements and batches, each in a transaction of its own."""
        with self._server.driver() as driver, driver.session(database="neo4j") as session:
            for text in constraints().values():
                session.run(text).consume()
            started = time.perf_counter()
            for cypher, rows in batches:
                session.execute_write(_written, cypher, rows)
            return time.perf_counter() - started

    def empty(self) -> None:
        self._server.wipe()

    def close(self) -> None:
        self._server.stop()


def _written(transaction: "neo4j.ManagedTransaction", cypher: str, rows: list[dict[str, object]]) -> None:
    transaction.run(cypher, rows=rows).consume()


if __name__ == "__main__":
    main()
