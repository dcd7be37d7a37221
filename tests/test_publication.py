"""Non-interference of a published slice, raw bytes and all: what a store publishes that never held more."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import cli
from graph.errors import ExitCode
from graph.markings import Marking
from graph.model import Batch, Contents
from graph.names import search_key
from graph.publication import renamed as with_new_ids
from graph.slices import Slice
from graph.store import open_store
from graph.store.transfer import Records, tally_of
from tests.graph.batches import graph_of
from tests.graph.generated import MARKINGS, graphs, renamed, visible_alone
from tests.support.neo4j_server import Neo4jServer
from tests.test_audiences import LEVELS, ORGANISATIONS, _load, _said, _write
from tests.test_interference import filled
from tests.test_interference import folder as folder  # noqa: PLC0414 -- a fixture

ID = r"\b[0-9a-f]{20}\b"


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds what is marked for anyone."""
    made = tmp_path_factory.mktemp("everything")
    return _load(str(made / "store"), _write(made / "tables", "RED"))


def published(store: str, there: str, audience: str) -> str:
    assert cli.run_command(["copy", "--store", store, "--to", there, "--audience", audience]) == ExitCode.OK
    return there


def ids_in(store: str) -> set[str]:
    """The opaque ids in a store, and its secret."""
    with open_store(store) as opened:
        return {*re.findall(ID, repr(list(opened.read().all_records()))), opened.secret}


def records_of(store: str, password: str | None = None) -> list[str]:
    """All that a store holds, in the order in which it gives it, with ids renamed."""
    with open_store(store, password=password) as opened:
        return renamed("\n".join(map(repr, opened.read().all_records()))).split("\n")


def files_in(root: str) -> dict[str, bytes]:
    """The files of a store by their paths, without the clock that is in some of their names."""
    files = [path for path in Path(root).rglob("*") if path.is_file()]
    return {re.sub(r"_\d{10,}\.", "_.", str(path.relative_to(root))): path.read_bytes() for path in files}


@pytest.mark.parametrize("audience", LEVELS)
def test_a_published_slice_is_what_a_store_publishes_that_never_held_more(
    everything: str, audience: str, tmp_path: Path
) -> None:
    alone = _load(str(tmp_path / "alone"), _write(tmp_path / "tables", audience))
    expected = published(alone, str(tmp_path / "expected"), audience)
    found = published(everything, str(tmp_path / "found"), audience)
    assert records_of(found) == records_of(expected)
    files, others = files_in(found), files_in(expected)
    assert {path: len(content) for path, content in files.items()} == {
        path: len(content) for path, content in others.items()
    }
    passes = LEVELS[: LEVELS.index(audience) + 1]
    above = {row[0] for row in ORGANISATIONS} - {row[0] for row in ORGANISATIONS if row[2] in passes}
    telling = re.compile(
        "|".join(map(re.escape, (*above, *map(search_key, above), *ids_in(everything)))).encode()
    )
    assert not [path for path, content in files.items() if telling.search(content)]


def test_every_command_says_of_a_published_slice_what_it_says_of_a_store_that_never_held_more(
    everything: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = _load(str(tmp_path / "alone"), _write(tmp_path / "tables", "GREEN"))
    found = published(everything, str(tmp_path / "found"), "GREEN")
    page = tmp_path / "page.html"
    assert _said(found, "GREEN", page, capsys) == _said(alone, "GREEN", page, capsys)


@pytest.mark.neo4j
def test_a_server_is_given_no_more_than_a_folder(
    everything: str, tmp_path: Path, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    neo4j_server.wipe()
    monkeypatch.setenv("MACROSUR_TO_PASSWORD", neo4j_server.password)
    published(everything, neo4j_server.uri, "GREEN")
    folder = published(everything, str(tmp_path / "folder"), "GREEN")
    with neo4j_server.driver() as driver, driver.session() as session:
        told = session.run(
            "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n), properties(r)"
        ).values()
    assert not [each for each in ids_in(everything) if each in repr(told)]
    with open_store(neo4j_server.uri, password=neo4j_server.password) as there, open_store(folder) as here:
        assert there.about.keys() == here.about.keys()
        assert tally_of(there.read().all_records()).counts == tally_of(here.read().all_records()).counts


@pytest.fixture
def stores(folder: Path) -> Iterator[Path]:
    """New folders in memory, each gone with the next."""

    def fresh() -> Iterator[Path]:
        while True:
            with tempfile.TemporaryDirectory(dir=folder) as made:
                yield Path(made) / "store"

    return fresh()


def published_records(url: Path, contents: Contents, audience: Marking) -> list[Records]:
    with filled(open_store(str(url), create=True), contents) as store:
        reader = store.read(Slice(audience=audience))
        return list(with_new_ids(reader.all_records(), store.secret, "the publication's"))


def compare(stores: Iterator[Path], whole: Batch, audience: Marking) -> None:
    contents = graph_of(whole)
    found = published_records(next(stores), contents, audience)
    expected = published_records(next(stores), visible_alone(contents, audience), audience)
    assert renamed(repr(found)) == renamed(repr(expected))
    assert not {*re.findall(ID, repr(contents))} & {*re.findall(ID, repr(found))}


_SETTINGS = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@settings(_SETTINGS, max_examples=15)
@given(whole_graph=graphs(), audience=MARKINGS)
def test_a_published_record_tells_nothing_of_what_was_withheld(
    stores: Iterator[Path], whole_graph: Batch, audience: Marking
) -> None:
    compare(stores, whole_graph, audience)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(_SETTINGS, max_examples=1000)
@given(whole_graph=graphs(), audience=MARKINGS)
def test_a_thousand_published_slices_tell_nothing_of_what_was_withheld(
    stores: Iterator[Path], whole_graph: Batch, audience: Marking
) -> None:
    compare(stores, whole_graph, audience)
