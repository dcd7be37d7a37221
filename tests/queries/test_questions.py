"""The saved questions on the built-in data, on both engines; expected rows are written from its tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.changes import apply, plan_load
from graph.errors import ExitCode, MacroSurError, QueryError
from graph.markings import Marking
from graph.slices import Slice
from graph.store import Reader, open_store
from loaders.tables import read_tables
from queries.answers import localise
from queries.catalogue import catalogue, read_question, run

BUILT_IN = Path(__file__).resolve().parents[2] / "loaders" / "macro_sur"
HEADER = "// en: a\n// es: b\n// column x: text | X | X\n"

EXPECTED: dict[str, tuple[str, dict[str, str], list[list[object]]]] = {
    "who is tied to the convention": (
        "neighbours",
        {"of": "CCOLQUEMIN 2023"},
        [
            ["had the participation of", "Centro Guaman Poma de Ayala", "Organisation", "exhibitor",
             "12 August 2023", "13 August 2023", 1],
            ["had the participation of", "Centro Guaman Poma de Ayala", "Organisation", "speaker",
             "12 August 2023", "13 August 2023", 1],
            ["is about", "Colquemarca", "District", "", "", "", 1],
        ],
    ),
    "whom a consultancy met": (
        "met",
        {"organisation": "twentyfifty"},
        [
            ["DCAF", "speaker", "twentyfifty", "",
             "ICMM Latin America workshop on human rights due diligence", "", ""],
            ["International Council on Mining and Metals", "", "twentyfifty", "",
             "ICMM Latin America workshop on human rights due diligence", "", ""],
        ],
    ),
    "the shortest path": (
        "paths",
        {"from": "DCAF", "to": "Guaman Poma", "k": "2"},
        [
            [1, 1, "DCAF", "partner of", "", "Centro Guaman Poma de Ayala", 1],
            [2, 1, "DCAF", "tied to (how is not said)", "", "DCAF-ICRC Security and Human Rights Toolkit", 1],
            [2, 2, "DCAF-ICRC Security and Human Rights Toolkit", "is promoted by", "",
             "Centro Guaman Poma de Ayala", 1],
        ],
    ),
    "two that never met": ("met", {"organisation": "twentyfifty", "other": "Guaman Poma"}, []),
    "mines in a bordering district": (
        "mines-near",
        {"district": "Condoroma"},
        [["Arasi", "in", "Ocuviri", "Aruntani S.A.C.", "operates", ""]],
    ),
    "members by pillar": (
        "members",
        {"group": "Voluntary Principles Initiative"},
        [
            ["", "International Committee of the Red Cross", "observes", "permanent observer",
             "by March 2025", "", 1],
            ["", "DCAF", "observes", "permanent observer", "20 May 2022", "", 1],
            ["", "DCAF", "observes", "permanent observer", "by March 2025", "", 1],
            # Last: below a pillar's name, a row without one would look like one of that pillar.
            ["company", "Glencore plc", "member of", "corporate member", "March 2015", "", 1],
        ],
    ),
    "agreements about a mine": (
        "agreements",
        {"of": "Antapaccay"},
        [["Framework agreement Tintaya–Espinar, 2003", "framework agreement", "2003",
          "Compañía Minera Antapaccay S.A.", "party"]],
    ),
    "agreements of a company": (
        "agreements",
        {"of": "Compañía Minera Antapaccay S.A."},
        [["Framework agreement Tintaya–Espinar, 2003", "framework agreement", "2003",
          "Compañía Minera Antapaccay S.A.", "party"]],
    ),
}  # fmt: skip


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The built-in data set in either engine."""
    url, password = str(tmp_path_factory.mktemp("built-in") / "store"), None
    if request.param == "neo4j":
        server = request.getfixturevalue("neo4j_server")
        server.wipe()
        url, password = server.uri, server.password
    with open_store(url, create=True, password=password) as store:
        apply(store, plan_load(store, read_tables([BUILT_IN], "macro-sur")))
        yield store.read()


@pytest.mark.parametrize("case", EXPECTED)
def test_a_question_gives_the_rows_that_the_tables_say(reader: Reader, case: str) -> None:
    name, given, rows = EXPECTED[case]
    question = catalogue()[name]
    assert localise(question, run(question, reader, given), "en") == rows


def test_every_question_is_asked_above() -> None:
    assert {name for name, _, _ in EXPECTED.values()} == set(catalogue())


def test_a_question_keeps_its_columns_when_there_is_no_row(reader: Reader) -> None:
    answer = run(catalogue()["met"], reader, {"organisation": "twentyfifty", "other": "Guaman Poma"})
    assert answer.columns == ("one", "one_role", "two", "two_role", "event", "start", "end")


def test_every_question_runs_on_a_slice(reader: Reader) -> None:
    """A question has no word of markings in it: that it runs on a slice is all it takes."""
    assert not {"tlp", "audience"} & {word for item in catalogue().values() for word in item.cypher.split()}
    assert Slice(audience=Marking.CLEAR) != Slice()
    assert reader.withheld == 0


def test_an_entity_of_the_wrong_kind_is_not_taken(reader: Reader) -> None:
    with pytest.raises(MacroSurError) as caught:
        run(catalogue()["mines-near"], reader, {"district": "Las Bambas"})
    assert caught.value.code == ExitCode.NOT_FOUND


def test_an_unknown_parameter_is_told(reader: Reader) -> None:
    with pytest.raises(QueryError, match="it has district"):
        run(catalogue()["mines-near"], reader, {"distrit": "Colquemarca"})


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH p = shortestPath((a:Mine)-[*]-(b:Mine)) RETURN 1 AS x",
        "MATCH (a:Mine)-[r:!OWNS]-{1,3}(b:Mine) RETURN 1 AS x",
        "MATCH (n) RETURN 1 AS x",
        "MATCH (n:Mine) RETURN keys(n) AS x",
        "MATCH (n:Mine) SET n.x = 1 RETURN 1 AS x",
        "LOAD CSV FROM 'x' AS l RETURN 1 AS x",
        "CALL db.labels() YIELD label RETURN label AS x",
    ],
)
def test_what_differs_between_the_engines_is_refused(cypher: str) -> None:
    with pytest.raises(QueryError):
        read_question("mine", HEADER + cypher)


def test_what_stands_in_quotes_is_no_keyword() -> None:
    assert read_question("mine", HEADER + "MATCH (n:Mine) WHERE n.name_en = 'SET, DELETE' RETURN 'x' AS x")


@pytest.mark.parametrize(
    "text", ["RETURN 1 AS x", "// en: a\nRETURN 1 AS x", "// en: a\n// es: b\nRETURN 1 AS x"]
)
def test_a_question_without_its_header_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="header"):
        read_question("mine", text)


def test_a_users_own_folder_is_picked_up(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text(HEADER + "MATCH (n:Mine) RETURN n.name_en AS x", encoding="utf-8")
    assert {"mine", "neighbours"} <= set(catalogue(tmp_path))
