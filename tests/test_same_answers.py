"""The same graph gives the same answer on either engine, and through a slice that leaves nothing out.

Asked are every reading command and every saved question, in every format, of the built-in data; a new one
is asked by being there.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.store import Store, open_store
from loaders.tables import read_tables
from queries.catalogue import catalogue
from queries.highlights import HIGHLIGHTS
from tests.graph.generated import renamed
from tests.store.test_known import load_on
from tests.support import asking
from tests.support.neo4j_server import Neo4jServer

BUILT_IN = Path(__file__).resolve().parents[1] / "loaders" / "macro_sur"
QUESTIONS = tuple(
    ("query", name, *(part for key, value in given.items() for part in ("-p", f"{key}={value}")))
    for name, given in (*HIGHLIGHTS, ("paths", {"from": "DCAF", "to": "Las Bambas"}))
)
OTHERS: tuple[tuple[str, ...], ...] = (
    ("query",),
    ("search", "condor"),
    ("search", "comunidad", "--kind", "Organisation"),
    ("show", "Las Bambas"),
    ("show", "DCAF"),
    ("show", "Antapacay"),
    ("path", "DCAF", "Guaman Poma"),
    ("path", "Las Bambas", "Antapacay", "--k", "5", "--places"),
    ("cypher", "MATCH (n:Entity) RETURN size(labels(n)) AS l, n.name_es AS es, n.lat AS lat ORDER BY n.sort"),
    ("cypher", "MATCH (a:Organisation)-[r]->(:Mine) RETURN a.sort AS a, count(r) AS n ORDER BY a"),
    ("export", asking.PAGE, "--about", "Las Bambas"),
    ("open", "--query", "paths", "-p", "from=DCAF", "-p", "to=Guaman Poma"),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The built-in data in a folder."""
    with open_store(str(tmp_path_factory.mktemp("same") / "store"), create=True) as store:
        load_on(store, "2024-01-10", read_tables([BUILT_IN], "macro-sur"))
        yield store


@pytest.fixture(scope="module")
def server_store(neo4j_server: Neo4jServer) -> Iterator[Store]:
    """The built-in data in Neo4j."""
    neo4j_server.wipe()
    with open_store(neo4j_server.uri, create=True, password=neo4j_server.password) as store:
        load_on(store, "2024-01-10", read_tables([BUILT_IN], "macro-sur"))
        yield store


def asked(store: Store, slice_: dict[str, str], folder: Path, form: str) -> dict[tuple[str, ...], str]:
    lines = (*QUESTIONS, *OTHERS)
    answers = asking.answers(store, slice_, folder, form, lines)
    return {line: renamed(said) for line, said in answers.items()}


def test_every_reading_command_and_question_is_asked_here() -> None:
    assert {line[0] for line in OTHERS} == asking.reading_commands().keys() - {"copy"}
    assert {line[1] for line in QUESTIONS} == set(catalogue())


@pytest.mark.neo4j
@pytest.mark.parametrize("form", asking.FORMATS)
@pytest.mark.parametrize("slice_", [{}, {"audience": "GREEN", "at": "2019"}], ids=["everything", "a slice"])
def test_both_engines_answer_alike(
    folder_store: Store, server_store: Store, slice_: dict[str, str], form: str, tmp_path: Path
) -> None:
    assert asked(server_store, slice_, tmp_path / "said", form) == asked(
        folder_store, slice_, tmp_path / "said", form
    )


@pytest.mark.parametrize("form", asking.FORMATS)
def test_a_slice_that_leaves_nothing_out_answers_like_the_store(
    folder_store: Store, form: str, tmp_path: Path
) -> None:
    everything = asked(folder_store, {}, tmp_path / "said", form)
    sliced = asked(folder_store, {"audience": "RED"}, tmp_path / "said", form)
    differ = [line for line in sliced if sliced[line] != everything[line]]
    # A page is for CLEAR readers unasked, and says on it for whom it is.
    assert [line for line in differ if line[0] not in {"export", "open"}] == []
