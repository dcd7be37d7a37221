"""Opens the tables that officers keep, CSV and XLSX, as rows of text with the row numbers Excel shows.

What is wrong with a file as a file (not a workbook, empty, unreadable) is told here, in words.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import Address, ExitCode, MacroSurError, Problem
from graph.model import FileRecord
from graph.text import Text

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

_LARGEST_WORKBOOK = 500 * 1024 * 1024  # bytes once unpacked; a bomb unpacks to more
_LONGEST_CELL = 10_000  # characters
_DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number as Excel shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file: its headings and the rows under them that are not blank."""

    file: str
    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def address(self, row: int = 0) -> Address:
        """Where a row stands."""
        return Address(self.file, self.name, row)


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets of some files, what the files are, and what is wrong with them."""

    sheets: tuple[Sheet, ...]
    files: tuple[FileRecord, ...]
    problems: tuple[Problem, ...]


def open_tables(paths: Sequence[Path]) -> Opened:
    """Read CSV files, workbooks, and folders of CSV files.

    Raises:
        MacroSurError: A path is not there.
    """
    sheets: list[Sheet] = []
    files: list[FileRecord] = []
    problems: list[Problem] = []
    for path in _files(paths):
        content = path.read_bytes()
        files.append(FileRecord(path.name, hashlib.sha256(content).hexdigest()))
        try:
            found = _workbook(path.name, content) if path.suffix.lower() == ".xlsx" else [_csv(path, content)]
        except _UnreadableError as error:
            problems.append(Problem(Address(path.name), "", "", error.text))
            continue
        sheets += found
        if not any(sheet.rows for sheet in found):
            problems.append(Problem(Address(path.name), "", "", _NO_ROWS))
    return Opened(tuple(sheets), tuple(files), tuple(problems))


_NO_ROWS = Text(
    "holds no rows. Put the headings in the first row and one entity or relation in each row under it.",
    "no tiene filas. Ponga los títulos en la primera fila y una entidad o relación en cada fila siguiente.",
)
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


class _UnreadableError(Exception):
    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(item for item in path.iterdir() if item.suffix.lower() == ".csv")
            if not found:
                raise MacroSurError(
                    Text(
                        f"The folder {path} holds no CSV files.", f"La carpeta {path} no tiene archivos CSV."
                    ),
                    ExitCode.NOT_FOUND,
                )
            yield from found
        elif not path.is_file():
            raise MacroSurError(
                Text(f"There is no file {path}.", f"No existe el archivo {path}."), ExitCode.NOT_FOUND
            )
        elif path.suffix.lower() not in {".csv", ".xlsx"}:
            raise MacroSurError(
                Text(f"{path.name}: only .csv and .xlsx are read. Save it as one of them.",
                     f"{path.name}: solo se leen .csv y .xlsx. Guárdelo en uno de esos formatos."),
                ExitCode.BAD_DATA,
            )  # fmt: skip
        else:
            yield path


def _csv(path: Path, content: bytes) -> Sheet:
    text = _decoded(content)
    first, _, rest = text.partition("\n")
    delimiter = ""
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter, text, skipped = first.strip()[-1], rest, 1
    delimiter = delimiter or _likely_delimiter(text)
    csv.field_size_limit(10 * 1024 * 1024)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
        ):
            rows.append(Row(number + skipped, tuple(cells)))
    except csv.Error as error:
        raise _UnreadableError(
            Text(f"cannot be read as a table: {error}.", f"no se puede leer como tabla: {error}.")
        ) from error
    return _sheet(path.name, path.stem, rows)


def _decoded(content: bytes) -> str:
    """UTF-8 if it is that, else what a Spanish Excel writes: Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise _UnreadableError(
            Text("is not a text file. Save the table as CSV or .xlsx.",
                 "no es un archivo de texto. Guarde la tabla como CSV o .xlsx.")
        )  # fmt: skip
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _likely_delimiter(text: str) -> str:
    """The one that the headings hold most of; they rarely contain it otherwise."""
    headings = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda mark: (headings.count(mark), -_DELIMITERS.index(mark)))


def _workbook(name: str, content: bytes) -> list[Sheet]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _UnreadableError(_OLD_OR_LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST_WORKBOOK:
                raise _UnreadableError(_TOO_BIG)
    except zipfile.BadZipFile as error:
        raise _UnreadableError(_NOT_A_WORKBOOK) from error
    import openpyxl  # noqa: PLC0415 -- slow to import; needed for workbooks alone

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [_sheet(name, sheet.title, list(_rows(sheet.iter_rows()))) for sheet in book.worksheets]
    except Exception as error:  # whatever a broken archive makes the library raise
        raise _UnreadableError(_NOT_A_WORKBOOK) from error
    return [sheet for sheet in sheets if sheet.headings]


def _rows(rows: "Iterable[tuple[Cell | MergedCell, ...]]") -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        yield Row(number, tuple(_cell_text(cell.value) for cell in cells))


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _sheet(file: str, name: str, rows: Sequence[Row]) -> Sheet:
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        return Sheet(file, name, (), ())
    width = max(len(row.cells) for row in filled)
    padded = [Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in filled]
    return Sheet(file, name, padded[0].cells, tuple(padded[1:]))


def is_too_long(cell: str) -> bool:
    """Whether a cell is longer than any quotation has a reason to be."""
    return len(cell) > _LONGEST_CELL
