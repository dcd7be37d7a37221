"""`macrosur copy`: the same store elsewhere, in either engine, or a slice of it as a store of its own."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path

import pytest

import cli
from graph.changes import apply, plan_load
from graph.errors import ExitCode, StoreError, UnfinishedStoreError
from graph.markings import Marking
from graph.model import Batch
from graph.schema import schema
from graph.store import Store, embedded_target, open_store, statements, writing
from graph.store.difference import Difference
from graph.store.embedded import EmbeddedReader
from graph.store.transfer import SORTS, Records, Tally, tally_of
from tests.graph.batches import batch, key, named, place, small, tied
from tests.support.loader import command
from tests.support.neo4j_server import Neo4jServer

Places = Callable[[], str]
MINES = 400
ENGINES = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))
WAYS = [
    ("embedded", "embedded"),
    pytest.param(("embedded", "neo4j"), marks=pytest.mark.neo4j),
    pytest.param(("neo4j", "embedded"), marks=pytest.mark.neo4j),
]  # from one server to another is the second and the third, one after the other


def places_in(
    engine: str, request: pytest.FixtureRequest, folder: Path, patch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Empty places in an engine."""
    if engine == "embedded":
        yield from (str(folder / f"store {number}") for number in count())
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    patch.setenv("MACROSUR_PASSWORD", server.password)
    patch.setenv("MACROSUR_TO_PASSWORD", server.password)
    while True:
        server.wipe()
        yield server.uri


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """An empty place to copy from, and one to copy to."""
    here, there = request.param
    return (
        next(places_in(here, request, tmp_path / "here", monkeypatch)),
        next(places_in(there, request, tmp_path / "there", monkeypatch)),
    )


@pytest.fixture
def server(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Neo4jServer:
    """The server, with nothing in it, and the words to log in there."""
    neo4j_server.wipe()
    monkeypatch.setenv("MACROSUR_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("MACROSUR_TO_PASSWORD", neo4j_server.password)
    return neo4j_server


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run_command([*arguments, "--lang", "en"])
    return code, out.getvalue(), err.getvalue()


def copied(here: str, there: str, *more: str) -> str:
    """What is said of a copy that is made."""
    code, out, err = ran("copy", "--store", here, "--to", there, *more)
    assert code == ExitCode.OK, err
    assert "Checksum of the claims" in out
    return err


def opened(url: str, *, create: bool = False) -> Store:
    return open_store(url, create=create, password=os.environ.get("MACROSUR_PASSWORD"))


def load(url: str, *batches: Batch, replace_gone: bool = False) -> None:
    with opened(url, create=True) as store:
        for each in batches:
            apply(store, plan_load(store, each, replace_gone=replace_gone))


def whole(url: str) -> tuple[dict[str, int], str, dict[str, object]]:
    """Everything that is in a store, and what it says of itself."""
    with opened(url) as store:
        tally: Tally = tally_of(store.read().all_records())
        return dict(tally.counts), tally.checksum(*SORTS), dict(store.about)


def answers(url: str) -> list[tuple[int, str]]:
    asked = ("show", "Las Bambas"), ("show", "MMG"), ("search", "a"), ("status",)
    told = [ran(*each, "--store", url)[:2] for each in asked]
    return [*told, ran("query", "neighbours", "-p", "of=MMG", "--store", url)[:2]]


def less() -> Batch:
    """`small` without a claim, which a load that replaces retracts."""
    return batch(*[item for item in small().statements if item.type != "ASSOCIATED_WITH"])


def another(dataset: str = "later") -> Batch:
    return batch(
        named("Mine", "c", "Constancia", lat=-14.0, lon=-71.75),
        named("Organisation", "h", "Hudbay", type="company"),
        tied("OWNS", key("Organisation", "h"), key("Mine", "c"), fields={"share": 85.0}, start="2014"),
        dataset=dataset,
    )


def many() -> Batch:
    return batch(*[named("Mine", f"m{number}", f"Mine {number}", number) for number in range(MINES)])


def test_a_copy_is_the_same_store_and_later_loads_go_on_there(way: tuple[str, str]) -> None:
    here, there = way
    load(here, batch(place("Region", "08", "Cusco"), dataset="places"), small(), another())
    load(here, less(), replace_gone=True)
    assert "Copied to" in copied(here, there)
    assert whole(there) == whole(here)
    assert answers(there) == answers(here)
    with opened(here) as first, opened(there) as second:
        assert dict(second.about) == dict(first.about)
        plan, same = plan_load(first, another("later still")), plan_load(second, another("later still"))
        assert [claim.id for claim in plan.add] == [claim.id for claim in same.add]
        assert [claim.subject for claim in plan.add] == [claim.subject for claim in same.add]
    load(here, small())
    load(there, small())
    assert answers(there) == answers(here)


def test_a_copy_of_an_older_state_is_brought_up_to_date(way: tuple[str, str]) -> None:
    here, there = way
    load(here, small())
    copied(here, there)
    before = whole(there)
    assert "nothing was written" in copied(here, there)
    assert whole(there) == before
    load(here, another())
    load(here, less(), replace_gone=True)
    assert "older state" in copied(here, there)
    assert whole(there) == whole(here) != before


def test_a_copy_that_went_on_by_itself_and_a_store_of_others_stay_as_they_are(way: tuple[str, str]) -> None:
    here, there = way
    load(here, small())
    copied(here, there)
    load(there, another())
    before = whole(there)
    code, _, err = ran("copy", "--store", here, "--to", there)
    assert (code, "loads of its own" in err) == (ExitCode.STORE, True)
    code, _, err = ran("copy", "--store", here, "--to", there, "--audience", "GREEN")
    assert (code, "another one" in err) == (ExitCode.STORE, True)
    assert whole(there) == before


def test_what_is_elsewhere_is_left_alone(tmp_path: Path) -> None:
    here = str(tmp_path / "here")
    load(here, small())
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to a friend.txt").write_text("Dear", encoding="utf-8")
    other = str(tmp_path / "other")
    load(other, another(), small())
    before = whole(other)
    for there, words in (
        (str(tmp_path / "letters"), "something else"),
        (other, "another one"),
        (str(tmp_path / "here" / "..") + "/here", "that is to be copied"),
        ("bolt://neo4j:secret@127.0.0.1:7687", "There is a password in the address"),
        ("http://127.0.0.1/", "no address of a store"),
    ):
        code, out, err = ran("copy", "--store", here, "--to", there)
        assert (code, out) == (ExitCode.STORE, "")
        assert words in err
        assert "secret" not in err
    assert whole(other) == before
    assert [item.name for item in (tmp_path / "letters").iterdir()] == ["to a friend.txt"]


@pytest.mark.neo4j
def test_a_server_with_the_places_alone_counts_as_empty(server: Neo4jServer, tmp_path: Path) -> None:
    here = str(tmp_path / "here")
    load(server.uri, batch(place("Region", "08", "Cusco"), place("Region", "99", "Old"), dataset="places"))
    load(here, batch(place("Region", "08", "Cusco"), dataset="my places"), small())
    assert "Copied to" in copied(here, server.uri)
    assert whole(server.uri) == whole(here)


@pytest.mark.neo4j
def test_the_password_of_a_server_is_not_sent_to_another(
    server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = str(tmp_path / "here")
    load(here, small())
    monkeypatch.setenv("MACROSUR_TO_PASSWORD", "wrong-password")
    code, _, err = ran("copy", "--store", here, "--to", server.uri)
    assert (code, "MACROSUR_TO_PASSWORD" in err, "wrong-password" in err) == (ExitCode.STORE, True, False)
    monkeypatch.delenv("MACROSUR_TO_PASSWORD")
    copied(here, server.uri)
    code, _, err = ran("copy", "--store", server.uri, "--to", server.uri.replace("127.0.0.1", "localhost"))
    assert (code, "does not accept" in err) == (ExitCode.STORE, True)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_copy_that_is_not_the_same_is_an_error_and_is_not_opened(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = next(places_in(engine, request, tmp_path / "there", monkeypatch))
    here = str(tmp_path / "here")
    load(here, small())

    def lossy(records: Iterable[Records]) -> Iterator[Records]:
        for some in records:
            yield Records(some.label, some.rows[:-1]) if some.label == "OPERATES" else some

    fill, create = writing.fill_database, Difference.creations
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            embedded_target, "fill_database",
            lambda folder, about, records, told: fill(folder, about, lossy(records), told),
        )  # fmt: skip
        patch.setattr(
            Difference, "creations", lambda self, wanted, labels: create(self, lossy(wanted), labels)
        )
        code, out, err = ran("copy", "--store", here, "--to", there)
    assert code == ExitCode.STORE
    assert "not what it was made from" in err
    claims = next(line.split() for line in out.splitlines() if line.startswith(" Claims"))
    assert claims == ["Claims", "5", "4"]
    with pytest.raises(StoreError):
        opened(there)
    copied(here, there)
    assert whole(there) == whole(here)


@pytest.mark.neo4j
def test_a_state_that_changes_while_it_is_copied_is_not_copied(
    server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(server.uri, small())
    whole_of = statements.claims_of_type

    def disturbed(claim_type: str) -> str:
        if claim_type == "OPERATES":
            monkeypatch.setattr(statements, "claims_of_type", whole_of)
            load(server.uri, another())
        return whole_of(claim_type)

    monkeypatch.setattr(statements, "claims_of_type", disturbed)
    code, _, err = ran("copy", "--store", server.uri, "--to", str(tmp_path / "there"))
    assert (code, "changed by someone else" in err) == (ExitCode.STORE, True)
    copied(server.uri, str(tmp_path / "there"))
    assert whole(str(tmp_path / "there")) == whole(server.uri)


@pytest.mark.neo4j
def test_a_server_too_small_for_what_changed_is_told_so(
    server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = str(tmp_path / "here")
    load(here, small())
    copied(here, server.uri)
    before = whole(server.uri)
    load(here, another())
    monkeypatch.setattr("graph.store.room._BYTES_A_CLAIM", 1 << 40)
    code, _, err = ran("copy", "--store", here, "--to", server.uri)
    assert (code, "empty database" in err) == (ExitCode.STORE, True)
    assert whole(server.uri) == before


def _ended_copies(here: str, there: str, attempts: int, *, wipe: Callable[[], None]) -> dict[str, int]:
    """Copies killed at another moment each: what can be opened is whole, and the same copy goes on."""
    counts = {"before": 0, "in the middle": 0, "after": 0}
    expected = whole(here)
    for attempt in range(attempts):
        wipe()
        process = command(["copy", "--store", here, "--to", there, "--lang", "en"], at_once=20)
        time.sleep(0.35 + 1.1 * attempt / attempts)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        try:
            with opened(there) as store:
                there_already = store.seq > 0
            counts["after" if there_already else "before"] += 1
            assert not there_already or whole(there) == expected
        except UnfinishedStoreError:
            counts["in the middle"] += 1
        except StoreError:
            counts["before"] += 1
        copied(here, there)
        assert whole(there) == expected
    return counts


@pytest.mark.neo4j
def test_killed_copies_into_a_server_go_on_when_asked_again(server: Neo4jServer, tmp_path: Path) -> None:
    here = str(tmp_path / "here")
    load(here, small(), batch(*many().statements, dataset="many"))
    _ended_copies(here, server.uri, 4, wipe=server.wipe)


def test_killed_copies_into_a_folder_leave_none(tmp_path: Path) -> None:
    here, there = str(tmp_path / "here"), tmp_path / "there"
    load(here, small(), batch(*many().statements, dataset="many"))

    def wipe() -> None:
        if there.exists():
            there.rename(tmp_path / f"old {len(list(tmp_path.iterdir()))}")

    _ended_copies(here, str(there), 3, wipe=wipe)
    assert [item.name for item in (there / "states").iterdir() if item.is_dir()] == ["000001"]


@pytest.mark.soak
@pytest.mark.neo4j
@pytest.mark.timeout(3600)
def test_a_hundred_killed_copies_into_a_server_go_on_when_asked_again(
    server: Neo4jServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = str(tmp_path / "here")
    load(here, small(), batch(*many().statements, dataset="many"))
    counts = _ended_copies(here, server.uri, 100, wipe=server.wipe)
    with capsys.disabled():
        sys.stdout.write(f"\n100 killed copies into Neo4j: {counts}\n")
    assert counts["in the middle"]


@pytest.mark.neo4j
def test_an_update_of_a_copy_that_is_stopped_leaves_the_earlier_one(
    server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = str(tmp_path / "here")
    load(here, small())
    copied(here, server.uri)
    before = whole(server.uri)
    load(here, batch(*many().statements, dataset="many"))
    monkeypatch.setattr(
        "graph.store.bolt_target.checked", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    code, _, err = ran("copy", "--store", here, "--to", server.uri)
    assert (code, "nothing half-done was kept" in err) == (ExitCode.INTERRUPTED, True)
    assert "goes on with it" not in err
    assert whole(server.uri) == before


@pytest.mark.neo4j
def test_a_broken_copy_goes_on_with_what_is_there(
    server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = str(tmp_path / "here")
    load(here, small(), batch(*many().statements, dataset="many"))
    monkeypatch.setattr("graph.store.filling.AT_ONCE", 20)

    def broken_off(*more: str) -> int:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "graph.store.bolt_target.checked", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
            )
            code, _, err = ran("copy", "--store", here, "--to", server.uri, *more)
            assert (code, "the same command goes on with it" in err) == (ExitCode.INTERRUPTED, True)
            assert "nothing half-done" not in err
        with server.driver() as driver, driver.session() as session:
            session.run("MATCH ()-[r:STATED_IN]->() WITH r LIMIT 100 DELETE r").consume()
            found = session.run("MATCH ()-[r]->() RETURN count(r) AS n, min(elementId(r)) AS first")
            return int(found.single(strict=True)["n"])

    assert broken_off() == MINES + 5 - 100
    assert ran("search", "mine", "--store", server.uri)[0] == ExitCode.STORE
    assert "going on with what was there" in copied(here, server.uri)
    assert whole(server.uri) == whole(here)
    server.wipe()
    broken_off("--audience", "AMBER")
    assert "going on with what was there" in copied(here, server.uri, "--audience", "AMBER")
    server.wipe()
    broken_off("--audience", "AMBER")
    copied(here, server.uri)  # another copy than the one that was broken off: from the beginning
    assert whole(server.uri) == whole(here)
    server.wipe()
    broken_off()
    load(server.uri, small())
    with opened(server.uri) as store:
        assert store.status().entities["Mine"] == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_published_slice_says_what_it_is_and_takes_no_loads(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = next(places_in(engine, request, tmp_path / "there", monkeypatch))
    here = str(tmp_path / "here")
    load(here, small())
    told = copied(here, there, "--audience", "GREEN")
    assert "2 claims are left out" in told
    assert "Slice published for" in ran("status", "--store", there)[1]
    before = whole(there)
    (tmp_path / "mines.csv").write_text("name\nConstancia\n", encoding="utf-8")
    for line in (
        ("load", str(tmp_path / "mines.csv"), "--yes"),
        ("demo", "--output", str(tmp_path / "p.html")),
    ):
        code, _, err = ran(*line, "--store", there)
        assert (code, "published for GREEN" in err) == (ExitCode.REFUSED, True)
    assert whole(there) == before
    assert "nothing was written" in copied(here, there, "--audience", "GREEN")
    code, _, err = ran("copy", "--store", here, "--to", there, "--audience", "AMBER")
    assert (code, "published for GREEN" in err) == (ExitCode.STORE, True)
    load(here, another())
    assert "older state" in copied(here, there, "--audience", "GREEN")
    assert ran("show", "Constancia", "--store", there)[0] == ExitCode.OK
    assert ran("show", "Hidden Partner", "--store", there)[0] == ExitCode.NOT_FOUND


def test_a_published_slice_can_be_copied_on(tmp_path: Path) -> None:
    here, public, again = (str(tmp_path / name) for name in ("here", "public", "again"))
    load(here, small())
    copied(here, public, "--audience", "GREEN")
    copied(public, again)
    assert whole(again) == whole(public)
    with opened(again) as store:
        assert store.read().query("MATCH (m:Mine) RETURN count(m) AS n").rows == ((1,),)
    assert whole(again)[2]["audience"] == Marking.GREEN.label


def test_a_slice_by_date_alone_is_published_for_red_and_says_when(tmp_path: Path) -> None:
    here, public = str(tmp_path / "here"), str(tmp_path / "public")
    load(here, small(), another())
    copied(here, public, "--at", "2012")
    assert "RED --at 2012" in ran("status", "--store", public)[1]
    with opened(public) as store:
        assert not store.read().query("MATCH (:Entity)-[r:OWNS]->() RETURN r.id AS id").rows


def test_all_that_a_database_is_made_to_hold_is_copied(tmp_path: Path) -> None:
    load(str(tmp_path / "store"), small())
    with opened(str(tmp_path / "store")) as store:
        reader = store.read()
        assert isinstance(reader, EmbeddedReader)
        made = {str(row["name"]) for row in reader.records("SELECT name FROM schema:types", {})}
    assert made == {"Store", "Entity", *statements.node_labels(), *schema().claim_types}
