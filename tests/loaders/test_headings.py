"""Sheet names and headings as officers write them, in both languages, and what they are told of others."""

from pathlib import Path

import pytest

from graph.schema import schema
from loaders.headings import RELATIONS, SOURCES, parts_of, sheet_kind
from loaders.sheets import Sheet, open_tables
from tests.loaders.written import only_problem, read_text


def sheet_of(folder: Path, text: str, name: str = "organizaciones") -> Sheet:
    (folder / f"{name}.csv").write_bytes(text.encode())
    (sheet,) = open_tables([folder / f"{name}.csv"]).sheets
    return sheet


def given_by(folder: Path, headings: str, kind: str) -> list[str]:
    """What the columns of a sheet give; none of them may be a problem."""
    parts, problems = parts_of(sheet_of(folder, f"{headings}\n{'x;' * headings.count(';')}x"), kind)
    assert problems == []
    return [part.id for part in parts.values()]


def told(folder: Path, text: str, kind: str = "Organisation") -> list[str]:
    """What is said of a sheet's headings in English; the Spanish must be another text."""
    _, problems = parts_of(sheet_of(folder, text), kind)
    assert all(problem.text.en != problem.text.es for problem in problems)
    return [problem.in_("en") for problem in problems]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("organisations", "Organisation"),
        ("Organizaciones", "Organisation"),
        ("Organizaciones 2023", "Organisation"),
        ("ORGANIZACIONES (Cusco)", "Organisation"),
        ("relations-borders", RELATIONS),
        ("Relaciones", RELATIONS),
        ("fuentes_2023", SOURCES),
        ("Minas", "Mine"),
        ("provincias", "Province"),
        ("Hoja1", ""),
        ("Organización", ""),
        ("2023 organizaciones", ""),
        ("minasdeoro", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_sheet(name: str, kind: str) -> None:
    assert sheet_kind(name) == kind


def test_every_kind_has_a_sheet_in_both_languages() -> None:
    for kind in schema().kinds.values():
        assert [sheet_kind(name) for name in kind.sheet] == [kind.id] * 2


@pytest.mark.parametrize("name", ["Organizations", "organizacion", "Lista de organizaciones"])
def test_a_sheet_of_another_name_is_told_with_the_likeliest(tmp_path: Path, name: str) -> None:
    problem = only_problem(read_text(tmp_path, name, "name\nA"))
    assert f"“{name}” is none of the names" in problem.text.en
    assert "Did you mean “organi" in problem.text.en
    assert "¿Quiso decir «organi" in problem.text.es


@pytest.mark.parametrize(
    ("headings", "kind", "parts"),
    [
        ("name;type;country;website;ruc", "Organisation", ["name_en", "type", "country", "website", "ruc"]),
        ("Nombre;Tipo;País;Sitio web;RUC", "Organisation", ["name_es", "type", "country", "website", "ruc"]),
        ("NOMBRE;TIPO:;pais;Página Web", "Organisation", ["name_es", "type", "country", "website"]),
        ("\u00a0Nombre ;Otros  nombres;Qué es", "Organisation", ["name_es", "aliases_es", "summary_es"]),
        ("Nombre;Operador;Propietarios;Distrito;Provincia;Latitud;Longitud", "Mine",
         ["name_es", "operator", "owners", "district", "province", "lat", "lon"]),
        ("Nombre;Fecha;Participantes;Organizadores;Sede", "Event",
         ["name_es", "start", "participants", "organisers", "place"]),
        ("Nombre;Partes;Monto;Moneda;Inicio;Fin", "Agreement",
         ["name_es", "parties", "amount", "currency", "start", "end"]),
        ("Nombre;Fuente;Página;Cita;Observaciones;Confianza;Marca;TLP de la entidad", "Organisation",
         ["name_es", "source", "locator", "quote", "note", "confidence", "tlp", "entity_tlp"]),
        ("Sujeto;Tipo;Objeto;Rol;Cargo;Desde;Hasta", RELATIONS,
         ["subject", "type", "object", "role", "office", "start", "end"]),
        ("id;Título;Editor;Clase;Año;Enlace;Idioma", SOURCES,
         ["key", "title", "publisher", "class", "date", "url", "language"]),
        ("ubigeo inei;Nombre;Provincia", "District", ["ubigeo", "name_es", "province"]),
    ],
)  # fmt: skip
def test_headings_of_both_languages(tmp_path: Path, headings: str, kind: str, parts: list[str]) -> None:
    assert given_by(tmp_path, headings, kind) == parts


def test_an_unknown_heading_is_told_with_the_likeliest(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "Nombre;Tipos\nA;x")
    assert "row 1, column “Tipos”: this column is not known. Did you mean “tipo”" in said


def test_a_heading_like_no_other_is_told_where_to_look(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "Nombre;xqzw\nA;x")
    assert "not known. Rename or delete it; `macrosur schema organisations` lists them all" in said


def test_a_sign_alone_is_a_heading_that_is_not_known(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "#;Nombre\n1;A")
    assert "column “#”: this column is not known" in said


def test_two_columns_of_one_meaning_are_told_with_the_other(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "Nombre;Tipo;NOMBRE ES\nA;ong;B")
    assert "column “NOMBRE ES”: the column is there twice, also as “Nombre”" in said


def test_a_column_without_heading_is_told_by_its_letter_and_first_row(tmp_path: Path) -> None:
    (said,) = told(tmp_path, "Nombre" + ";" * 27 + "\nA\nB" + ";" * 27 + "resto de la celda")
    assert "row 3: “resto de la celda”: column AB has cells and no heading" in said


def test_a_column_without_heading_and_cells_is_none(tmp_path: Path) -> None:
    assert told(tmp_path, "Nombre;;Tipo;;\nA; ;ong;\u00a0;\n") == []


@pytest.mark.parametrize(
    "heading", ["Representante", "DNI", "Teléfono", "Celular", "Correo electrónico", "E-mail", "Contacto"]
)
def test_columns_for_persons_are_refused_with_the_way_out(tmp_path: Path, heading: str) -> None:
    (said,) = told(tmp_path, f"Nombre;{heading}\nA;")
    assert f"column “{heading}”: this column is for data of persons" in said
    assert "a column “office” of the sheet “relations”" in said


def test_all_wrong_headings_are_told_at_once_at_the_row_they_stand_in(tmp_path: Path) -> None:
    said = told(tmp_path, ";;\n;;\nNombre;DNI;xqzw\nA;1;2")
    assert len(said) == 2
    assert all("row 3, column" in each for each in said)


def test_a_title_above_the_headings_is_told_once(tmp_path: Path) -> None:
    """Skipping it would be easy, and would drop what titles say: "TLP:RED", "borrador"."""
    text = "MAPEO DE ACTORES 2023;;\nTLP:RED;x;\n\nNombre;Tipo;Fecha\nA;ong;2023\nB;ong;2023"
    problem = only_problem(read_text(tmp_path, "organizaciones", text))
    assert problem.value == "MAPEO DE ACTORES 2023"
    assert problem.address.row == 1
    assert "these stand in row 4. Delete the rows above" in problem.text.en


@pytest.mark.parametrize(
    ("sheet", "text", "columns"),
    [
        ("organizaciones", "Tipo\nong\nong", ["nombre"]),
        ("distritos", "Capital\nx", ["nombre"]),
        ("relaciones", "Nota\nx\ny", ["sujeto", "tipo", "objeto"]),
        ("relaciones", "Sujeto;Objeto\nA;B", ["tipo"]),
        ("fuentes", "Fecha\n2023", ["título"]),
    ],
)
def test_a_column_that_rows_cannot_do_without_is_told_once(
    tmp_path: Path, sheet: str, text: str, columns: list[str]
) -> None:
    problems = read_text(tmp_path, sheet, text).problems
    assert [problem.address.row for problem in problems] == [1] * len(columns)
    for problem, column in zip(problems, columns, strict=True):
        assert f"falta la columna «{column}»" in problem.text.es.lower()
