"""Bombs, from outside: told in words, within a gibibyte, and nothing of them is loaded."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import ExitCode
from tests.attack import bombs
from tests.attack.outside import run

_MIB = 1024  # that a load may take; for the engine alone it is a fifth
_QUICK = {
    "a cell at the far corner", "a sheet of 3 GB that says it has 1000 bytes", "entities in a sheet",
    "entities in the shared texts", "entities in the workbook", "a hundred million styles",
    "a number of ten thousand figures", "a million columns",
}  # fmt: skip


def _marked(names: dict[str, Callable[[], bytes]] | dict[str, Callable[[Path], None]]) -> list[object]:
    return [pytest.param(name, marks=() if name in _QUICK else pytest.mark.soak, id=name) for name in names]


def _load(path: Path) -> tuple[int, str]:
    ended = run("load", str(path), "--store", str(path.with_name("store")), "--yes", folder=path.parent)
    path.unlink()  # some are large
    assert ended.mib < _MIB
    said = ended.out + ended.err
    assert not {char for char in said if unicodedata.category(char) == "Cc" and char != "\n"}
    assert len(said) < 1 << 20, "nobody reads a megabyte of problems"
    return ended.code, said


@pytest.mark.parametrize("bomb", _marked(bombs.WORKBOOKS))
def test_a_workbook_made_to_burst_is_refused_in_words(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "minas.xlsx"
    path.write_bytes(bombs.WORKBOOKS[bomb]())
    code, said = _load(path)
    assert code == ExitCode.BAD_DATA, said
    assert said.startswith("minas.xlsx")
    assert not (tmp_path / "store" / "CURRENT").exists()


@pytest.mark.parametrize("book", _marked(bombs.STRANGE))
def test_a_strange_workbook_is_loaded_or_told_of(tmp_path: Path, book: str) -> None:
    path = tmp_path / "minas.xlsx"
    path.write_bytes(bombs.STRANGE[book]())
    code, said = _load(path)
    assert code in {ExitCode.OK, ExitCode.BAD_DATA}, said


@pytest.mark.parametrize("table", _marked(bombs.TABLES))
def test_a_text_table_made_to_burst_is_loaded_or_told_of(tmp_path: Path, table: str) -> None:
    path = tmp_path / "minas.csv"
    bombs.TABLES[table](path)
    code, said = _load(path)
    assert code in {ExitCode.OK, ExitCode.BAD_DATA}, said
