"""Reads Excel workbooks into rows of text that say what a user sees in the cells, and no more.

The parts are read as a stream, cell by cell: what a workbook unpacks to has no bounds but those set here.
What a cell shows and what its file holds differ (`loaders.shown`), and a merged cell or a formula that nobody
computed holds nothing at all.
"""

import posixpath
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

from graph.text import Text
from loaders.archives import Archive, Attributes, DamagedError, Walker
from loaders.grids import MOST_COLUMNS, Fault, Gatherer, Grid, Room, Row, UnreadableError, is_blank
from loaders.shown import iso_date, reader_of, truth, unescaped

_MOST_STYLES = 1 << 17  # Excel writes half as many
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_POINTER = 8  # bytes
_MERGED_AREA = 200  # bytes
_SHOWN_FORMULA = 200  # characters
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_TEXTS: Mapping[str, Callable[[str], str]] = {"str": unescaped, "inlineStr": unescaped, "b": truth, "e": str}
_BROKEN = (
    DamagedError, expat.ExpatError, zipfile.BadZipFile, zlib.error, ValueError, LookupError,
    NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip

_NOT_A_WORKBOOK = Text(
    "is not an Excel workbook, whatever its name says. Open it in Excel and save it as .xlsx.",
    "no es un libro de Excel, diga lo que diga su nombre. Ábralo en Excel y guárdelo como .xlsx.",
)
_DAMAGED = Text(
    "is a damaged workbook. Open it in Excel, which may mend it, look it through and save it as a new .xlsx.",
    "es un libro dañado. Ábralo en Excel, que quizá lo repare, revíselo y guárdelo como un .xlsx nuevo.",
)
_OLD_OR_LOCKED = Text(
    "is an old .xls or has a password. Save it in Excel as .xlsx, without a password.",
    "es un .xls antiguo o tiene contraseña. Guárdelo en Excel como .xlsx, sin contraseña.",
)


def read_workbook(content: bytes) -> list[Grid]:
    """The sheets of a workbook that hold anything.

    Raises:
        UnreadableError: It is none, or one that must not be opened.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError(_OLD_OR_LOCKED)
    try:
        archive = Archive(content)
        book = _read_book(archive)
    except _BROKEN as error:
        raise UnreadableError(_NOT_A_WORKBOOK) from error
    try:
        grids = list(_grids(archive, book))
    except _BROKEN as error:
        raise UnreadableError(_DAMAGED) from error
    return [grid for grid in grids if grid.rows or grid.faults]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it: its title, the id of its relation, and whether it is seen."""

    title: str
    relation: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """What a workbook says of its parts; `parts` are those that it names, by type and relation."""

    sheets: Sequence[_Listed]
    parts: Mapping[tuple[str, str], str]
    epoch: datetime

    def only(self, type_: str) -> str:
        """The part of a type of which there is one at most; empty if there is none."""
        return next((part for (each, _), part in self.parts.items() if each == type_), "")


def _read_book(archive: Archive) -> _Book:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900  # noqa: PLC0415 -- slow to import

    parts = _related(archive, "_rels/.rels", "")
    part = next((part for (type_, _), part in parts.items() if type_ == "officeDocument"), "")
    sheets: list[_Listed] = []
    counts_from_1904 = False

    def properties(attributes: Attributes) -> None:
        nonlocal counts_from_1904
        counts_from_1904 = attributes.get("date1904") in {"1", "true"}

    def sheet(attributes: Attributes) -> None:
        relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        hidden = attributes.get("state", "visible") != "visible"
        sheets.append(_Listed(attributes["name"], relation, hidden))

    archive.read(part, Walker({("workbook", "workbookPr"): properties, ("sheets", "sheet"): sheet}, {}))
    if not sheets:
        raise DamagedError(part)
    folder, name = posixpath.split(part)
    related = _related(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)
    return _Book(sheets, related, CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900)


def _related(archive: Archive, part: str, folder: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}

    def relation(attributes: Attributes) -> None:
        target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
        found[attributes["Type"].rpartition("/")[2], attributes["Id"]] = target

    archive.read(part, Walker({("Relationships", "Relationship"): relation}, {}))
    return found


def _grids(archive: Archive, book: _Book) -> Iterator[Grid]:
    room = Room()
    strings = _shared_texts(archive, book.only("sharedStrings"), room)
    formats = _formats(archive, book.only("styles"))
    readers: dict[str, Callable[[str], str]] = {}
    for listed in book.sheets:
        if part := book.parts.get(("worksheet", listed.relation)):
            sheet = _SheetReader(strings, formats, readers, book.epoch, Gatherer(room))
            archive.read(part, sheet.walker())
            yield Grid(listed.title, tuple(sheet.gatherer.rows), tuple(sheet.faults()), hidden=listed.hidden)
        elif not any(relation == listed.relation for _, relation in book.parts):
            raise DamagedError(listed.title)  # a chart has a sheet of its own, which holds no cells


def _shared_texts(archive: Archive, part: str, room: Room) -> list[str]:
    """The texts that cells name by their number, without the pronunciation of Japanese ones."""
    found: list[str] = []
    pieces: list[str] = []

    def ended(_: str) -> None:
        text = unescaped("".join(pieces))
        pieces.clear()
        room.take(sys.getsizeof(text) + _POINTER if text else _POINTER)
        found.append(text)

    if part:
        ends = {("sst", "si"): ended, ("si", "t"): pieces.append, ("r", "t"): pieces.append}
        archive.read(part, Walker({}, ends))
    return found


def _formats(archive: Archive, part: str) -> list[str]:
    """The number format of each style that a cell may name."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415 -- as above

    own: dict[str, str] = {}
    named: list[str] = []

    def defined(attributes: Attributes) -> None:
        own[attributes["numFmtId"]] = attributes["formatCode"]

    def style(attributes: Attributes) -> None:
        named.append(attributes.get("numFmtId", "0"))
        if len(named) > _MOST_STYLES:
            raise DamagedError(part)

    if part:
        archive.read(part, Walker({("numFmts", "numFmt"): defined, ("cellXfs", "xf"): style}, {}))
    built_in = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    return [own.get(number) or built_in.get(number, "General") for number in named]


@dataclass(slots=True)
class _Uncomputed:
    """The formulas of a column whose results the file does not hold: the first, and how many."""

    row: int
    formula: str
    count: int


@dataclass
class _SheetReader:
    """Takes the cells of a sheet in their order."""

    strings: Sequence[str]
    formats: Sequence[str]
    readers: dict[str, Callable[[str], str]]
    epoch: datetime
    gatherer: Gatherer
    merged: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    uncomputed: dict[int, _Uncomputed] = field(default_factory=dict)
    _row: int = 0
    _cells: list[str] = field(default_factory=list)
    _place: int = -1
    _last: int = -1
    _address: str = ""
    _attributes: Attributes = field(default_factory=dict)
    _value: str = ""
    _formula: str | None = None
    _pieces: list[str] = field(default_factory=list)

    def walker(self) -> Walker:
        """What reads the part of the sheet into this."""
        return Walker(
            {
                ("sheetData", "row"): self._start_row,
                ("row", "c"): self._start_cell,
                ("mergeCells", "mergeCell"): self._merge,
            },
            {
                ("c", "v"): self._take_value,
                ("c", "f"): self._take_formula,
                ("is", "t"): self._pieces.append,
                ("r", "t"): self._pieces.append,
                ("row", "c"): self._end_cell,
                ("sheetData", "row"): self._end_row,
            },
        )

    def faults(self) -> Iterator[Fault]:
        """What was amiss, once all was read."""
        yield from self.gatherer.faults
        yield from _faults_of_formulas(self.uncomputed)
        yield from _faults_of_merging(self.merged, self.gatherer.rows)

    def _start_row(self, attributes: Attributes) -> None:
        number = int(attributes["r"]) if "r" in attributes else self._row + 1
        if not self._row < number <= _LAST_ROW:
            raise DamagedError(str(number))  # of two rows with one number, one would be lost
        self._row, self._place, self._last, self._address = number, -1, -1, ""
        self._cells.clear()

    def _end_row(self, _: str) -> None:
        if self._cells:
            self.gatherer.add(self._row, self._cells)

    def _start_cell(self, attributes: Attributes) -> None:
        # Most cells of many workbooks are blank: nothing else is worked out before there is a value.
        if "r" not in attributes:
            self._place, self._address = self._place_now() + 1, ""
        else:
            self._address = attributes["r"]
        self._attributes = attributes
        self._value, self._formula = "", None
        self._pieces.clear()

    def _place_now(self) -> int:
        """Where the cell stands that began last."""
        if self._address:
            found = _ADDRESS.fullmatch(self._address)
            if not found or int(found[2]) != self._row:
                raise DamagedError(self._address)
            self._place, self._address = _place_of(found[1]), ""
        return self._place

    def _take_value(self, text: str) -> None:
        self._value = text

    def _take_formula(self, text: str) -> None:
        self._formula = f"={text[:_SHOWN_FORMULA]}" if text else ""

    def _end_cell(self, _: str) -> None:
        type_ = self._attributes.get("t", "n")
        if self._value or self._pieces:
            self._keep(self._text(type_))
        # "str" without a value is the empty text, which is a result as well.
        elif self._formula is not None and type_ != "str":
            place = self._place_now()
            known = self.uncomputed.setdefault(place, _Uncomputed(self._row, self._formula, 0))
            known.count += 1

    def _keep(self, text: str) -> None:
        place = self._place_now()
        if not self._last < place < _LAST_COLUMN:
            raise DamagedError(self._row)
        self._last = place
        if place >= MOST_COLUMNS:
            self.gatherer.complain_of_far(self._row, place, text)
        elif text:
            self._cells.extend([""] * (place - len(self._cells)))
            self._cells.append(text)

    def _text(self, type_: str) -> str:
        if type_ == "n":
            return self._reader()(self._value)
        if type_ == "s":
            return self.strings[_index(self._value)]
        if type_ == "d":
            return iso_date(self._value, self._format())
        written = "".join(self._pieces) if type_ == "inlineStr" else self._value
        if type_ not in _TEXTS:
            raise DamagedError(type_)
        return _TEXTS[type_](written)

    def _format(self) -> str:
        # A workbook without styles may still name the first.
        style = self._attributes.get("s", "0")
        return self.formats[_index(style)] if self.formats or style != "0" else "General"

    def _reader(self) -> Callable[[str], str]:
        style = self._attributes.get("s", "0")
        found = self.readers.get(style)
        if found is None:
            found = self.readers[style] = reader_of(self._format(), self.epoch)
        return found

    def _merge(self, attributes: Attributes) -> None:
        area = attributes["ref"]
        found = _AREA.fullmatch(area)
        if not found:
            return  # of one cell alone
        self.gatherer.room.take(_MERGED_AREA)
        left, top, right, bottom = found.groups()
        self.merged.append((area, int(top), _place_of(left), int(bottom), _place_of(right)))


def _index(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 -- more than there can be
        raise DamagedError(text[:60])
    return int(text)


def _place_of(letters: str) -> int:
    """A column's place, from 0, by the letters Excel calls it."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _faults_of_formulas(uncomputed: Mapping[int, _Uncomputed]) -> Iterator[Fault]:
    """One for each column, as a program that leaves out results leaves out all of them."""
    for column, found in uncomputed.items():
        cells = Text("this cell", "esta celda") if found.count == 1 else Text(
            f"{found.count} cells of this column", f"{found.count} celdas de esta columna"
        )  # fmt: skip
        yield Fault(found.row, column, found.formula, Text(
            f"is a formula, and the file does not hold the result of {cells.en}. Open it in Excel, save it "
            "and load it again.",
            f"es una fórmula, y el archivo no guarda el resultado de {cells.es}. Ábralo en Excel, guárdelo y "
            "cárguelo de nuevo.",
        ))  # fmt: skip


def _faults_of_merging(
    merged: Sequence[tuple[str, int, int, int, int]], rows: Sequence[Row]
) -> Iterator[Fault]:
    """Merged cells of the table that hold something: all but the first of them are blank in the file."""
    if not merged or not rows:
        return
    headings, by_number = rows[0], {row.number: row for row in rows}
    for area, top, left, bottom, right in merged:
        row = by_number.get(top)
        if row is None or row is headings or is_blank(row.cell(left)):
            continue
        last = min(right + 1, len(headings.cells))
        width = sum(not is_blank(headings.cell(place)) for place in range(left, last))
        if not width or (bottom == top and width == 1):
            continue
        yield Fault(top, left, row.cell(left), Text(
            f"fills the merged cells {area}, of which only the first counts. Unmerge them and write it in "
            "each cell it is meant for.",
            f"ocupa las celdas combinadas {area}, de las que solo cuenta la primera. Sepárelas y escríbalo "
            "en cada celda que corresponda.",
        ))  # fmt: skip
