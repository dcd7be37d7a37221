"""Tables as officers keep them: every way Excel saves one, and what each cell becomes."""

import contextlib
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import Address, MacroSurError
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Statement
from loaders.tables import read_tables

HEADINGS = ("nombre", "tipo", "región", "nota")
ROWS = [
    ("Comunidad Campesina de Ñahuiñlla", "comunidad", "", "Reunión de dos días; con «acta»"),
    ("Minera Uno S.A.C.", "empresa", "Apurímac", ""),
]


def table(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook whose sheets are the arguments."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path = folder / "actores.xlsx"
    book.save(path)
    return path


def statements(path: Path) -> tuple[Statement, ...]:
    batch = read_tables([path], "test")
    assert batch.problems == ()
    return batch.statements


def one(folder: Path, sheet: str, **cells: str) -> Statement:
    """What a sheet of one row states."""
    text = ";".join(cells) + "\n" + ";".join(f'"{cell}"' for cell in cells.values()) + "\n"
    return statements(table(folder, f"{sheet}.csv", text))[0]


def written(grid: Sequence[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(grid)
    return out.getvalue()


def problems(folder: Path, sheet: str, text: str) -> list[str]:
    return [problem.in_("en") for problem in read_tables([table(folder, f"{sheet}.csv", text)]).problems]


def _joined(delimiter: str, before: str = "") -> str:
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in (HEADINGS, *ROWS)]
    return before + "".join(delimiter.join(row) + "\r\n" for row in quoted)


SAVED: dict[str, Callable[[Path], Path]] = {
    "a Spanish Excel's CSV": lambda f: table(f, "organizaciones.csv", _joined(";"), "cp1252"),
    "CSV UTF-8 with a mark": lambda f: table(f, "organizaciones.csv", _joined(";"), "utf-8-sig"),
    "CSV UTF-8": lambda f: table(f, "organizaciones.csv", _joined(","), "utf-8"),
    "Unicode text": lambda f: table(f, "organizaciones.csv", _joined("\t"), "utf-16"),
    "a first line sep=": lambda f: table(f, "organizaciones.csv", _joined(";", "sep=;\r\n"), "cp1252"),
    "a name with the year": lambda f: table(f, "Organizaciones 2023.csv", _joined(";"), "cp1252"),
    "a workbook": lambda f: workbook(f, Organizaciones=[HEADINGS, *ROWS]),
    "blank rows and columns": lambda f: workbook(
        f, ORGANIZACIONES=[(*HEADINGS, None), (None,), (*ROWS[0], None), (), (*ROWS[1], "")]
    ),
}


@pytest.mark.parametrize("how", SAVED)
def test_a_table_says_the_same_however_it_was_saved(tmp_path: Path, how: str) -> None:
    found = statements(SAVED[how](tmp_path))
    said = [(item.type, item.subject.cell("name"), dict(item.fields), item.note) for item in found]
    assert said[0] == (
        STATED_IN,
        "Comunidad Campesina de Ñahuiñlla",
        {"name_es": "Comunidad Campesina de Ñahuiñlla", "type": "community"},
        "Reunión de dos días; con «acta»",
    )
    assert [item[0] for item in said] == [STATED_IN, STATED_IN, "LOCATED_IN"]
    assert said[2][1] == "Minera Uno S.A.C."


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("nombre;fecha\nA;x\n", 2),
        ("sep=;\nnombre;fecha\nA;x\n", 2),
        ("nombre;fecha\nB;2023\n\n\nA;x\n", 5),
        ('nombre;fecha\n"dos\nlíneas";2023\nA;x\n', 3),
        ("\n\nnombre;fecha\nA;x\n", 4),
    ],
)
def test_rows_are_counted_as_excel_shows_them(tmp_path: Path, text: str, row: int) -> None:
    (problem,) = read_tables([table(tmp_path, "eventos.csv", text)]).problems
    assert problem.address == Address("eventos.csv", "eventos", row)
    assert (problem.column, problem.value) == ("fecha", "x")


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        (datetime(2023, 8, 12), "2023-08-12"),  # noqa: DTZ001 -- workbooks know no zones
        (date(2023, 8, 12), "2023-08-12"),
        ("12/08/2023", "2023-08-12"),
        ("12-8-2023", "2023-08-12"),
        ("12 de agosto de 2023", "2023-08-12"),
        ("agosto de 2023", "2023-08"),
        ("c. 2019", "2019~"),
        (2019, "2019"),
        (2019.0, "2019"),
        ("[..2023-08]", "[..2023-08]"),
    ],
)
def test_dates_as_people_and_workbooks_write_them(tmp_path: Path, cell: object, edtf: str) -> None:
    (said, *_) = statements(workbook(tmp_path, eventos=[("nombre", "inicio"), ("Reunión", cell)]))
    assert said.start == edtf


@pytest.mark.parametrize(
    ("sheet", "column", "cell", "field", "value"),
    [
        ("eventos", "participantes", "1.200", "participants", 1200),
        ("eventos", "participantes", "1,200", "participants", 1200),
        ("eventos", "participantes", "600", "participants", 600),
        ("minas", "lat", "-14,1", "lat", -14.1),
        ("minas", "lat", "-14.1", "lat", -14.1),
        ("organizaciones", "RUC", "20123456789", "ruc", "20123456789"),
        ("organizaciones", "alias", "Uno; Dos ;", "aliases_es", ("Uno", "Dos")),
        ("minas", "mineral", "cobre; oro", "commodity", ("cobre", "oro")),
        ("organizaciones", "tipo", "Ronda campesina", "type", "peasant-patrol"),
        ("organizaciones", "tipo", "peasant-patrol", "type", "peasant-patrol"),
    ],
)
def test_a_cell_becomes_the_value_its_column_asks_for(
    tmp_path: Path, sheet: str, column: str, cell: str, field: str, value: object
) -> None:
    assert one(tmp_path, sheet, **{"nombre": "X", column: cell}).fields[field] == value


@pytest.mark.parametrize("cell", ["80705", 80705, 80705.0, "080705"])
def test_a_ubigeo_keeps_the_zero_that_a_spreadsheet_eats(tmp_path: Path, cell: object) -> None:
    rows = workbook(tmp_path, minas=[("nombre", "distrito"), ("X", cell)])
    (_, where) = statements(rows)
    assert where.object is not None
    assert where.object.cell("ubigeo") == "080705"


@pytest.mark.parametrize("cell", ["Glencore plc 62.5%", "Glencore plc (62,5 %)", "Glencore plc  62.5 %"])
def test_an_owner_may_come_with_a_share(tmp_path: Path, cell: str) -> None:
    path = table(tmp_path, "minas.csv", f'nombre;propietarios\nX;"{cell}; MMG"\n')
    _, glencore, mmg = statements(path)
    assert (glencore.type, glencore.subject.cell("name"), glencore.fields) == (
        "OWNS", "Glencore plc", {"share": 62.5},
    )  # fmt: skip
    assert (mmg.subject.cell("name"), mmg.fields) == ("MMG", {})


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"distrito": "Espinar", "provincia": "Espinar", "región": "Cusco"}, ("District", "Espinar")),
        ({"provincia": "Espinar", "región": "Cusco"}, ("Province", "Espinar")),
        ({"región": "Cusco"}, ("Region", "Cusco")),
        ({"departamento": "08"}, ("Region", "08")),
    ],
)
@pytest.mark.parametrize("sheet", ["organizaciones", "minas", "eventos", "acuerdos", "iniciativas"])
def test_a_row_is_in_the_most_exact_place_it_names(
    tmp_path: Path, sheet: str, cells: dict[str, str], place: tuple[str, str]
) -> None:
    if sheet == "iniciativas" and "distrito" in cells:
        return  # initiatives have no such column: they reach further than a district
    rows = [("nombre", *cells), ("X", *cells.values())]
    where = [item.object for item in statements(workbook(tmp_path, **{sheet: rows})) if item.object]
    (found,) = where
    assert (found.kind, found.cell("name") or found.cell("ubigeo")) == place


def test_a_relation_is_read_in_spanish(tmp_path: Path) -> None:
    said = one(
        tmp_path, "relaciones", sujeto="Guaman Poma", tipo="participó en", objeto="CCOLQUEMIN 2023",
        rol="expositor", inicio="12/08/2023", confianza="alta", cargo="presidencia", tlp="tlp:green",
    )  # fmt: skip
    assert (said.type, said.role, said.start, said.confidence, said.office, said.tlp) == (
        "PARTICIPATED_IN", "speaker", "2023-08-12", "high", "presidencia", Marking.GREEN,
    )  # fmt: skip
    assert (said.subject.kind, said.object and said.object.kind) == ("Organisation", "Event")


def test_an_id_of_the_file_is_known_before_its_sheet_is_read(tmp_path: Path) -> None:
    relations = [("subject", "type", "object"), ("mmg", "OPERATES", "lb")]
    path = workbook(
        tmp_path,
        relations=relations,
        organisations=[("id", "name"), ("mmg", "MMG Limited")],
        mines=[("id", "name"), ("lb", "Las Bambas")],
    )
    said = next(item for item in statements(path) if item.type == "OPERATES")
    assert (said.subject.cell("key"), said.object and said.object.cell("key")) == ("mmg", "lb")


@pytest.mark.parametrize(
    "cell",
    [
        "Ley 28736 y D.S. 040-2014-EM", "RUC 20123456789", "S/ 98 765 432", "USD 12345678", "ubigeo 080705",
        "expediente N° 12345678", "-14.12345678, -72.12345678", "2019-2023", "https://example.org/12345678",
        "Resolución 987-654-2021", "600 participantes", "art. 12, párr. 3",
    ],
)  # fmt: skip
def test_numbers_that_are_no_data_of_persons_pass(tmp_path: Path, cell: str) -> None:
    assert one(tmp_path, "organizaciones", nombre="X", nota=cell).note == cell


@pytest.mark.parametrize("column", ["participantes", "lat", "lon"])
def test_a_number_in_a_column_of_numbers_is_no_telephone(tmp_path: Path, column: str) -> None:
    sheet = "eventos" if column == "participantes" else "minas"
    told = problems(tmp_path, sheet, f"nombre;{column}\nX;987654321\n")
    assert not [problem for problem in told if "personal" in problem]


@pytest.mark.parametrize(
    ("sheet", "text", "told"),
    [
        ("minas", "nombre;nombre\nA;B\n", "the column is there twice, also as “nombre”"),
        ("minas", "nombre;\nA;B\n", "column B has cells and no heading"),
        ("minas", "nombre;tipo\n;tajo\n", "has no name"),
        ("minas", "nombre;nota\nA;#REF!\n", "error of a formula"),
        ("minas", "nombre;nota\nA;#¡REF!\n", "error of a formula"),
        ("organizaciones", "nombre;RUC\nA;2012345678\n", "11"),
        ("organizaciones", "nombre;RUC\nA;10456789012\n", "person"),
        ("organizaciones", "nombre;celular\nA;1\n", "data of persons"),
        ("organizaciones", "nombre;Representante legal\nA;B\n", "data of persons"),
        ("organizaciones", "nombre;sitio web\nA;mmg\n", "web address"),
        ("organizaciones", "nombre;sitio web\nA;https://[mmg.pe/x\n", "web address"),
        ("organizaciones", "nombre;sitio web\nA;https://mmg.pe:puerto/\n", "web address"),
        ("relaciones", "sujeto;tipo\nA;opera\n", "there is no column “object”"),
        ("relaciones", "sujeto;tipo;objeto\nA;miembro;B\n", "did you mean member of (MEMBER_OF)"),
        ("relaciones", "sujeto;tipo;objeto;rol\nA;participó en;B;jefe\n", "speaker"),
        ("relaciones", "sujeto;tipo;objeto;participación\nA;opera;B;62\n", "“operates” has no such field"),
        ("relaciones", "sujeto;tipo;objeto;inicio;fin\nA;opera;B;2023;2022\n", "before"),
        ("relaciones", "sujeto;tipo;objeto;participación\nA;es dueña de;B;162\n", "outside"),
    ],
)
def test_a_fault_is_told_with_its_remedy(tmp_path: Path, sheet: str, text: str, told: str) -> None:
    found = problems(tmp_path, sheet, text)
    assert [problem for problem in found if told in problem], found


def test_sources_are_known_by_their_ids(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        fuentes=[
            ("id", "título", "fecha", "tlp"),
            ("f1", "Informe", "2023", "GREEN"),
            ("f1", "Otro", "", ""),
        ],
        minas=[("nombre", "fuente", "tlp"), ("A", "f1", "CLEAR"), ("B", "f9", ""), ("C", "", "CLEAR")],
    )
    batch = read_tables([path])
    told = [(problem.address.sheet, problem.address.row, problem.column) for problem in batch.problems]
    assert told == [("fuentes", 3, "id"), ("minas", 2, "tlp"), ("minas", 3, "fuente")]
    assert "looser than its source, which is GREEN" in batch.problems[1].in_("en")
    assert [item.source for item in batch.statements] == ["f1", "f9", ""]


def test_all_problems_of_all_sheets_come_together_and_in_both_languages(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        minas=[("nombre", "operador", "lat"), ("A", "B", "norte")],
        eventos=[("nombre", "fecha"), ("E", "ayer"), ("F", "31/02/2023")],
        cosas=[("x",), ("y",)],
    )
    batch = read_tables([path])
    assert {(problem.address.sheet, problem.address.row) for problem in batch.problems} == {
        ("minas", 2), ("eventos", 2), ("eventos", 3), ("cosas", 0),
    }  # fmt: skip
    assert all(problem.in_("en") != problem.in_("es") for problem in batch.problems)


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
WORDS = st.sampled_from(
    [
        "",
        "nombre",
        "name",
        "tipo",
        "subject",
        "type",
        "object",
        "opera",
        "MMG",
        "ubigeo",
        "080701",
        "lat",
        "tlp",
    ]
)
GRIDS = st.lists(st.lists(WORDS | CELLS, min_size=1, max_size=6), max_size=6)
OFTEN = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _read(path: Path) -> Batch | None:
    with contextlib.suppress(MacroSurError):
        return read_tables([path], "test")
    return None


@OFTEN
@given(content=st.binary(max_size=400) | GRIDS.map(lambda grid: "\n".join(map(";".join, grid)).encode()))
@pytest.mark.parametrize("name", ["organisations.csv", "relations.csv", "fuentes.csv", "mines.xlsx"])
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    _read(path)


@OFTEN
@given(rows=st.lists(st.tuples(*[st.text("abcñÁ é,;\"'\n.%12", max_size=9)] * 3), min_size=1, max_size=5))
def test_a_grid_means_the_same_as_csv_and_as_workbook(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    grid = [("nombre", "alias", "nota"), *rows]
    batches = [
        read_tables([table(tmp_path, "minas.csv", written(grid, ";"), "cp1252")], "test"),
        read_tables([table(tmp_path, "minas.csv", written(grid, ","), "utf-8")], "test"),
        read_tables([workbook(tmp_path, minas=grid)], "test"),
    ]
    anywhere = Address("", "", 0)
    told = [[replace(item, address=anywhere) for item in batch.statements] for batch in batches]
    assert told[0] == told[1] == told[2]
    assert len({len(batch.problems) for batch in batches}) == 1


def test_for_many_sources_that_are_not_there_only_the_first_are_helped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is compared with every source there is, so that a big bad table would take minutes."""
    compared: list[str] = []

    def extract(text: str, *_: object, **__: object) -> list[tuple[str, float, int]]:
        compared.append(text)
        return [("s1-visit", 90.0, 0)]

    monkeypatch.setattr("loaders.tables._HELPED", 5)
    monkeypatch.setattr("loaders.tables.process.extract", extract)
    table(tmp_path, "sources.csv", "id,title,class\ns1-visit,A visit,internal\n")
    rows = "".join(f"Mine {number},s{number // 2}-visits\n" for number in range(40))
    table(tmp_path, "mines.csv", "name,source\n" + rows)
    told = [problem.text.en for problem in read_tables([tmp_path]).problems]
    assert compared == [f"s{number}-visits" for number in range(5)]
    assert ["Did you mean “s1-visit”?" in text for text in told] == [True] * 10 + [False] * 30
    assert all("is no id of the sheet of sources" in text for text in told)
