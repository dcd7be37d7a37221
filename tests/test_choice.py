"""A name that may mean several: asked on a terminal, listed elsewhere, never guessed."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode

Run = Callable[..., tuple[int, str, str]]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(demo_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a terminal at which someone types; gives its exit code, stdout and stderr."""

    def go(answers: str, *line: str, out: io.StringIO | None = None) -> tuple[int, str, str]:
        capsys.readouterr()
        stdout = out or Terminal()
        monkeypatch.setattr(sys, "stdin", Terminal(answers))
        monkeypatch.setattr(sys, "stdout", stdout)
        code = cli.run_command([*line, "--store", str(demo_store)])
        return int(code), stdout.getvalue(), capsys.readouterr().err

    return go


def test_a_terminal_asks_which_by_number_and_stdout_holds_the_answer_alone(typed: Run) -> None:
    code, out, err = typed("2\n", "show", "Coporaque", "--format", "json", "--lang", "en")
    assert code == ExitCode.OK
    assert "“Coporaque” may mean:\n  1. Coporaque (district, Espinar, Cusco; 080803)\n  2. " in err
    assert "Which one?" in err
    assert json.loads(out) == json.loads(typed("", "show", "040506", "--format", "json", "--lang", "en")[1])


def test_what_is_no_number_of_the_list_is_asked_for_again_in_the_users_language(typed: Run) -> None:
    code, out, err = typed("7\nsegundo\n1\n", "show", "Coporaque", "--lang", "es")
    assert code == ExitCode.OK
    assert err.count("Escriba un número de 1 a 2.") == 2
    assert out.startswith("Coporaque\nDistrito · Espinar, Cusco\n")


def test_each_name_is_asked_for_once_in_every_command(typed: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = ("--query", "mines-near", "-p", "district=Coporaque", "--lang", "en")
    code, _, err = typed("1\n", "export", str(page), *asked)
    assert code == ExitCode.OK
    assert err.count("Which one?") == 1
    assert typed("1\n", "export", str(page), "--about", "Coporaque")[0] == ExitCode.OK
    assert typed("1\n", "query", "mines-near", "-p", "district=Coporaque")[0] == ExitCode.OK
    assert typed("1\n2\n", "path", "Coporaque", "coporaque", "--lang", "en")[2].count("Which one?") == 2


def test_where_stdout_is_no_terminal_nobody_is_asked(typed: Run) -> None:
    code, out, err = typed("1\n", "show", "Coporaque", "--lang", "en", out=io.StringIO())
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "Say more of its name, or its id." in err


def test_whoever_does_not_choose_is_told_that_it_stopped(typed: Run) -> None:
    code, out, err = typed("", "show", "Coporaque", "--lang", "en")
    assert (code, out) == (ExitCode.INTERRUPTED, "")
    assert "Stopped" in err
