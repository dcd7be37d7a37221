"""Files as Excel and its kin leave them: encodings, delimiters, row numbers, and what a cell really shows."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from graph.errors import ExitCode, MacroSurError
from loaders.sheets import Opened, Sheet, open_tables
from tests.loaders.written import csv_bytes, workbook

ROWS = [["Nombre", "Tipo"], ["Comunidad de Ñahuiñlla", "comunidad"], ["Peñón; Señal, S.A.", "empresa"]]


def opened(folder: Path, content: bytes, name: str = "organizaciones.csv") -> Opened:
    (folder / name).write_bytes(content)
    return open_tables([folder / name])


def only_sheet(found: Opened) -> Sheet:
    assert found.problems == ()
    (sheet,) = found.sheets
    assert sheet.problems == ()
    return sheet


def contents(sheet: Sheet) -> list[list[str]]:
    return [list(sheet.headings), *[list(row.cells) for row in sheet.rows]]


def told(found: Opened) -> str:
    problems = [*found.problems, *(problem for sheet in found.sheets for problem in sheet.problems)]
    assert len(problems) == 1, problems
    return problems[0].in_("en")


def in_workbook(folder: Path, write: Callable[[Worksheet], object]) -> Opened:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "minas"
    write(sheet)
    book.save(folder / "actores.xlsx")
    return open_tables([folder / "actores.xlsx"])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom", "utf-16-be-bom"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_text_table_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = csv_bytes(ROWS, delimiter, encoding.removesuffix("-bom"))
    if encoding.endswith("-bom"):
        content = "\ufeff".encode(encoding.removesuffix("-bom")) + content
    assert contents(only_sheet(opened(tmp_path, content))) == ROWS


def test_unicode_text_as_excel_names_it(tmp_path: Path) -> None:
    found = opened(tmp_path, csv_bytes(ROWS, "\t", "utf-16"), "organizaciones.txt")
    assert contents(only_sheet(found)) == ROWS


def test_a_file_that_says_it_is_utf_8_is_read_as_that_whatever_is_broken_in_it(tmp_path: Path) -> None:
    content = csv_bytes(ROWS, ";", "utf-8-sig").replace("Señal".encode(), b"Se\xf1al")
    assert contents(only_sheet(opened(tmp_path, content)))[1:] == [ROWS[1], ["Peñón; Se�al, S.A.", "empresa"]]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=; "])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_line_that_names_the_delimiter_is_no_row_as_in_excel(tmp_path: Path, first: str, end: str) -> None:
    sheet = only_sheet(opened(tmp_path, f"{first}{end}name,x;type{end}A;b{end}".encode()))
    assert contents(sheet) == [["name,x", "type"], ["A", "b"]]
    assert (sheet.top, sheet.rows[0].number) == (1, 2)


def test_a_tab_may_be_named_as_the_delimiter(tmp_path: Path) -> None:
    assert contents(only_sheet(opened(tmp_path, b"sep=\t\nname;x\ttype\nA\tb\n"))) == [
        ["name;x", "type"],
        ["A", "b"],
    ]


def test_delimiters_inside_quoted_headings_do_not_count(tmp_path: Path) -> None:
    sheet = only_sheet(opened(tmp_path, b'"name;a;b;c\n;;;;;",type\nA,b\n'))
    assert contents(sheet) == [["name;a;b;c ;;;;;", "type"], ["A", "b"]]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path, end: str) -> None:
    """A line break in a quoted cell begins no row; a blank line is one."""
    lines = ["name;note", f'A;"one{end}two"', "", ";", "B;x", "  ;\u00a0", "C;y"]
    sheet = only_sheet(opened(tmp_path, end.join(lines).encode()))
    assert [(row.number, row.cell(0)) for row in sheet.rows] == [(2, "A"), (5, "B"), (7, "C")]


def test_blank_rows_on_top_do_not_count_as_headings(tmp_path: Path) -> None:
    sheet = only_sheet(opened(tmp_path, b";\n;\nname;type\nA;b\n"))
    assert (sheet.headings, sheet.top, sheet.rows[0].number) == (("name", "type"), 3, 4)


def test_columns_that_are_blank_to_the_end_are_not_there(tmp_path: Path) -> None:
    sheet = only_sheet(opened(tmp_path, b'name;type;;;\nA;b;;;\n"C";;;\xc2\xa0;\n'))
    assert contents(sheet) == [["name", "type"], ["A", "b"], ["C"]]


def test_headings_are_tidied(tmp_path: Path) -> None:
    assert only_sheet(opened(tmp_path, '"Nombre\n corto ";\u00a0Tipo\nA;b'.encode())).headings == (
        "Nombre corto",
        "Tipo",
    )


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("'080705", "080705"),
        ("'12/08/2023", "12/08/2023"),
        ("'-14.2", "-14.2"),
        ('"=""080705"""', "080705"),
        ("'Aymara'", "'Aymara'"),
        ("Q'eros", "Q'eros"),
    ],
)
def test_signs_that_keep_figures_from_excel_are_no_part_of_the_value(
    tmp_path: Path, cell: str, read: str
) -> None:
    assert only_sheet(opened(tmp_path, f"name;ubigeo\nA;{cell}".encode())).rows[0].cell(1) == read


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows_in_silence(tmp_path: Path) -> None:
    said = told(opened(tmp_path, b'name;type\nA;b\n"C;d\nE;f\n'))
    assert "row 3" in said
    assert "quotation mark" in said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("minas.csv", b"", "holds no rows"),
        ("minas.csv", b"\xef\xbb\xbf", "holds no rows"),
        ("minas.csv", b"name;type\n;\n", "holds no rows"),
        ("minas.csv", b"name\n\0\0", "not a text file"),
        ("minas.csv", b"\xff\xfe\0\0n\0\0\0", "not a text file"),
        ("minas.csv", b"PK\x03\x04\0\0\0\0", "not a text file"),
        ("minas.csv", b'name\n"' + b"x" * 11_000_000, "10 million characters"),
        ("minas.xlsx", b"", "not an Excel workbook"),
        ("minas.xlsx", b"name;type\nA;b\n", "not an Excel workbook"),
        ("minas.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "not an Excel workbook"),
        ("minas.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "has a password"),
        ("minas.xlsm", b"PK\x03\x04" + bytes(60), "not an Excel workbook"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    found = opened(tmp_path, content, name)
    assert words in told(found)
    assert told(found).startswith(name)
    assert [file.name for file in found.files] == [name]


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "not an Excel workbook" in told(opened(tmp_path, packed.getvalue(), "a.xlsx"))


def test_a_workbook_with_entities_of_its_own_is_not_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"minas": [["name"], ["A"]]})
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    _rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"^(<\?xml.*?\?>)?", rb"\1" + lol, xml))
    assert "damaged workbook" in told(open_tables([path]))


def _rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[part]
    parts[part] = change(before)
    assert parts[part] != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_other_formats_and_missing_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"x")
    for path, code in ((tmp_path / "a.xls", ExitCode.BAD_DATA), (tmp_path / "b.csv", ExitCode.NOT_FOUND)):
        with pytest.raises(MacroSurError, match=path.name) as error:
            open_tables([path])
        assert error.value.code == code


def test_a_file_that_cannot_be_read_is_told_with_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    (tmp_path / "minas.csv").write_text("name\nA\n")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "cannot be opened" in told(open_tables([tmp_path / "minas.csv"]))


def test_a_folder_gives_its_tables_and_not_the_shadows_of_open_ones(tmp_path: Path) -> None:
    (tmp_path / "minas.csv").write_text("name\nA\n")
    (tmp_path / "._minas.csv").write_bytes(b"\0\5")
    (tmp_path / "léeme.txt").write_text("Estas tablas son de prueba.\n")
    (tmp_path / "viejas.csv").mkdir()
    workbook(tmp_path / "actores.xlsx", {"eventos": [["name"], ["B"]]})
    (tmp_path / "~$actores.xlsx").write_bytes(b"x")
    found = open_tables([tmp_path])
    assert found.problems == ()
    assert [(sheet.file, sheet.name) for sheet in found.sheets] == [
        ("actores.xlsx", "eventos"),
        ("minas.csv", "minas"),
    ]


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(MacroSurError, match="holds no CSV files or workbooks"):
        open_tables([tmp_path])


NUMBERS_AND_DATES = [
    ("an ubigeo that Excel took for a number", 80705, "General", "80705"),
    ("the same from a program", 80705.0, "General", "80705"),
    ("a RUC", 20512345678.0, "0", "20512345678"),
    ("what arithmetic leaves", 0.1 + 0.2, "General", "0.3"),
    ("a small number", 0.00001, "General", "0.00001"),
    ("a number that would be two as text", 1.125, "General", "1.1250"),
    ("a coordinate", -14.286712345, "0.00", "-14.286712345"),
    ("a share", 0.625, "0.00%", "62.5%"),
    ("a share that arithmetic blurs", 0.07, "0%", "7%"),
    ("a per cent sign that is text", 0.625, '0.00" % of it"', "0.6250"),
    ("a day", datetime.fromisoformat("2023-08-12T09:30"), "dd/mm/yyyy", "2023-08-12"),
    ("a day alone", date(2023, 8, 1), "d-mmm", "2023-08-01"),
    ("a month, typed “agosto 2023”", date(2023, 8, 1), "mmm-yy", "2023-08"),
    ("a month in a Peruvian Excel", date(2023, 8, 1), '[$-280A]mmmm" de "yyyy;@', "2023-08"),
    ("a day that the format hides", date(2023, 8, 12), "mmm-yy", "2023-08-12"),
    ("a year", date(2023, 1, 1), "yyyy", "2023"),
    ("a year that is none", date(2023, 8, 1), "yyyy", "2023-08-01"),
    ("text", "_x000D_\nA _x0041_ _xD800_", "General", "\r\nA A _xD800_"),
    ("a yes", True, "General", "True"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown", "read"),
    [case[1:] for case in NUMBERS_AND_DATES],
    ids=[case[0] for case in NUMBERS_AND_DATES],
)
def test_a_cell_of_a_workbook_says_what_it_shows(
    tmp_path: Path, value: float | date | str, shown: str, read: str
) -> None:
    def write(sheet: Worksheet) -> None:
        sheet["A1"] = "name"
        sheet.cell(2, 1, value).number_format = shown

    assert only_sheet(in_workbook(tmp_path, write)).rows[0].cell(0) == read


def test_rows_of_a_workbook_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    def write(sheet: Worksheet) -> None:
        for row, text in ((3, "name"), (5, "A"), (1_048_576, "B")):
            sheet.cell(row, 2, text)

    sheet = only_sheet(in_workbook(tmp_path, write))
    assert (sheet.headings, sheet.top) == (("", "name"), 3)
    assert [row.number for row in sheet.rows] == [5, 1_048_576]


def test_a_stray_cell_far_to_the_right_is_told_and_costs_nothing(tmp_path: Path) -> None:
    def write(sheet: Worksheet) -> None:
        for row in range(1, 400):
            sheet.cell(row, 1, "name")
        sheet.cell(9, 16_384, "x")
        sheet.cell(10, 16_384, "y")

    found = in_workbook(tmp_path, write)
    assert sum(len(row.cells) for row in found.sheets[0].rows) == 398
    assert "row 9: “x”: stands in column XFD" in told(found)


def test_a_size_that_a_program_wrote_wrong_cuts_nothing_off(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"minas": [["name", "type"], ["A", "mine"]]})
    _rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1"'))
    assert contents(only_sheet(open_tables([path]))) == [["name", "type"], ["A", "mine"]]


def test_a_formula_without_a_result_is_told_once_for_its_column(tmp_path: Path) -> None:
    def write(sheet: Worksheet) -> None:
        for row in (("name", "participants"), ("A", 1), ("B", "=B2*2"), ("C", "=B3*2")):
            sheet.append(row)

    (sheet,) = in_workbook(tmp_path, write).sheets
    (problem,) = sheet.problems
    assert (problem.address.row, problem.column, problem.value) == (3, "participants", "=B2*2")
    assert "2 cells of this column" in problem.text.en


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (b'<c r="A2" t="str"><f>"A"</f><v>A</v></c>', ("A",)),
        (b'<c r="A2"><f>1+1</f><v>2</v></c>', ("2",)),
        (b'<c r="A2" t="e"><f>NA()</f><v>#N/A</v></c>', ("#N/A",)),
        (b'<c r="A2" t="str"><f>""</f><v></v></c><c r="B2" t="inlineStr"><is><t>b</t></is></c>', ("", "b")),
    ],
)  # fmt: skip
def test_a_formula_gives_its_result(tmp_path: Path, cell: bytes, read: tuple[str, ...]) -> None:
    path = workbook(tmp_path / "a.xlsx", {"minas": [["name", "type"], ["A", "mine"]]})
    _rewrite(path, "xl/worksheets/sheet1.xml",
             lambda xml: re.sub(rb'(<row r="2"[^>]*>).*</row>', rb"\1" + cell + b"</row>", xml))  # fmt: skip
    assert only_sheet(open_tables([path])).rows[0].cells == read


@pytest.mark.parametrize("area", ["B2:B3", "B2:C2", "B2:C4"])
def test_merged_cells_of_the_table_are_told(tmp_path: Path, area: str) -> None:
    def write(sheet: Worksheet) -> None:
        for row in (("name", "district", "note"), ("A", "Capacmarca", None), ("B", None, None), ("C",)):
            sheet.append(row)
        sheet.merge_cells(area)

    (sheet,) = in_workbook(tmp_path, write).sheets
    (problem,) = sheet.problems
    assert (problem.address.row, problem.column, problem.value) == (2, "district", "Capacmarca")
    assert area in problem.text.en


@pytest.mark.parametrize("area", ["B3:B4", "C2:F2", "A9:C9"])
def test_merged_cells_that_hold_nothing_for_others_do_not_matter(tmp_path: Path, area: str) -> None:
    def write(sheet: Worksheet) -> None:
        for row in (("name", "district", "note"), ("A", "Capacmarca", "x"), ("B",), ("C",)):
            sheet.append(row)
        sheet.merge_cells(area)

    only_sheet(in_workbook(tmp_path, write))


def test_blank_sheets_are_passed_over_and_hidden_ones_marked(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", {"minas": [["name"], ["A"]], "Hoja2": [], "listas": [["x"]]}, hidden=["listas"]
    )
    assert [(sheet.name, sheet.hidden) for sheet in open_tables([path]).sheets] == [
        ("minas", False),
        ("listas", True),
    ]


def test_a_workbook_whose_visible_sheets_are_blank_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"minas": [["name"]], "listas": [["x"], ["y"]]}, hidden=["listas"])
    assert "holds no rows" in told(open_tables([path]))


@pytest.mark.filterwarnings("error")
def test_lists_of_choices_in_a_workbook_are_no_matter(tmp_path: Path) -> None:
    """The library warns of what it will not save again; a user must not see that."""

    def write(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"] = "name", "A"
        sheet.add_data_validation(DataValidation("list", formula1='"a,b"'))

    in_workbook(tmp_path, write)
    path = tmp_path / "actores.xlsx"
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    _rewrite(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</worksheet>", extension))
    assert contents(only_sheet(open_tables([path]))) == [["name"], ["A"]]
