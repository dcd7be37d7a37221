"""What contents become as a document: the contract that pages, maps and pictures draw from."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from graph.markings import Marking
from graph.model import STATED_IN, Batch, Contents, Ref, SourceRow, Statement, Value
from graph.schema import schema
from graph.text import Text
from tests.graph.batches import batch, graph_of, key, name, named, place, small, tied
from tests.graph.generated import graphs
from views.build import Occasion, document
from views.document import Document, Node, Relation
from views.facts import value_in_words, without_repeated_names

OCCASION = Occasion(Text("Title", "Título"), "en", Marking.RED, date(2026, 1, 15))


def drawn(*statements: Statement, occasion: Occasion = OCCASION) -> Document:
    return document(graph_of(batch(*statements)), occasion)


def organisations(*names: str) -> list[Statement]:
    return [named("Organisation", name.lower(), name, row) for row, name in enumerate(names, start=2)]


def org(name: str) -> Ref:
    return key("Organisation", name.lower())


def one_relation(found: Document) -> Relation:
    assert len(found["relations"]) == 1
    return found["relations"][0]


def node(found: Document, name: str) -> Node:
    return next(item for item in found["nodes"] if item["name"]["en"] == name)


def places() -> list[Statement]:
    return [
        place("Region", "08", "Cusco"),
        place("Province", "0807", "Chumbivilcas", 3),
        place("District", "080704", "Colquemarca", 4),
        place("District", "080705", "Livitaca", 5),
    ]


def at(code: str) -> Ref:
    return Ref.of({2: "Region", 4: "Province", 6: "District"}[len(code)], ubigeo=code)


def test_an_entity_is_told_in_both_languages() -> None:
    found = node(document(graph_of(small()), OCCASION), "Las Bambas")
    assert found["kind_label"] == {"en": "Mine", "es": "Mina"}
    assert found["group"] == "mines"
    assert [(fact["label"]["es"], fact["value"]["es"]) for fact in found["facts"]] == [
        ("Mineral", "copper"),
        ("Coordenadas", "-14.1, -72.3"),
    ]
    assert [claim["detail"] for claim in found["claims"]] == [
        {
            "en": "Name: Las Bambas; Commodity: copper; Coordinates: -14.1, -72.3",
            "es": "Nombre en inglés: Las Bambas; Mineral: copper; Coordenadas: -14.1, -72.3",
        }
    ]


def test_a_name_written_once_for_both_languages_has_each_ones_plain_label() -> None:
    found = drawn(named("Mine", "m", "Constancia", name_es="Constancia"))
    detail = found["nodes"][0]["claims"][0]["detail"]
    assert detail == {"en": "Name: Constancia", "es": "Nombre: Constancia"}


def test_claims_of_one_type_and_role_are_one_relation() -> None:
    ends = org("Alpaca"), org("Bofedal")
    found = drawn(
        *organisations("Alpaca", "Bofedal"),
        tied("MEMBER_OF", *ends, 2, start="2019"),
        tied("MEMBER_OF", *ends, 3, start="2021", confidence="high"),
        tied("MEMBER_OF", *ends, 4, role="full-member"),
    )
    told = [(item["type"], item["role"], len(item["claims"])) for item in found["relations"]]
    assert told == [
        ("MEMBER_OF", {"en": "full member", "es": "miembro pleno"}, 1),
        ("MEMBER_OF", None, 2),
    ]
    assert [claim["confidence"] for claim in found["relations"][1]["claims"]] == ["high", "medium"]
    assert (found["relations"][1]["first_year"], found["relations"][1]["last_year"]) == (2019, None)


def test_an_undirected_relation_is_one_whichever_end_a_source_names_first() -> None:
    one, other = org("Alpaca"), org("Bofedal")
    found = one_relation(
        drawn(*organisations("Alpaca", "Bofedal"), tied("PARTNERS_WITH", one, other, 2),
              tied("PARTNERS_WITH", other, one, 3, note="seen from the other end"))
    )  # fmt: skip
    assert (found["directed"], len(found["claims"])) == (False, 2)


def test_a_directed_relation_and_its_reverse_are_two() -> None:
    one, other = org("Alpaca"), org("Bofedal")
    found = drawn(
        *organisations("Alpaca", "Bofedal"), tied("OWNS", one, other, 2), tied("OWNS", other, one, 3)
    )
    assert {(item["from"], item["to"]) for item in found["relations"]} == {("n1", "n2"), ("n2", "n1")}


@pytest.mark.parametrize(
    ("more", "drawn_as"),
    [
        ([{"confidence": "low"}], {"dashed"}),
        ([{"confidence": "low"}, {"confidence": "high", "note": "b"}], set()),
        ([{"start": "2019~"}], {"faded"}),
        ([{"start": "2019?"}, {"start": "2019"}], set()),
        ([{}], set()),
        ([{"start": "2019", "end": "2021"}], {"ended"}),
        ([{"start": "2019", "end": "2026-02"}], set()),
        ([{"start": "2019", "end": "2021"}, {"start": "2019"}], set()),
    ],
)
def test_what_is_doubtful_or_over_is_drawn_as_such(more: list[dict[str, object]], drawn_as: set[str]) -> None:
    rows = [
        tied("MEMBER_OF", org("Alpaca"), org("Bofedal"), n, **each) for n, each in enumerate(more, start=2)
    ]
    found = one_relation(drawn(*organisations("Alpaca", "Bofedal"), *rows))
    told = {"dashed": found["dashed"], "faded": found["faded"], "ended": found["ended"]}
    assert {what for what, is_so in told.items() if is_so} == drawn_as


@pytest.mark.parametrize(
    ("more", "date"),
    [
        ([{"start": "[..2025-03]"}, {"start": "2022-05-20"}], "since 20 May 2022"),
        ([{"start": "2019"}, {"start": "2022?", "confidence": "high"}], "perhaps since 2022"),
        ([{"start": "2019"}, {"start": "2022"}], "since 2022"),
        ([{"start": "[..2025]"}, {"start": "[..2023]"}], "since 2023 or earlier"),
        ([{}, {"start": "2019", "confidence": "low"}], "since 2019"),
        ([{}], None),
    ],
)
def test_a_relation_is_dated_by_the_surest_and_latest_certain_of_its_claims(
    more: list[dict[str, object]], date: str | None
) -> None:
    rows = [
        tied("MEMBER_OF", org("Alpaca"), org("Bofedal"), n, **each) for n, each in enumerate(more, start=2)
    ]
    for order in (rows, rows[::-1]):
        found = one_relation(drawn(*organisations("Alpaca", "Bofedal"), *order))["date"]
        assert (found and found["en"]) == date


def test_an_amount_is_told_with_its_currency_as_one() -> None:
    funds = tied("FUNDS", org("Alpaca"), org("Bofedal"), fields={"amount": 1500.5, "currency": "PEN"})
    found = one_relation(drawn(*organisations("Alpaca", "Bofedal"), funds))["claims"][0]["detail"]
    assert found == {"en": "Amount: PEN 1,500.50", "es": "Monto: PEN 1\N{NO-BREAK SPACE}500,50"}


def test_a_relation_reads_as_a_sentence_between_the_names_of_its_ends() -> None:
    tie = tied("PARTNERS_WITH", org("Alpaca"), org("Bofedal"), role="technical-partner")
    found = one_relation(drawn(*organisations("Alpaca", "Bofedal"), tie))
    assert found["label"]["es"] == "socio técnico de"
    assert found["sentence"]["es"] == "es socio técnico de"


@pytest.mark.parametrize(("type_", "is_negative"), [("NOT_MEMBER_OF", True), ("MEMBER_OF", False)])
def test_what_is_known_not_to_be_so_is_marked_as_no_tie(type_: str, *, is_negative: bool) -> None:
    found = one_relation(
        drawn(*organisations("Alpaca", "Bofedal"), tied(type_, org("Alpaca"), org("Bofedal")))
    )
    assert found["negative"] is is_negative


def test_what_happened_once_has_not_ended() -> None:
    found = one_relation(
        drawn(*organisations("Alpaca"), named("Event", "e", "Fair", start="2019"),
              tied("PARTICIPATED_IN", org("Alpaca"), key("Event", "e"), start="2019", role="speaker"))
    )  # fmt: skip
    assert found["ended"] is False
    assert found["label"] == {"en": "spoke at", "es": "expuso en"}
    assert found["claims"][0]["date"] == {"en": "2019", "es": "2019"}


@pytest.mark.parametrize(
    ("own", "cited", "shown"),
    [
        (Marking.GREEN, [Marking.AMBER], "GREEN"),
        (None, [Marking.GREEN, Marking.AMBER], "AMBER"),
        (None, [Marking.CLEAR], "CLEAR"),
    ],
)
def test_a_source_shows_its_own_marking_else_the_strictest_of_what_is_cited_from_it(
    own: Marking | None, cited: list[Marking], shown: str
) -> None:
    source = SourceRow("s1", "A report", "An NGO", class_="ngo", date="2023-05", url="https://x.org", tlp=own)
    rows = [
        replace(row, tlp=tlp)
        for row, tlp in zip(organisations("Alpaca", "Bofedal"), [*cited, *cited], strict=False)
    ]
    found = document(graph_of(batch(*rows, source=source)), OCCASION)["sources"]
    assert found == [
        {"id": "s1", "title": "A report", "publisher": "An NGO", "class": {"en": "NGO", "es": "ONG"},
         "year": 2023, "url": "https://x.org", "tlp": shown}
    ]  # fmt: skip


def test_a_place_is_told_by_the_places_around_it() -> None:
    found = drawn(
        *places(),
        named("Mine", "m", "Constancia"),
        named("Mine", "f", "Far away", 3),
        tied("LOCATED_IN", key("Mine", "m"), at("080704")),
    )
    assert node(found, "Constancia")["place"] == {
        "en": "Colquemarca, Chumbivilcas, Cusco",
        "es": "Colquemarca, Chumbivilcas, Cusco",
    }
    assert node(found, "Colquemarca")["place"] == {"en": "Chumbivilcas, Cusco", "es": "Chumbivilcas, Cusco"}
    assert node(found, "Far away")["place"] is None


def test_places_and_borders_are_drawn_only_where_something_ties_them() -> None:
    borders = tied("BORDERS", at("080704"), at("080705"))
    near = tied("NEAR", key("Mine", "m"), at("080704"))
    contents = graph_of(batch(*places(), named("Mine", "m", "Constancia"), borders, near))
    whole = document(contents, OCCASION)
    assert {item["name"]["en"] for item in whole["nodes"]} == {"Constancia", "Colquemarca"}
    assert [item["type"] for item in whole["relations"]] == ["NEAR"]
    about = document(contents, replace(OCCASION, focal="080704"))
    assert {item["type"] for item in about["relations"]} == {"NEAR", "BORDERS"}
    assert node(about, "Colquemarca")["id"] == about["focal"]


def test_the_focal_entity_is_named_by_its_id_in_the_page_and_stays_without_ties() -> None:
    contents = graph_of(batch(*places(), *organisations("Alpaca")))
    found = document(contents, replace(OCCASION, focal="0807", steps=2))
    assert (found["focal"], found["steps"]) == (node(found, "Chumbivilcas")["id"], 2)
    assert document(contents, OCCASION)["focal"] is None


def test_a_legend_names_the_groups_that_occur_and_no_others() -> None:
    found = document(graph_of(small()), OCCASION)
    assert [group["id"] for group in found["groups"]] == ["civil-society", "companies", "mines"]
    assert {item["group"] for item in found["nodes"]} == {group["id"] for group in found["groups"]}


def test_what_it_was_made_for_stands_in_it() -> None:
    occasion = replace(OCCASION, at="2022", known="2024-12-31", audience=Marking.GREEN)
    found = document(graph_of(small()), occasion)
    assert dict(found["made"]) == {
        "audience": "GREEN", "date": "2026-01-15", "at": "2022", "known": "2024-12-31", "withheld": [],
    }  # fmt: skip


def _drawn_claims(contents: Contents) -> int:
    """The claims that a picture has to show, counted without the code under test."""
    kinds = {item.id: item.kind for item in contents.entities.values()}
    tied_places = {end for claim in contents.claims if claim.type != STATED_IN for end in claim.ends}
    return sum(
        1
        for claim in without_repeated_names(contents.claims)
        if claim.type != STATED_IN
        or kinds[claim.subject] not in schema().places
        or claim.subject in tied_places
    )


def test_a_name_that_a_row_of_relations_only_repeats_is_told_once_for_its_source() -> None:
    described = [named("Organisation", "a", "Alpaca", aliases_en=("Alpaca ONG",)), *organisations("Bofedal")]
    rows = [
        tied("MEMBER_OF", name("Organisation", text), org("Bofedal"), row)
        for row, text in enumerate(("Alpaca", "Alpaca ONG"), start=2)
    ]
    found = drawn(*described, *rows)
    assert len(node(found, "Alpaca")["claims"]) == 1
    elsewhere = batch(*rows, dataset="other", source=SourceRow("s2", "Otra fuente"))
    both_say = document(graph_of(batch(*described), elsewhere), OCCASION)
    assert len(node(both_say, "Alpaca")["claims"]) == 3


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_no_claim_is_dropped_but_names_repeated_and_no_id_of_the_store_is_told(given_batch: Batch) -> None:
    contents = graph_of(given_batch)
    found = document(contents, OCCASION)
    told = [*found["nodes"], *found["relations"]]
    assert sum(len(item["claims"]) for item in told) == _drawn_claims(contents)
    assert [item["id"] for item in found["nodes"]] == [f"n{n}" for n in range(1, len(found["nodes"]) + 1)]
    assert [item["id"] for item in found["sources"]] == [f"s{n}" for n in range(1, len(found["sources"]) + 1)]
    assert {claim["source"] for item in told for claim in item["claims"]} == {
        item["id"] for item in found["sources"]
    }
    ends = {end for item in found["relations"] for end in (item["from"], item["to"])}
    assert ends <= {item["id"] for item in found["nodes"]}
    text = json.dumps(found, allow_nan=False)
    ids = {*contents.entities, *contents.sources, *(claim.id for claim in contents.claims)}
    assert not [each for each in ids if each in text]
    assert not re.search(r"\b[0-9a-f]{20,}\b", text)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_the_same_contents_in_another_order_are_the_same_document(given_batch: Batch) -> None:
    contents = graph_of(given_batch)
    turned = replace(contents, claims=list(reversed(contents.claims)))
    assert document(turned, OCCASION) == document(contents, OCCASION)


@pytest.mark.parametrize(
    ("owner", "name", "value", "en", "es"),
    [
        ("Mine", "status", "closed / cerrada", "closed", "cerrada"),
        ("Mine", "status", "closed", "closed", "closed"),
        ("Mine", "status", "a / b / c", "a / b / c", "a / b / c"),
        ("Mine", "commodity", ("Cu", "Au"), "Cu, Au", "Cu, Au"),
        ("Event", "participants", 1600, "1,600", "1\N{NO-BREAK SPACE}600"),
        ("OWNS", "share", 62.5, "62.5%", "62,5 %"),
    ],
)
def test_a_value_is_worded_in_each_language(owner: str, name: str, value: Value, en: str, es: str) -> None:
    assert value_in_words(owner, name, value) == Text(en, es)
