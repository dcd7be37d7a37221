"""An empty server filled in several transactions: whole or not at all, to everyone who opens it."""

import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import cli
from graph.changes import apply, plan_load
from graph.errors import ExitCode, StoreError, StoreMovedError, UnfinishedStoreError
from graph.model import Batch
from graph.store import Store, open_store
from graph.store.bolt import BoltStore
from graph.store.transfer import SORTS, tally_of
from loaders import built_in
from tests.graph.batches import batch, key, named, place, small, tied
from tests.support.loader import loader
from tests.support.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
MINES = 300


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server, with nothing in it."""
    neo4j_server.wipe()
    return neo4j_server


@pytest.fixture
def store(server: Neo4jServer) -> Iterator[Store]:
    with open_store(server.uri, create=True, password=server.password) as opened:
        yield opened


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """No load fits a transaction, and each piece is small."""
    monkeypatch.setattr("graph.store.room._BYTES_A_CLAIM", 1 << 40)
    monkeypatch.setattr("graph.store.filling.AT_ONCE", 10)


def many(dataset: str = "many") -> Batch:
    """More than a piece: mines, who runs them, and something new about a place that was there before."""
    mines = [named("Mine", f"m{number}", f"Mine {number}", number) for number in range(MINES)]
    ties = [tied("OPERATES", key("Organisation", "o"), key("Mine", f"m{n}"), n) for n in range(0, MINES, 2)]
    region = place("Region", "08", "Cusco")
    region = replace(region, fields={**region.fields, "aliases_es": ("Qosqo",)})
    return batch(named("Organisation", "o", "Operator"), region, *mines, *ties, dataset=dataset)


def places() -> Batch:
    return batch(place("Region", "08", "Cusco"), dataset="places")


def held(server: Neo4jServer) -> tuple[object, ...]:
    """All that the server holds, whatever state it says it is in."""
    with server.driver() as driver, driver.session() as session:
        nodes = session.run("MATCH (n) RETURN labels(n), properties(n)").values()
        arrows = session.run("MATCH (a)-[r]->(b) RETURN [a.id, type(r), b.id], properties(r)").values()
    return tuple(
        sorted(f"{names} {sorted(properties.items())}" for names, properties in some)
        for some in (nodes, arrows)
    )


def refused(server: Neo4jServer) -> str:
    with pytest.raises(UnfinishedStoreError) as caught:
        open_store(server.uri, password=server.password)
    assert caught.value.code == ExitCode.STORE
    assert caught.value.text.en != caught.value.text.es
    return caught.value.text.en


def broken_off(server: Neo4jServer, count: int = MINES) -> None:
    """A filling that a kill ended: in its middle, or else this fails."""
    process = loader(server.uri, 0, count, server.password, at_once=10)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    with server.driver() as driver, driver.session() as session:
        while process.poll() is None:
            if session.run("MATCH ()-[r:STATED_IN]->() RETURN count(r) AS n").single(strict=True)["n"] > 20:
                break
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.usefixtures("in_pieces")
def test_what_does_not_fit_a_transaction_fills_a_store_that_holds_the_places_alone(
    server: Neo4jServer, store: Store, tmp_path: Path
) -> None:
    with open_store(str(tmp_path / "other"), create=True) as other:
        for opened in (store, other):
            apply(opened, plan_load(opened, places()))
            apply(opened, plan_load(opened, many()))
        found, expected = store.read().contents(), other.read().contents()
        assert len(found.claims) == len(expected.claims) == MINES * 3 // 2 + 3
        names = [
            sorted(entity.text("search") for entity in some.entities.values()) for some in (found, expected)
        ]
        assert names[0] == names[1]
        assert "08 | cusco | qosqo" in names[0]
        assert {claim.id for claim in found.claims} == {claim.id for claim in expected.claims}
        assert store.about.keys() == other.about.keys()
        assert (store.seq, store.about["state"]) == (2, "ready")
    with open_store(server.uri, password=server.password) as again:
        assert len(again.status().loads) == 2
        with pytest.raises(StoreError, match=r"dbms\.memory\.transaction\.total\.max"):
            apply(again, plan_load(again, many("more")))


@pytest.mark.usefixtures("in_pieces")
def test_nobody_else_reads_or_writes_while_a_store_is_filled(
    server: Neo4jServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.filling._GONE_WITHIN", 0)
    apply(store, plan_load(store, places()))
    reader = open_store(server.uri, password=server.password)
    small_plan = plan_load(reader, small())
    tried = 0

    def meanwhile(_: int, __: int) -> None:
        nonlocal tried
        tried += 1
        if tried == 3:
            assert "right now" in refused(server)
            with pytest.raises(UnfinishedStoreError, match="right now"):
                open_store(server.uri, create=True, password=server.password)
            with pytest.raises(UnfinishedStoreError):
                reader.read().query("MATCH (m:Mine) RETURN count(m) AS n")
            with pytest.raises(UnfinishedStoreError):
                reader.read().find("mine")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("graph.store.room._BYTES_A_CLAIM", 1)
                patch.setattr(BoltStore, "_those_there", lambda *_: ((), ()))  # as read before it began
                with pytest.raises(StoreMovedError):
                    reader.apply(small_plan)

    store.apply(plan_load(store, many()), meanwhile)
    assert tried > 3
    reader.close()
    assert store.status().entities["Mine"] == MINES


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_a_filling_that_fails_takes_back_what_it_wrote(
    server: Neo4jServer, store: Store, error: type[BaseException]
) -> None:
    apply(store, plan_load(store, places()))
    before = held(server)

    def fail(done: int, _: int) -> None:
        if done >= 30:
            raise error

    with pytest.raises((error, StoreError)):
        store.apply(plan_load(store, many()), fail)
    assert held(server) == before


def test_a_broken_filling_is_refused_to_readers_and_taken_away_by_the_next_load(
    server: Neo4jServer,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    apply(store, plan_load(store, places()))
    before = held(server)
    broken_off(server)
    assert held(server) != before
    assert "broke it off" in refused(server)
    monkeypatch.setenv("MACROSUR_PASSWORD", server.password)
    for lang, words in (("en", "Run the `macrosur load`"), ("es", "Repita `macrosur")):
        assert cli.run_command(["search", "mine", "--store", server.uri, "--lang", lang]) == ExitCode.STORE
        assert words in capsys.readouterr().err
    with open_store(server.uri, create=True, password=server.password):
        assert held(server) == before
    server.wipe()
    broken_off(server)
    page = str(tmp_path / "demo.html")
    assert cli.run_command(["demo", "--store", server.uri, "--output", page]) == ExitCode.OK
    with open_store(server.uri, password=server.password) as opened:
        assert {load.dataset for load in opened.status().loads} == {
            built_in.PLACES_DATASET,
            built_in.DATASET,
        }


@pytest.mark.usefixtures("in_pieces")
def test_whoever_takes_a_filling_over_stops_the_one_before(
    server: Neo4jServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was thought dead, its network away for a while, goes on: its next transaction is refused."""
    apply(store, plan_load(store, places()))
    before = held(server)
    taken = SimpleNamespace(over=False)

    def take_over(done: int, _: int) -> None:
        if done >= 30 and not taken.over:
            taken.over = True
            monkeypatch.setattr("graph.store.bolt.is_running", lambda *_: False)
            open_store(server.uri, create=True, password=server.password).close()
            assert held(server) == before

    with pytest.raises(StoreMovedError):
        store.apply(plan_load(store, many()), take_over)
    assert held(server) == before


def _ended_fillings(server: Neo4jServer, attempts: int, size: int) -> str:
    """Fillings of an empty server, each killed at another moment; each time all or nothing is there."""
    counts = {"before": 0, "in the middle": 0, "after": 0}
    for attempt in range(attempts):
        server.wipe()
        process = loader(server.uri, 0, size, server.password, at_once=50)
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        time.sleep(0.4 * attempt / attempts)
        process.send_signal(signal.SIGKILL)
        said_written = "written" in process.stdout.read()
        process.wait()
        process.stdout.close()
        try:
            with open_store(server.uri, password=server.password) as opened:
                found = opened.status().entities["Mine"]
            counts["after" if found else "before"] += 1
        except UnfinishedStoreError:
            found = 0
            counts["in the middle"] += 1
        assert found in ({size} if said_written else {0, size})
        with open_store(server.uri, create=True, password=server.password) as opened:
            assert isinstance(opened, BoltStore)
            assert opened.status().entities["Mine"] == found
            apply(opened, plan_load(opened, small()))
            assert opened.status().entities["Mine"] == found + 1
            assert tally_of(opened.read().all_records()).counts[SORTS[0]] == found + 3
    return ", ".join(f"{count} {when}" for when, count in counts.items())


def test_killed_fillings_leave_whole_loads_only(server: Neo4jServer) -> None:
    _ended_fillings(server, 5, 600)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_hundred_killed_fillings_leave_whole_loads_only(
    server: Neo4jServer, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _ended_fillings(server, 100, 600)
    with capsys.disabled():
        sys.stdout.write(f"\n100 killed fillings of an empty Neo4j, a load each: {told}\n")
    assert "0 in the middle" not in told.split(", ")
