"""Non-interference over generated graphs: every command, format and page, on both engines.

What an audience is told is, with ids renamed in order of appearance, what a store tells that never held
anything else. A hundred graphs an engine; `test_audiences.py` shows the same of tables loaded by the command.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cli
from graph import store as stores
from graph.errors import ExitCode
from graph.markings import Marking
from graph.model import Batch, Contents, Load, Plan
from graph.store import Store, open_store
from tests.graph.batches import graph_of
from tests.graph.generated import MARKINGS, graphs, renamed, visible_alone
from tests.support.neo4j_server import Neo4jServer

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("search", "a"),
    ("search", "alpaca"),
    ("search", "el otro", "--kind", "Mine"),
    ("show", "Cóndor"),
    ("show", "quinua"),
    ("query", "neighbours", "-p", "of=Alpaca"),
    ("query", "met", "-p", "organisation=Duraznal"),
    ("query", "agreements", "-p", "of=Bofedal"),
    (
        "cypher",
        "MATCH (n:Entity) RETURN n.name_en AS name, n.search AS s, n.summary_en AS t ORDER BY n.sort, t",
    ),
    (
        "cypher",
        "MATCH (a:Organisation)-[r]->(b) RETURN type(r) AS t, r.id AS id, r.tlp AS tlp ORDER BY t, id",
    ),
    ("cypher", "MATCH (s:Source) RETURN s.title AS title, s.tlp AS tlp ORDER BY title"),
)
PAGES: tuple[tuple[str, ...], ...] = ((), ("--about", "Alpaca", "--steps", "2"), ("--at", "2021-05"))
FORMATS = ("table", "json", "csv", "markdown")


class Kept:
    """A store that stays open when a command closes it, and so is opened and sliced once a graph."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def close(self) -> None:
        """Left to the test."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def filled(store: Store, contents: Contents) -> Store:
    """A store, made to hold contents as they are."""
    load = Load("first", "test", "2026-01-01T00:00:00.000Z", (), len(contents.claims), 0)
    entities, sources = tuple(contents.entities.values()), tuple(contents.sources.values())
    store.apply(Plan(store.seq, load, {}, tuple(contents.claims), (), entities, (), sources, ()))
    return store


def told(store: Store, audience: str, page: Path, form: str) -> str:
    """All that every reading command says to an audience, and the pages made for it."""
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "open_store", lambda *_, **__: Kept(store))
        for command in COMMANDS:
            for more in ((), ("--at", "2021-05")):
                line = [*command, *more, "--audience", audience, "--format", form, "--lang", "en"]
                out = StringIO()
                with redirect_stdout(out), redirect_stderr(out):
                    code = cli.run_command(line)
                assert code != ExitCode.FAULT, out.getvalue()
                said.append(f"{line} {code}\n{out.getvalue()}")
        for about in PAGES:
            with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                code = cli.run_command(["export", str(page), *about, "--audience", audience, "--lang", "es"])
            assert code in {ExitCode.OK, ExitCode.NOT_FOUND}
            said.append(f"{about} {code}" + (page.read_text(encoding="utf-8") if page.exists() else ""))
            page.unlink(missing_ok=True)
    return renamed("\n".join(said))


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory where there is such: each graph needs six databases of a hundred files."""
    memory = Path("/dev/shm")  # noqa: S108 -- what lies there is made and removed by this fixture
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        monkeypatch.setattr(tempfile, "tempdir", made)
        yield Path(made)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def places(request: pytest.FixtureRequest, folder: Path) -> Iterator[Iterator[tuple[str, str | None]]]:
    """Empty places for stores, in either engine, one after the other."""
    if request.param == "embedded":
        yield ((str(folder / str(number)), None) for number in count())
    else:
        server: Neo4jServer = request.getfixturevalue("neo4j_server")
        yield ((server.uri, server.password) for _ in iter(server.wipe, "never"))


def test_every_command_that_answers_an_audience_is_asked_here() -> None:
    answering = {
        name
        for name, command in cli.main_group.commands.items()
        if any(option.name == "audience" for option in command.params if isinstance(option, click.Option))
    }
    # What `copy` publishes is compared record by record, in test_publication.py.
    assert answering == {command[0] for command in COMMANDS} | {"export", "copy"}


@pytest.mark.timeout(1200)
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(whole=graphs(), audience=MARKINGS, form=st.sampled_from(FORMATS))
def test_an_audience_is_told_what_a_store_tells_that_never_held_more(
    places: Iterator[tuple[str, str | None]],
    folder: Path,
    whole: Batch,
    audience: Marking,
    form: str,
) -> None:
    contents = graph_of(whole)
    url, password = next(places)
    alone = folder / "alone"
    shutil.rmtree(alone, ignore_errors=True)
    with (
        filled(open_store(url, create=True, password=password), contents) as full,
        filled(open_store(str(alone), create=True), visible_alone(contents, audience)) as bare,
    ):
        page = folder / "page.html"
        expected = told(bare, audience.label, page, form)
        assert told(full, audience.label, page, form) == expected
    shutil.rmtree(url, ignore_errors=True)
