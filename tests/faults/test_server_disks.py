"""A full disk under a Neo4j server: told, whole loads only, and loads go on once there is room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import ExitCode
from tests.faults.test_disks import fill
from tests.faults.test_disks import small_disk as small_disk  # noqa: PLC0414 -- a fixture
from tests.faults.test_kills import mines
from tests.faults.victims import run, write_mines
from tests.store.conftest import Place
from tests.support.neo4j_server import Neo4jServer, NoNeo4jError


@pytest.fixture
def server(small_disk: Path) -> Iterator[Neo4jServer]:
    """A server that keeps all it has on that disk, and takes no room before it needs it."""
    subprocess.run(["mount", "-o", "remount,size=256m", str(small_disk)], check=True)
    try:
        started = Neo4jServer.started(inside=small_disk, settings="db.tx_log.preallocate=false\n")
    except NoNeo4jError as error:
        pytest.skip(f"not tested: a full disk of Neo4j, because {error}")
    yield started
    started.stop()


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_full_disk_of_a_server_is_told_and_leaves_whole_loads(
    server: Neo4jServer, small_disk: Path, tmp_path: Path
) -> None:
    place = Place(server.uri, server.password)
    environment = {"MACROSUR_PASSWORD": server.password}
    first = ["load", str(write_mines(tmp_path, 200)), "--yes", "--dataset", "first"]
    assert run(first, place.url, **environment)[0] == ExitCode.OK
    filler = fill(small_disk, 300_000)
    second = ["load", str(write_mines(tmp_path, 3000, "Second ~")), "--yes", "--dataset", "second"]
    for line in (second, ["status"]):  # having failed to write its log, it does nothing until restarted
        code, _, told = run(line, place.url, **environment)
        assert (code, "Is its disk full?" in told) == (ExitCode.STORE, True), told
    filler.unlink()
    server.crash()
    server.restart()
    assert mines(place) == 200
    assert run(second, place.url, **environment)[0] == ExitCode.OK
    assert mines(place) == 3200
