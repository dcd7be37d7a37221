"""Non-interference at the command line: an audience is told what a store tells that never held more."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from tests.support.neo4j_server import Neo4jServer

LEVELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
ORGANISATIONS = [
    ("Alpaca Foundation", "ngo", "CLEAR", "grant since 2019"),
    ("Bofedal Company", "company", "GREEN", "met twice"),
    ("Bofedal Company", "consultancy", "CLEAR", ""),
    ("Cóndor Front", "defence-front", "RED", "asked not to be named"),
    ("Duraznal Patrol", "peasant-patrol", "AMBER", ""),
    ("Élite Mining", "company", "AMBER+STRICT", "no comment"),
]
RELATIONS = [
    ("Alpaca Foundation", "PARTNERS_WITH", "Bofedal Company", "2019", "CLEAR"),
    ("Cóndor Front", "PARTNERS_WITH", "Alpaca Foundation", "2021-05", "CLEAR"),
    ("Bofedal Company", "OPERATES", "Mina Uno", "", "GREEN"),
    ("Élite Mining", "OWNS", "Mina Uno", "2020", "AMBER+STRICT"),
    ("Cóndor Front", "ASSOCIATED_WITH", "Mina Dos", "", "RED"),
    ("Alpaca Foundation", "ASSOCIATED_WITH", "Mina Dos", "", "CLEAR"),
]
MINES = [("Mina Uno", "GREEN"), ("Mina Dos", "CLEAR"), ("Mina Dos", "RED")]
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("search", "a"),
    ("search", "condor"),
    ("show", "Alpaca Foundation"),
    ("show", "Mina Dos"),
    ("query", "neighbours", "-p", "of=Alpaca Foundation"),
    ("query", "neighbours", "-p", "of=Mina Uno"),
    ("query", "mines-near", "-p", "district=Colquemarca"),
    (
        "cypher",
        "MATCH (n:Organisation) RETURN n.name_en AS name, n.type AS type, n.search AS s ORDER BY n.sort",
    ),
    (
        "cypher",
        "MATCH (a:Organisation)-[r]-(b:Mine) RETURN type(r) AS t, r.id AS id, count(*) AS n ORDER BY t, id",
    ),
)


def _write(folder: Path, ceiling: str) -> Path:
    """The tables of someone who only ever had what is marked up to a ceiling."""
    folder.mkdir()
    passes = LEVELS[: LEVELS.index(ceiling) + 1]
    orgs = [row for row in ORGANISATIONS if row[2] in passes]
    mines = [row for row in MINES if row[1] in passes]
    known = {row[0] for row in (*orgs, *mines)}
    ties = [row for row in RELATIONS if row[4] in passes and {row[0], row[2]} <= known]
    tables: dict[str, tuple[tuple[str, ...], Sequence[tuple[str, ...]]]] = {
        "organisations": (("name", "type", "tlp", "note", "entity tlp"), [_hidden(row) for row in orgs]),
        "mines": (("name", "tlp"), mines),
        "relations": (("subject", "type", "object", "start", "tlp"), ties),
    }
    for name, (headings, rows) in tables.items():
        lines = [";".join(row) for row in [headings, *rows]]
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _hidden(row: tuple[str, ...]) -> tuple[str, ...]:
    """With the marking of its existence, since looser rows of relations write these names too."""
    return (*row, row[2] if row[2] in {"AMBER+STRICT", "RED"} else "")


def _load(store: str, tables: Path) -> str:
    paths = [str(path) for path in sorted(tables.iterdir())]
    assert cli.run_command(["load", *paths, "--store", store, "--dataset", "d", "--yes"]) == ExitCode.OK
    return store


def _said(store: str, audience: str, page: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything every command says to an audience, with ids renamed in order of appearance."""
    told = []
    asked = [(command, "json") for command in COMMANDS]
    asked += [(command, form) for command in COMMANDS[2:5:2] for form in ("table", "csv", "markdown")]
    for command, form in asked:
        capsys.readouterr()
        code = cli.run_command([*command, "--audience", audience, "--format", form, "--store", store])
        told.append(f"{command} {code}\n" + "".join(capsys.readouterr()))
    for lang in ("en", "es"):
        assert cli.run_command(
            ["export", str(page), "--audience", audience, "--store", store, "--lang", lang]
        ) == ExitCode.OK  # fmt: skip
        told.append(page.read_text(encoding="utf-8"))
    return _renamed("\n".join(told))


def _renamed(text: str) -> str:
    numbers: dict[str, str] = {}
    return re.sub(r"\b[0-9a-f]{20}\b", lambda found: numbers.setdefault(found[0], f"#{len(numbers)}"), text)


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store, in either engine, that holds everything."""
    folder = tmp_path_factory.mktemp("whole")
    store = str(folder / "store")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "neo4j":
            server: Neo4jServer = request.getfixturevalue("neo4j_server")
            server.wipe()
            patch.setenv("MACROSUR_PASSWORD", server.password)
            store = server.uri
        yield _load(store, _write(folder / "tables", "RED"))


_SHORT = {"CLEAR", "AMBER"}  # the levels between and above differ in nothing that a command knows of


@pytest.mark.parametrize(
    "audience", [pytest.param(level, marks=() if level in _SHORT else pytest.mark.soak) for level in LEVELS]
)
def test_every_command_and_the_page_depend_on_nothing_an_audience_may_not_see(
    whole: str, audience: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = _load(str(tmp_path / "alone"), _write(tmp_path / "tables", audience))
    expected = _said(alone, audience, tmp_path / "page.html", capsys)
    assert _said(whole, audience, tmp_path / "page.html", capsys) == expected
    hidden = {row[0] for row in ORGANISATIONS} - {
        row[0] for row in ORGANISATIONS if row[2] in LEVELS[: LEVELS.index(audience) + 1]
    }
    assert not [name for name in hidden if name in expected]
