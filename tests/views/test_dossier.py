"""All that is known of one thing, as a person reads it and as a program does."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import Batch, Contents, Ref, SourceRow
from graph.text import LANGS, Lang
from tests.graph.batches import batch, graph_of, key, named, place, tied
from tests.graph.generated import graphs
from views.dossier import HEADINGS, Dossier

SOURCE = SourceRow(
    "s1", "Un informe", "Una ONG", class_="ngo", date="2023-05", url="https://www.example.org/a_b?c=d&e=f"
)
CLAIM, RELATION, WITH, DATE, TITLE, LOCATOR = range(6)


def dossier(contents: Contents, name: str, lang: Lang = "en") -> Dossier:
    found = next(item for item in contents.entities.values() if item.name.en == name)
    return Dossier(contents, found, lang)


@pytest.fixture(scope="module")
def contents() -> Contents:
    """A mine, who owns and runs it, a fair, and a place."""
    mmg, mine, fair = key("Organisation", "mmg"), key("Mine", "lb"), key("Event", "e")
    return graph_of(
        batch(
            place("Region", "03", "Apurímac"),
            named("Organisation", "mmg", "MMG Limited", type="company", name_es="MMG Limited"),
            named("Organisation", "ngo", "Alpaca", 3, type="ngo"),
            named("Mine", "lb", "Las Bambas", type="mine", commodity=("Cu", "Mo"), lat=-14.1, lon=-72.3,
                  summary_en="A copper mine.", summary_es="Una mina de cobre.", short_en="LB"),
            named("Event", "e", "Fair"),
            tied("OWNS", mmg, mine, 2, fields={"share": 62.5}, start="2014-08", locator="paragraph 3"),
            tied("OPERATES", mmg, mine, 3, office="chair of the board", quote="runs it"),
            tied("PARTNERS_WITH", key("Organisation", "ngo"), mmg, 4, note="Called a partner."),
            tied("PARTICIPATED_IN", mmg, fair, 5, role="speaker", start="2023-08-12", end="2023-08-13"),
            tied("LOCATED_IN", mine, Ref.of("Region", ubigeo="03"), 6),
            source=SOURCE,
        )
    )  # fmt: skip


def test_it_says_first_what_something_is(contents: Contents) -> None:
    assert (
        dossier(contents, "Las Bambas")
        .text(80)
        .startswith(
            "Las Bambas\nMine · Apurímac\nA copper mine.\n\n"
            "  Also         LB\n  Commodity    Cu, Mo\n  Coordinates  -14.1, -72.3\n\n"
        )
    )
    assert dossier(contents, "MMG Limited", "es").text(80).startswith("MMG Limited\nOrganización · empresa\n")


def test_relations_stand_under_their_heading_with_date_source_confidence_and_marking(
    contents: Contents,
) -> None:
    lines = dossier(contents, "Las Bambas").text(100).splitlines()
    owned = lines.index("Owned by")
    assert re.fullmatch(
        r"  MMG Limited \(62\.5%\) +since August 2014 +\[\d\] paragraph 3 +medium +AMBER", lines[owned + 1]
    )
    run_by = lines.index("Operated by")
    assert lines[run_by + 1].startswith("  MMG Limited (chair of the")
    assert "    “runs it”" in lines


def test_the_same_in_spanish_has_no_english_but_the_sources_own(contents: Contents) -> None:
    text = dossier(contents, "Las Bambas", "es").text(100)
    assert re.search(
        r"Propiedad de\n  MMG Limited \(62,5 %\) +desde agosto de 2014 +\[\d\] párrafo 3 +media +AMBER", text
    )
    assert "Qué es: Una mina de cobre." in " ".join(text.split())
    assert "«runs it»" in text
    assert not re.search(r"\b(Owned|Operated|Mine|medium|since|copper|Sources|paragraph)\b", text)


def test_a_source_is_told_once_whole_and_its_address_on_one_line(contents: Contents) -> None:
    text = dossier(contents, "Las Bambas", "es").text(60)
    assert text.count("Un informe") == 1
    assert " [1] Un informe · Una ONG · ONG · mayo de 2023 · TLP:AMBER\n" in text
    assert "\n     https://www.example.org/a_b?c=d&e=f\n" in text


def test_an_undirected_relation_is_told_at_both_ends(contents: Contents) -> None:
    for one, other in (("Alpaca", "MMG Limited"), ("MMG Limited", "Alpaca")):
        text = dossier(contents, one).text(80)
        assert re.search(rf"Partners\n  {other} .*\n    Note: Called a partner\.\n", text)


def test_rows_are_sentences_with_all_that_a_claim_carries(contents: Contents) -> None:
    rows = {str(row[CLAIM]): row for row in dossier(contents, "Las Bambas").rows()}
    row = rows["is owned by MMG Limited (62.5%)"]
    assert row == [
        "is owned by MMG Limited (62.5%)", "is owned by", "MMG Limited", "since August 2014", "Un informe",
        "paragraph 3", "", "", "medium", "AMBER", "Una ONG", "May 2023", SOURCE.url, "AMBER",
    ]  # fmt: skip
    assert "is operated by MMG Limited (chair of the board)" in rows
    of_mmg = [row[CLAIM] for row in dossier(contents, "MMG Limited", "es").rows()]
    assert "expuso en Fair" in of_mmg
    assert "socio de Alpaca" in of_mmg
    assert "Nombre: MMG Limited; Tipo: empresa" in of_mmg


def test_a_sentence_that_sums_up_comes_last_and_in_one_language(contents: Contents) -> None:
    said = [row[CLAIM] for row in dossier(contents, "Las Bambas", "es").rows() if not row[RELATION]]
    assert said[0] == (
        "Nombre en inglés: Las Bambas; Nombre corto en inglés: LB; Tipo: mina; Mineral: Cu, Mo; "
        "Coordenadas: -14.1, -72.3; Qué es: Una mina de cobre."
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), st.sampled_from(LANGS), st.integers(60, 120))
def test_every_claim_is_told_and_no_line_is_too_long(given_batch: Batch, lang: Lang, width: int) -> None:
    whole = graph_of(given_batch)
    for entity in whole.entities.values():
        found = Dossier(whole, entity, lang)
        about = [claim for claim in whole.claims if entity.id in claim.ends]
        assert len(found.rows()) == len(about)
        assert {len(row) for row in found.rows()} == {len(HEADINGS)}
        text = found.text(width)
        assert max(map(len, text.splitlines())) <= width
        cited = {claim.source for claim in about}
        assert len(re.findall(r"^ *\[\d+\] Source \d", text, re.MULTILINE)) == len(cited)
        assert entity.id not in text
