"""`history` tells the owner what each load brought, changed and retracted, and of what type."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import cli
from graph.errors import ExitCode
from graph.model import Batch, FileRecord, Load
from graph.store import Store, open_store
from graph.store.records import load_properties
from tests.graph.batches import SOURCE, batch, key, named, tied
from tests.store.test_known import load_on

Run = Callable[..., tuple[int, str, str]]
FIRST, SECOND, THIRD, RETITLED = "2024-01-10-0", "2024-02-10-1", "2024-03-10-2", "2024-04-10-3"


def operated(start: str, name: str = "Las Bambas", title: str = "A report") -> Batch:
    found = batch(
        named("Organisation", "mmg", "MMG Limited"),
        named("Mine", "lb", name),
        tied("OPERATES", key("Organisation", "mmg"), key("Mine", "lb"), start=start),
        source=replace(SOURCE, title=title),
    )
    return replace(found, files=(FileRecord("minas.xlsx", "ab12"), FileRecord("fuentes.csv", "cd34")))


def fill(store: Store) -> None:
    """Four loads: all new; one changed; one retracted; a source retitled, and no claim touched."""
    load_on(store, "2024-01-10", operated("2014"))
    load_on(store, "2024-02-10", operated("2015"))
    only_entities = replace(operated(""), statements=operated("").statements[:2])
    load_on(store, "2024-03-10", only_entities, replace_gone=True)
    load_on(store, "2024-04-10", replace(only_entities, sources=operated("", title="Renamed").sources))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("history") / "store")
    with open_store(folder, create=True) as store:
        fill(store)
    return folder


@pytest.fixture
def run(kept: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run_command(["--store", kept, *arguments, "--lang", lang])
        return (int(code), *capsys.readouterr())

    return go


def test_every_load_is_listed_with_what_came_changed_and_went(run: Run) -> None:
    code, out, err = run("history", "--format", "csv")
    assert (code, err) == (ExitCode.OK, "")
    assert out.splitlines() == [
        "Load,Recorded (UTC),Data set,Files,New,Changed,Retracted,Sources",
        f'{FIRST},2024-01-10 12:00,test,"minas.xlsx, fuentes.csv",3,0,0,1',
        f'{SECOND},2024-02-10 12:00,test,"minas.xlsx, fuentes.csv",0,1,0,0',
        f'{THIRD},2024-03-10 12:00,test,"minas.xlsx, fuentes.csv",0,0,1,0',
        f'{RETITLED},2024-04-10 12:00,test,"minas.xlsx, fuentes.csv",0,0,0,1',
    ]


def test_a_load_is_told_type_by_type_in_the_words_of_the_language(run: Run) -> None:
    code, out, err = run("history", SECOND, "--format", "markdown")
    assert code == ExitCode.OK
    assert out.splitlines()[2:] == [
        "| operates | 0 | 1 | 0 | 0 |",
        "| what is said of entities | 0 | 0 | 2 | 0 |",
    ]
    assert "Recorded on 10 February 2024, 12:00:00 UTC, into the data set “test”." in err
    assert "minas.xlsx (SHA-256 ab12)" in err
    _, out, err = run("history", THIRD, "--format", "json", lang="es")
    assert json.loads(out)[0] == {
        "Afirmaciones": "opera", "Nuevas": 0, "Cambiadas": 0, "Iguales": 0, "Retiradas": 1,
    }  # fmt: skip
    assert "Fuentes traídas, cambiadas o quitadas: 0." in err


def test_a_load_shows_a_person_what_it_changed_and_what_it_retracted(run: Run) -> None:
    _, out, _ = run("history", SECOND)
    assert re.search(r"MMG Limited operates Las Bambas +Date +since 2014 +since 2015", out)
    _, out, _ = run("history", THIRD, lang="es")
    assert "MMG Limited opera Las Bambas" in out
    assert "retirada\n" in out
    _, out, _ = run("history", FIRST)
    assert "MMG Limited" not in out


def test_a_load_that_is_not_there_is_told_with_what_lists_them(run: Run) -> None:
    code, out, err = run("history", "2024")
    assert (code, out) == (ExitCode.NOT_FOUND, "")
    assert "“2024”" in err
    assert "`macrosur history`" in err


def test_a_load_of_an_older_version_is_listed_and_says_what_it_lacks(tmp_path: Path, run: Run) -> None:
    folder = str(tmp_path / "store")
    with open_store(folder, create=True) as store:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("graph.store.statements.load_properties", _as_before)
            load_on(store, "2024-01-10", operated("2014"))
        load_on(store, "2024-02-10", operated("2015"))
    code, out, err = run("history", "--store", folder, "--format", "csv")
    assert code == ExitCode.OK
    assert [line.split(",")[-4:] for line in out.splitlines()[1:]] == [
        ["3", "", "0", ""],
        ["0", "1", "0", "0"],
    ]
    assert "older version" in err
    code, out, err = run("history", FIRST, "--store", folder)
    assert (code, out) == (ExitCode.OK, "")
    assert "3 claims added, 0 retracted" in err


def test_a_published_slice_tells_of_no_loads(tmp_path: Path, run: Run) -> None:
    target = str(tmp_path / "published")
    assert run("copy", "--to", target, "--audience", "GREEN")[0] == ExitCode.OK
    code, out, err = run("history", "--store", target)
    assert (code, out) == (ExitCode.REFUSED, "")
    assert "slice published for GREEN" in err


def _as_before(load: Load) -> dict[str, object]:
    kept = load_properties(load)
    return {name: value for name, value in kept.items() if name not in {"counts", "sources"}}
