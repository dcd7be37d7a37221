"""Draws rows for a terminal of any width, so that no word is broken to fit."""

import io
import textwrap
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_MARGIN = 1  # characters before the first column
_BETWEEN = 3  # characters between two
_LONGEST_WORD = 24  # characters; a longer one, such as an address, may be broken


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool], width: int) -> str:
    """Columns; or a paragraph for each row, where columns would break words or take more lines.

    Args:
        headings: One a column.
        rows: The cells.
        numbers: Which columns hold numbers.
        width: Of the terminal, in characters.
    """
    filled = [place for place in range(len(headings)) if any(row[place] for row in rows)]
    if not filled:
        filled, rows = list(range(len(headings))), []
    titles = [headings[place] for place in filled]
    cells = [[row[place] for place in filled] for row in rows]
    widths = _widths([titles, *cells], width - _MARGIN - _BETWEEN * (len(filled) - 1))
    paragraphs = _paragraphs(titles, cells, width)
    if not widths:
        return paragraphs
    columns = _columns(titles, cells, widths, [numbers[place] for place in filled])
    return min(columns, paragraphs, key=lambda text: text.count("\n")) if rows else columns


def _widths(lines: Sequence[Sequence[str]], available: int) -> list[int]:
    """The columns' widths, none less than its longest word; empty if that is too much."""
    columns = list(zip(*lines, strict=True))
    widths = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    least = [
        min(_LONGEST_WORD, max(map(cell_len, " ".join(column).split()), default=0)) for column in columns
    ]
    while sum(widths) > available:
        place = max(range(len(widths)), key=lambda each: (widths[each] > least[each], widths[each]))
        if widths[place] <= least[place]:
            return []
        widths[place] -= 1
    return widths


def _columns(
    titles: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], numbers: Sequence[bool]
) -> str:
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title, width, number in zip(titles, widths, numbers, strict=True):
        drawn.add_column(Text(title), justify="right" if number else "left", overflow="fold", width=width)
    for row in rows:
        drawn.add_row(*map(Text, row))
    out = io.StringIO()
    room = sum(widths) + (_BETWEEN + 1) * len(widths)
    Console(file=out, width=room, color_system=None, force_terminal=False).print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n") + "\n"


def _paragraphs(titles: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Each row as lines of a heading and its cell, without the empty ones, and a line between rows."""
    indent = _MARGIN + max(map(cell_len, titles)) + 2
    paragraphs = []
    for row in rows:
        lines = []
        for title, cell in zip(titles, row, strict=True):
            heading = (" " * _MARGIN + title).ljust(indent)
            lines += textwrap.wrap(cell, max(_LONGEST_WORD + indent, width), initial_indent=heading,
                                   subsequent_indent=" " * indent)  # fmt: skip
        paragraphs.append("".join(f"{line}\n" for line in lines))
    return "\n".join(paragraphs)
