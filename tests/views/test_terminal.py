"""Rows on a terminal: whole words at every width, and no more columns than hold something."""

import pytest

from views.tables import Format, tabulate

HEADINGS = ["Organización", "Su rol", "Se encontró con", "Su rol", "En", "Desde", "Participación %"]
ROWS: list[list[str | float]] = [
    ["DCAF", "expositor", "International Council on Mining and Metals", "organizador",
     "Taller latinoamericano del ICMM sobre debida diligencia", "17 de mayo de 2022", 62.5],
    ["Comité Internacional de la Cruz Roja", "", "twentyfifty", "asistente", "Plenaria anual", "", ""],
]  # fmt: skip


def words(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_no_word_is_broken_and_no_line_is_too_long(width: int) -> None:
    drawn = tabulate(HEADINGS, ROWS, "table", width=width)
    assert {word for row in ROWS for cell in row for word in str(cell).split()} <= words(drawn)
    assert {word for heading in HEADINGS for word in heading.split()} <= words(drawn)
    assert max(map(len, drawn.splitlines())) <= width


def test_a_wide_terminal_gets_columns_and_a_narrow_one_a_paragraph_for_each_row() -> None:
    wide, narrow = (tabulate(HEADINGS, ROWS, "table", width=width) for width in (200, 60))
    assert wide.count("Organización") == 1
    assert narrow.count("Organización") == len(ROWS)
    assert " Su rol           expositor\n" in narrow
    assert "\n\n Organización     Comité Internacional de la Cruz Roja\n" in narrow


def test_rows_that_columns_would_make_taller_become_paragraphs() -> None:
    long = "a sentence of many words that says a good deal of one thing and then of another " * 3
    rows = [[long, "international", "organisations"] for _ in range(3)]
    assert tabulate(["One", "Two", "Three"], rows, "table", width=60).count("Two") == len(rows)
    assert tabulate(["One", "Two", "Three"], [[*row[1:], "x"] for row in rows], "table").count("Two") == 1


def test_what_is_empty_takes_no_room() -> None:
    drawn = tabulate(["Name", "Role"], [["A", ""], ["B", ""]], "table")
    assert "Role" not in drawn
    assert "Role" not in tabulate(["Name", "Role"], [["A" * 30 + " b", ""]], "table", width=20)


def test_numbers_stand_below_each_other() -> None:
    lines = tabulate(["Name", "Share %"], [["A", 5.0], ["B", 62.5], ["C", ""]], "table").splitlines()
    assert [line.rstrip() for line in lines[2:4]] == [" A            5", " B         62.5"]


def test_an_address_longer_than_the_terminal_is_still_whole_to_read() -> None:
    address = "https://example.org/" + "x" * 100
    drawn = tabulate(["Source", "Place"], [[address, "p. 7"]], "table", width=60)
    assert address in drawn.replace("\n", "").replace(" ", "").replace("p.7", "")
    assert max(map(len, drawn.splitlines())) <= 60


def test_an_answer_without_columns_is_nothing() -> None:
    """An engine may name no columns where there is no row."""
    assert tabulate([], [], "table") == ""


def test_rows_without_anything_in_them_still_have_headings() -> None:
    assert "Name" in tabulate(["Name", "Share"], [["", ""]], "table")


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_no_rows_are_still_an_answer(form: Format) -> None:
    drawn = tabulate(["Name"], [], form, width=60)
    assert drawn.endswith("\n")
    assert form == "json" or "Name" in drawn
