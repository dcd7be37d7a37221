"""Rows as text: what a person, a spreadsheet, a program and a Markdown page each get of the same cells."""

import csv
import io
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.tables import Cell, Format, printable, tabulate

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.tuples(TEXTS, st.integers(-999, 999), TEXTS), max_size=5)
HEADINGS = ["Name", "Number", "Note"]


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(ROWS)
def test_json_gives_back_every_cell(rows: list[tuple[Cell, ...]]) -> None:
    read = json.loads(tabulate(HEADINGS, rows, "json"))
    assert [tuple(row.values()) for row in read] == rows


@given(ROWS)
def test_csv_gives_back_every_cell_save_for_the_mark_before_formulas(rows: list[tuple[Cell, ...]]) -> None:
    read = read_csv(tabulate(HEADINGS, rows, "csv"))
    assert read[0] == HEADINGS
    assert len(read) == len(rows) + 1
    for given_row, row in zip(rows, read[1:], strict=True):
        for cell, text in zip(given_row, row, strict=True):
            assert _MARK.sub("", text) == _MARK.sub("", lines(str(cell)))


# Before what a spreadsheet would compute, at the beginning or after a mark that may part cells.
_MARK = re.compile("(?:^|(?<=[;\\s\"]))'")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "-14,5+3",
        "- x",
        "+51",
    ],
)
def test_a_spreadsheet_computes_nothing(text: str) -> None:
    assert read_csv(tabulate(["x"], [[text]], "csv"))[1] == [f"'{lines(text)}"]


@pytest.mark.parametrize("parted", ["x;", "x; ", "x\t", 'x;"', "x\n", "1,;"])
def test_a_spreadsheet_that_parts_cells_by_semicolons_computes_nothing_either(parted: str) -> None:
    """There a quotation mark amid a line closes nothing, and what follows the semicolon is a cell."""
    (_, (cell,)) = read_csv(tabulate(["x"], [[f"{parted}=HYPERLINK(1)"]], "csv"))
    assert cell == f"{parted}'=HYPERLINK(1)"


@pytest.mark.parametrize("cell", [-14, -14.5, "-14", "-14.0893, -72.3356", "a=b", "Ñahuiñlla", "[2] p. 7"])
def test_harmless_cells_keep_their_form_in_csv(cell: Cell) -> None:
    assert read_csv(tabulate(["x"], [[cell]], "csv"))[1] == [str(cell)]


def test_csv_begins_with_the_first_heading() -> None:
    """No byte order mark: it would be a part of that heading to the next program."""
    assert tabulate(["Año"], [["é"]], "csv") == "Año\né\n"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_equal_headings_lose_no_column(form: Format) -> None:
    text = tabulate(["Its role", "With", "Its role"], [["speaker", "DCAF", "host"]], form)
    row = json.loads(text)[0] if form == "json" else next(csv.DictReader(io.StringIO(text)))
    assert row == {"Its role": "speaker", "With": "DCAF", "Its role (2)": "host"}


@given(ROWS)
def test_markdown_keeps_one_line_a_row_and_its_columns(rows: list[tuple[Cell, ...]]) -> None:
    lines = tabulate(HEADINGS, rows, "markdown").split("\n")[:-1]
    assert len(lines) == len(rows) + 2
    for line in lines:
        bare = line.replace("\\\\", "").replace("\\|", "")
        assert bare.count("|") == len(HEADINGS) + 1
        assert "<" not in line


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("two\nlines", "two lines"),
        ("<script>", "&lt;script>"),
        ("&lt;b>", "&amp;lt;b>"),
        ("S&P", "S&P"),
        ("![x](http://example.org/x.png)", "![x]\\(http://example.org/x.png)"),
        ("[red]", "[red]"),
    ],
)
def test_markdown_shows_text_as_it_is(text: str, written: str) -> None:
    assert tabulate(["x"], [[text]], "markdown").splitlines()[2] == f"| {written} |"


@given(ROWS, st.integers(60, 140))
def test_a_table_is_no_wider_than_the_terminal_and_obeyed_by_none(
    rows: list[tuple[Cell, ...]], width: int
) -> None:
    text = tabulate(HEADINGS, rows, "table", width=width)
    assert all(len(line) <= width for line in text.split("\n"))
    assert not {char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs"}}
    assert not any(line != line.rstrip() for line in text.split("\n"))


def test_a_long_cell_is_folded_and_whole() -> None:
    word = "x" * 150
    text = tabulate(["Name", "Id"], [["Comunidad Campesina", word]], "table", width=60)
    assert text.count("x") == 150


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_no_rows_are_told_as_such(form: Format) -> None:
    text = tabulate(["Name", "Kind"], [], form)
    assert text.endswith("\n")
    assert ("Name" in text) == (form != "json")
    if form == "json":
        assert json.loads(text) == []


def test_a_column_without_anything_takes_no_room_in_a_table_alone() -> None:
    rows = [["Las Bambas", ""], ["Constancia", ""]]
    assert "Share" not in tabulate(["Mine", "Share"], rows, "table")
    for form in ("csv", "markdown", "json"):
        assert "Share" in tabulate(["Mine", "Share"], rows, form)


def test_numbers_end_under_each_other_and_text_begins_so() -> None:
    lines = tabulate(["Name", "Number"], [["a", 5], ["b", 1200], ["c", ""]], "table").splitlines()
    assert lines[2].endswith("   5")
    assert lines[3].endswith("1200")
    assert len(lines[2]) == len(lines[3])
    texts = tabulate(["Name", "Number"], [["a", "5"], ["b", "1200"], ["c", ""]], "table").splitlines()
    assert texts[2].index("5") == texts[3].index("1")


@pytest.mark.parametrize(
    ("number", "shown"), [(62.5, "62.5"), (100.0, "100"), (1234567.0, "1234567"), (0.1 + 0.2, "0.3")]
)
def test_numbers_are_shown_whole_without_the_dust_of_computing(number: float, shown: str) -> None:
    assert tabulate(["x"], [[number]], "table").split()[-1] == shown
    assert tabulate(["x"], [[number]], "markdown").splitlines()[2] == f"| {shown} |"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "[31mred"),
        ("\u202eabc", "abc"),
        ("a\tb", "a b"),
        ("a\u2028b", "a b"),
        ("a\nb", "a\nb"),
    ],
)
def test_a_terminal_is_sent_nothing_that_it_obeys(text: str, shown: str) -> None:
    assert printable(text) == shown
