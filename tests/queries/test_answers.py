"""Cells of an answer in words: each type of column in both languages, and what has no word in the schema."""

import pytest

from graph.schema import schema
from graph.store.base import Answer
from graph.text import LANGS, Text
from queries.answers import Cell, in_language, listing, localise, plain
from queries.catalogue import Column, Parameter, Question

ENTITY = {"id": "1", "name_en": "Lima Group", "name_es": "Grupo de Lima"}


def column(type_: str) -> Column:
    return Column("x", type_, Text("X", "Equis"))


@pytest.mark.parametrize(
    ("type_", "value", "en", "es"),
    [
        ("text", "Las Bambas", "Las Bambas", "Las Bambas"),
        ("number", 62.5, 62.5, 62.5),
        ("number", 0, 0, 0),
        ("date", "2023-08-12", "12 August 2023", "12 de agosto de 2023"),
        ("date", "2014~", "about 2014", "hacia 2014"),
        ("entity", ENTITY, "Lima Group", "Grupo de Lima"),
        ("entity", {"id": "1", "name_es": "Espinar"}, "Espinar", "Espinar"),
        ("relation", "OPERATES", "operates", "opera"),
        ("relation", "<OPERATES", "is operated by", "es operada por"),
        ("kind", "Mine", "Mine", "Mina"),
        ("role", "PARTICIPATED_IN.speaker", "speaker", "expositor"),
        ("choice(MEMBER_OF.pillar)", "civil-society", "civil society", "sociedad civil"),
        ("choice(Organisation.type)", "ngo", "NGO", "ONG"),
        ("text", True, "yes", "sí"),
        ("text", ["a", "b"], "a, b", "a, b"),
        ("relation", ["OWNS", "OPERATES"], "owns, operates", "es dueña de, opera"),
    ],
)
def test_a_cell_in_both_languages(type_: str, value: object, en: Cell, es: Cell) -> None:
    assert [in_language(column(type_), value, lang) for lang in LANGS] == [en, es]


@pytest.mark.parametrize(
    "type_", ["text", "number", "date", "entity", "relation", "kind", "role", "choice(Mine.type)"]
)
def test_what_is_not_known_is_empty(type_: str) -> None:
    nothing: tuple[object, ...] = (None, "", {}, [])
    for value in nothing:
        assert in_language(column(type_), value, "es") == ""


@pytest.mark.parametrize(
    ("type_", "value", "shown"),
    [
        ("date", "last summer", "last summer"),
        ("relation", "BEFRIENDS", "BEFRIENDS"),
        ("kind", "Person", "Person"),
        ("role", "OWNS.jester", "jester"),
        ("role", "jester", "jester"),
        ("choice(Mine.type)", "moon-base", "moon-base"),
    ],
)
def test_what_the_schema_has_no_word_for_stays_as_it_is(type_: str, value: str, shown: str) -> None:
    """A question of a user's own may return anything under any type of column."""
    assert [in_language(column(type_), value, lang) for lang in LANGS] == [shown, shown]


def test_every_relation_kind_and_role_has_words() -> None:
    for type_ in schema().types.values():
        assert in_language(column("relation"), type_.id, "es") == type_.wording.es
        for role in type_.roles.values():
            assert in_language(column("role"), f"{type_.id}.{role.id}", "es") == role.label.es
    for kind in schema().kinds.values():
        assert in_language(column("kind"), kind.id, "en") == kind.label.en


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("x", "x"),
        (3, 3),
        (2.5, 2.5),
        (True, "true"),
        (["ñ", None], '["ñ", null]'),
        ({"b": 1, "a": 2}, '{"a": 2, "b": 1}'),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_any_value_of_cypher_becomes_a_cell(value: object, cell: Cell) -> None:
    assert plain(value) == cell


def test_rows_keep_their_order_and_the_listing_marks_what_may_be_left_out() -> None:
    needs = (Parameter("of", "entity", (), None), Parameter("other", "entity", (), ""))
    question = Question("q", Text("Who?", "¿Quién?"), needs, (column("kind"), column("number")), "")
    answer = Answer(("x", "x"), (("Mine", 2), ("Event", 1)))
    assert localise(question, answer, "es") == [["Mina", 2], ["Evento", 1]]
    assert listing([question], "es") == [["q", "¿Quién?", "of (un nombre), [other (un nombre)]"]]
