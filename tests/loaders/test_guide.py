"""What `macrosur schema` tells of a sheet is what the loader then takes."""

import pytest

from graph.schema import schema
from graph.text import LANGS
from loaders.grids import Row
from loaders.guide import about_type, columns_of
from loaders.headings import RELATIONS, SOURCES, parts_of
from loaders.sheets import Sheet

KINDS = (*schema().kinds, RELATIONS, SOURCES)


def understood(kind: str, headings: list[str]) -> tuple[list[str], int]:
    """What the loader takes the headings of a sheet for, and how many of them it refuses."""
    parts, problems = parts_of(Sheet("x.csv", "x", tuple(headings), (Row(2, ("",) * len(headings)),)), kind)
    return [part.id for part in parts.values()], len(problems)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_with_every_column_headed_as_told_is_understood(kind: str, lang: str) -> None:
    columns = columns_of(kind)
    told = [column.heading.en if lang == "en" else column.heading.es for column in columns]
    parts, refused = understood(kind, told)
    assert refused == 0
    assert len(parts) == len(columns)


@pytest.mark.parametrize("kind", KINDS)
def test_every_other_heading_told_means_the_same_column(kind: str) -> None:
    for column in columns_of(kind):
        for other in column.also:
            [own], _ = understood(kind, [column.heading.en])
            assert understood(kind, [other]) == ([own], 0), other


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_says_what_it_takes_in_both_languages(kind: str) -> None:
    for column in columns_of(kind):
        assert all(column.takes), column.heading


def test_the_choices_limits_and_units_of_a_column_are_told() -> None:
    mines = {column.heading.en: column.takes for column in columns_of("Mine")}
    assert mines["latitude"].en == "a number, ° (WGS84), -90 to 90"
    assert mines["scale"].es.startswith("uno de: gran minería, ")
    assert mines["owners"].en.endswith("says OWNS")
    assert {column.heading.es: column.takes.es for column in columns_of("District")}[
        "ubigeo (inei)"
    ] == "6 cifras"
    relations = {column.heading.en: column.takes.en for column in columns_of(RELATIONS)}
    assert relations["share"] == "a number, %, 0 to 100, with OWNS"


@pytest.mark.parametrize("type_id", schema().types)
def test_a_relation_type_tells_all_its_roles_and_columns(type_id: str) -> None:
    relation = schema().types[type_id]
    told = " ".join(what.en for what, _ in about_type(type_id))
    assert all(f"Role {role}" in told for role in relation.roles)
    assert told.count("Column “") == len(relation.fields)
