"""No persons: what people leave in their tables by habit is found, and what only looks like it passes.

The persons and numbers below are invented.
"""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.persons import is_person_column, personal_data
from graph.schema import schema

SHARED = Path(__file__).parents[2].parent / "shared"


@pytest.mark.parametrize(
    "header",
    [
        "Representante",
        "REPRESENTANTES",
        "Nombre del representante",
        "Representante legal",
        "Legal representative",
        "Contacto",
        "Contact person",
        "Persona de contacto",
        "Datos de contacto",
        "Número de contacto",
        "Empresa / contacto",
        "Nombre y apellidos",
        "Apellidos y nombres",
        "Apellido paterno",
        "Nombres",
        "First name",
        "Surname",
        "Persona",
        "Person",
        "DNI",
        "D.N.I.",
        "N° DNI",
        "Documento de identidad",
        "Documento Nacional de Identidad",
        "Carné de extranjería",
        "Pasaporte",
        "Passport no.",
        "Teléfono",
        "TELEFONO FIJO",
        "Tel.",
        "Tel./Cel.",
        "Celular",
        "Número de celular",
        "phone",
        "Phone number",
        "Mobile",
        "WhatsApp",
        "E-mail",
        "e_mail",
        "Correo",
        "Correo electrónico",
        "Birth date",
        "Fecha de nacimiento",
        "Edad",
        "Firma",
        "Firma y sello",
        "Presidente",
        "Nombre del presidente",
        "Nombre de la alcaldesa",
        "Name of the mayor",
        "Entrevistado",
        "Dirigentes",
        "Testigo",
    ],
)
def test_headings_that_ask_for_people(header: str) -> None:
    assert is_person_column(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "name",
        "Nombre",
        "Nombre corto",
        "Otros nombres",
        "office",
        "Cargo",
        "office_note",
        "Cargo del representante",
        "Organización del representante",
        "Entidad responsable",
        "Responsable",
        "lugar en la fuente",
        "Participantes",
        "Número de participantes",
        "Número de representantes",
        "N° de personas",
        "Total de víctimas",
        "Personas afectadas",
        "Persona jurídica",
        "Legal person",
        "Personería jurídica",
        "Personal capacitado",
        "Fecha de firma",
        "Lugar de firma",
        "Firmantes",
        "firm",
        "Presidencia",
        "Titular minero",
        "Dirección",
        "Address",
        "Contrato",
        "Telecentro",
        "Movilización",
        "Celda",
        "Descripción",
        "Mes",
        "RUC",
        "Sitio web",
        "Edición",
    ],
)
def test_headings_that_do_not(header: str) -> None:
    assert not is_person_column(header)


def test_no_heading_of_the_schema_asks_for_people() -> None:
    known = schema()
    columns = [*known.columns.values(), *known.relation_columns.values(), *known.source_columns.values()]
    headings = {heading for column in columns for heading in (column.id, *column.label, *column.headers)}
    for field in known.fields.values():
        headings.update((field.id, *field.label, *field.headers))
    for shortcut in known.shortcuts:
        headings.update(shortcut.column)
    assert len(headings) > 150
    assert sorted(filter(is_person_column, headings)) == []


@given(st.sampled_from(["Teléfono", "representante", "Correo electrónico", "cargo", "nombre", "sede"]))
def test_case_and_accents_of_a_heading_do_not_count(header: str) -> None:
    answer = is_person_column(header)
    plain = header.replace("é", "e").replace("ó", "o")
    assert (
        is_person_column(plain)
        == is_person_column(plain.upper())
        == is_person_column(f" {header}: ")
        == answer
    )


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("juan.quispe@example.com", "e-mail", "juan.quispe@example.com"),
        ("Escribir a <j_quispe+ong@mail.example.org>.", "e-mail", "j_quispe+ong@mail.example.org"),
        ("MAILTO:JUAN@EXAMPLE.PE", "e-mail", "JUAN@EXAMPLE.PE"),
        ("juan (at) example.com", "e-mail", "juan (at) example.com"),
        ("juan[arroba]example.com", "e-mail", "juan[arroba]example.com"),
        ("984123456", "phone", "984123456"),
        ("984123456.0", "phone", "984123456.0"),
        ("984 123 456", "phone", "984 123 456"),
        ("984-123-456", "phone", "984-123-456"),
        ("984 12 34 56", "phone", "984 12 34 56"),
        ("+51 984 123 456", "phone", "+51 984 123 456"),
        ("51984123456", "phone", "51984123456"),
        ("0051 984123456", "phone", "0051 984123456"),
        ("llamar al 984\u200b123456 (tarde)", "phone", "984123456"),
        ("084-223344", "phone", "084-223344"),
        ("(084) 22-3344", "phone", "(084) 22-3344"),
        ("054 223344", "phone", "054 223344"),
        ("084223344", "phone", "084223344"),
        ("(01) 467 2010", "phone", "(01) 467 2010"),
        ("01-4672010", "phone", "01-4672010"),
        ("+41 22 730 94 00", "phone", "+41 22 730 94 00"),
        ("Tel. 223344", "phone", "Tel. 223344"),
        ("Teléfono N° 223344", "phone", "Teléfono N° 223344"),
        ("cel.984123456", "phone", "cel.984123456"),
        ("RPM #956789", "phone", "RPM #956789"),
        ("https://wa.me/51984123456", "phone", "wa.me/51984123456"),
        ("DNI 41234567", "DNI", "DNI 41234567"),
        ("D.N.I. N.° 41.234.567", "DNI", "D.N.I. N.° 41.234.567"),
        ("DNI del tesorero: 41234567", "DNI", "DNI del tesorero: 41234567"),
        ("documento de identidad 41234567", "DNI", "documento de identidad 41234567"),
        ("carné de extranjería 001234567", "DNI", "carné de extranjería 001234567"),
        ("Passport AB1234567", "DNI", "Passport AB1234567"),
        ("10412345679", "RUC of a person", "10412345679"),
        ("RUC: 10412345670", "RUC of a person", "RUC: 10412345670"),
        ("Sr. Juan Quispe", "person's name", "Sr. Juan Quispe"),
        ("sr. juan quispe", "person's name", "sr. juan quispe"),
        ("SR. JUAN QUISPE MAMANI", "person's name", "SR. JUAN QUISPE MAMANI"),
        ("DR JUAN PEREZ", "person's name", "DR JUAN PEREZ"),
        ("expuso la Lic. María Huamán, de la oficina", "person's name", "Lic. María Huamán"),
        ("Ing. J. C. de la Cruz", "person's name", "Ing. J. C. de la Cruz"),
        ("Ing. J.C. Mamani", "person's name", "Ing. J.C. Mamani"),
        ("Dra. Ana", "person's name", "Dra. Ana"),
        ("Mr Smith", "person's name", "Mr Smith"),
        ("Mrs. Jane O'Hara", "person's name", "Mrs. Jane O'Hara"),
        ("don Juan", "person's name", "don Juan"),
        ("Doña Rosa Quispe", "person's name", "Doña Rosa Quispe"),
        ("la señora Elsa", "person's name", "señora Elsa"),
        ("Crnl. PNP Luis Vera", "person's name", "Crnl. PNP Luis Vera"),
        ("Presidenta: María del Pilar Soto", "person's name", "Presidenta: María del Pilar Soto"),
        ("Presidenta: María Soto de la Vega", "person's name", "Presidenta: María Soto de la Vega"),
        ("Sr. Alcalde Juan Pérez", "person's name", "Alcalde Juan Pérez"),
        ("presidente regional Juan Pérez", "person's name", "presidente regional Juan Pérez"),
        ("representada por Juan Pérez", "person's name", "representada por Juan Pérez"),
        ("Asociación: Ing. Luis Soto", "person's name", "Ing. Luis Soto"),
        ("Juan Pérez, tesorero", "person's name", "Juan Pérez"),
        ("Juan Pérez Soto (alcalde)", "person's name", "Juan Pérez Soto"),
        ("Juan Quispe Mamani", "person's name", "Juan Quispe Mamani"),
        ("juana mamani", "person's name", "juana mamani"),
    ],
)
def test_personal_data_is_found(text: str, kind: str, found: str) -> None:
    data = personal_data(text)
    assert data is not None
    assert (data.kind, data.found) == (kind, found)
    assert found in data.en
    assert found in data.es


def test_the_office_is_sent_to_the_one_sheet_that_takes_it() -> None:
    found = personal_data("Sr. Juan Quispe Mamani")
    assert found is not None
    assert "column “office” of the sheet “relations”" in found.en
    assert "columna «cargo» de la hoja «relaciones»" in found.es


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Centro Guaman Poma de Ayala",
        "Centro de Estudios Regionales Andinos Bartolomé de las Casas",
        "Universidad Nacional de San Antonio Abad del Cusco",
        "Universidad Antonio Ruiz de Montoya",
        "Federación Agraria Revolucionaria Túpac Amaru",
        "Micaela Bastidas",
        "Hospital Regional Dr. Manuel Núñez Butrón",
        "I.E. Ing. Carlos Lisson",
        "I. E. P. N° 70 Dr. Luis Alva",
        "Av. Ing. Juan Soto 120",
        "Colegio Don Bosco",
        "Comunidad Campesina Juan Quispe",
        "Proyecto Don Javier",
        "Don Javier",
        "Don Javier Copper Project",
        "Compañía Minera Doña Inés de Collahuasi",
        "Cooperativa Minera Señor Cautivo",
        "Señor de Qoyllurit'i",
        "Nuestra Señora del Rosario",
        "Pedro Vilca Apaza",
        "Juan Espinoza Medrano",
        "José Luis Bustamante y Rivero",
        "General Sánchez Cerro",
        "Coronel Gregorio Albarracín Lanchipa",
        "operated by Rosa Mining",
        "DR Congo",
        "ING Bank",
        "Ing. Civil",
        "Sr. Alcalde de Colquemarca",
        "presidente del frente de defensa",
        "Presidenta de la Junta de Usuarios",
        "Directora ejecutiva",
        "President of the Council of Ministers",
        "representante legal",
        "I don't know",
        "after 250 ms Delay",
        # Figures that are no telephone, DNI or RUC of a person.
        "20131312955",
        "RUC 20100070970",
        "10412345678",
        "080704",
        "080704 080803",
        "20230812",
        "41234567",
        "2023-08-12",
        "12/08/2023 14:30",
        "2019 2020 2021",
        "mobile 2019-2021",
        "DNI campaign 2023-2025",
        "-72.3356",
        "-71.987654321",
        "UTM 729000E 8397250N PSAD56",
        "S/ 984123456",
        "US$ 950 000 000",
        "950 000 000",
        "984 123 456 soles",
        "984123456 toneladas",
        "about 600 participants; 65,000+ visitors expected",
        "1'205,527 habitantes",
        "DS 004-2021-JUS and DS 016-2024-JUS",
        "Resolución 054-2023-MINEM",
        "Exp. 984123456",
        "Oficio N° 984123456",
        "https://example.org/noticia/984123456/10412345679",
        "example.org/2022/03/26/984123456",
        "github:owner/data@a41e500 01_input/01_data",
    ],
)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert personal_data(text) is None


@given(st.from_regex(r"9[0-9]{8}", fullmatch=True).filter(lambda figures: not figures.endswith("000")))
def test_a_mobile_number_is_found_in_each_grouping(figures: str) -> None:
    groups = (figures[:3], figures[3:6], figures[6:])
    for written in (figures, " ".join(groups), "-".join(groups), f"+51 {figures}", f"llamar al {figures}."):
        data = personal_data(written)
        assert data is not None
        assert data.kind == "phone"


@given(st.from_regex(r"20[0-9]{9}", fullmatch=True))
def test_the_ruc_of_an_organisation_passes(figures: str) -> None:
    assert personal_data(figures) is None
    assert personal_data(f"RUC N° {figures}") is None


@given(st.text(max_size=60))
def test_any_text_has_an_answer_that_holds_within_a_sentence(text: str) -> None:
    data = personal_data(text)
    if data is not None:
        assert data.found
        assert personal_data(f"{text} ; fin.") is not None


def test_a_cell_of_any_length_and_shape_is_answered() -> None:
    """Cells that make a careless pattern run for minutes; the suite's timeout would tell."""
    for piece in ("a", "a.", "A1", "9", "9 ", "n.", "a@", "(at) ", "Juan ", "Hospital ", "DNI ", "+51 "):
        assert personal_data(piece * 10_000) is None
        assert not is_person_column(piece.replace("DNI", "").replace("9", "") * 10_000)


@pytest.mark.skipif(
    not (SHARED / "data/facts").is_dir(), reason="the collected facts are not beside the project"
)
def test_no_false_alarm_in_the_collected_facts() -> None:
    alarms = []
    for path in sorted((SHARED / "data").glob("*/*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        alarms += [f"{path.name}: {column}" for column in rows[0] if is_person_column(column)]
        cells = {cell for row in rows for cell in row.values() if cell}
        alarms += [f"{path.name}: {data.en}" for cell in cells if (data := personal_data(cell))]
    assert alarms == []


@pytest.mark.skipif(not (SHARED / "texts").is_dir(), reason="the texts are not beside the project")
def test_no_false_alarm_on_the_organisations_of_the_texts() -> None:
    names: list[str] = []
    for path in sorted((SHARED / "texts").glob("*.gold.json")):
        for entity in json.loads(path.read_text(encoding="utf-8"))["entities"]:
            names += [entity["name"], *entity["aliases"]]
    assert len(names) > 50
    assert [name for name in names if personal_data(name)] == []
