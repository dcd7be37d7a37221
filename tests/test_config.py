"""`macrosur config`: what is set, and what set it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode

Run = Callable[..., dict[str, tuple[str, str]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `config` in an empty folder where nothing is set; gives value and origin by setting."""
    for name in ("STORE", "LANG", "QUERIES", "PAGES", "PASSWORD", "TO_PASSWORD"):
        monkeypatch.delenv(f"MACROSUR_{name}", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)

    def go(*options: str, told: str = "") -> dict[str, tuple[str, str]]:
        capsys.readouterr()
        assert cli.run_command(["config", "--format", "json", *options]) == ExitCode.OK
        out, err = capsys.readouterr()
        assert err == told
        return {cells[0]: (cells[1], cells[2]) for cells in (list(row.values()) for row in json.loads(out))}

    return go


def test_where_nothing_is_set_all_is_default(run: Run) -> None:
    told = run()
    assert {told[what][1] for what in ("Store", "Audience of answers", "Folder of the pages")} == {"default"}
    assert told["Store"][0].endswith("store")
    assert told["Language"] == ("en", "the variable LC_ALL")
    assert told["Password of the server"][0] == "not set"


def test_each_setting_says_what_set_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "macrosur.toml").write_text('store = "here"\n', encoding="utf-8")
    (tmp_path / "queries").mkdir()
    assert run()["Store"] == ("here", f"the file {tmp_path / 'macrosur.toml'}")
    assert run()["Questions of your own"] == ("queries", f"the file {tmp_path / 'macrosur.toml'}")
    monkeypatch.setenv("MACROSUR_STORE", "there")
    assert run()["Store"] == ("there", "the variable MACROSUR_STORE")
    assert run("--store", "elsewhere")["Store"] == ("elsewhere", "the option --store")
    assert run()["Form of answers"] == ("json", "the option --format")


def test_a_language_of_ones_own_holds_before_the_systems_and_an_option_before_that(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MACROSUR_LANG", "es")
    assert run()["Idioma"] == ("es", "la variable MACROSUR_LANG")
    assert run("--lang", "en")["Language"] == ("en", "the option --lang")
    monkeypatch.setenv("MACROSUR_LANG", "quechua")
    told = "MACROSUR_LANG is “quechua”, which is passed over; set it to es or en.\n"
    assert run(told=told)["Language"] == ("en", "the variable LC_ALL")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            'lang = "de"',
            "macrosur.toml sets “lang”, which it cannot; set the variable MACROSUR_LANG instead.\n",
        ),
        ("colour = 1", "macrosur.toml sets “colour”, which it cannot; delete the line.\n"),
        ("store = 3", 'In macrosur.toml, “store” is no text; write it in quotes: store = "almacen".\n'),
        (
            "store = here",
            (
                'macrosur.toml cannot be read in line 1; write lines such as store = "almacen" '
                "(its reader says: Invalid value (at line 1, column 9)).\n"
            ),
        ),
    ],
)
def test_what_a_file_sets_and_does_not_hold_is_told(run: Run, tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "macrosur.toml").write_text(f"{line}\n", encoding="utf-8")
    assert run(told=told)["Store"][1] == "default"


def test_no_password_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACROSUR_PASSWORD", "s3cret-word")
    monkeypatch.setenv("MACROSUR_STORE", "bolt://me:s3cret-word@host")
    told = run()
    assert told["Password of the server"][0] == "set"
    assert "s3cret-word" not in repr(told)
