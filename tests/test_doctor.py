"""`macrosur doctor`: what is well, what is not, and what to do."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from graph.store import open_store
from graph.store.states import writing
from tests.support.neo4j_server import Neo4jServer

Run = Callable[..., tuple[int, dict[str, dict[str, str]], str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `doctor` on a store; gives its exit code, its rows by what was looked at, and stderr."""

    def go(store: str | Path, *more: str) -> tuple[int, dict[str, dict[str, str]], str]:
        capsys.readouterr()
        code = cli.run_command(
            ["doctor", "--store", str(store), "--format", "json", *(more or ("--lang", "en"))]
        )
        out, err = capsys.readouterr()
        cells = [list(row.values()) for row in json.loads(out)]
        rows = {row[0]: dict(zip(("found", "state", "do"), row[1:], strict=True)) for row in cells}
        return int(code), rows, err

    return go


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store in a folder."""
    open_store(str(tmp_path / "store"), create=True).close()
    return tmp_path / "store"


def amiss(rows: dict[str, dict[str, str]]) -> set[str]:
    assert {row["state"] for row in rows.values()} <= {"ok", "attention"}
    assert all(bool(row["do"]) == (row["state"] == "attention") for row in rows.values())
    return {what for what, row in rows.items() if row["state"] == "attention"}


def test_settings_that_do_not_hold_are_told_with_what_to_set_instead(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MACROSUR_LANG", "fr")
    code, rows, _ = run(store)
    assert (code, amiss(rows)) == (ExitCode.ATTENTION, {"Settings"})
    assert "set it to es or en" in rows["Settings"]["do"]
    monkeypatch.delenv("MACROSUR_LANG")
    (tmp_path / "macrosur.toml").write_text("store = \n", encoding="utf-8")
    code, rows, _ = run(store)
    assert (code, amiss(rows)) == (ExitCode.ATTENTION, {"Settings"})
    assert "macrosur.toml cannot be read in line 1" in rows["Settings"]["do"]


def test_where_all_is_well_it_says_so_and_ends_with_0(run: Run, store: Path) -> None:
    code, rows, err = run(store)
    assert (code, err, amiss(rows)) == (ExitCode.OK, "", set())
    assert rows["Store"]["found"] == str(store)
    assert rows["Python"]["found"].startswith(".".join(map(str, sys.version_info[:3])))
    assert rows["Reading"]["found"] == "0 entities, 0 claims, 0 loads"
    assert rows["Writing"]["found"] == "possible"
    assert run(store, "--lang", "es")[1]["Escritura"]["found"] == "posible"


def test_a_published_slice_is_said_to_take_no_loads(run: Run, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "published"
    done = cli.run_command(["copy", "--audience", "CLEAR", "--to", str(target), "--store", str(store)])
    assert done == ExitCode.OK
    code, rows, _ = run(target)
    assert code == ExitCode.OK
    assert rows["Loads"]["found"] == "none: this is a slice published for CLEAR"


def test_no_store_is_told_with_what_makes_one(run: Run, tmp_path: Path) -> None:
    code, rows, _ = run(tmp_path / "none")
    assert code == ExitCode.ATTENTION
    assert amiss(rows) == {"Reading"}
    assert "macrosur demo" in rows["Reading"]["do"]
    assert not (tmp_path / "none").exists()


def test_a_store_that_is_being_written_is_told(run: Run, store: Path) -> None:
    with writing(store):
        code, rows, _ = run(store)
    assert code == ExitCode.ATTENTION
    assert amiss(rows) == {"Writing"}
    assert "Another program is writing" in rows["Writing"]["do"]


def test_a_full_disk_is_told(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(store)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    code, rows, _ = run(store)
    assert (code, amiss(rows)) == (ExitCode.ATTENTION, {"Free on the disk"})


def test_a_damaged_store_and_a_bad_question_are_told_together(
    run: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (store / "CURRENT").write_text("../elsewhere", encoding="ascii")
    own = tmp_path / "own"
    own.mkdir()
    (own / "bad.cypher").write_text("MATCH (n) RETURN n", encoding="utf-8")
    monkeypatch.setenv("MACROSUR_QUERIES", str(own))
    code, rows, _ = run(store)
    assert (code, amiss(rows)) == (ExitCode.ATTENTION, {"Reading", "Questions"})
    assert "bad.cypher" in rows["Questions"]["do"]


def test_no_password_is_ever_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_PASSWORD", "s3cret-word")
    for address in ("bolt://me:s3cret-word@127.0.0.1:1", "bolt://me@127.0.0.1:1"):
        code, rows, err = run(address)
        assert code == ExitCode.ATTENTION
        assert "s3cret-word" not in repr(rows) + err


def test_what_travels_unencrypted_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_PASSWORD", "none")
    for address in ("bolt://localhost:1", "bolt+s://127.0.0.2:1"):
        assert "Store" not in amiss(run(address)[1])
    assert "Store" in amiss(run("bolt://127.0.0.2:1")[1])


@pytest.mark.neo4j
def test_a_server_is_told_with_its_version_and_how_much_can_be_loaded(
    run: Run, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    neo4j_server.wipe()
    open_store(neo4j_server.uri, create=True, password=neo4j_server.password).close()
    monkeypatch.setenv("MACROSUR_PASSWORD", neo4j_server.password)
    code, rows, _ = run(neo4j_server.uri)
    assert (code, amiss(rows)) == (ExitCode.OK, set())
    assert "community" in rows["Neo4j"]["found"]
    assert "claims" in rows["Largest load"]["found"] or "no limit" in rows["Largest load"]["found"]
    assert rows["Writing"]["found"] == "possible"
