"""Reads text tables, as a Spanish or English Excel saves them, into rows."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from graph.text import Text
from loaders.grids import Fault, Gatherer, Grid, Room, UnreadableError

_LONGEST_FIELD = 10 * 1024 * 1024  # characters
_BEGINNING = 1 << 16  # characters, in which the headings end
_PIECE = 1 << 20  # bytes
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
    'has a cell or a row of more than 10 million characters; a quotation mark (") is probably not closed.',
    "tiene una celda o una fila de más de 10 millones de caracteres; probablemente falta cerrar unas "
    'comillas (").',
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
        return _grid(name, _lines(file), delimiter)


def _lines(file: io.TextIOWrapper) -> Iterator[str]:
    """The lines, none of which may fill the memory.

    Raises:
        UnreadableError: One is longer than a cell may be.
    """
    while line := file.readline(_LONGEST_FIELD):
        if len(line) >= _LONGEST_FIELD:
            raise UnreadableError(_TOO_LONG)
        yield line


def _grid(name: str, lines: Iterable[str], delimiter: str) -> Grid:
    csv.field_size_limit(_LONGEST_FIELD)
    gatherer = Gatherer(Room())
    try:
        for number, cells in enumerate(csv.reader(chain(lines, [_END]), delimiter=delimiter), start=1):
            if cells and cells[-1].endswith(_END):
                if cells != [_END]:
                    running_on = cells[-1].removesuffix(_END)
                    gatherer.faults.append(Fault(number, len(cells) - 1, running_on, _NOT_CLOSED))
            else:
                gatherer.add(number, cells)
    except csv.Error as error:
        raise UnreadableError(_TOO_LONG) from error
    return Grid(name, tuple(gatherer.rows), tuple(gatherer.faults))


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
    holds_nul = any("\0" in piece for piece in _decoded(content, encoding)) if encoding == "utf-16" else (
        b"\0" in content
    )  # fmt: skip
    if holds_nul:
        raise UnreadableError(_NOT_TEXT)
    return encoding


def _is_utf8(content: bytes) -> bool:
    try:
        for _ in _decoded(content, "utf-8", errors="strict"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes, encoding: str, errors: str = "replace") -> Iterator[str]:
    """The text piece by piece: whole, it may take four times as many bytes as its file."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for start in range(0, len(content), _PIECE):
        yield decoder.decode(content[start : start + _PIECE])
    yield decoder.decode(b"", final=True)


def _likely_delimiter(text: str) -> str:
    """The one that the headings hold most of, quoted ones left out."""
    found = _FIRST_LINE.match(text)
    headings = re.sub('"[^"]*"', "", found[1]) if found else ""
    return max(_DELIMITERS, key=lambda mark: (headings.count(mark), -_DELIMITERS.index(mark)))
