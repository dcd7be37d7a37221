"""The store's secret and the server's password, looked for in what every command says, writes and starts."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

import cli
from graph.errors import ExitCode
from graph.store import open_store
from tests.attack.lines import FORMATS, lines
from tests.support.neo4j_server import Neo4jServer

_SHOWN = 10  # characters of a secret, which is too many


def _tables(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "organisations"
    for row in (("name", "note"), ("Alpaca", "a"), ("Bofedal", "b")):
        sheet.append(row)
    book.save(folder / "tables.xlsx")
    return folder / "tables.xlsx"


def _parts(secret: str) -> set[str]:
    every = secret, secret[::-1]
    return {text[start : start + _SHOWN] for text in every for start in range(len(text) - _SHOWN + 1)}


def _told_by_every_command(
    store: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> Iterator[tuple[list[str], str]]:
    """What each command line says, in every format; whatever it says, it is no fault."""
    tables = _tables(folder)
    for number, line in enumerate(lines("Alpaca", tables, folder)):
        for form in (
            FORMATS if line[0] in {"cypher", "show", "status", "history"} else FORMATS[number % 4 :][:1]
        ):
            code = cli.run_command([*line, "--store", store, "--format", form, "--lang", "en"])
            said = "".join(capfd.readouterr())
            assert code != ExitCode.FAULT, (line, said)
            yield line, said


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_no_command_shows_the_secret_of_an_embedded_store(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    assert cli.run_command(["load", str(_tables(tmp_path)), "--store", str(store), "--yes"]) == ExitCode.OK
    with open_store(str(store)) as opened:
        secret = opened.secret
    for line, said in _told_by_every_command(str(store), tmp_path, capfd):
        folded = said.lower()
        assert not [part for part in _parts(secret) if part in folded], line
        assert secret not in folded.replace(" ", "").replace('"', "").replace(",", ""), line
    with open_store(str(store)) as opened:
        assert opened.secret == secret
    holding = [path for path in _files(tmp_path) if secret.encode() in path.read_bytes()]
    # The whole copy is the same store.
    assert {path.name for path in holding} == {"secret"}
    assert {path.stat().st_mode & 0o077 for path in holding if os.name == "posix"} <= {0}
    assert {path.relative_to(tmp_path).parts[0] for path in holding} == {"store", "copy"}


@pytest.mark.neo4j
def test_no_command_shows_the_secret_or_the_password_of_a_server(
    neo4j_server: Neo4jServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    neo4j_server.wipe()
    monkeypatch.setenv("MACROSUR_PASSWORD", neo4j_server.password)
    store, password = neo4j_server.uri, neo4j_server.password
    assert cli.run_command(["load", str(_tables(tmp_path)), "--store", store, "--yes"]) == ExitCode.OK
    with open_store(store, password=password) as opened:
        secret = opened.secret
    for line, said in _told_by_every_command(store, tmp_path, capfd):
        folded = said.lower()
        assert not [part for part in _parts(secret) if part in folded], line
        assert password not in said, line
    for path in _files(tmp_path):
        content = path.read_bytes()
        assert password.encode() not in content, path
        assert path.name == "secret" or secret.encode() not in content, path


_SEES_ITSELF = """
import pathlib, sys
import cli
from commands.session import Session
opened = Session.open
def noting(self, **given):
    store = opened(self, **given)
    lines = [path.read_bytes() for path in pathlib.Path("/proc").glob("[0-9]*/cmdline")
             if path.parent.name != "self"]
    pathlib.Path(sys.argv[1]).write_bytes(b"\\n".join(lines))
    return store
Session.open = noting
sys.exit(cli.run_command(sys.argv[2:]))
"""


@pytest.mark.neo4j
@pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="this system does not tell how programs are called"
)
def test_the_password_is_in_no_list_of_processes(neo4j_server: Neo4jServer, tmp_path: Path) -> None:
    neo4j_server.wipe()
    password = neo4j_server.password
    noted = tmp_path / "noted"
    ours = str(Path(__file__).resolve().parents[2])
    subprocess.run(
        [sys.executable, "-c", _SEES_ITSELF, str(noted), "load", str(_tables(tmp_path)), "--yes",
         "--store", neo4j_server.uri],
        env={**os.environ, "MACROSUR_PASSWORD": password, "PYTHONPATH": ours},
        check=True,
        capture_output=True,
    )  # fmt: skip
    seen = noted.read_bytes()
    assert neo4j_server.uri.encode() in seen
    assert password.encode() not in seen
