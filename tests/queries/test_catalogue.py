"""Saved questions as files: what their headers say, what they may not use, and how a bad file is told."""

from pathlib import Path

import pytest

from graph.errors import ExitCode, QueryError
from graph.schema import schema
from graph.store.guard import bare_code
from graph.text import Text
from queries import catalogue as own
from queries.catalogue import Column, Parameter, catalogue, question_called, read_question, values
from queries.soundness import unsound

FILES = sorted((Path(own.__file__).parent / "cypher").glob("*.cypher"))
HEADER = "// en: a\n// es: b\n// column x: text | X | X\n"
BODY = "MATCH (n:Mine) RETURN n.name_en AS x"


def test_a_header_is_read() -> None:
    question = read_question(
        "q",
        "// en: Who?\n// es: ¿Quién?\n// param of: entity(Mine|Event)\n// param year: integer = 2023\n"
        "//param note : text =\n// column x: choice(Mine.type) | Kind of mine | Clase de mina\n" + BODY,
    )
    assert question.text == Text("Who?", "¿Quién?")
    assert question.parameters == (
        Parameter("of", "entity", ("Mine", "Event"), None),
        Parameter("year", "integer", (), "2023"),
        Parameter("note", "text", (), ""),
    )
    assert question.columns == (Column("x", "choice(Mine.type)", Text("Kind of mine", "Clase de mina")),)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_question_that_comes_with_the_program_is_well_formed(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    question = read_question(file.stem, text)
    code = bare_code(text)
    assert question.text.en != question.text.es
    for column in question.columns:
        assert f" AS {column.name}" in code, column.name
    used = {parameter.name for parameter in question.parameters if f"${parameter.name}" in code}
    assert used == {parameter.name for parameter in question.parameters}
    assert "ORDER BY" in code


UNSOUND = {
    "a type that is not": "MATCH (a:Mine)-[r:!OWNS]-{1,3}(b:Mine) RETURN 1 AS x",
    "a condition on a repeated relation": "MATCH (a:Mine)<-[r:OWNS WHERE r.share > 3]-{1,3}(b) RETURN 1 AS x",
    "the same, with a plus": "MATCH (a:Mine)-[r:OWNS WHERE r.share > 3]->+(b) RETURN 1 AS x",
    "shortestPath": "MATCH p = shortestPath((a:Mine)-[*]-(b:Mine)) RETURN 1 AS x",
    "allShortestPaths": "MATCH p = allShortestPaths((a:Mine)-[*]-(b:Mine)) RETURN 1 AS x",
    "SHORTEST k": "MATCH p = SHORTEST 1 (a:Mine)-[:OWNS]-+(b:Mine) RETURN 1 AS x",
    "ANY SHORTEST": "MATCH p = any shortest (a:Mine)-[:OWNS]-+(b:Mine) RETURN 1 AS x",
    "returning a node": "MATCH (n:Mine) RETURN n AS x",
    "returning a relation": "MATCH (n:Mine)-[r:NEAR]-(d:District) RETURN d.id, r",
    "returning a path": "MATCH p = (n:Mine)-[:NEAR]-(d:District) RETURN DISTINCT p AS x",
    "returning all there is": "MATCH (n:Mine) RETURN *",
    "returning a datetime": "MATCH (n:Mine) RETURN datetime() AS x",
    "returning a date": "MATCH (n:Mine) RETURN date(n.start) AS x",
    "collect() in no order": "MATCH (n:Mine) RETURN collect(n.id) AS x",
    "ordering after collect()": "MATCH (n:Mine) RETURN collect(n.id) AS x ORDER BY x",
    "the order of keys()": "MATCH (n:Mine) RETURN keys(n) AS x",
    "an arrow on an undirected type": "MATCH (a:Organisation)-[:PARTNERS_WITH]->(b) RETURN b.id AS x",
    "an arrow back": "MATCH (a:District {id: $d})<-[r:NEAR|BORDERS]-(b) RETURN b.id AS x",
    "both ends free": "MATCH (a:Organisation)-[:PARTNERS_WITH]-(b:Organisation) RETURN a.id AS x",
    "a node without a label": "MATCH (n) RETURN count(n) AS x",
    "the second of two": "MATCH (a:Mine), (n {id: $x}) RETURN count(n) AS x",
}
REACHING_OUT = {
    "LOAD CSV": "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l AS x",
    "a procedure": "CALL db.labels() YIELD label RETURN label AS x",
    "APOC": "RETURN apoc.text.join(['a'], '') AS x",
    "LET": "MATCH (n:Mine) LET y = 1 RETURN y AS x",
    "a write": "MATCH (n:Mine) SET n.x = 1 RETURN 1 AS x",
}


@pytest.mark.parametrize("form", UNSOUND)
def test_what_engines_answer_differently_is_refused_with_its_line(form: str) -> None:
    with pytest.raises(QueryError, match=r"mine\.cypher, line 4") as caught:
        read_question("mine", HEADER + UNSOUND[form])
    assert "línea 4" in caught.value.text.es


@pytest.mark.parametrize("form", UNSOUND)
def test_whoever_types_it_is_warned_of_each_in_both_languages(form: str) -> None:
    found = unsound("// a comment\n\n" + UNSOUND[form])
    assert [item.line for item in found][:1] == [3]
    assert all(item.why.en != item.why.es for item in found)


@pytest.mark.parametrize("form", REACHING_OUT)
def test_what_writes_or_reaches_beyond_the_graph_is_refused_naming_the_file(form: str) -> None:
    with pytest.raises(QueryError, match=r"mine\.cypher") as caught:
        read_question("mine", HEADER + REACHING_OUT[form])
    assert caught.value.code == ExitCode.REFUSED


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (a:Mine) (()-[r:!OWNS]-()){1,3} (b:Mine) RETURN a.id AS x",
        "MATCH (a:Organisation)-[:PARTNERS_WITH]-(b:Organisation) WHERE a.id < b.id RETURN a.id AS x",
        "MATCH (d:District {id: $d})-[:BORDERS]-(e:District) RETURN e.id AS x",
        "MATCH (n:Mine) WITH n ORDER BY n.sort RETURN collect(n.id) AS x",
        "MATCH (n:Mine) RETURN COLLECT { MATCH (n)-[:NEAR]->(d) RETURN d.id ORDER BY d.sort } AS x",
        "MATCH (n:Mine) WITH n.name_en AS name WHERE size(name) > 3 RETURN name",
        "MATCH (n:Mine)<-[r:OWNS]-(o) RETURN coalesce(o.name_en, n.name_en) AS x, count(DISTINCT r) AS y",
        "MATCH (n:Mine) WHERE n.name_en = 'SHORTEST, collect(x), MATCH (n)' RETURN n.id AS x // RETURN n",
        "MATCH (n:Mine) RETURN n {.id, .name_en} AS x",
        "MATCH (n:Mine) CALL (n) { MATCH (n)<-[r:OWNS]-(o) RETURN count(r) AS owners } RETURN owners AS x",
    ],
)
def test_what_to_write_instead_is_let_through(cypher: str) -> None:
    assert unsound(cypher) == []
    assert read_question("mine", HEADER + cypher).cypher.endswith(cypher)


def test_every_undirected_type_of_the_schema_is_watched() -> None:
    for item in schema().types.values():
        ends = f"(a:{item.subjects[0]} {{id: $a}})-[:{item.id}]->(b)"
        assert bool(unsound(f"MATCH {ends} RETURN b.id AS x")) == item.undirected, item.id


@pytest.mark.parametrize(
    ("header", "line", "told"),
    [
        ("// en: a\n// es: b\n// param of: person\n// column x: text | X | X", 3, "param"),
        ("// en: a\n// es: b\n// param of: entity(Person)\n// column x: text | X | X", 3, "param"),
        ("// en: a\n// es: b\n// param: text\n// column x: text | X | X", 3, "param"),
        ("// en: a\n// es: b\n// column x: txt | X | X", 3, "column"),
        ("// en: a\n// es: b\n// column x: choice(Mine.colour) | X | X", 3, "column"),
        ("// en: a\n// es: b\n\n// column x: text | X", 4, "column"),
        ("// en: a\n// column x: text | X | X", 0, "header"),
        ("// en: a\n// es: b", 0, "header"),
        ("", 0, "header"),
    ],
)
def test_a_bad_header_is_told_with_file_line_and_remedy(header: str, line: int, told: str) -> None:
    with pytest.raises(QueryError, match=told) as caught:
        read_question("mine", f"{header}\n{BODY}")
    where = f"mine.cypher, line {line}, " if line else "mine.cypher "
    assert where in caught.value.text.en
    assert "// " in caught.value.text.es


def test_a_users_own_folder_is_picked_up(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text(HEADER + BODY, encoding="utf-8-sig")  # as Notepad saves it
    (tmp_path / "notes.txt").write_text("not a question", encoding="utf-8")
    assert set(catalogue(tmp_path)) - set(catalogue()) == {"mine"}


def test_a_question_of_the_same_name_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "met.cypher").write_text(HEADER + BODY, encoding="utf-8")
    with pytest.raises(QueryError, match=r"met\.cypher.*already"):
        catalogue(tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_bytes("// en: a\n// es: ñ\n".encode("cp1252"))
    with pytest.raises(QueryError, match=r"mine\.cypher.*UTF-8"):
        catalogue(tmp_path)


def test_parameters_are_typed_as_name_and_value() -> None:
    assert values(["a=b=c", " of = Las Bambas "]) == {"a": "b=c", "of": "Las Bambas"}
    with pytest.raises(QueryError, match="name=value"):
        values(["nonsense"])


def test_an_unknown_question_is_told_what_was_meant_and_what_lists_them() -> None:
    with pytest.raises(Exception, match="Did you mean mines-near") as caught:
        question_called("mines_nea", catalogue())
    with pytest.raises(Exception, match=r"“zzzz”\. `macrosur query` lists them"):
        question_called("zzzz", catalogue())
    assert getattr(caught.value, "code", None) == ExitCode.NOT_FOUND
