"""Loading at the command line, when the file or the store is not what it was the last time."""

from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from commands import loading
from graph import changes
from graph.changes import plan_load
from graph.errors import ExitCode
from graph.model import Plan
from graph.store import Store, open_store
from loaders import built_in
from tests.graph.batches import batch, named

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Loads files into a store of the test's own; gives exit code and stderr."""

    def go(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.run_command(["--store", str(tmp_path / "store"), "--lang", "en", "load", *arguments])
        return int(code), capsys.readouterr().err

    return go


@pytest.fixture
def table(tmp_path: Path) -> Path:
    table = tmp_path / "organizaciones.csv"
    table.write_text("nombre;tipo\nFrente Uno;ONG\nFrente Dos;ONG\n", encoding="cp1252")
    return table


def mines(store: Path) -> int:
    with open_store(str(store)) as opened:
        return opened.status().entities["Mine"]


def test_a_copy_under_another_name_is_not_loaded_twice_unasked(run: Run, table: Path, tmp_path: Path) -> None:
    assert run(str(table), "--dataset", "actores", "--yes")[0] == ExitCode.OK
    code, said = run(str(table), "--yes")
    assert code == ExitCode.REFUSED
    assert "already" in said
    assert '--dataset "actores"' in said
    code, said = run(str(table), "--dry-run")
    assert code == ExitCode.OK
    assert "already" in said
    code, said = run(str(table), "--dataset", "actores", "--yes")
    assert code == ExitCode.OK
    assert "nothing was changed" in said
    assert run(str(table), "--dataset", "both", "--yes")[0] == ExitCode.OK
    with open_store(str(tmp_path / "store")) as store:
        held = {claim.dataset for claim in store.read().contents().claims}
    assert held == {built_in.PLACES_DATASET, "actores", "both"}


@pytest.mark.parametrize("times", [1, 99])
def test_a_store_that_others_change_meanwhile_is_planned_against_anew(
    run: Run, table: Path, tmp_path: Path, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(str(table), "--dataset", "actores", "--yes")[0] == ExitCode.OK
    table.write_text("nombre;tipo\nFrente Tres;ONG\n", encoding="utf-8")
    plans = 0

    def disturbed(store: Store, *given: object, **more: object) -> Plan:
        """Another program loads between our plan and our write."""
        nonlocal plans
        plans += 1
        plan = plan_load(store, *given, **more)  # type: ignore[arg-type] # passed on as they came
        if plans <= times:
            with open_store(str(tmp_path / "store")) as other:
                more_mines = batch(named("Mine", f"m{plans}", f"Mine {plans}"), dataset=f"other {plans}")
                changes.apply(other, plan_load(other, more_mines))
        return plan

    monkeypatch.setattr(changes, "plan_load", disturbed)
    code, said = run(str(table), "--dataset", "actores", "--yes")
    assert "planning again" in said
    if times == 1:
        assert code == ExitCode.OK
        assert plans == 2
    else:
        assert code == ExitCode.STORE
        assert "changed by someone else" in said
    assert mines(tmp_path / "store") == plans - (times == 1)


def test_what_is_wrong_in_a_table_and_what_nobody_bears_is_told_at_once(
    run: Run, table: Path, tmp_path: Path
) -> None:
    assert run(str(table), "--dataset", "actores", "--yes")[0] == ExitCode.OK
    wrong = tmp_path / "minas.csv"
    wrong.write_text("nombre;distrito;lat\nUno;999999;norte\nDos;Capaccmarca;\n", encoding="utf-8")
    code, said = run(str(wrong), "--yes")
    assert code == ExitCode.BAD_DATA
    assert "3 problems" in said
    assert "norte" in said
    assert "999999" in said
    assert "Did you mean “Capacmarca”" in said


def test_a_wrong_heading_is_told_before_the_names_under_it(run: Run, table: Path, tmp_path: Path) -> None:
    assert run(str(table), "--dataset", "actores", "--yes")[0] == ExitCode.OK
    wrong = tmp_path / "minas.csv"
    wrong.write_text("nombre;distritto\nUno;999999\n", encoding="utf-8")
    code, said = run(str(wrong), "--yes")
    assert code == ExitCode.BAD_DATA
    assert "1 problem;" in said


def told_together(run: Run, folder: Path, **tables: str) -> str:
    """What is said of a folder of tables, the headings and cells of each parted by semicolons."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    code, said = run(str(folder), "--yes")
    assert code == ExitCode.BAD_DATA
    return said


def test_a_wrong_heading_in_one_sheet_does_not_put_off_the_names_in_the_others(
    run: Run, tmp_path: Path
) -> None:
    said = told_together(
        run,
        tmp_path,
        organizaciones="nombre;tippo\nEmpresa Una;ONG\n",
        minas="nombre;distrito\nMina Una;Capaccmarca\n",
        relaciones="sujeto;tipo;objeto\nEmpresa Una;opera;Mina Una\nEmpresa Falsa;opera;Mina Una\n",
    )
    assert "3 problems; nothing was loaded.\n" in said
    assert "“tippo”" in said
    assert "“Capaccmarca”" in said
    assert "“Empresa Falsa”" in said


def test_a_name_under_a_wrong_heading_or_in_an_unknown_sheet_is_not_called_unknown(
    run: Run, tmp_path: Path
) -> None:
    said = told_together(
        run,
        tmp_path,
        organizaciones="nombre;allias\nEmpresa Una;EU; La Una S.A.\n",
        unidades="nombre\nMina Una\n",
        relaciones="sujeto;tipo;objeto\nEU;opera;Mina Una\nEmpresa Falsa;opera;Mina Una\n",
    )
    assert "“Empresa Falsa”" in said
    assert "“EU”" not in said
    assert "“Mina Una”" not in said


def test_names_wait_for_a_file_that_cannot_be_read_and_this_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "actores.xlsx").write_bytes(b"no workbook")
    said = told_together(run, tmp_path, minas="nombre;distrito\nMina Una;Capaccmarca\n")
    assert "1 problem; nothing was loaded. Names are looked up once all can be read.\n" in said


@pytest.mark.parametrize("wrong", ["operaba;Mina Una", "opera;", ";Mina Una"])
def test_the_names_in_a_wrong_row_of_relations_are_looked_up_with_the_others(
    run: Run, tmp_path: Path, wrong: str
) -> None:
    said = told_together(
        run,
        tmp_path,
        minas="nombre\nMina Una\n",
        relaciones=f"sujeto;tipo;objeto\nEmpresa Falsa;{wrong}\n",
    )
    assert "2 problems" in said
    assert "“Empresa Falsa”: no" in said


def test_a_source_that_nothing_cites_or_that_has_no_title_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "fuentes.csv").write_text("id;título\ns1;\n;Sin id\n", encoding="utf-8")
    (tmp_path / "minas.csv").write_text("nombre;fuente\nMina Una;s1\n", encoding="utf-8")
    code, said = run(str(tmp_path), "--yes")
    assert code == ExitCode.OK
    assert "fuentes.csv, row 2: the source “s1” has no title, and is shown by its id." in said
    assert "fuentes.csv, row 3: no row cites “Sin id”, so this source is not loaded." in said


def test_a_cell_that_names_a_person_is_not_asked_for_as_an_organisation(run: Run, tmp_path: Path) -> None:
    said = told_together(
        run,
        tmp_path,
        minas="nombre\nMina Una\n",
        relaciones="sujeto;tipo;objeto\nJuan Pérez DNI 12345678;opera;Mina Una\n",
    )
    assert "1 problem;" in said
    assert "add a row" not in said.lower()


@pytest.mark.parametrize(("typed", "expected"), [
    ("s", ExitCode.OK), ("sí", ExitCode.OK), ("Si", ExitCode.OK), ("y", ExitCode.OK), ("YES", ExitCode.OK),
    ("n", ExitCode.REFUSED), ("", ExitCode.REFUSED), ("quizá", ExitCode.REFUSED),
])  # fmt: skip
def test_consent_is_understood_in_either_language(
    typed: str, expected: ExitCode, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: typed)
    asked = ["--store", str(tmp_path / "store"), "--lang", "es", "load", str(table)]
    assert cli.run_command(asked) == expected


def test_what_a_file_no_longer_says_is_kept_and_how_to_retract_it_is_told(run: Run, table: Path) -> None:
    assert run(str(table), "--yes")[0] == ExitCode.OK
    table.write_text("nombre;tipo\nFrente Uno;ONG\n", encoding="cp1252")
    code, said = run(str(table), "--dry-run")
    assert code == ExitCode.OK
    assert "1 claim that is no longer said stays" in said
    assert "--replace" in said
    assert "stays" not in run(str(table), "--dry-run", "--replace")[1]


def test_a_name_that_is_offered_instead_is_in_the_language_of_the_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = ("--store", str(tmp_path / "store"), "load")
    known, wrong = tmp_path / "organisations.csv", tmp_path / "relaciones.csv"
    known.write_text("name;nombre\nDefence Front;Frente de Defensa\n", encoding="utf-8")
    wrong.write_text("sujeto;tipo;objeto\nFrente de Defensas;socio de;Defence Front\n", encoding="utf-8")
    assert cli.run_command([*own, str(known), "--yes"]) == ExitCode.OK
    for lang, told in (("es", "«Frente de Defensa»"), ("en", "“Defence Front”")):
        capsys.readouterr()
        assert cli.run_command([*own, str(wrong), "--lang", lang]) == ExitCode.BAD_DATA
        assert f"{told}?" in capsys.readouterr().err


def test_a_load_that_is_not_made_leaves_no_trace_of_a_store(run: Run, table: Path, tmp_path: Path) -> None:
    nobody = tmp_path / "minas.csv"
    nobody.write_text("nombre;distrito\nUno;Capaccmarca\n", encoding="utf-8")
    wrong = tmp_path / "minas2.csv"
    wrong.write_text("nombre;distrito;lat\nUno;Capaccmarca;norte\n", encoding="utf-8")
    for arguments, expected in (
        ((str(table), "--dry-run"), ExitCode.OK),
        ((str(table),), ExitCode.REFUSED),
        ((str(nobody), "--yes"), ExitCode.BAD_DATA),
        ((str(wrong), "--dataset", "minas", "--yes"), ExitCode.BAD_DATA),
    ):
        assert run(*arguments)[0] == expected
        assert not (tmp_path / "store").exists()


def test_a_first_load_shows_its_plan_once_and_writes_what_it_showed(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--store", str(tmp_path / "store"), "--lang", "en", "--format", "csv", "load", str(table)]
    shown = []
    for last in ("--dry-run", "--yes"):
        assert cli.run_command([*arguments, last]) == ExitCode.OK
        shown.append(capsys.readouterr().out)
    assert shown[0]
    assert shown[1] == shown[0]
    with open_store(str(tmp_path / "store")) as store:
        assert store.status().entities["Organisation"] == 2
        assert {load.dataset for load in store.status().loads} == {built_in.PLACES_DATASET, "organizaciones"}


def test_a_first_load_tells_the_names_that_nobody_bears_with_the_other_problems(
    run: Run, tmp_path: Path
) -> None:
    wrong = tmp_path / "minas.csv"
    wrong.write_text("nombre;distrito;lat\nUno;Capaccmarca;norte\n", encoding="utf-8")
    code, said = run(str(wrong), "--yes")
    assert code == ExitCode.BAD_DATA
    assert "2 problems" in said
    assert "Did you mean “Capacmarca”" in said


def test_a_store_that_another_began_meanwhile_is_asked_about_anew(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def agreed(*_: object) -> bool:
        """While the user reads the plan, another program begins the store with more than the places."""
        nonlocal asked
        asked += 1
        if asked == 1:
            with open_store(str(tmp_path / "store"), create=True) as other:
                for more in (built_in.places(), batch(named("Mine", "m", "Mine"), dataset="other")):
                    changes.apply(other, plan_load(other, more))
        return True

    monkeypatch.setattr(loading, "_confirmed", agreed)
    assert run(str(table))[0] == ExitCode.OK
    assert asked == 2
