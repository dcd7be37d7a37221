"""Rows for people and programs: a table on the terminal, JSON, CSV or Markdown, from the same cells."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from graph.text import Lang

Format = Literal["table", "json", "csv", "markdown"]
Cell = str | int | float
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORMULA_WITHIN = re.compile(r"(?<=.)([;\t\n][\"\s]*)(?=[=+@＝＋－＠-])", re.DOTALL)
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:, -?\d+(?:\.\d+)?)?")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def tabulate(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], form: Format, *, width: int = 100,
    lang: Lang = "en",
) -> str:  # fmt: skip
    """Rows as text, ending in a line break.

    Args:
        headings: One a column.
        rows: The cells.
        form: How to write them.
        width: Of the terminal, in characters; for tables only.
        lang: For people: in Spanish a number has a decimal comma. Programs always get a point.
    """
    if form == "json":
        names = _told_apart(headings)
        told = [dict(zip(names, row, strict=True)) for row in rows]
        return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if not headings:
        return ""
    if form == "csv":
        return _csv(headings, rows)
    if form == "markdown":
        return _markdown(headings, rows, lang)
    from views.terminal import table  # noqa: PLC0415 -- slow to import; other formats do without

    shown = [[printable(_shown(cell, lang)) for cell in row] for row in rows]
    return table(headings, shown, _of_numbers(rows, len(headings)), width)


def printable(text: str) -> str:
    """Text without what a terminal obeys: control characters, and those that turn the writing direction."""
    spaced = "".join(
        " " if unicodedata.category(char) in {"Zl", "Zp"} or char == "\t" else char for char in text
    )
    return "".join(
        char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char == "\n"
    )


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """For spreadsheets: what they would run as a formula is made text.

    There is no byte order mark: this goes to stdout, where the next program would take it for a part of the
    first heading. Excel reads the file as UTF-8 through Data, From Text/CSV.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in ([*_told_apart(headings)], *rows):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that is not computed, and whose line breaks end no row, as a lone carriage return would."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    # Where semicolons part the cells, as in a Spanish Excel, quotation marks amid a line close nothing.
    text = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{text}" if _is_formula(cell) else text


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute a text; a number, or two with a comma between, is harmless."""
    return cell.startswith(_FORMULA) and not _NUMBERS.fullmatch(cell)


def _told_apart(headings: Sequence[str]) -> list[str]:
    """Headings without repetition, so that no column is lost to a program that reads them by name."""
    seen = Counter[str]()
    told = []
    for heading in headings:
        seen[heading] += 1
        told.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return told


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[Cell]], lang: Lang) -> str:
    def line(cells: Sequence[Cell]) -> str:
        return "| " + " | ".join(_escaped(printable(_shown(cell, lang))) for cell in cells) + " |\n"

    return line(headings) + line(["---"] * len(headings)) + "".join(map(line, rows))


def _escaped(text: str) -> str:
    """A cell that stays one cell and plain text: no markup of HTML, no link, no picture."""
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("](", "]\\(").replace("\n", " ")


def _of_numbers(rows: Sequence[Sequence[Cell]], count: int) -> list[bool]:
    """Which columns hold nothing but numbers."""
    return [
        bool(rows) and all(isinstance(row[place], int | float) or row[place] == "" for row in rows)
        for place in range(count)
    ]


def _shown(cell: Cell, lang: Lang) -> str:
    if not isinstance(cell, float):
        return str(cell)
    text = f"{cell:.15g}"
    return text.replace(".", ",") if lang == "es" else text
