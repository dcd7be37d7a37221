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
    if not headings:
        return ""
    if form == "csv":
        return _csv(headings, rows)
    if form == "markdown":
        return _markdown(headings, rows)
    from views.terminal import table  # noqa: PLC0415 -- slow to import; other formats do without

    shown = [[printable(_shown(cell)) for cell in row] for row in rows]
    return table(headings, shown, _of_numbers(rows, len(headings)), width)


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


def _of_numbers(rows: Sequence[Sequence[Cell]], count: int) -> list[bool]:
    """Which columns hold nothing but numbers."""
    return [
        bool(rows) and all(isinstance(row[place], int | float) or row[place] == "" for row in rows)
        for place in range(count)
    ]


def _shown(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
