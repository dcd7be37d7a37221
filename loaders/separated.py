"""Reads text tables, as a Spanish or English Excel saves them, into rows."""

import csv
import io
import re
from collections.abc import Iterable
from itertools import chain

from graph.text import Text
from loaders.grids import Fault, Grid, Row, UnreadableError, row_of

_LONGEST_FIELD = 10 * 1024 * 1024  # characters
_BEGINNING = 1 << 16  # characters, in which the headings end
_DELIMITERS = ";,\t"
# Excel obeys this first line and does not show it: the headings after it are row 1.
_DECLARED = re.compile(r'"?sep=([^\w\s"]|\t)"?[^\S\r\n]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_FIRST_LINE = re.compile(r'[\r\n]*((?:"[^"]*"|[^"\r\n])*)')
_END = "\0"  # no text that gets here holds it

_NOT_TEXT = Text(
    "is not a text file. Save the table as CSV or .xlsx.",
    "no es un archivo de texto. Guarde la tabla como CSV o .xlsx.",
)
_TOO_LONG = Text(
    'has a cell of more than 10 million characters; a quotation mark (") is probably not closed.',
    'tiene una celda de más de 10 millones de caracteres; probablemente falta cerrar unas comillas (").',
)  # fmt: skip
_NOT_CLOSED = Text(
    'begins with a quotation mark (") that is not closed, so that all rows after it would be one cell. '
    "Delete the mark, or close it.",
    'empieza con unas comillas (") que no se cierran, y todas las filas siguientes serían una sola celda. '
    "Borre las comillas o ciérrelas.",
)  # fmt: skip


def read_separated(name: str, content: bytes) -> Grid:
    """The rows of a text table: any of three delimiters, UTF-8, UTF-16 or Windows-1252.

    Raises:
        UnreadableError: It is no text.
    """
    encoding = _encoding_of(content)
    with io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="") as file:
        beginning = file.read(_BEGINNING)
        declared = _DECLARED.match(beginning)
        delimiter = declared[1] if declared else _likely_delimiter(beginning)
        file.seek(0)
        if declared:
            file.readline()
        return _grid(name, file, delimiter)


def _grid(name: str, lines: Iterable[str], delimiter: str) -> Grid:
    csv.field_size_limit(_LONGEST_FIELD)
    known: dict[str, str] = {}
    rows: list[Row] = []
    faults: list[Fault] = []
    try:
        for number, cells in enumerate(csv.reader(chain(lines, [_END]), delimiter=delimiter), start=1):
            if cells and cells[-1].endswith(_END):
                if cells != [_END]:
                    running_on = cells[-1].removesuffix(_END)
                    faults.append(Fault(number, len(cells) - 1, running_on, _NOT_CLOSED))
            elif (row := row_of(number, cells, known)).cells:
                rows.append(row)
    except csv.Error as error:
        raise UnreadableError(_TOO_LONG) from error
    return Grid(name, tuple(rows), tuple(faults))


def _encoding_of(content: bytes) -> str:
    """As its byte order mark says; without one UTF-8 if it is that, else what a Spanish Excel writes.

    Raises:
        UnreadableError: It is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    else:
        encoding = "utf-8" if _is_utf8(content) else "cp1252"
    if "\0" in content.decode(encoding, "replace") if encoding == "utf-16" else b"\0" in content:
        raise UnreadableError(_NOT_TEXT)
    return encoding


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likely_delimiter(text: str) -> str:
    """The one that the headings hold most of, quoted ones left out."""
    found = _FIRST_LINE.match(text)
    headings = re.sub('"[^"]*"', "", found[1]) if found else ""
    return max(_DELIMITERS, key=lambda mark: (headings.count(mark), -_DELIMITERS.index(mark)))
