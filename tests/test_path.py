"""`macrosur path` as a user meets it, on the built-in data."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `path` in a language; gives its exit code, stdout and stderr."""

    def go(*arguments: str, lang: str = "en", store: Path = demo_store) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run_command(["path", *arguments, "--store", str(store), "--lang", lang])
        out, err = capsys.readouterr()
        return int(code), out, err

    return go


def test_each_step_is_a_sentence_with_the_number_of_its_source(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    code, out, err = run("DCAF", "guaman poma", "--k", "1")
    assert (code, err) == (ExitCode.OK, "")
    told = " ".join(out.split())
    assert "DCAF is a partner of Centro Guaman Poma de" in told
    assert "[1] paragraph 1 high CLEAR" in told
    assert "Sources [1] Voluntary Principles featured at Ccolquemin 2023" in told
    told = " ".join(run("DCAF", "guaman poma", lang="es")[1].split())
    assert "DCAF es socio de Centro Guaman Poma de" in told


def test_for_programs_it_is_a_row_for_each_claim_of_each_step(run: Run) -> None:
    code, out, _ = run("DCAF", "Guaman Poma", "--k", "3", "--format", "json")
    assert code == ExitCode.OK
    rows = json.loads(out)
    assert [(row["Path"], row["Step"]) for row in rows] == [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 2)]
    assert all(row["Claim"] and row["Source"] and row["Confidence"] and row["TLP"] for row in rows)


def test_where_there_is_no_path_that_is_said_and_what_to_try(run: Run) -> None:
    code, out, err = run("DCAF", "FRECIMA")
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "No path is recorded from “DCAF”" in err
    assert "--places" in err
    code, _, err = run("Las Bambas", "Constancia", "--avoid", "organización", lang="es")
    assert code == ExitCode.NOT_FOUND
    assert "Sin --avoid" in err


def test_a_path_from_something_to_itself_is_refused_in_words(run: Run) -> None:
    code, _, err = run("DCAF", "dcaf")
    assert code == ExitCode.USAGE
    assert "are the same" in err


@pytest.mark.parametrize("columns", ["60", "100"])
def test_paths_fit_the_terminal(run: Run, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    code, out, _ = run("Las Bambas", "Constancia", lang="es")
    assert code == ExitCode.OK
    assert [line for line in out.splitlines() if len(line) > int(columns) and "http" not in line] == []


def test_who_may_not_see_a_step_is_told_of_no_path_through_it(run: Run, tmp_path: Path) -> None:
    for name, text in {
        "organisations": "id;name;type;tlp\na;Alfa;ngo;CLEAR\nb;Beta;ngo;CLEAR\nc;Secretísimo;ngo;RED\n",
        "relations": "subject;type;object;tlp;start\nAlfa;PARTNERS_WITH;Secretísimo;RED;2020\n"
        "Secretísimo;PARTNERS_WITH;Beta;RED;2020\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="cp1252")
    own = tmp_path / "store"
    assert cli.run_command(["load", str(tmp_path), "--yes", "--store", str(own)]) == ExitCode.OK
    assert "Secretísimo" in run("Alfa", "Beta", store=own)[1]
    code, out, err = run("Alfa", "Beta", "--audience", "GREEN", store=own)
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "Secretísimo" not in err
    assert run("Alfa", "Beta", "--at", "2019", store=own)[0] == ExitCode.NOT_FOUND


def test_the_paths_are_drawn_as_the_answer_of_their_question(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    asked = ["--query", "paths", "-p", "from=DCAF", "-p", "to=Guaman Poma", "-p", "k=1"]
    assert cli.run_command(["export", str(page), *asked, "--store", str(demo_store)]) == ExitCode.OK
    written = page.read_text(encoding="utf-8")
    assert "Centro Guaman Poma de Ayala" in written
    assert "CCOLQUEMIN" not in written.partition('"sources"')[0]
    assert capsys.readouterr().out == ""
