"""Who is who: what is one entity, what stays apart, and what a user is asked."""

from dataclasses import replace

import pytest

from graph.documents import normal_url
from graph.markings import Marking
from graph.model import STATED_IN, Batch, Contents, Ref, SourceRow, Statement
from graph.resolve import Resolution, resolve
from graph.text import Text
from tests.graph.batches import InMemory, batch, graph_of, key, name, named, place, tied

NOTHING = Contents({}, [], {})
PLACES = batch(
    place("Region", "08", "Cusco"),
    place("Province", "0808", "Espinar", 2),
    place("Province", "0805", "Canas", 3),
    place("District", "080801", "Espinar", 2),
    place("District", "080803", "Coporaque", 3),
    place("Region", "04", "Arequipa", 3),
    place("Province", "0405", "Caylloma", 4),
    place("District", "040506", "Coporaque", 4),
)


def resolved(what: Batch, *before: Batch) -> Resolution:
    known = graph_of(*before) if before else NOTHING
    return resolve(what, InMemory(known), secret="secret", default_tlp=Marking.AMBER)


def problem(found: Resolution) -> str:
    assert len(found.problems) == 1, found.problems
    return found.problems[0].text.en


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Organisation", "Minera Las Bambas S.A.C.", "MINERA LAS BAMBAS SAC"),
        ("Organisation", "Comunidad Campesina de Fuerabamba", "C.C. Fuerabamba"),
        ("Mine", "Antapaccay", "Mina Antapaccay"),
        ("Organisation", "Asociación Pro Derechos", "asociacion  pro-derechos"),
    ],
)
def test_two_writings_of_one_name_are_one_entity(kind: str, one: str, other: str) -> None:
    found = resolved(batch(named(kind, "", one)), batch(named(kind, "", other), dataset="other"))
    assert set(found.kinds) <= set(graph_of(batch(named(kind, "", other), dataset="other")).entities)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("Organisation", "Ñahui", "Nahui"),
        ("Organisation", "Fuerabamba S.A.C.", "Comunidad Campesina Fuerabamba"),
        ("Organisation", "Working group, Lima", "Working group, Cusco"),
    ],
)
def test_names_that_differ_are_kept_apart(kind: str, one: str, other: str) -> None:
    assert len(graph_of(batch(named(kind, "", one, 2), named(kind, "", other, 3))).entities) == 2


def test_a_mine_and_a_company_of_one_name_are_two() -> None:
    both = batch(named("Mine", "", "Las Bambas"), named("Organisation", "", "Las Bambas"))
    assert sorted(entity.kind for entity in graph_of(both).entities.values()) == ["Mine", "Organisation"]


def test_two_ids_of_one_table_are_two_whatever_they_are_called() -> None:
    found = resolved(batch(named("Mine", "1", "San Juan", 2), named("Mine", "2", "San Juan", 3)))
    assert len(found.kinds) == 2
    assert "San Juan" in found.doubts[0].en


def test_an_id_means_the_same_within_its_data_set_and_kind_only() -> None:
    first = batch(named("Mine", "1", "Constancia"), dataset="one")
    second = batch(named("Mine", "1", "Antapaccay"), dataset="two")
    assert len(graph_of(first, second).entities) == 2
    renamed = batch(named("Mine", "1", "Constancia Hudbay"), dataset="one")
    assert len(graph_of(first, renamed).entities) == 1


def test_an_id_that_two_sheets_have_is_asked_for_and_not_guessed() -> None:
    """Officers number the rows of each sheet from 1."""
    sheets = [named("Event", "1", "Plenary"), named("Agreement", "1", "Minutes"), named("Mine", "m", "Mine")]
    found = resolved(batch(*sheets, tied("CONCERNS", Ref.of("", key="1"), key("Mine", "m"))))
    assert problem(found).startswith("may mean Minutes (agreement); Plenary (event). Say which: its kind")
    told = tied("CONCERNS", key("Event", "1"), key("Mine", "m"))
    assert resolved(batch(*sheets, told)).problems == ()


def test_a_source_that_is_not_there_hides_no_other_problem() -> None:
    lost = replace(tied("OPERATES", key("Organisation", "x"), key("Mine", "m")), source="nowhere")
    found = resolved(batch(replace(named("Mine", "m", "Mine"), source="nowhere"), lost))
    assert "no organisation of that name" in problem(found)


def test_a_row_that_repeats_one_of_another_sheet_names_the_sheet() -> None:
    sheets = [named("Organisation", "o", "MMG"), named("Mine", "m", "Mine")]
    first = tied("OPERATES", key("Organisation", "o"), key("Mine", "m"), 2)
    again = replace(first, address=replace(first.address, sheet="mines", row=7))
    (repeat,) = resolved(batch(*sheets, first, again)).repeats
    assert repeat.en == "test.xlsx, sheet mines, row 7 repeats test.xlsx, sheet relations, row 2."


def test_a_ruc_tells_who_it_is_across_data_sets() -> None:
    first = batch(named("Organisation", "", "Hudbay Perú", ruc="20511165181"), dataset="one")
    second = batch(named("Organisation", "", "HB Minerals", ruc="20511165181"), dataset="two")
    assert len(graph_of(first, second).entities) == 1


def _of_ruc(ruc: str, row: int = 2) -> Statement:
    return named("Organisation", "", "Minera Inventada S.A.C.", row, ruc=ruc)


@pytest.mark.parametrize("is_one_file", [True, False])
def test_two_rucs_of_one_name_are_a_problem_that_names_both(is_one_file: bool) -> None:  # noqa: FBT001
    first, second = _of_ruc("20511165181"), _of_ruc("20100017491", 3)
    if is_one_file:
        found = resolved(batch(first, second))
    else:
        found = resolved(batch(second), batch(first, dataset="other"))
    assert problem(found).startswith("is another RUC than 20511165181, which “Minera Inventada S.A.C.” has")
    assert found.problems[0].value == "20100017491"


def test_a_data_set_may_correct_its_own_ruc() -> None:
    found = resolved(batch(_of_ruc("20100017491")), batch(_of_ruc("20511165181")))
    assert (found.problems, len(found.kinds)) == ((), 1)


def test_a_likeness_is_in_doubt_and_merges_nothing() -> None:
    found = resolved(
        batch(named("Mine", "", "Constancía del Sur")), batch(named("Mine", "", "Constancio del Sur"))
    )
    assert len(found.kinds) == 1
    assert "looks like “Constancio del Sur”" in found.doubts[0].en


@pytest.mark.parametrize(
    ("kind", "there", "written"),
    [
        ("Organisation", "Comunidad Campesina de Ñahuiñlla", "C.C. Nahuiñlla"),
        ("Organisation", "Minera Inventada S.A.C.", "MINERA IMBENTADA"),
        ("Event", "CCOLQUEMIN 2023", "Ccolquemin"),
    ],
)
def test_a_slip_in_a_name_is_told_what_it_may_mean(kind: str, there: str, written: str) -> None:
    type_ = "PARTICIPATED_IN" if kind == "Event" else "PARTNERS_WITH"
    other = named("Organisation", "x", "Somebody Else")
    rows = batch(named(kind, "", there), other, tied(type_, key("Organisation", "x"), name(kind, written)))
    assert f"Did you mean “{there}”? Else add a row" in problem(resolved(rows))


def test_a_relation_to_nobody_alike_says_what_to_add() -> None:
    rows = batch(
        named("Organisation", "a", "A Company"),
        tied("OPERATES", key("Organisation", "a"), name("Mine", "Constancia")),
    )
    assert problem(resolved(rows)).endswith("in the graph. Add a row for it in its sheet.")


def test_a_relation_to_nobody_is_a_problem_that_suggests() -> None:
    rows = batch(
        named("Organisation", "a", "A Company"),
        named("Mine", "m", "Constancia"),
        tied("OPERATES", key("Organisation", "a"), name("Mine", "Constansia"), columns={"object": "Mina"}),
    )
    found = resolved(rows)
    assert "Did you mean “Constancia”?" in problem(found)
    assert (found.problems[0].column, found.problems[0].value) == ("Mina", "Constansia")
    assert "¿Quiso decir «Constancia»?" in found.problems[0].text.es


def test_a_district_of_two_provinces_must_say_which() -> None:
    org = named("Organisation", "a", "A")
    vague = resolved(
        batch(org, tied("ACTIVE_IN", key("Organisation", "a"), name("District", "Coporaque"))), PLACES
    )
    assert "Caylloma" in problem(vague)
    assert "080803" in problem(vague)
    exact = name("District", "Coporaque", province="Espinar")
    clear = resolved(batch(org, tied("ACTIVE_IN", key("Organisation", "a"), exact)), PLACES)
    assert [claim.object for claim in clear.claims.values() if claim.type == "ACTIVE_IN"] == ["080803"]


def test_espinar_the_district_and_the_province_are_kept_apart() -> None:
    org = named("Organisation", "a", "A")
    vague = resolved(batch(org, tied("ACTIVE_IN", key("Organisation", "a"), name("", "Espinar"))), PLACES)
    assert "Espinar (district 080801" in problem(vague)
    province = resolved(
        batch(org, tied("ACTIVE_IN", key("Organisation", "a"), name("Province", "Espinar"))), PLACES
    )
    assert [claim.object for claim in province.claims.values() if claim.type == "ACTIVE_IN"] == ["0808"]


def test_a_code_that_disagrees_with_the_name_is_a_problem() -> None:
    """RENIEC numbers regions otherwise than INEI: its 080803 lies elsewhere."""
    org = named("Organisation", "a", "A")
    end = Ref.of("District", name="Coporaque", ubigeo="080801")
    assert "Espinar" in problem(
        resolved(batch(org, tied("ACTIVE_IN", key("Organisation", "a"), end)), PLACES)
    )


@pytest.mark.parametrize("beside", [{"province": "Canas"}, {"region": "Arequipa"}, {"province": "0805"}])
def test_a_code_that_lies_elsewhere_than_its_row_says_is_a_problem(beside: dict[str, str]) -> None:
    org = named("Organisation", "a", "A")
    end = Ref.of("District", ubigeo="080803", **beside)
    found = resolved(batch(org, tied("ACTIVE_IN", key("Organisation", "a"), end)), PLACES)
    assert problem(found).startswith("INEI's code 080803 is Coporaque, province of Espinar, Cusco; RENIEC")
    assert found.problems[0].value == f"{next(iter(beside.values()))} 080803"


@pytest.mark.parametrize("beside", [{"province": "Espinar"}, {"region": "CUSCO"}, {"region": "8"}])
def test_a_code_that_lies_where_its_row_says_is_taken_and_not_told(beside: dict[str, str]) -> None:
    org = named("Organisation", "a", "A")
    end = Ref.of("District", ubigeo="080803", **beside)
    found = resolved(batch(org, tied("ACTIVE_IN", key("Organisation", "a"), end)), PLACES)
    assert (found.problems, found.doubts) == ((), ())


def test_a_lone_code_is_told_with_its_place_once() -> None:
    org, end = named("Organisation", "a", "A"), key("Organisation", "a")
    codes = ["080803", "080803", "0808", "08"]
    rows = [tied("ACTIVE_IN", end, Ref.of("", ubigeo=code), row) for row, code in enumerate(codes, start=2)]
    assert resolved(batch(org, *rows), PLACES).doubts == (
        Text(
            "080803 is Coporaque, province of Espinar, Cusco.",
            "080803 es Coporaque, provincia de Espinar, Cusco.",
        ),
        Text("0808 is the province of Espinar, Cusco.", "0808 es la provincia de Espinar, Cusco."),
        Text("08 is the region of Cusco.", "08 es la región de Cusco."),
    )


def test_of_many_lone_codes_ten_are_told_and_the_others_counted() -> None:
    org, end = named("Organisation", "a", "A"), key("Organisation", "a")
    codes = [f"0808{number:02}" for number in range(1, 14)]
    places = batch(*(place("District", code, f"Place {code}") for code in codes), dataset="more")
    rows = [tied("ACTIVE_IN", end, Ref.of("District", ubigeo=code)) for code in codes]
    told = resolved(batch(org, *rows), places).doubts
    assert (len(told), told[-1]) == (11, Text("… and 3 more codes.", "… y 3 códigos más."))


def test_a_relation_written_by_name_also_states_the_name_with_its_marking() -> None:
    rows = batch(
        named("Organisation", "a", "A"),
        named("Mine", "m", "Constancia"),
        replace(tied("OPERATES", name("Organisation", "A"), key("Mine", "m")), tlp=Marking.GREEN),
    )
    told = [
        claim
        for claim in resolved(rows).claims.values()
        if claim.type == STATED_IN and claim.tlp == Marking.GREEN
    ]
    assert [(claim.fields["name_es"], claim.confidence) for claim in told] == [("A", "low")]


def test_equal_rows_are_one_claim_and_are_told() -> None:
    rows = [tied("OPERATES", key("Organisation", "a"), key("Mine", "m"), row) for row in (3, 15)]
    found = resolved(batch(named("Organisation", "a", "A"), named("Mine", "m", "M"), *rows))
    assert len([claim for claim in found.claims.values() if claim.type == "OPERATES"]) == 1
    assert [text.en for text in found.repeats] == ["test.xlsx, sheet relations, row 15 repeats row 3."]


def test_a_marking_is_the_cells_else_the_sources_else_the_loads() -> None:
    rows = [replace(named("Mine", "", "A", 2), tlp=Marking.RED), named("Mine", "", "B", 3)]
    assert [claim.tlp for claim in resolved(batch(*rows)).claims.values()] == [Marking.RED, Marking.CLEAR]
    unmarked = replace(batch(*rows).sources["s1"], tlp=None)
    assert [claim.tlp for claim in resolved(batch(*rows, source=unmarked)).claims.values()] == [
        Marking.RED,
        Marking.AMBER,
    ]


def test_a_row_on_top_and_a_merge_change_no_id() -> None:
    def ids(*rows: str) -> set[str]:
        statements = [named("Mine", text, text.upper(), row) for row, text in enumerate(rows, start=2)]
        return {claim.id for claim in resolved(batch(*statements)).claims.values()}

    assert ids("a", "b") < ids("new", "a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://Example.org/a#part", "https://example.org:443/a"),
    ],
)
def test_addresses_of_one_document_are_one_source(one: str, other: str) -> None:
    assert normal_url(one) == normal_url(other)


def test_addresses_of_two_documents_are_two_sources() -> None:
    assert len({normal_url(f"https://example.org/{path}") for path in ("a", "b", "a?x=1")}) == 3


URL = "https://www.example.org/minutes/"
RED = SourceRow("a", "Confidential minutes", url=URL, tlp=Marking.RED)
UNMARKED = SourceRow("b", "Minutes", url=URL.replace("https://www.", "http://"))


def cited(source: SourceRow, name: str, dataset: str, tlp: Marking | None = None) -> Batch:
    row = replace(named("Mine", name, name), source=source.key, tlp=tlp)
    return batch(row, dataset=dataset, source=source)


@pytest.mark.parametrize("order", [(RED, UNMARKED), (UNMARKED, RED)])
def test_a_document_is_as_strict_as_any_row_or_data_set_says(order: tuple[SourceRow, SourceRow]) -> None:
    first, second = order
    one_file = replace(cited(first, "A", "one"), sources={item.key: item for item in order})
    assert [source.tlp for source in resolved(one_file).sources.values()] == [Marking.RED]
    later = resolved(cited(second, "B", "two"), cited(first, "A", "one"))
    assert [source.tlp for source in later.sources.values()] == [Marking.RED]
    assert {source.title for source in later.sources.values()} == {first.title}
    again = resolved(cited(replace(RED, tlp=Marking.GREEN), "A", "one"), cited(RED, "A", "one"))
    assert [source.tlp for source in again.sources.values()] == [Marking.GREEN]


def test_a_cell_looser_than_what_another_data_set_marks_is_a_problem() -> None:
    found = resolved(cited(UNMARKED, "B", "two", Marking.CLEAR), cited(RED, "A", "one"))
    assert "another row or data set marks RED" in problem(found)
