"""What the Tab key proposes, asked as a shell asks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from commands import completion
from graph.errors import ExitCode
from graph.store import open_store

ROOT = Path(__file__).resolve().parents[1]
Asked = Callable[..., list[str]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the built-in data, and an organisation that is RED and named to be obeyed by a shell."""
    folder = tmp_path_factory.mktemp("completion")
    store = str(folder / "store")
    table = folder / "organisations.csv"
    table.write_text("name;type;tlp\nGuardia $(touch x) `y`;ngo;RED\n", encoding="utf-8")
    done = cli.run_command(["demo", "--store", store, "--output", str(folder / "page.html")])
    assert done == ExitCode.OK
    assert cli.run_command(["load", str(table), "--yes", "--store", store]) == ExitCode.OK
    return store


@pytest.fixture
def asked(
    store: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Asked:
    """What is proposed for the last of some words, of which bash makes three where there is a `=`."""

    def go(*words: str, of: str = "bash") -> list[str]:
        capsys.readouterr()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("MACROSUR_LANG", "es")
        monkeypatch.setenv("MACROSUR_STORE", os.environ.get("MACROSUR_STORE") or store)
        monkeypatch.setenv("COMP_WORDS", "\n".join(("macrosur", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        monkeypatch.setenv("_MACROSUR_COMPLETE", f"{of}_complete")
        monkeypatch.setattr(sys, "argv", ["macrosur"])
        completion.prepare()
        with pytest.raises(SystemExit):
            cli.run_command([])
        out, err = capsys.readouterr()
        assert err == ""
        lines = out.strip("\n").splitlines()
        return [line.partition(",")[2] for line in lines] if of == "bash" else lines

    return go


def test_loads_are_proposed_the_last_one_first(asked: Asked, store: str) -> None:
    with open_store(store) as opened:
        loads = [load.id for load in opened.loads()]
    assert asked("history", "") == loads[::-1]
    assert asked("history", loads[0]) == loads[:1]


def test_commands_names_kinds_questions_and_types_are_proposed(asked: Asked) -> None:
    assert asked("sh") == ["show"]
    assert asked("show", "colquem") == ["colquemarca"]
    assert asked("path", "dcaf", "nuño") == ["nunoa"]
    assert asked("search", "x", "--kind", "m") == ["mina"]
    assert asked("path", "A", "B", "--avoid", "Even") == ["evento"]
    assert asked("query", "mi") == ["mines-near"]
    assert asked("export", "x.html", "--query", "mi") == ["mines-near"]
    assert asked("open", "--about", "colquem") == ["colquemarca"]
    assert asked("schema", "MEMB") == ["MEMBER_OF"]


def test_a_name_goes_on_where_the_words_before_it_end(asked: Asked) -> None:
    assert asked("show", "guaman", "po") == ["poma"]


def test_a_proposed_name_is_found(store: str, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    [name] = asked("show", "minera-las-bam")
    monkeypatch.delenv("_MACROSUR_COMPLETE")
    assert cli.run_command(["show", name, "--store", store]) == ExitCode.OK


def test_a_questions_parameters_are_proposed_with_their_values(asked: Asked) -> None:
    assert asked("query", "mines-near", "-p", "") == ["district="]
    assert asked("query", "mines-near", "-p", "dis") == ["district="]
    assert asked("query", "mines-near", "-p", "district", "=", "colquem") == ["colquemarca"]
    assert asked("query", "mines-near", "-p", "district", "=")[:2] == ["abancay", "acari"]
    assert asked("query", "mines-near", "-p", "district", "=", "bambas") == []  # no district
    assert asked("query", "mines-near", "-p", "district=colquem", of="zsh")[1] == "district=colquemarca"


def test_nothing_that_a_shell_obeys_is_proposed(asked: Asked) -> None:
    assert asked("show", "guardia") == ["guardia-touch-x-y"]


def test_an_audience_is_proposed_only_what_it_may_see(asked: Asked) -> None:
    assert asked("show", "--audience", "GREEN", "guardia") == []
    assert asked("show", "--audience", "GREEN", "colquem") == ["colquemarca"]


@pytest.mark.parametrize("address", ["bolt://127.0.0.1:1", "nowhere", "bolt://a:b@c"])
def test_without_a_store_or_its_password_nothing_is_proposed_asked_or_told(
    asked: Asked, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACROSUR_STORE", address)
    monkeypatch.delenv("MACROSUR_PASSWORD", raising=False)
    assert asked("show", "colquem") == []
    assert asked("query", "mi") == ["mines-near"]


@pytest.mark.skipif(not shutil.which("bash"), reason="not tested: completion in bash, because there is none")
def test_bash_takes_what_is_printed_for_it(store: str, tmp_path: Path) -> None:
    command = tmp_path / "macrosur"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli "$@"\n', encoding="utf-8")
    command.chmod(0o700)
    typed = (
        'eval "$(macrosur config --completion bash)"\n'
        "COMP_WORDS=(macrosur query mines-near -p district = colquem) COMP_CWORD=6\n"
        '_macrosur_completion macrosur; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", typed],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
             "MACROSUR_STORE": store},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("colquemarca\n", "")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_theirs(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run_command(["config", "--completion", shell]) == ExitCode.OK
    assert f"_MACROSUR_COMPLETE={shell}_complete" in capsys.readouterr().out
