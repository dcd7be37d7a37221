"""Reads text tables, as a Spanish or English Excel saves them, into rows."""

import csv
import io
import re
from itertools import chain

from graph.text import Text
from loaders.grids import Fault, Grid, UnreadableError, row_of

_LONGEST_FIELD = 10 * 1024 * 1024  # characters
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
    text = _decoded(content)
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    delimiter = declared[1] if declared else _likely_delimiter(text)
    csv.field_size_limit(_LONGEST_FIELD)
    lines = chain(io.StringIO(text, newline=""), [_END])
    try:
        records = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(_TOO_LONG) from error
    faults: tuple[Fault, ...] = ()
    last = records.pop()
    if last != [_END]:
        faults = (Fault(len(records) + 1, len(last) - 1, last[-1].removesuffix(_END), _NOT_CLOSED),)
    rows = (row_of(number, cells) for number, cells in enumerate(records, start=1))
    return Grid(name, tuple(row for row in rows if row.cells), faults)


def _decoded(content: bytes) -> str:
    """As its byte order mark says; without one UTF-8 if it is that, else what a Spanish Excel writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    elif content.startswith(b"\xef\xbb\xbf"):
        text = content.decode("utf-8-sig", "replace")
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise UnreadableError(_NOT_TEXT)
    return text


def _likely_delimiter(text: str) -> str:
    """The one that the headings hold most of, quoted ones left out."""
    found = _FIRST_LINE.match(text)
    headings = re.sub('"[^"]*"', "", found[1]) if found else ""
    return max(_DELIMITERS, key=lambda mark: (headings.count(mark), -_DELIMITERS.index(mark)))
