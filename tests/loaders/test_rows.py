"""Rows become statements, or problems that tell an officer all that is wrong, where, and what to write."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph.errors import Address, MacroSurError
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Contents, Ref, Statement
from graph.resolve import Resolution, resolve
from graph.schema import schema
from loaders.tables import read_tables
from tests.graph.batches import InMemory, batch, graph_of, place
from tests.loaders.written import csv_bytes, only_problem, read_text, workbook

PLACES = graph_of(
    batch(
        place("Region", "08", "Cusco"),
        place("Province", "0807", "Chumbivilcas", 2),
        place("Province", "0808", "Espinar", 3),
        place("District", "080702", "Capacmarca", 4),
        place("District", "080803", "Coporaque", 5),
        place("Region", "17", "Madre de Dios", 6),
        place("Region", "18", "Moquegua", 7),
        place("Province", "1701", "Tambopata", 8),
        place("District", "170101", "Tambopata", 9),
        place("Region", "04", "Arequipa", 10),
        place("Province", "0405", "Caylloma", 11),
        place("District", "040506", "Coporaque", 12),
    )
)


def understood(read: Batch, known: Contents = PLACES) -> Resolution:
    """A batch against a graph; nothing in it may be wrong by itself."""
    assert [problem.in_("en") for problem in read.problems] == []
    return resolve(read, InMemory(known), secret="secret", default_tlp=Marking.AMBER)


def statements(read: Batch) -> tuple[Statement, ...]:
    """The statements of a batch without problems."""
    assert [problem.in_("en") for problem in read.problems] == []
    return read.statements


def told(read: Batch) -> list[tuple[int, str, str]]:
    """Where a batch is wrong: row, column and value."""
    assert all(problem.text.en != problem.text.es for problem in read.problems)
    return [(problem.address.row, problem.column, problem.value) for problem in read.problems]


OFFICER = """Nombre;Tipo;Distrito;Provincia;Fecha;Nota;Fuente
Comunidad Campesina de Capacmarca;comunidad;Capacmarca;;12/08/2023;Reunión en el local, según el acta;acta-1
Frente de Defensa de Ñahuinpuquio;frente de defensa;CAPACMARCA;Chumbivilcas;agosto 2023;;acta-1
Asociación de Mineros «El Peñón»;organización de mineros artesanales;80702;;c. 2019;;
"""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_the_table_of_an_officer_in_cusco(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "Organizaciones 2023.csv").write_bytes(OFFICER.replace("\n", "\r\n").encode(encoding))
    (tmp_path / "fuentes.csv").write_bytes(
        "id;Título;Clase\r\nacta-1;Acta de reunión;registro propio\r\n".encode(encoding)
    )
    read = read_tables([tmp_path], "actores")
    named = [item for item in statements(read) if item.type == STATED_IN]
    assert [(item.subject.shown, item.start, item.source, item.address.row) for item in named] == [
        ("Comunidad Campesina de Capacmarca", "2023-08-12", "acta-1", 2),
        ("Frente de Defensa de Ñahuinpuquio", "2023-08", "acta-1", 3),
        ("Asociación de Mineros «El Peñón»", "2019~", "", 4),
    ]  # fmt: skip
    assert read.sources["acta-1"].class_ == "internal"
    found = understood(read)
    assert found.problems == ()
    assert {claim.object for claim in found.claims.values() if claim.type == "LOCATED_IN"} == {"080702"}


def test_a_misspelt_district_is_told_with_the_right_one(tmp_path: Path) -> None:
    found = understood(read_text(tmp_path, "organizaciones", "Nombre;Distrito\nA;Capacmarka"))
    (problem,) = found.problems
    assert (problem.address.row, problem.column, problem.value) == (2, "Distrito", "Capacmarka")
    assert "Did you mean “Capacmarca”?" in problem.text.en


def test_a_row_without_a_source_cites_its_data_set(tmp_path: Path) -> None:
    found = understood(read_text(tmp_path, "minas", "name\nConstancia"))
    (claim,), (source,) = found.claims.values(), found.sources.values()
    assert (claim.source, source.title, source.class_) == (source.id, "minas", "internal")


@pytest.mark.parametrize(
    ("path", "dataset"), [("actores 2023.csv", "actores 2023"), ("mapa.v2", "mapa.v2"), (".", "carpeta")]
)
def test_the_name_of_a_data_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, dataset: str
) -> None:
    folder = tmp_path / "carpeta"
    (folder / "mapa.v2").mkdir(parents=True)
    for table in ("actores 2023.csv", "mapa.v2/minas.csv"):
        (folder / table).write_text("name\nA\n")
    monkeypatch.chdir(folder)
    assert read_tables([Path(path)]).dataset == dataset


def test_the_sources_may_name_the_data_set_but_not_two(tmp_path: Path) -> None:
    assert read_text(tmp_path, "sources", "id;dataset\ns1;\ns2;mapa\ns3;mapa").dataset == "mapa"
    assert told(read_text(tmp_path, "sources", "id;dataset\ns1;mapa\ns2;otro")) == [(3, "dataset", "otro")]


def test_sources_are_cited_by_id_or_else_by_title(tmp_path: Path) -> None:
    read = read_text(
        tmp_path, "minas", "name;source\nA;s1\nB;Acta 2022", sources="id;title\ns1;Informe\n;Acta 2022"
    )
    assert [item.source for item in statements(read)] == ["s1", "Acta 2022"]
    assert read.sources["Acta 2022"].title == "Acta 2022"


@pytest.mark.parametrize(
    ("sources", "row"),
    [
        ("id;title;url\n;;https://example.org", (2, "title", "")),
        ("id;title\ns1;Acta\ns1;Informe", (3, "id", "s1")),
        ("title;date\nActa;2022\nActa;2023", (3, "title", "Acta")),
        ("id;url\ns1;example.org", (2, "url", "example.org")),
        ("id;date\ns1;pronto", (2, "date", "pronto")),
        ("id;tlp\ns1;ROJO", (2, "tlp", "ROJO")),
        ("id;clase\ns1;diario", (2, "clase", "diario")),
    ],
)  # fmt: skip
def test_a_source_with_a_fault(tmp_path: Path, sources: str, row: tuple[int, str, str]) -> None:
    assert told(read_text(tmp_path, "sources", sources)) == [row]


def test_a_source_written_twice_alike_is_one(tmp_path: Path) -> None:
    assert len(read_text(tmp_path, "sources", "id;title\ns1;Acta\ns1;Acta").sources) == 1


@pytest.mark.parametrize(
    ("cited", "words"),
    [("acta-2", "Did you mean “acta-1”?"), ("xyz", "add a row for it"), ("acta-1; informe", "names several")],
)
def test_a_source_that_is_not_there(tmp_path: Path, cited: str, words: str) -> None:
    text = f'name;operator;district;source\nA;MMG;Capacmarca;"{cited}"'
    problem = only_problem(read_text(tmp_path, "minas", text, sources="id\nacta-1\ninforme"))
    assert (problem.address, problem.column) == (Address("minas.csv", "minas", 2), "source")
    assert problem.value == cited
    assert words in problem.text.en


@pytest.mark.parametrize(
    ("of_row", "of_source", "told_of"),
    [("GREEN", "AMBER", "GREEN"), ("CLEAR", "RED", "CLEAR"), ("AMBER", "AMBER", ""), ("RED", "GREEN", ""),
     ("CLEAR", "", ""), ("", "RED", "")],
)  # fmt: skip
def test_a_row_is_not_marked_looser_than_its_source(
    tmp_path: Path, of_row: str, of_source: str, told_of: str
) -> None:
    read = read_text(tmp_path, "minas", f"name;tlp;source\nA;{of_row};s", sources=f"id;tlp\ns;{of_source}")
    assert told(read) == ([(2, "tlp", told_of)] if told_of else [])


def test_places_are_always_clear(tmp_path: Path) -> None:
    table = "ubigeo;name;province;tlp\n080702;Capacmarca;0807;{}"
    assert told(read_text(tmp_path, "distritos", table.format("RED"))) == [(2, "tlp", "RED")]
    assert {item.tlp for item in statements(read_text(tmp_path, "distritos", table.format("CLEAR")))} == {
        Marking.CLEAR
    }


def test_the_marking_of_an_entity_is_refused_where_it_would_have_no_effect(tmp_path: Path) -> None:
    text = "subject;type;object;entity tlp\nA;OPERATES;B;RED"
    problem = only_problem(read_text(tmp_path, "relations", text))
    assert (problem.column, problem.address.row) == ("entity tlp", 1)
    assert "in its own sheet" in problem.text.en


def test_the_columns_of_a_row_that_state_relations(tmp_path: Path) -> None:
    owners = "MMG 62,5 %; Guoxin (22.5%)\nCITIC: 15%"
    text = f'id;name;operator;owners;district;start\nlb;Las Bambas;MMG;"{owners}";Capacmarca;2016'
    said = [(item.type, item.subject.shown, item.object and item.object.shown, item.fields, item.start)
            for item in statements(read_text(tmp_path, "minas", text))[1:]]  # fmt: skip
    assert said == [
        ("OPERATES", "MMG", "Las Bambas", {}, ""),
        ("OWNS", "MMG", "Las Bambas", {"share": 62.5}, ""),
        ("OWNS", "Guoxin", "Las Bambas", {"share": 22.5}, ""),
        ("OWNS", "CITIC", "Las Bambas", {"share": 15.0}, ""),
        ("LOCATED_IN", "Las Bambas", "Capacmarca", {}, ""),
    ] or [
        (kind, one.replace("lb", "Las Bambas"), two, fields, start) for kind, one, two, fields, start in said
    ]


@pytest.mark.parametrize(
    ("cell", "name", "share"),
    [
        ("Glencore 62.5%", "Glencore", 62.5),
        ("Glencore 62,5 %", "Glencore", 62.5),
        ("Glencore (62,5 %)", "Glencore", 62.5),
        ("Glencore: 62.5 %", "Glencore", 62.5),
        ("Glencore – 100%", "Glencore", 100.0),
        ("Glencore, 62.5%", "Glencore", 62.5),
        ("Glencore 62.500%", "Glencore", 62.5),
        ("Glencore", "Glencore", None),
        ("Fondo 2020", "Fondo 2020", None),
        ("Fondo 2020 30%", "Fondo 2020", 30.0),
        ("3M 5%", "3M", 5.0),
    ],
)
def test_the_share_of_an_owner(tmp_path: Path, cell: str, name: str, share: float | None) -> None:
    _, owns = statements(read_text(tmp_path, "minas", f'name;owners\nA;"{cell}"'))
    assert owns.subject == Ref.of("Organisation", name=name)
    assert owns.fields == ({} if share is None else {"share": share})


@pytest.mark.parametrize("cell", ["Glencore 162.5%", "62.5%", "(62.5 %)"])
def test_a_share_that_cannot_be(tmp_path: Path, cell: str) -> None:
    assert told(read_text(tmp_path, "minas", f"name;owners\nA;{cell}")) == [(2, "owners", cell)]


@pytest.mark.parametrize(
    ("cell", "ref"),
    [
        ("080702", Ref.of("District", ubigeo="080702")),
        ("80702", Ref.of("District", ubigeo="080702")),
        ("80702.0", Ref.of("District", ubigeo="080702")),
        ("999999", Ref.of("District", ubigeo="999999")),
        ("807", Ref.of("District", ubigeo="807")),
        ("Capacmarca", Ref.of("District", name="Capacmarca")),
        ("٠٨٠٧٠٢", Ref.of("District", name="٠٨٠٧٠٢")),
    ],
)
def test_a_district_by_its_ubigeo_or_its_name(tmp_path: Path, cell: str, ref: Ref) -> None:
    assert statements(read_text(tmp_path, "minas", f"name;district\nA;{cell}"))[1].object == ref


@pytest.mark.parametrize(
    ("cell", "ubigeo"), [("8", "08"), ("08", "08"), ("807", "0807"), ("0807", "0807"), ("80702", "080702")]
)
def test_a_place_of_any_kind_by_its_ubigeo(tmp_path: Path, cell: str, ubigeo: str) -> None:
    text = f"subject;type;object\nA;LOCATED_IN;{cell}"
    assert statements(read_text(tmp_path, "relations", text))[0].object == Ref.of("", ubigeo=ubigeo)


def test_an_id_of_the_file_comes_before_an_ubigeo(tmp_path: Path) -> None:
    """Officers number their rows; mine 8 is not the region of Cusco."""
    read = read_text(
        tmp_path,
        "relations",
        "subject;type;object\n1;CONCERNS;8",
        mines="id;name\n8;A",
        events="id;name\n1;B",
    )
    tie = statements(read)[0]
    assert (tie.subject, tie.object) == (Ref.of("Event", key="1"), Ref.of("Mine", key="8"))


def test_an_id_that_two_sheets_have_needs_its_kind(tmp_path: Path) -> None:
    text = "subject;subject kind;type;object\n1;{};CONCERNS;A"
    sheets = {"events": "id;name\n1;B", "agreements": "id;name\n1;C", "mines": "name\nA"}
    found = understood(read_text(tmp_path, "relations", text.format(""), **sheets))
    (problem,) = found.problems
    assert "may mean B (event); C (agreement). Say which" in problem.text.en
    assert understood(read_text(tmp_path, "relations", text.format("evento"), **sheets)).problems == ()


def test_the_province_tells_two_districts_of_one_name_apart(tmp_path: Path) -> None:
    text = "subject;type;object;object province\nA;LOCATED_IN;Coporaque;{}"
    mines = "name\nA"
    assert (
        "may mean"
        in understood(read_text(tmp_path, "relations", text.format(""), mines=mines)).problems[0].text.en
    )
    found = understood(read_text(tmp_path, "relations", text.format("Espinar"), mines=mines))
    assert [claim.object for claim in found.claims.values() if claim.type == "LOCATED_IN"] == ["080803"]


def test_a_code_of_reniec_disagrees_with_its_name(tmp_path: Path) -> None:
    """170101 is Moquegua to RENIEC and Tambopata to INEI."""
    found = understood(read_text(tmp_path, "distritos", "ubigeo;name\n170101;Moquegua"))
    (problem,) = found.problems
    assert (problem.address.row, problem.column) == (2, "name")
    assert problem.value == "Moquegua 170101"
    assert "RENIEC" in problem.text.en
    assert understood(read_text(tmp_path, "distritos", "ubigeo;name\n170101;Tambopata")).problems == ()


RELATION = "subject;subject kind;type;object;object kind;role;share;start;end\n"
RELATION_FAULTS = {
    "an unknown type": ("A;;OPERA TES;B;;;;;", "type", "OPERATES"),
    "a subject of the wrong kind": ("A;mine;OPERATES;B;;;;;", "subject kind", "allowed: Organisation"),
    "an object of the wrong kind": ("A;;OPERATES;B;evento;;;;", "object kind", "allowed: Mine"),
    "an unknown kind": ("A;volcano;OPERATES;B;;;;;", "subject kind", "Organisation"),
    "an unknown role": ("A;;PARTICIPATED_IN;B;;ponente;;;", "role", "write"),
    "a role where there are none": ("A;;OPERATES;B;;operador;;;", "role", "“operates” has no roles"),
    "a field of another type": ("A;;OPERATES;B;;;50;;", "share", "“operates” has no such field"),
    "a share of too much": ("A;;OWNS;B;;;120;;", "share", "outside 0 to 100"),
    "no subject": (";;OPERATES;B;;;;;", "subject", "is empty"),
    "no object": ("A;;OPERATES;;;;;;", "object", "is empty"),
    "no type": ("A;;;B;;;;;", "type", "is empty"),
    "an end before its start": ("A;;OPERATES;B;;;;2023;2019", "end", "comes before the start"),
    "a date in short": ("A;;OPERATES;B;;;;12/08/23;", "start", "all four"),
}  # fmt: skip


@pytest.mark.parametrize("case", RELATION_FAULTS)
def test_a_relation_with_a_fault(tmp_path: Path, case: str) -> None:
    row, column, words = RELATION_FAULTS[case]
    problem = only_problem(read_text(tmp_path, "relations", RELATION + row))
    assert (problem.address.row, problem.column) == (2, column)
    assert words in problem.text.en


def test_a_relation_to_nobody(tmp_path: Path) -> None:
    found = understood(read_text(tmp_path, "relations", "subject;type;object\nMMG;OPERATES;Las Banbas",
                                 mines="name\nLas Bambas", organisations="name\nMMG"))  # fmt: skip
    (problem,) = found.problems
    assert (problem.address, problem.column) == (Address("relations.csv", "relations", 2), "object")
    assert "Did you mean “Las Bambas”?" in problem.text.en


def test_every_fault_of_a_row_and_of_every_row_is_told_once(tmp_path: Path) -> None:
    """The cells of a row that state relations must not repeat what is wrong with the row."""
    rows = [
        "name;type;operator;owners;district;lat;start_year;start;tlp;source",
        "A;hill;MMG;X 5%;Capacmarca;x;y;pronto;PINK;nowhere",
        "#N/A;mine;MMG;;;1;2019;2023;RED;",
        ";mine;;;;;;;;",
        "B;mine;MMG;;;1,5;2019.0;2023;RED;",
    ]
    read = read_text(
        tmp_path, "minas", "\n".join(rows), relations="subject;type;object;role\nA;x;B;y\n;OWNS;;z"
    )
    assert told(read) == [
        (2, "type", "hill"), (2, "lat", "x"), (2, "start_year", "y"), (2, "source", "nowhere"),
        (2, "tlp", "PINK"), (2, "start", "pronto"), (3, "name", "#N/A"), (4, "name", ""),
        (2, "type", "x"), (3, "subject", ""), (3, "object", ""), (3, "role", "z"),
    ]  # fmt: skip
    assert {problem.address.sheet for problem in read.problems} == {"minas", "relations"}


PERSONAL = [
    "Llamar al 984 123 456",
    "984123456",
    "j.quispe@example.org",
    "DNI 41234567",
    "Sr. Juan Quispe Mamani",
    "RUC 10412345679",
    "Presidenta: María Soto Vega",
]
NOT_PERSONAL = [
    "Ley 28736",
    "D.S. 040-2014-EM",
    "R.M. 304-2008-MEM/DM",
    "080702",
    "RUC 20512345678",
    "-14.286712, -72.336541",
    "S/ 984 123 456",
    "2019-2023",
    "12/08/2023",
    "presidenta del frente de defensa",
    "Expediente 984123456",
]


@pytest.mark.parametrize("cell", PERSONAL)
@pytest.mark.parametrize(
    ("sheet", "column"), [("minas", "note"), ("minas", "resumen"), ("relations", "office")]
)
def test_a_cell_with_data_of_a_person_is_refused(tmp_path: Path, sheet: str, column: str, cell: str) -> None:
    text = (
        f"name;{column}\nA;{cell}"
        if sheet == "minas"
        else f"subject;type;object;{column}\nA;OPERATES;B;{cell}"
    )
    problem = only_problem(read_text(tmp_path, sheet, text))
    assert (problem.address.row, problem.column) == (2, column)
    assert "personal data" in problem.text.en
    assert "datos personales" in problem.text.es
    assert problem.value == ""


@pytest.mark.parametrize("cell", NOT_PERSONAL)
def test_a_cell_that_only_looks_like_it_passes(tmp_path: Path, cell: str) -> None:
    statements(read_text(tmp_path, "acuerdos", f'name;note\nA;"{cell}"'))


@pytest.mark.parametrize(
    ("sheet", "column", "cell"),
    [
        ("acuerdos", "amount", "984123456"),
        ("acuerdos", "amount", "41234567"),
        ("acuerdos", "amount", "984 123 456"),
        ("acuerdos", "amount", "10412345679"),
        ("eventos", "participants", "984123456"),
        ("minas", "lat", "-14.984123456"),
        ("minas", "lon", "-72.984123456"),
        ("organizaciones", "ruc", "20984123456"),
    ],
)
def test_columns_of_numbers_hold_no_telephones(tmp_path: Path, sheet: str, column: str, cell: str) -> None:
    (said,) = statements(read_text(tmp_path, sheet, f"name;{column}\nA;{cell}"))
    assert column in said.fields


def test_a_number_that_is_none_is_not_called_personal_data(tmp_path: Path) -> None:
    problem = only_problem(read_text(tmp_path, "acuerdos", "name;amount\nA;984123456 o más"))
    assert "personal data" not in problem.text.en
    assert "figures" in problem.text.en


@pytest.mark.parametrize("ruc", ["10412345679", "10412345678"])
def test_the_ruc_of_a_person_is_refused_whatever_its_check_figure(tmp_path: Path, ruc: str) -> None:
    problem = only_problem(read_text(tmp_path, "organizaciones", f"name;ruc\nA;{ruc}"))
    assert problem.column == "ruc"
    assert "of persons" in problem.text.en


@pytest.mark.parametrize(
    "cell",
    ["#N/A", "#N/D", " #REF! ", "#¡REF!", "#NAME?", "#¿NOMBRE?", "#VALUE!", "#¡VALOR!", "#DIV/0!", "#¡DIV/0!",
     "#NUM!", "#¡NUM!", "#NULL!", "#¡NULO!", "#SPILL!", "#¡DESBORDAMIENTO!", "########", "Err:502"],
)  # fmt: skip
@pytest.mark.parametrize("column", ["name", "participants", "note"])
def test_an_error_of_a_formula_is_no_value(tmp_path: Path, cell: str, column: str) -> None:
    text = f"name;{column}\nA;{cell}" if column != "name" else f"name\n{cell}"
    problem = only_problem(read_text(tmp_path, "eventos", text))
    assert problem.column == column
    assert "error of a formula" in problem.text.en


@pytest.mark.parametrize("cell", ["#1 en la lista", "# N/A", "#NiUnaMenos", "¡Agua sí! #minería"])
def test_a_sign_alone_makes_no_error(tmp_path: Path, cell: str) -> None:
    statements(read_text(tmp_path, "eventos", f"name\n{cell}"))


@pytest.mark.parametrize("cell", ["Comunidad de PerÃº", "Ã‘ahuiÃ±lla", "Nu¤oa", "Apur¡mac", "Caman�"])
def test_letters_that_a_wrong_encoding_spoilt_are_told(tmp_path: Path, cell: str) -> None:
    assert "CSV UTF-8" in only_problem(read_text(tmp_path, "minas", f"name\n{cell}")).text.en


@pytest.mark.parametrize("cell", ["SÃO PAULO", "¿Qué? ¡Agua!", "5 £", "Peñón", "Â", "L’Oréal", "100 ¥"])
def test_letters_of_other_tongues_are_not_spoilt(tmp_path: Path, cell: str) -> None:
    statements(read_text(tmp_path, "minas", f"name\n{cell}"))


def test_a_long_cell_is_told(tmp_path: Path) -> None:
    assert (
        "10,000 characters"
        in only_problem(read_text(tmp_path, "minas", f"name;quote\nA;{'x ' * 5001}")).text.en
    )
    statements(read_text(tmp_path, "minas", f"name;quote\nA;{'x' * 10_000}"))


def test_a_blank_cell_has_nothing_to_see(tmp_path: Path) -> None:
    read = read_text(tmp_path, "minas", "name;note;tlp\nA;\u200b;\u00a0\n\u200b;\u00a0;\u2060")
    assert [(item.note, item.tlp) for item in statements(read)] == [("", None)]


def test_unrelated_sheets_are_told_and_hidden_ones_of_no_name_of_ours_are_not(tmp_path: Path) -> None:
    sheets = {
        "minas": [["name"], ["A"]],
        "Léeme": [["texto"], ["x"]],
        "listas": [["a"], ["b"]],
        "eventos": [["name"], ["B"]],
    }
    read = read_tables([workbook(tmp_path / "a.xlsx", sheets, hidden=["listas", "eventos"])])
    said = {problem.address.sheet: problem.text.en for problem in read.problems}
    assert set(said) == {"Léeme", "eventos"}
    assert "may also be hidden" in said["Léeme"]
    assert "is a hidden sheet, and was not read" in said["eventos"]
    assert [item.subject.shown for item in read.statements] == ["A"]


def test_what_a_cell_of_a_workbook_lacks_is_told_with_its_heading(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"minas": [["name", "note"], ["A", "x"]], "notas": [["x"], ["y"]]})
    book = openpyxl.load_workbook(path)
    book["minas"]["B3"] = book["notas"]["B3"] = "=1+1"
    book["minas"]["A3"] = "B"
    book.save(path)
    problems = read_tables([path]).problems
    assert [(each.address, each.column) for each in problems if each.address.row] == [
        (Address("a.xlsx", "minas", 3), "note")
    ]


def test_a_problem_says_where_what_and_what_to_do_in_both_languages(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "actores.xlsx", {"Eventos 2023": [["Nombre", "Fecha"], [], ["A", "31/02/2023"]]}
    )
    problem = only_problem(read_tables([path]))
    assert problem.in_("en").startswith(
        "actores.xlsx, sheet Eventos 2023, row 3, column “Fecha”: “31/02/2023”: "
    )
    assert problem.in_("es").startswith(
        "actores.xlsx, hoja Eventos 2023, fila 3, columna «Fecha»: «31/02/2023»: "
    )
    assert "write 02/2023" in problem.in_("en")
    assert "escriba 02/2023" in problem.in_("es")


def test_a_row_that_says_what_an_earlier_one_said_is_told(tmp_path: Path) -> None:
    organisations = "name\n" + "".join(f"O{number}\n" for number in range(1, 4))
    ties = ["O1;PARTNERS_WITH;O2", "O1;PARTNERS_WITH;O3", "O2;PARTNERS_WITH;O1"]
    read = read_text(
        tmp_path, "relations", "subject;type;object\n" + "\n".join(ties), organisations=organisations
    )
    (repeat,) = understood(read).repeats
    assert repeat.en == "relations.csv, row 4 repeats row 2."
    assert repeat.es == "relations.csv, fila 4 repite la fila 2."


def test_a_row_that_repeats_one_of_another_sheet_says_which(tmp_path: Path) -> None:
    mines = [["name", "operator"], ["A", "MMG"]]
    relations = [["subject", "type", "object"], [], ["MMG", "OPERATES", "A"]]
    path = workbook(
        tmp_path / "a.xlsx", {"minas": mines, "relaciones": relations, "organizaciones": [["name"], ["MMG"]]}
    )
    (repeat,) = understood(read_tables([path])).repeats
    assert repeat.en == "a.xlsx, sheet relaciones, row 3 repeats a.xlsx, sheet minas, row 2."


# Whatever a file holds, the answer is a batch or words: never a traceback.
MARKS = st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"sep="])
CSV = st.one_of(
    st.binary(max_size=400),
    st.tuples(MARKS, st.binary()).map(b"".join),
    st.text(alphabet=';,\t"\r\n=\'ab1', max_size=200).map(str.encode),
)  # fmt: skip
COLUMNS = (*schema().columns.values(), *schema().relation_columns.values(), *schema().source_columns.values())
HEADINGS = sorted(
    {form for column in COLUMNS for form in (column.id, *column.label)}
    | {form for field in schema().fields.values() for form in (field.id, *field.label)}
    | {form for shortcut in schema().shortcuts for form in shortcut.column}
)
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "A", "1", "080702", "12/08/2023", "62,5 %", "OPERATES", "Mine", "RED", "X 5%; Y", "#N/A", "s1"]
    ),
)
TABLES = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8).flatmap(
    lambda headings: st.lists(st.lists(CELLS, max_size=len(headings) + 1), max_size=6).map(
        lambda rows: [headings, *rows]
    )
)
SHEETS = st.sampled_from(
    [name for kind in schema().kinds.values() for name in kind.sheet] + ["relations", "fuentes", "otra"]
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(content=CSV, suffix=st.sampled_from(["csv", "txt"]))
def test_any_bytes_named_csv(tmp_path: Path, content: bytes, suffix: str) -> None:
    _read_whatever_it_is(tmp_path / f"minas.{suffix}", content)


@QUICK
@given(content=st.binary(max_size=300), signature=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]))
def test_any_bytes_named_xlsx(tmp_path: Path, content: bytes, signature: bytes) -> None:
    _read_whatever_it_is(tmp_path / "minas.xlsx", signature + content)


@QUICK
@given(data=st.data())
def test_a_workbook_with_any_byte_of_a_part_changed(tmp_path: Path, data: st.DataObject) -> None:
    path = workbook(tmp_path / "minas.xlsx", {"minas": [["name", "lat"], ["A", 1.5], ["B", None]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    place = data.draw(st.integers(0, len(parts[name]) - 1))
    piece = data.draw(st.binary(max_size=3))
    parts[name] = parts[name][:place] + piece + parts[name][place + 1 :]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    _read_whatever_it_is(path, packed.getvalue())


@QUICK
@given(sheet=SHEETS, table=TABLES, others=TABLES)
def test_any_grid_of_text(
    tmp_path: Path, sheet: str, table: list[list[str]], others: list[list[str]]
) -> None:
    (tmp_path / "sources.csv").write_bytes(csv_bytes(others, encoding="utf-8").replace(b"\0", b""))
    _read_whatever_it_is(
        tmp_path / f"{sheet}.csv", csv_bytes(table, encoding="utf-8").replace(b"\0", b""), tmp_path
    )


def _read_whatever_it_is(path: Path, content: bytes, folder: Path | None = None) -> None:
    """Reads a file and resolves what it says; all that may come of it is a batch, and problems in words."""
    path.write_bytes(content)
    try:
        read = read_tables([folder or path])
    except MacroSurError:
        return
    finally:
        path.unlink()
    found = resolve(read, InMemory(PLACES), secret="secret", default_tlp=Marking.AMBER)
    for problem in (*read.problems, *found.problems):
        for lang in ("en", "es"):
            assert problem.in_(lang)


SPANISH = st.text("abcABC áéíóúñÑüÜ¿«»°.,;:'\"()%/-\n0123456789\u00a0", max_size=15)
PLAIN = st.lists(
    st.sampled_from(["Nombre", "Tipo", "Nota", "Fecha", "Distrito", "tlp", "alias"]), unique=True, min_size=2
).flatmap(
    lambda headings: st.lists(
        st.lists(SPANISH, min_size=len(headings), max_size=len(headings)), max_size=6
    ).map(lambda rows: [headings, *rows])
)


@QUICK
@given(table=PLAIN)
def test_a_table_means_the_same_in_whatever_format_it_is_saved(
    tmp_path: Path, table: list[list[str]]
) -> None:
    # Bytes of Windows-1252 that happen to be UTF-8 ("Ñ»") are read as that; no one can tell.
    assume(csv_bytes(table).isascii() or not _is_utf_8(csv_bytes(table)))
    batches = []
    for folder, content in (("a", csv_bytes(table)), ("b", csv_bytes(table, ",", "utf-8"))):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "organizaciones.csv").write_bytes(content)
        batches.append(read_tables([tmp_path / folder / "organizaciones.csv"], "x"))
    batches.append(read_tables([workbook(tmp_path / "a.xlsx", {"organizaciones": table})], "x"))
    first, second, third = map(_without_file, batches)
    assert first == second == third


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_file(read: Batch) -> Batch:
    def at(address: Address) -> Address:
        return replace(address, file="", sheet="")

    return replace(
        read,
        files=(),
        statements=tuple(replace(item, address=at(item.address)) for item in read.statements),
        problems=tuple(replace(item, address=at(item.address)) for item in read.problems),
        unread=replace(read.unread, sheets=frozenset()),
    )


def test_a_code_of_a_place_keeps_the_province_and_region_beside_it(tmp_path: Path) -> None:
    """By them a code of RENIEC's is told from one of INEI's."""
    rows = "name;district;province;region\nLas Bambas;170101;Mariscal Nieto;Moquegua\n"
    _, tie = read_text(tmp_path, "mines", rows).statements
    assert tie.object == Ref.of("District", ubigeo="170101", province="Mariscal Nieto", region="Moquegua")
