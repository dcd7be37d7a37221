"""Lays text out in aligned columns under headings of groups, with remarks that take the whole width."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from views.tables import printable

_GAP = "  "
_INDENT = "  "
_MOST = 28  # characters of any column but the widest
_LEAST = 24  # characters of the widest
_LEAST_OF_OTHERS = 12


@dataclass(frozen=True)
class Block:
    """One entry.

    Attributes:
        cells: One a column.
        heading: Stands on a line of its own above, if the entry begins a group.
        remarks: Paragraphs below.
        rule: Whether a line is drawn below: these are the columns' headings.
    """

    cells: Sequence[str]
    heading: str = ""
    remarks: tuple[str, ...] = ()
    rule: bool = False


def in_columns(blocks: Sequence[Block], width: int, *, widest: int = 0) -> str:
    """The entries in lines of at most `width` characters.

    Args:
        blocks: The entries, all with as many cells.
        width: How many characters a line may have.
        widest: The column that takes the room that the others leave.
    """
    rows = [[_plain(cell) for cell in block.cells] for block in blocks]
    widths = _widths(rows, width - len(_INDENT), widest)
    lines: list[str] = []
    for block, row in zip(blocks, rows, strict=True):
        if block.heading:
            lines += _wrap(_plain(block.heading), width)
        wrapped = [_wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
        for parts in zip_longest(*wrapped, fillvalue=""):
            cells = (part.ljust(size) for part, size in zip(parts, widths, strict=True))
            lines.append((_INDENT + _GAP.join(cells)).rstrip())
        for remark in block.remarks:
            lines += [2 * _INDENT + line for line in _wrap(_plain(remark), width - 2 * len(_INDENT))]
        if block.rule:
            lines.append("─" * (len(_INDENT) + sum(widths) + len(_GAP) * (len(widths) - 1)))
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return " ".join(printable(text).split())


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def _widths(rows: Sequence[Sequence[str]], room: int, widest: int) -> list[int]:
    """What each column needs; where that is too much, one is narrowed, then the longest of the others."""
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    others = {place: min(size, _MOST) for place, size in enumerate(sizes) if place != widest}
    room -= len(_GAP) * len(others)
    wanted = min(sizes[widest], _LEAST)
    while sum(others.values()) + wanted > room and max(others.values()) > _LEAST_OF_OTHERS:
        others[max(others, key=others.__getitem__)] -= 1
    return [
        others.get(place, max(1, min(size, room - sum(others.values())))) for place, size in enumerate(sizes)
    ]
