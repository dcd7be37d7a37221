"""What each column takes, as officers and their programs write it, and what they are told otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Value
from graph.names import search_key
from graph.schema import Choice, Field, schema
from loaders import cells
from loaders.cells import CellError, read_value

AMOUNT, SHARE, LAT = (schema().fields[name] for name in ("amount", "share", "lat"))
PARTICIPANTS, START_YEAR = schema().fields["participants"], schema().fields["start_year"]
NBSP, NARROW = "\u00a0", "\u202f"


def refused(field: Field, text: str, owner: str = "Agreement") -> str:
    """What is said of a cell in English; the Spanish must be another text."""
    with pytest.raises(CellError) as error:
        read_value(field, owner, text)
    assert error.value.text.es
    assert error.value.text.en != error.value.text.es
    return error.value.text.en


@pytest.mark.parametrize(
    ("field", "text", "number"),
    [
        (AMOUNT, "1234.5", 1234.5),
        (AMOUNT, "1234,5", 1234.5),
        (AMOUNT, "1.234,5", 1234.5),
        (AMOUNT, "1,234.5", 1234.5),
        (AMOUNT, "1.234.567,89", 1234567.89),
        (AMOUNT, "1,234,567.89", 1234567.89),
        (AMOUNT, "1.234.567", 1234567.0),
        (AMOUNT, "1 234 567,5", 1234567.5),
        (AMOUNT, f"1{NBSP}234{NARROW}567", 1234567.0),
        (AMOUNT, "1'205,527", 1205527.0),
        (AMOUNT, "1’205,527.50", 1205527.5),
        (AMOUNT, "1'500.000", 1500000.0),
        (AMOUNT, "0.500", 0.5),
        (AMOUNT, "0,125", 0.125),
        (AMOUNT, "1.50", 1.5),
        (AMOUNT, "1.5000", 1.5),
        (AMOUNT, "1234.567", 1234.567),
        (AMOUNT, "+5", 5.0),
        (AMOUNT, "0", 0.0),
        (AMOUNT, "984123456", 984123456.0),
        (LAT, "-14.286712", -14.286712),
        (LAT, "-14,286712", -14.286712),
        (LAT, "−14.2", -14.2),
        (LAT, "-14.286", -14.286),
        (LAT, "-14,286", -14.286),
        (LAT, "-14.28671234567890123", -14.28671234567890123),
        (SHARE, "62.5", 62.5),
        (SHARE, "62,5 %", 62.5),
        (SHARE, f"62,5{NBSP}%", 62.5),
        (SHARE, "62,500", 62.5),
        (SHARE, "100%", 100.0),
        (PARTICIPANTS, "600", 600),
        (PARTICIPANTS, "600.0", 600),
        (PARTICIPANTS, "1.500", 1500),
        (PARTICIPANTS, "1,500", 1500),
        (PARTICIPANTS, "1 500", 1500),
        (PARTICIPANTS, "1.500,00", 1500),
        (PARTICIPANTS, "65'205,527", 65205527),
        (START_YEAR, "2019", 2019),
        (START_YEAR, "2019.0", 2019),
    ],
)
def test_numbers_of_both_countries(field: Field, text: str, number: float) -> None:
    found = read_value(field, "Agreement", text)
    assert found == number
    assert isinstance(found, type(number))


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [("1.500", "1500", "1.5"), ("1,000", "1000", "1"), ("12.345", "12345", "12.3450")],
)
def test_an_amount_that_both_countries_read_differently_is_refused(text: str, one: str, other: str) -> None:
    said = refused(AMOUNT, text)
    assert said.endswith(f"Write {one} or {other}.")
    assert read_value(AMOUNT, "Agreement", one) == float(one)
    assert read_value(AMOUNT, "Agreement", other) == float(other)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (AMOUNT, "S/ 1200", "“currency”"),
        (AMOUNT, "US$ 1200", "“currency”"),
        (AMOUNT, "1200 soles", "“currency”"),
        (AMOUNT, "50%", "only figures"),
        (AMOUNT, "-5", "less than 0"),
        (AMOUNT, "nan", "not only a number"),
        (AMOUNT, "inf", "not only a number"),
        (AMOUNT, "1e5", "not only a number"),
        (AMOUNT, "1_000", "not a number"),
        (AMOUNT, "١٢", "not a number"),
        (AMOUNT, "12.34.5", "not a number"),
        (AMOUNT, "1,,5", "not a number"),
        (AMOUNT, "12 34", "not a number"),
        (AMOUNT, "9" * 400, "not a number"),
        (AMOUNT, "9" * 16, "not a number"),
        (LAT, "-14°17'12\" S", "decimals"),
        (LAT, "-14286712", "outside -90 to 90"),
        (SHARE, "162.5", "outside 0 to 100"),
        (SHARE, "62.5 % aprox.", "not a number"),
        (PARTICIPANTS, "62.5", "not a whole number"),
        (PARTICIPANTS, "1.234,567", "not a whole number"),
        (PARTICIPANTS, "unos 600", "not a whole number"),
        (PARTICIPANTS, "-5", "less than 0"),
        (PARTICIPANTS, "9" * 5000, "not a whole number"),
        (START_YEAR, "c. 2019", "four figures"),
        (START_YEAR, "2.019", "four figures"),
        (START_YEAR, "12/08/2019", "four figures"),
        (START_YEAR, "0019", "outside 1500 to 2100"),
    ],
)
def test_what_is_no_number(field: Field, text: str, words: str) -> None:
    assert words in refused(field, text)


SIGNS = [(",", "."), (".", ","), (" ", "."), (" ", ","), ("'", ".")]


@given(st.floats(0, 1e14).map(lambda number: round(number, 2)), st.sampled_from(SIGNS))
def test_amounts_written_with_groups_are_read_back(number: float, signs: tuple[str, str]) -> None:
    group, point = signs
    text = f"{number:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)
    assert read_value(AMOUNT, "Agreement", text) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    for field in (AMOUNT, SHARE, LAT, PARTICIPANTS, START_YEAR):
        try:
            number = read_value(field, "Agreement", text)
        except CellError:
            continue
        assert isinstance(number, (int, float))
        assert abs(number) < 1e15


@pytest.mark.parametrize(
    ("field", "owner", "text", "digits"),
    [
        ("ubigeo", "District", "080705", "080705"),
        ("ubigeo", "District", "80705", "080705"),
        ("ubigeo", "District", "80705.0", "080705"),
        ("ubigeo", "Province", "807", "0807"),
        ("ubigeo", "Region", "8", "08"),
        ("ruc", "Organisation", "20512345678", "20512345678"),
        ("ruc", "Organisation", "20512345678.0", "20512345678"),
    ],
)
def test_codes(field: str, owner: str, text: str, digits: str) -> None:
    assert read_value(schema().fields[field], owner, text) == digits


@pytest.mark.parametrize(
    ("field", "owner", "text", "words"),
    [
        ("ubigeo", "District", "0807", "6 digits"),
        ("ubigeo", "District", "0807050", "6 digits"),
        ("ubigeo", "District", "٠٨٠٧٠٥", "6 digits"),
        ("ubigeo", "Province", "080705", "4 digits"),
        ("ruc", "Organisation", "2051234567", "has 10 digits; it needs 11"),
        ("ruc", "Organisation", "2,05123E+10", "formatted as text"),
        ("ruc", "Organisation", "10412345678", "are of persons"),
        ("ruc", "Organisation", "15123456789", "are of persons"),
    ],
)
def test_what_is_no_code(field: str, owner: str, text: str, words: str) -> None:
    assert words in refused(schema().fields[field], text, owner)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("aliases_es", "CCOLQUEMIN; Ccolquemin 2023 ;; ", ("CCOLQUEMIN", "Ccolquemin 2023")),
        ("commodity", "cobre\noro\r\nplata", ("cobre", "oro", "plata")),
        ("aliases_es", "Cooperativa A, B y C", ("Cooperativa A, B y C",)),
        ("name_es", f" Comunidad{NBSP}de\n Capacmarca\u200b ", "Comunidad de Capacmarca"),
        ("website", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("website", "HTTP://example.org", "HTTP://example.org"),
        ("type", "frente de defensa", "defence-front"),
        ("type", "Defence Front", "defence-front"),
        ("type", "DEFENCE-FRONT", "defence-front"),
        ("type", "ong", "ngo"),
    ],
)  # fmt: skip
def test_other_values(field: str, text: str, value: Value) -> None:
    assert read_value(schema().fields[field], "Organisation", text) == value


@pytest.mark.parametrize(
    "text", ["www.example.org", "example.org", "https://", "javascript:alert(1)", "https://x y.z"]
)
def test_what_is_no_web_address(text: str) -> None:
    assert "https://" in refused(schema().fields["website"], text)


def test_an_unknown_type_is_told_with_the_likeliest_in_each_language() -> None:
    with pytest.raises(CellError) as error:
        read_value(schema().fields["type"], "Organisation", "comunidad campesina")
    assert "«comunidad»" in error.value.text.es
    assert "“peasant patrol”" in error.value.text.en


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("frente", "¿Quiso decir «frente de defensa»?"),
        ("asociacionn", "¿Quiso decir «asociación»?"),
        ("defensa", "¿Quiso decir «frente de defensa»?"),
    ],
)
def test_a_part_of_a_type_or_a_slip_in_it_is_asked_about(text: str, meant: str) -> None:
    with pytest.raises(CellError) as error:
        read_value(schema().fields["type"], "Organisation", text)
    assert meant in error.value.text.es


def test_a_type_that_is_like_nothing_is_told_with_the_first_and_where_the_others_are() -> None:
    said = refused(schema().fields["type"], "zzzz", "Organisation")
    assert "“working group”, " in said
    assert said.endswith(" and 24 more (`macrosur schema organisations`).")


def test_values_with_commas_in_them_are_told_apart() -> None:
    said = refused(schema().fields["scale"], "zzzz", "Mine")
    assert "“small”, “artisanal and small-scale”" in said


@pytest.mark.parametrize(
    ("type_", "text", "role"),
    [
        ("PARTICIPATED_IN", "expositora", "speaker"),
        ("PARTICIPATED_IN", "organizadora", "organiser"),
        ("PARTICIPATED_IN", "Anfitriona", "host"),
        ("PARTICIPATED_IN", "moderadora", "moderator"),
        ("PARTICIPATED_IN", "asistenta", "attendee"),
        ("SIGNED", "facilitadora", "facilitator"),
        ("OBSERVES", "observadora permanente", "permanent-observer"),
        ("INFLUENCES", "vecina", "neighbour"),
        ("PARTNERS_WITH", "socia técnica", "technical-partner"),
    ],
)
def test_a_role_of_a_community_or_a_federation_may_be_feminine(type_: str, text: str, role: str) -> None:
    assert cells.role(schema().types[type_], text) == role


def test_no_two_values_are_one_but_for_their_gender() -> None:
    """So that a gender nobody wrote down never makes one value of another."""
    of_roles = [{role.id: role.label for role in type_.roles.values()} for type_ in schema().types.values()]
    of_fields = [{item.id: item.label for item in values.values()} for values in schema().choices.values()]
    for labels in (*of_roles, *of_fields):
        for key, label in labels.items():
            for form in (key, *label):
                assert cells.choice({each: Choice(each, its) for each, its in labels.items()}, form) == key
                stems = {other for other, its in labels.items() for each in (other, *its)
                         if cells._stem(search_key(each)) == cells._stem(search_key(form))}  # fmt: skip
                assert stems == {key}


@pytest.mark.parametrize(
    ("text", "code"),
    [("es", "es"), ("ES", "es"), ("es-PE", "es"), ("español", "es"), ("Castellano", "es"), ("inglés", "en"),
     ("English", "en"), ("Quechua", "qu"), ("quz", "quz")],
)  # fmt: skip
def test_languages_by_code_or_name(text: str, code: str) -> None:
    assert cells.language(text) == code


@pytest.mark.parametrize("text", ["klingonés", "es, en", "e"])
def test_what_is_no_language(text: str) -> None:
    with pytest.raises(CellError, match="two letters"):
        cells.language(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("PEN", "PEN"), ("usd", "USD"), ("soles", "PEN"), ("SOLES", "PEN"), ("S/", "PEN"), ("S/.", "PEN"),
     ("Nuevos Soles", "PEN"), ("dólares", "USD"), ("US$", "USD"), ("euros", "EUR"), ("€", "EUR")],
)  # fmt: skip
def test_currencies_by_code_or_as_people_call_them(text: str, code: str) -> None:
    assert read_value(schema().fields["currency"], "Agreement", text) == code


@pytest.mark.parametrize("text", ["$", "pesos", "PEN/USD", "12"])
def test_what_may_be_several_currencies_or_none(text: str) -> None:
    assert "three letters" in refused(schema().fields["currency"], text)


def test_an_amount_with_its_currency_is_told_how_to_be_written() -> None:
    with pytest.raises(CellError) as error:
        read_value(AMOUNT, "Agreement", "S/ 1.500,50")
    assert "such as 1500.50," in error.value.text.en
    assert "como 1500,50," in error.value.text.es


def test_a_translated_marking_is_asked_about() -> None:
    for text, label in (("ROJO", "RED"), ("ámbar", "AMBER"), ("TLP:VERDE", "GREEN"), ("blanco", "CLEAR")):
        with pytest.raises(CellError) as error:
            cells.marking(text)
        assert f"¿{label}?" in error.value.text.es


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12/08/2023", "2023-08-12"),
        ("08/12/2023", "2023-12-08"),
        ("12-08-2023", "2023-08-12"),
        ("2023-08-12", "2023-08-12"),
        ("12 de agosto de 2023", "2023-08-12"),
        ("12 August 2023", "2023-08-12"),
        ("agosto 2023", "2023-08"),
        ("2023-08", "2023-08"),
        ("08/2023", "2023-08"),
        ("2023", "2023"),
        ("2023.0", "2023"),
        ("c. 2019", "2019~"),
        ("2019?", "2019?"),
        ("antes de agosto 2023", "[..2023-08]"),
    ],
)
def test_dates_the_day_before_the_month(text: str, edtf: str) -> None:
    assert cells.date_text(text) == edtf


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("08/13/2023", "the day comes first"),
        ("31/02/2023", "28 days"),
        ("12/08/23", "all four"),
        ("45150", "format the cells as date"),
        ("12/08/2023 - 13/08/2023", "more than one date"),
        ("pronto", "not a date"),
    ],
)
def test_what_is_no_date(text: str, words: str) -> None:
    with pytest.raises(CellError) as error:
        cells.date_text(text)
    assert words in error.value.text.en
    assert error.value.text.en != error.value.text.es


@pytest.mark.parametrize("text", ["OPERATES", "operates", "opera", "Opera "])
def test_a_relation_type_is_its_id_or_how_it_reads(text: str) -> None:
    assert cells.relation_type(text).id == "OPERATES"


@pytest.mark.parametrize(
    ("text", "meant"), [("miembro", "MEMBER_OF"), ("operador", "OPERATES"), ("es socia de", "PARTNERS_WITH")]
)
def test_an_unknown_relation_type_is_told_with_the_likeliest(text: str, meant: str) -> None:
    with pytest.raises(CellError, match=meant) as error:
        cells.relation_type(text)
    assert schema().types[meant].wording.es in error.value.text.es
    assert "HOLDS_RIGHT_OVER" not in error.value.text.en


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("es miembro de", "MEMBER_OF"),
        ("is a member of", "MEMBER_OF"),
        ("no es miembro de", "NOT_MEMBER_OF"),
        ("dueña de", "OWNS"),
        ("es socio de", "PARTNERS_WITH"),
        ("is near", "NEAR"),
    ],
)
def test_a_relation_type_may_come_with_or_without_its_copula(text: str, meant: str) -> None:
    assert cells.relation_type(text).id == meant


def test_a_relation_type_like_none_is_told_where_to_look() -> None:
    with pytest.raises(CellError, match=r"no type of relation\. `macrosur schema` lists them all"):
        cells.relation_type("zzzz")


def test_roles() -> None:
    took_part = schema().types["PARTICIPATED_IN"]
    assert cells.role(took_part, "Expositor") == "speaker"
    with pytest.raises(CellError, match="“organiser”, “host”, “speaker”"):
        cells.role(took_part, "organizer")
    with pytest.raises(CellError, match="“operates” has no roles"):
        cells.role(schema().types["OPERATES"], "operator")


def test_confidence_marking_class_and_kind_in_either_language() -> None:
    assert [cells.confidence(text) for text in ("Alta", "medium")] == ["high", "medium"]
    assert cells.marking("tlp:amber+strict").label == "AMBER+STRICT"
    assert cells.source_class("prensa") == "press"
    assert cells.kind("Organización") == "Organisation"
    for read, text in ((cells.confidence, "segura"), (cells.marking, "ROJO"), (cells.kind, "volcán")):
        with pytest.raises(CellError):
            read(text)
