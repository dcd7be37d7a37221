"""`macrosur schema`: what an officer asks before filling in a table. It needs no store."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command line; gives its exit code, stdout and stderr."""

    def go(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        code = cli.run_command(["--lang", lang, *arguments])
        out, err = capsys.readouterr()
        return int(code), out, err

    return go


@pytest.mark.parametrize("name", ["mines", "minas", "Mine", "mina", "MINAS"])
def test_a_sheet_is_found_by_any_of_its_names(run: Run, name: str) -> None:
    code, out, err = run("schema", name, "--format", "csv")
    assert (code, err) == (ExitCode.OK, "")
    assert out.startswith("Column,Takes,Or headed\n")
    assert "\noperator," in out


@pytest.mark.parametrize("name", ["OPERATES", "operates", "opera", "is operated by", "es operada por"])
def test_a_relation_type_is_found_by_its_words(run: Run, name: str) -> None:
    code, out, _ = run("schema", name, "--format", "csv", lang="es")
    assert code == ExitCode.OK
    assert "\nSe lee,opera\n" in out


def test_a_name_that_is_neither_is_told_what_there_is(run: Run) -> None:
    code, out, err = run("schema", "volcanoes")
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "organisations, mines" in err
    assert "OPERATES" in err


def test_the_list_of_types_says_how_to_go_on(run: Run) -> None:
    _, _, said = run("schema", lang="es")
    assert "macrosur schema minas" in said
    assert run("schema", "--format", "json")[2] == ""


def test_an_unknown_column_is_sent_to_a_list_that_has_its_remedy(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "minas.csv"
    table.write_text("nombre;operater\nA;MMG\n", encoding="utf-8")
    code, _, said = run("load", str(table), lang="es")
    assert code == ExitCode.BAD_DATA
    [command] = re.findall(r"`macrosur (schema \w+)`", said)
    assert "\noperador," in run(*command.split(), "--format", "csv", lang="es")[1]


def test_a_marking_that_would_hide_nothing_is_refused(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "relations.csv"
    table.write_text("subject;type;object;entity_tlp\nA;OPERATES;B;RED\n", encoding="utf-8")
    code, _, said = run("load", str(table))
    assert code == ExitCode.BAD_DATA
    assert "hide nothing" in said
