"""A Neo4j that is stopped and started again while a load is written: whole loads only, and told plainly."""

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import ExitCode
from tests.faults.test_kills import mines
from tests.faults.victims import run, victim, write_mines
from tests.store.conftest import Place
from tests.support.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
MINES = 2000  # a load; it is written for about a second
_STOPS = [Neo4jServer.shut_down, Neo4jServer.crash]


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    """A server that may be stopped, with nothing in it."""
    if neo4j_server.home is None:
        pytest.skip("not tested: a Neo4j that is stopped, because the one named is not ours to stop")
    neo4j_server.wipe()
    return neo4j_server


def place_of(server: Neo4jServer) -> Place:
    return Place(server.uri.replace("://", f"://{server.user}@"), server.password)


def stopped_in_a_load(
    server: Neo4jServer, stop: Callable[[Neo4jServer], None], after: float, line: list[str]
) -> tuple[int, str]:
    """Stop the server so long after a load begins to write, and start it again; what the load said."""
    process = victim(line, place_of(server).url, MACROSUR_PASSWORD=server.password)
    assert process.stderr is not None
    told = ""
    while "Writing" not in told:
        said = process.stderr.readline()
        assert said, told
        told += said
    time.sleep(after)
    stop(server)
    try:
        _, rest = process.communicate(timeout=120)
    finally:
        server.restart()
    return process.returncode, told + rest


def attack(
    server: Neo4jServer, stop: Callable[[Neo4jServer], None], stops: int, folder: Path
) -> Counter[str]:
    """Stop a server in so many loads; gives how they ended, each found whole or not at all."""
    place, environment = place_of(server), {"MACROSUR_PASSWORD": server.password}
    whole = write_mines(folder, 20, "Known")
    assert (
        run(["load", str(whole), "--yes", "--dataset", "known"], place.url, **environment)[0] == ExitCode.OK
    )
    chance = random.Random(stops)  # noqa: S311 -- moments, no secrets
    ends: Counter[str] = Counter()
    for number in range(stops):
        before = mines(place)
        line = [
            "load",
            str(write_mines(folder, MINES, f"Mine {number} ~")),
            "--yes",
            "--dataset",
            f"d{number}",
        ]
        code, told = stopped_in_a_load(server, stop, chance.uniform(0, 0.6), line)
        assert "Traceback" not in told, told
        assert "fault of macrosur" not in told, told
        if code != ExitCode.OK:
            assert (code, "Neo4j does not answer" in told) == (ExitCode.STORE, True), told
        found = mines(place) - before
        assert found in ({MINES} if code == ExitCode.OK else {0, MINES}), told
        ends["whole" if found else "not at all"] += 1
        assert run(line, place.url, **environment)[0] == ExitCode.OK
        assert mines(place) == before + MINES
    return ends


def test_a_server_that_crashes_in_a_load_keeps_whole_loads_and_the_next_one_works(
    server: Neo4jServer, tmp_path: Path
) -> None:
    assert attack(server, Neo4jServer.crash, 1, tmp_path).total() == 1


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("stop", _STOPS, ids=["shut down", "crashed"])
def test_a_server_stopped_in_many_loads_keeps_whole_loads(
    server: Neo4jServer, stop: Callable[[Neo4jServer], None], tmp_path: Path, record_figures: list[str]
) -> None:
    ends = attack(server, stop, 10, tmp_path)
    record_figures.append(
        f"Neo4j stopped in 10 loads ({stop.__name__}): {ends['whole']} there whole, {ends['not at all']} "
        "not at all, 0 in part"
    )
    assert ends["not at all"] > 0
