"""What `--help` says: one language, one screen, an example."""

import re

import click
import pytest

import cli
from graph.errors import ExitCode
from graph.text import LANGS, Lang

NAMES = ("", *cli.main_group.commands)
SCREEN = 24
LONGEST = 40


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    """Each language of the users."""
    return "es" if request.param == "es" else "en"


@pytest.fixture(params=NAMES)
def helped(
    request: pytest.FixtureRequest,
    lang: Lang,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """The help of each command, on a terminal of the usual width."""
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.run_command([*filter(None, [request.param]), "--help", "--lang", lang]) == ExitCode.OK
    out, err = capsys.readouterr()
    assert err == ""
    return str(out)


def test_help_is_in_one_language(helped: str, lang: Lang) -> None:
    english, spanish = ("Usage:", "Options:", "OPTIONS"), ("Uso:", "Opciones:", "OPCIONES")
    wanted, other = (english, spanish) if lang == "en" else (spanish, english)
    assert all(word in helped for word in wanted)
    assert not any(word in helped for word in (*other, " / ", "Show this message"))


def test_help_fits_a_screen(helped: str) -> None:
    lines = helped.splitlines()
    assert len(lines) <= (LONGEST if "Commands" in helped or "Órdenes" in helped else SCREEN)
    assert max(map(len, lines)) <= 80


def test_help_gives_an_example(helped: str, lang: Lang) -> None:
    words = {"en": ("Example", "Start with"), "es": ("Ejemplo", "Empiece con")}[lang]
    assert any(f"{word}: macrosur " in " ".join(helped.split()) for word in words)


def test_every_option_is_explained_in_both_languages() -> None:
    told = {
        f"{name} {option.name}": option.help or ""
        for name, command in cli.main_group.commands.items()
        for option in command.params
        if isinstance(option, click.Option)
    }
    assert {option: says for option, says in told.items() if says.count(" / ") != 1} == {}


@pytest.mark.parametrize(("variable", "value"), [("MACROSUR_LANG", "es"), ("LC_ALL", "es_PE.UTF-8")])
def test_help_is_in_the_language_of_the_machine_unasked(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MACROSUR_LANG", raising=False)
    monkeypatch.setenv(variable, value)
    for line in (["show", "--help"], ["--help"]):
        assert cli.run_command(line) == ExitCode.OK
        assert "Uso: macrosur" in capsys.readouterr().out
    assert cli.run_command([]) == ExitCode.USAGE
    assert "Órdenes:" in capsys.readouterr().err


def test_a_list_of_commands_has_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run_command(["--help", "--lang", "en"])
    listed = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert [re.split(r"\s+", line.strip())[0] for line in listed] == list(cli.main_group.commands)
