"""The two clocks at the command line: `--at` is when a thing was so, `--known` what was recorded by then."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest

import cli
from graph.errors import ExitCode
from graph.store import open_store
from tests.graph.batches import batch, named
from tests.store.test_known import load_on, operated

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store in which a mine has changed hands, by what was recorded in 2024."""
    folder = str(tmp_path_factory.mktemp("clocks") / "store")
    with open_store(folder, create=True) as store:
        load_on(store, "2024-01-10", operated("2014", title="First title"))
        load_on(store, "2024-02-10", operated("2015", title="Second title"))
        load_on(store, "2024-03-10", batch(named("Mine", "c", "Constancia")), replace_gone=True)
    return folder


@pytest.fixture
def run(kept: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run_command(["--store", kept, *arguments, "--lang", lang])
        return (int(code), *capsys.readouterr())

    return go


def test_whatever_answers_an_audience_has_both_clocks() -> None:
    options = {
        name: {option.name for option in command.params if isinstance(option, click.Option)}
        for name, command in cli.main_group.commands.items()
    }
    clocked = {name for name, its in options.items() if {"at", "known"} & its}
    assert clocked == {name for name, its in options.items() if {"at", "known", "audience"} <= its}
    assert clocked == {name for name, its in options.items() if "audience" in its}


def test_an_earlier_day_is_answered_as_it_was_and_said_so(run: Run) -> None:
    code, out, err = run("show", "las bambas", "--known", "2024-01")
    assert code == ExitCode.OK
    assert "2014" in out
    assert "2015" not in out
    assert "First title" in out
    assert "recorded by the end of 2024-01-31 (UTC)" in err
    assert (
        "constaba hasta el final del 2024-01-31"
        in run("show", "las bambas", "--known", "2024-01", lang="es")[2]
    )
    assert "Second title" in run("show", "las bambas", "--known", "2024-02-10")[1]


def test_what_was_not_known_then_is_not_found(run: Run) -> None:
    for arguments in (("search", "constancia"), ("show", "constancia")):
        code, out, err = run(*arguments, "--known", "2024-03-09")
        assert (code, out) == (ExitCode.NOT_FOUND, "")
        assert "Constancia" not in err
    assert run("search", "las bambas")[0] == ExitCode.NOT_FOUND


def test_before_the_first_load_there_is_nothing(run: Run) -> None:
    code, out, _ = run("cypher", "MATCH (n:Entity) RETURN n.id AS id", "--known", "2023")
    assert (code, out) == (ExitCode.OK, "")


def test_a_day_to_come_is_now(run: Run) -> None:
    asked = ("search", "constancia")
    assert run(*asked, "--known", "2999") == run(*asked)


@pytest.mark.parametrize("typed", ["ayer", "2024-13", "c. 2024", "after 2023"])
def test_a_date_that_cannot_be_one_is_told_with_its_option(run: Run, typed: str) -> None:
    for lang, cell in (("en", "cell"), ("es", "celda")):
        code, out, err = run("search", "constancia", "--known", typed, lang=lang)
        assert (code, out) == (ExitCode.USAGE, "")
        assert err.startswith("--known: ")
        assert "12/08/2023" in err
        assert cell not in err


def test_a_page_says_as_of_when_it_was_known(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("export", str(page), "--known", "2024-02", "--at", "2016")[0] == ExitCode.OK
    text = page.read_text(encoding="utf-8")
    assert '"known":{"en":"29 February 2024","es":"29 de febrero de 2024"}' in text
    assert "Las Bambas" in text
    assert "Constancia" not in text
    assert run("export", str(page))[0] == ExitCode.OK
    assert '"known":null' in page.read_text(encoding="utf-8")


def test_a_slice_of_an_earlier_day_is_published_and_then_has_one_day_only(run: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "published")
    assert run("copy", "--to", target, "--known", "2024-02", "--audience", "GREEN")[0] == ExitCode.OK
    assert "--known 2024-02-29" in run("status", "--store", target)[1]
    assert "Second title" in run("show", "las bambas", "--store", target)[1]
    assert run("search", "constancia", "--store", target)[0] == ExitCode.NOT_FOUND
    code, out, err = run("show", "las bambas", "--store", target, "--known", "2024-01")
    assert (code, out) == (ExitCode.REFUSED, "")
    assert "slice published for GREEN" in err
