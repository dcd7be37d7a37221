"""Rows for people and programs: a table on the terminal, JSON, CSV or Markdown, from the same cells."""

import csv
import io
import json
import unicodedata
from collections.abc import Sequence
from typing import Literal

Format = Literal["table", "json", "csv", "markdown"]
Cell = str | int | float
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tabulate(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], form: Format, *, width: int = 100
) -> str:
    """Rows as text, ending in a line break.

    Args:
        headings: One a column.
        rows: The cells.
        form: How to write them.
        width: Of the terminal, in characters; for tables only.
    """
    if form == "json":
        return (
            json.dumps([dict(zip(headings, row, strict=True)) for row in rows], ensure_ascii=False, indent=2)
            + "\n"
        )
    if form == "csv":
        return _csv(headings, rows)
    if form == "markdown":
        return _markdown(headings, rows)
    return _table(headings, rows, width)


def printable(text: str) -> str:
    """Text without what a terminal obeys: control characters, and those that turn the writing direction."""
    return "".join(
        char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char == "\n"
    )


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """For spreadsheets: what they would run as a formula is made text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row]
        )
    return out.getvalue()


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    def line(cells: Sequence[Cell]) -> str:
        escaped = (
            printable(str(cell)).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
            for cell in cells
        )
        return "| " + " | ".join(text.replace("\n", " ") for text in escaped) + " |\n"

    return line(headings) + line(["---"] * len(headings)) + "".join(map(line, rows))


def _table(headings: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> str:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 -- slow to import; other formats do without
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text as Plain  # noqa: PLC0415

    filled = [place for place in range(len(headings)) if not rows or any(row[place] != "" for row in rows)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place in filled:
        numbers = bool(rows) and all(isinstance(row[place], int | float) or row[place] == "" for row in rows)
        table.add_column(Plain(headings[place]), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Plain(printable(_shown(row[place]))) for place in filled))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, force_terminal=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n") + "\n"


def _shown(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
