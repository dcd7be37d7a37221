"""Tables as users' programs write them, for tests of the loaders."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import TYPE_STRING

from graph.errors import Problem
from graph.model import Batch
from loaders.tables import read_tables

Grid = Sequence[Sequence[object]]


def csv_bytes(rows: Grid, delimiter: str = ";", encoding: str = "cp1252") -> bytes:
    """A table as Excel saves it as text: cells are quoted where they must be."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(path: Path, sheets: Mapping[str, Grid], *, hidden: Sequence[str] = ()) -> Path:
    """A workbook; texts stay texts, even those that look like formulas."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = TYPE_STRING
    book.save(path)
    return path


def read_text(folder: Path, sheet: str, text: str, **others: str) -> Batch:
    """The batch of a CSV file, and of further ones (sheet=text)."""
    for name, content in {sheet: text, **others}.items():
        (folder / f"{name}.csv").write_bytes(content.encode())
    return read_tables([folder / f"{name}.csv" for name in (sheet, *others)])


def only_problem(batch: Batch) -> Problem:
    """The one problem of a batch; both its wordings say something, and not the same."""
    assert len(batch.problems) == 1, [problem.in_("en") for problem in batch.problems]
    (problem,) = batch.problems
    assert problem.text.en
    assert problem.text.es
    assert problem.text.en != problem.text.es
    return problem
