"""Reads Excel workbooks into rows of text that say what a user sees in the cells, and no more.

What a cell shows and what its file holds differ: a share of 62.5 % is stored as 0.625, "ago-23" as the first
of August, and a merged cell or a formula that nobody computed holds nothing at all.
"""

import io
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.text import Text
from loaders.grids import Fault, Grid, Row, UnreadableError, row_of

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

_LARGEST = 500 * 1024 * 1024  # bytes once unpacked; a bomb unpacks to more
_CHUNK = 1024 * 1024
_LONGEST_TAG = 300

_NOT_A_WORKBOOK = Text(
    "is not an Excel workbook, whatever its name says. Open it in Excel and save it as .xlsx.",
    "no es un libro de Excel, diga lo que diga su nombre. Ábralo en Excel y guárdelo como .xlsx.",
)
_OLD_OR_LOCKED = Text(
    "is an old .xls or has a password. Save it in Excel as .xlsx, without a password.",
    "es un .xls antiguo o tiene contraseña. Guárdelo en Excel como .xlsx, sin contraseña.",
)
_TOO_BIG = Text(
    "unpacks to more than 500 MB and was not opened. Save its data in a new workbook.",
    "se descomprime en más de 500 MB y no se abrió. Guarde sus datos en un libro nuevo.",
)


def read_workbook(content: bytes) -> list[Grid]:
    """The sheets of a workbook that hold anything.

    Raises:
        UnreadableError: It is none, or one that must not be opened.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(_OLD_OR_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and lists of choices, which no cell depends on
                grids = list(_grids(content, archive))
    except UnreadableError:
        raise
    except Exception as error:  # whatever a broken archive makes the library raise
        raise UnreadableError(_NOT_A_WORKBOOK) from error
    return [grid for grid in grids if grid.rows]


def _check_size(archive: zipfile.ZipFile) -> None:
    if sum(item.file_size for item in archive.infolist()) > _LARGEST:
        raise UnreadableError(_TOO_BIG)


def _grids(content: bytes, archive: zipfile.ZipFile) -> Iterator[Grid]:
    book, formulas = _opened(content, values=True), None
    for place, sheet in enumerate(book.worksheets):
        marks = _marks(archive, sheet._worksheet_path)  # type: ignore[attr-defined] # noqa: SLF001 -- nothing public tells which part a sheet is
        uncomputed: Mapping[tuple[int, int], str] = {}
        if marks.has_formulas:
            formulas = formulas or _opened(content, values=False)
            uncomputed = _uncomputed(book, formulas, place)
        known: dict[str, str] = {}
        rows = tuple(row for number, cells in _rows(book, place) if (row := _row(number, cells, known)).cells)
        faults = (*_faults_of_formulas(uncomputed), *_faults_of_merging(marks.merged, rows))
        yield Grid(sheet.title, rows, faults, hidden=sheet.sheet_state != "visible")
    for each in filter(None, (book, formulas)):
        each.close()


def _opened(content: bytes, *, values: bool) -> "Workbook":
    import openpyxl  # noqa: PLC0415 -- slow to import; needed for workbooks alone

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values)


def _rows(book: "Workbook", place: int) -> "Iterator[tuple[int, Sequence[Cell | MergedCell]]]":
    sheet = book.worksheets[place]
    sheet.reset_dimensions()  # programs write wrong ones, and cells would be cut off
    yield from ((number, cells) for number, cells in enumerate(sheet.iter_rows(), start=1) if cells)


def _row(number: int, cells: "Sequence[Cell | MergedCell]", known: dict[str, str]) -> Row:
    texts = ("" if cell.value is None else _text(cell.value, cell.number_format) for cell in cells)
    return row_of(number, texts, known)


def _text(value: object, number_format: str) -> str:
    """A cell as its user sees it, but for numbers rounded for display, which are given whole."""
    if isinstance(value, datetime):
        return _date_text(value.date(), number_format)
    if isinstance(value, date):
        return _date_text(value, number_format)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if "%" in _bare(number_format):
            return _number_text(value * 100) + "%"
        return _number_text(value)
    return _unescaped(str(value))


def _bare(number_format: str) -> str:
    """A format without the texts, colours and countries in it."""
    return re.sub(r'\[[^\]]*\]|"[^"]*"|[\\_*].', "", number_format.partition(";")[0]).lower()


def _date_text(day: date, number_format: str) -> str:
    """A date as far as the cell shows it: Excel keeps "ago-23" as the first of August."""
    shown = _bare(number_format)
    if day.day != 1 or "d" in shown or "y" not in shown:
        return day.isoformat()
    if "m" in shown:
        return day.isoformat()[:7]
    return day.isoformat()[:4] if day.month == 1 else day.isoformat()


def _number_text(number: float) -> str:
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    text = f"{Decimal(f'{number:.15g}'):f}"  # Excel computes with fifteen figures; the rest is noise
    # Typed as text, 1.125 may also be a thousand and more; this one is a number, so it is made to look it.
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def _unescaped(text: str) -> str:
    """Text as typed: workbooks write a carriage return as _x000D_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    # Neither NUL nor half a pair of surrogates is text.
    return found[0] if character == "\0" or unicodedata.category(character) == "Cs" else character


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a sheet's part tells that its cells do not: merged ranges as text, and whether it computes."""

    merged: Sequence[str]
    has_formulas: bool


_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]{0,100}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def _marks(archive: zipfile.ZipFile, part: str) -> _Marks:
    merged: dict[str, None] = {}
    has_formulas, before = False, b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            window = before + chunk
            merged |= dict.fromkeys(found[1].decode() for found in _MERGED.finditer(window))
            has_formulas = has_formulas or _FORMULA.search(window) is not None
            before = window[-_LONGEST_TAG:]
    return _Marks(tuple(merged), has_formulas)


def _uncomputed(book: "Workbook", formulas: "Workbook", place: int) -> dict[tuple[int, int], str]:
    """The formulas of a sheet whose results its file does not hold, by row and column."""
    found: dict[tuple[int, int], str] = {}
    for (number, values), (_, row) in zip(_rows(book, place), _rows(formulas, place), strict=True):
        for column, (value, cell) in enumerate(zip(values, row, strict=True)):
            # "str" without a value is the empty text, which is a result as well.
            if cell.data_type == "f" and value.value is None and value.data_type != "str":
                found[number, column] = str(getattr(cell.value, "text", cell.value))
    return found


def _faults_of_formulas(uncomputed: Mapping[tuple[int, int], str]) -> Iterator[Fault]:
    """One for each column, as a program that leaves out results leaves out all of them."""
    counts = Counter(column for _, column in uncomputed)
    told: set[int] = set()
    for (row, column), formula in uncomputed.items():
        if column in told:
            continue
        told.add(column)
        cells = Text("this cell", "esta celda") if counts[column] == 1 else Text(
            f"{counts[column]} cells of this column", f"{counts[column]} celdas de esta columna"
        )  # fmt: skip
        yield Fault(row, column, formula, Text(
            f"is a formula, and the file does not hold the result of {cells.en}. Open it in Excel, save it "
            "and load it again.",
            f"es una fórmula, y el archivo no guarda el resultado de {cells.es}. Ábralo en Excel, guárdelo y "
            "cárguelo de nuevo.",
        ))  # fmt: skip


def _faults_of_merging(merged: Sequence[str], rows: Sequence[Row]) -> Iterator[Fault]:
    """Merged cells of the table that hold something: all but the first of them are blank in the file."""
    if not merged or not rows:
        return
    headings, by_number = rows[0], {row.number: row for row in rows}
    for area in merged:
        top, left, bottom, right = _corners(area)
        row = by_number.get(top)
        width = sum(bool(headings.cell(place).strip()) for place in range(left, min(right, 500) + 1))
        if row is None or row is headings or not row.cell(left).strip() or not width:
            continue
        if bottom == top and width == 1:
            continue
        yield Fault(top, left, row.cell(left), Text(
            f"fills the merged cells {area}, of which only the first counts. Unmerge them and write it in "
            "each cell it is meant for.",
            f"ocupa las celdas combinadas {area}, de las que solo cuenta la primera. Sepárelas y escríbalo "
            "en cada celda que corresponda.",
        ))  # fmt: skip


def _corners(area: str) -> tuple[int, int, int, int]:
    """Top row (from 1), left column (from 0), bottom row and right column of a range such as B2:C4."""
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 -- as above

    left, top, right, bottom = (each or 0 for each in range_boundaries(area))
    return int(top), int(left) - 1, int(bottom), int(right) - 1
