"""Opens the tables that officers keep, text and workbooks, as sheets with headings and row numbers.

What is wrong with a file as a file (not a workbook, empty, unreadable) is told here, in words.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Address, ExitCode, MacroSurError, Problem
from graph.model import FileRecord
from graph.names import clean
from graph.text import Text
from loaders.grids import Grid, Row, UnreadableError
from loaders.separated import read_separated
from loaders.workbooks import read_workbook

_LONGEST_CELL = 10_000  # characters
_LARGEST = 400 << 20  # bytes; a million rows of thirty cells are 300 MB as text
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_IN_FOLDERS = _WORKBOOKS | {".csv"}
_READ = _IN_FOLDERS | {".txt", ".tsv"}  # Excel's "Unicode text" ends in .txt


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file: its headings and the rows under them that are not blank.

    Attributes:
        top: The number of the row that holds the headings.
        hidden: Whether nobody who opens the file sees it.
        problems: What keeps cells of it from being read.
    """

    file: str
    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    top: int = 1
    hidden: bool = False
    problems: tuple[Problem, ...] = ()

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
    """Read text tables, workbooks, and folders of CSV files and workbooks.

    Raises:
        MacroSurError: A path is not there, or is of another format.
    """
    sheets: list[Sheet] = []
    files: list[FileRecord] = []
    problems: list[Problem] = []
    for path in _files(paths):
        try:
            content = _content(path)
            files.append(FileRecord(path.name, hashlib.sha256(content).hexdigest()))
            found = [_sheet(path.name, grid) for grid in _grids(path, content)]
        except OSError:
            problems.append(Problem(Address(path.name), "", "", _CANNOT_BE_OPENED))
        except UnreadableError as error:
            problems.append(Problem(Address(path.name), "", "", error.text))
        else:
            sheets += found
            if not any(sheet.rows or sheet.problems for sheet in found if not sheet.hidden):
                problems.append(Problem(Address(path.name), "", "", _NO_ROWS))
    return Opened(tuple(sheets), tuple(files), tuple(problems))


_NO_ROWS = Text(
    "holds no rows. Put the headings in the first row and one entity or relation in each row under it.",
    "no tiene filas. Ponga los títulos en la primera fila y una entidad o relación en cada fila siguiente.",
)
_TOO_LARGE = Text(
    "is larger than 400 MB and was not read. Divide it into several files and load them one after the other.",
    "ocupa más de 400 MB y no se leyó. Divídalo en varios archivos y cárguelos uno tras otro.",
)
_CANNOT_BE_OPENED = Text(
    "cannot be opened. Close it where it is open, see that you may read it, and try again.",
    "no se puede abrir. Ciérrelo donde esté abierto, vea que tenga permiso de leerlo e inténtelo de nuevo.",
)


def _content(path: Path) -> bytes:
    """What a file holds; looked at before it is read, as it may be larger than the memory."""
    if path.stat().st_size > _LARGEST:
        raise UnreadableError(_TOO_LARGE)
    return path.read_bytes()


def _grids(path: Path, content: bytes) -> list[Grid]:
    if path.suffix.lower() in _WORKBOOKS:
        return read_workbook(content)
    return [read_separated(path.stem, content)]


def _sheet(file: str, grid: Grid) -> Sheet:
    if not grid.rows:
        bare = Sheet(file, grid.name, (), ())
        problems = [Problem(bare.address(fault.row), "", fault.value, fault.text) for fault in grid.faults]
        return Sheet(file, grid.name, (), (), problems=tuple(problems))
    head = grid.rows[0]
    width = max(len(row.cells) for row in grid.rows)
    headings = tuple(clean(head.cell(place)) for place in range(width))
    problems = [
        Problem(Address(file, grid.name, fault.row), _at(headings, fault.place), fault.value, fault.text)
        for fault in grid.faults
    ]
    return Sheet(file, grid.name, headings, grid.rows[1:], head.number, grid.hidden, tuple(problems))


def _at(headings: Sequence[str], place: int) -> str:
    return headings[place] if place < len(headings) else ""


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        elif not path.is_file():
            raise MacroSurError(
                Text(f"There is no file {path}.", f"No existe el archivo {path}."), ExitCode.NOT_FOUND
            )
        elif path.suffix.lower() not in _READ:
            raise MacroSurError(
                Text(f"{path.name}: only .csv, .txt and .xlsx are read. Save it as one of them.",
                     f"{path.name}: solo se leen .csv, .txt y .xlsx. Guárdelo en uno de esos formatos."),
                ExitCode.BAD_DATA,
            )  # fmt: skip
        else:
            yield path


def _in_folder(folder: Path) -> list[Path]:
    """The tables of a folder, but for the shadows that Excel (~$) and macOS (._) leave beside open ones."""
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in _IN_FOLDERS and path.name[0] not in "~." and path.is_file()
        )
    except OSError as error:
        raise MacroSurError(
            Text(f"The folder {folder} cannot be opened. See that you may read it.",
                 f"La carpeta {folder} no se puede abrir. Vea que tenga permiso de leerla."),
            ExitCode.NOT_FOUND,
        ) from error  # fmt: skip
    if not found:
        raise MacroSurError(
            Text(f"The folder {folder} holds no CSV files or workbooks (.xlsx).",
                 f"La carpeta {folder} no tiene archivos CSV ni libros (.xlsx)."),
            ExitCode.NOT_FOUND,
        )  # fmt: skip
    return found


def is_too_long(cell: str) -> bool:
    """Whether a cell is longer than any quotation has a reason to be."""
    return len(cell) > _LONGEST_CELL
