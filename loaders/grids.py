"""What the reader of each format hands over: rows of text as Excel numbers them, and what it saw amiss."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.names import clean
from graph.text import Text

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
