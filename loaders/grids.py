"""What the reader of each format hands over: rows of text as Excel numbers them, and what it saw amiss."""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.names import clean
from graph.text import Text

MOST_COLUMNS = 1000  # no sheet has a tenth of them; what stands further right is a slip of the hand
LONGEST_TEXT = 40_000  # characters; Excel allows 32,767, and what is cut here is refused as too long
_MOST_ROWS = 5_000_000  # Excel shows a fifth of them
_MOST_KEPT = 500 << 20  # bytes; a million rows of thirty cells whose texts recur are 400 MB
_A_ROW, _A_CELL = 140, 8  # bytes, beside its text

_APOSTROPHE = re.compile(r"'(?=[-+=@\d])")
_REMEMBERED = 1 << 17  # cells of a file
_TRICKS = ("'", "=")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, and its cells as text, without the blank ones at its end."""

    number: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """The cell of a column, counted from 0; the empty string beyond the last."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a cell from being read: its row and column (from 0), what it holds, and what to do."""

    row: int
    place: int
    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in a file: its rows that are not blank. `hidden` sheets nobody sees in Excel."""

    name: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    hidden: bool = False


class UnreadableError(Exception):
    """A file that is no table at all; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


_TOO_BIG = Text(
    "holds more than can be read at once. Divide it into several files and load them one after the other.",
    "contiene más de lo que se puede leer de una vez. Divídalo en varios archivos y cárguelos uno tras otro.",
)


class Room:
    """The memory that the rows of one file may fill."""

    def __init__(self) -> None:
        self._left = _MOST_KEPT

    def take(self, size: int) -> None:
        """Fill so many bytes.

        Raises:
            UnreadableError: They are not left.
        """
        self._left -= size
        if self._left < 0:
            raise UnreadableError(_TOO_BIG)


@dataclass
class Gatherer:
    """Takes the rows of a table as they are read, and no more of them than there is room for."""

    room: Room
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)
    _told_of_far: bool = False

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Take a row, unless it is blank.

        Raises:
            UnreadableError: There is no room for it.
        """
        if number > _MOST_ROWS:
            raise UnreadableError(_TOO_BIG)
        if len(cells) > MOST_COLUMNS:
            far = next((place for place in range(MOST_COLUMNS, len(cells)) if not is_blank(cells[place])), 0)
            if far:
                self.complain_of_far(number, far, cells[far])
            cells = cells[:MOST_COLUMNS]
        if max(map(len, cells), default=0) > LONGEST_TEXT:
            cells = [cell[:LONGEST_TEXT] for cell in cells]
        known = len(self._known)
        row = row_of(number, cells, self._known)
        if row.cells:
            texts = 0
            if known < len(self._known):
                texts = sum(map(sys.getsizeof, row.cells))
            elif known >= _REMEMBERED:  # a text that is not among those remembered is kept anew each time
                texts = sum(sys.getsizeof(cell) for cell in row.cells if cell not in self._known)
            self.room.take(_A_ROW + _A_CELL * len(row.cells) + texts)
            self.rows.append(row)

    def complain_of_far(self, number: int, place: int, text: str) -> None:
        """Note that a cell lies to the right of all that is read; once a table is enough."""
        if not self._told_of_far and not is_blank(text):
            self._told_of_far = True
            self.faults.append(Fault(number, place, text, _too_far(letters(place))))


def _too_far(column: str) -> Text:
    return Text(
        f"stands in column {column}; only the first {MOST_COLUMNS} columns are read. Delete all that lies "
        "to the right of the table.",
        f"está en la columna {column}; solo se leen las primeras {MOST_COLUMNS} columnas. Borre todo lo que "
        "esté a la derecha de la tabla.",
    )


def letters(place: int) -> str:
    """The letters by which Excel calls a column, counted from 0."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def row_of(number: int, cells: Iterable[str], known: dict[str, str]) -> Row:
    """A row without the blank cells at its end and the tricks that keep figures from Excel's hands.

    Args:
        number: As Excel shows it.
        cells: What it holds.
        known: What cells of earlier rows came to, so that equal ones are worked out and kept once.
    """
    tidy = []
    for cell in cells:
        kept = known.get(cell)
        tidy.append(_kept(cell, known) if kept is None else kept)
    while tidy and is_blank(tidy[-1]):
        tidy.pop()
    return Row(number, tuple(tidy))


def _kept(cell: str, known: dict[str, str]) -> str:
    """A cell that was not met before; not all are remembered, for what is met late seldom comes again."""
    kept = _without_trick(cell)
    if len(known) < _REMEMBERED:
        known[cell] = kept
    return kept


def is_blank(cell: str) -> bool:
    """Whether nothing of a cell can be seen."""
    return not clean(cell)


def _without_trick(cell: str) -> str:
    """'080704 and ="080704" are how tables keep a zero in front; neither sign belongs to the value."""
    if cell[:1] not in _TRICKS:
        return cell
    if cell.startswith("'"):
        return _APOSTROPHE.sub("", cell, count=1)
    quoted = _QUOTED_FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return quoted[1] if quoted else cell
