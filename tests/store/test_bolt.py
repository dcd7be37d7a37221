"""What a Neo4j server asks of us beyond the common suite: its ways to be away, to be shared and to crash."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.changes import apply, plan_load
from graph.errors import ExitCode, StoreError, StoreMovedError
from graph.markings import Marking
from graph.model import Contents
from graph.schema import schema
from graph.slices import Slice
from graph.store import Store, open_store
from graph.store.bolt import BoltStore
from graph.store.bolt_reader import BoltReader
from tests.graph.batches import batch, named, small
from tests.support.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j


@pytest.fixture
def server(neo4j_server: Neo4jServer) -> Neo4jServer:
    """The server, with nothing in it."""
    neo4j_server.wipe()
    return neo4j_server


@pytest.fixture
def store(server: Neo4jServer) -> Iterator[Store]:
    with open_store(server.uri, create=True, password=server.password) as opened:
        yield opened


def changed_by_hand(server: Neo4jServer, cypher: str, **values: object) -> None:
    with server.driver() as driver, driver.session() as session:
        session.run(cypher, values).consume()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_an_address_may_name_scheme_user_and_database(server: Neo4jServer, scheme: str) -> None:
    """A cluster is addressed as neo4j://; a single server answers to it as well."""
    url = server.uri.replace("bolt://", f"{scheme}://{server.user}@") + "/neo4j"
    with open_store(url, create=True, password=server.password) as opened:
        apply(opened, plan_load(opened, small()))
        assert len(opened.read().contents().entities) == 3
        assert opened.status().address == server.uri.replace("bolt", scheme)


def test_what_cannot_be_opened_is_said_plainly(server: Neo4jServer) -> None:
    def refusal(url: str, password: str) -> str:
        with pytest.raises(StoreError) as caught:
            open_store(url, password=password)
        assert caught.value.code == ExitCode.STORE
        assert password not in str(caught.value)
        assert caught.value.text.en != caught.value.text.es
        return caught.value.text.en

    assert "does not accept" in refusal(server.uri, "wrong-password")
    assert "no database “nowhere”" in refusal(f"{server.uri}/nowhere", server.password)
    assert "holds no macrosur store" in refusal(server.uri, server.password)
    changed_by_hand(server, "CREATE (:SomethingElse)")
    with pytest.raises(StoreError, match="holds something else"):
        open_store(server.uri, create=True, password=server.password)


def test_a_store_of_a_newer_version_is_refused(server: Neo4jServer, store: Store) -> None:
    assert store.seq == 0
    changed_by_hand(server, "MATCH (s:Store) SET s.schema_version = $v", v=schema().version + 1)
    with pytest.raises(StoreError, match="newer version"):
        open_store(server.uri, password=server.password)


def test_those_who_begin_at_once_begin_one_store(server: Neo4jServer) -> None:
    together = threading.Barrier(4)

    def begin(_: int) -> str:
        together.wait()
        with open_store(server.uri, create=True, password=server.password) as opened:
            return opened.secret

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(4)))) == 1


def test_of_two_loads_at_once_one_is_planned_anew(server: Neo4jServer, store: Store) -> None:
    together = threading.Barrier(2)

    def load(number: int) -> bool:
        rows = [named("Mine", f"{number}-{row}", f"Mine {number} {row}", row) for row in range(1500)]
        with open_store(server.uri, password=server.password) as opened:
            plan = plan_load(opened, batch(*rows, dataset=f"set {number}"))
            together.wait()
            try:
                opened.apply(plan)
            except StoreMovedError:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(load, range(2))) == [False, True]
    store.refresh()
    assert (store.seq, store.status().entities["Mine"]) == (1, 1500)


def test_a_reader_never_sees_half_of_a_load(
    server: Neo4jServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program loads between two queries of one reading."""
    whole = BoltReader.rows
    asked = 0

    def disturbed(self: BoltReader, *arguments: object) -> object:
        nonlocal asked
        asked += 1
        if asked == len(schema().kinds) + 3:  # the entities have been read, the claims not yet
            with open_store(server.uri, password=server.password) as other:
                apply(other, plan_load(other, small()))
        return whole(self, *arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(BoltReader, "rows", disturbed)
    contents: Contents = store.read().contents()
    assert len(contents.entities) == 3
    assert all(end in contents.entities for claim in contents.claims for end in claim.ends)


def test_a_slice_lives_and_dies_with_the_process(store: Store) -> None:
    assert isinstance(store, BoltStore)
    apply(store, plan_load(store, small()))
    assert len(store.read(Slice(audience=Marking.CLEAR)).find("mmg")) == 1
    private = store._private
    assert private is not None
    assert private.stat().st_mode & 0o077 == 0
    store.close()
    assert not private.exists()


def test_a_load_that_does_not_fit_a_transaction_is_refused_before_it_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(store, plan_load(store, batch(named("Mine", "c", "Constancia"))))
    monkeypatch.setattr("graph.store.room._BYTES_A_CLAIM", 1 << 40)
    with pytest.raises(StoreError, match=r"dbms\.memory\.transaction\.total\.max"):
        apply(store, plan_load(store, small()))
    assert store.status().claims["STATED_IN"] == 1
