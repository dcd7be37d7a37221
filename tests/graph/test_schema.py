"""The schema file keeps its promises: both languages everywhere, and nothing that refers to nothing."""

from collections.abc import Iterator
from typing import get_args

import pytest

from graph.schema import RelationType, schema
from graph.text import Text
from views.document import Shape


def texts() -> Iterator[tuple[str, Text]]:
    known = schema()
    for group in known.groups.values():
        yield group.id, group.label
    for kind in known.kinds.values():
        yield from ((kind.id, text) for text in (kind.label, kind.plural, kind.sheet))
    for field in known.fields.values():
        yield field.id, field.label
    for (owner, name), choices in known.choices.items():
        yield from ((f"{owner}.{name}.{choice.id}", choice.label) for choice in choices.values())
    for relation in known.types.values():
        yield from (
            (relation.id, text)
            for text in (relation.wording, relation.wording_back, relation.heading, relation.heading_back)
        )
        for role in relation.roles.values():
            yield f"{relation.id}.{role.id}", role.label


@pytest.mark.parametrize(("where", "text"), list(texts()))
def test_every_wording_is_in_both_languages(where: str, text: Text) -> None:
    assert all(part and part == part.strip() for part in text), where


@pytest.mark.parametrize("relation", schema().types.values(), ids=lambda relation: relation.id)
def test_ends_and_fields_of_a_type_exist(relation: RelationType) -> None:
    assert set(relation.subjects) | set(relation.objects) <= set(schema().kinds)
    assert set(relation.fields) <= set(schema().fields)
    if relation.undirected:
        assert relation.subjects == relation.objects
        assert relation.wording == relation.wording_back


def test_what_kinds_and_shortcuts_name_exists() -> None:
    known = schema()
    for kind in known.kinds.values():
        assert set(kind.fields) <= set(known.fields)
        assert kind.group in known.groups or kind.id == "Organisation"
    for shortcut in known.shortcuts:
        relation = known.types[shortcut.type]
        ends = relation.subjects if shortcut.end == "subject" else relation.objects
        assert shortcut.kind in ends
        assert not shortcut.role or shortcut.role in relation.roles


def test_every_organisation_type_has_a_sector() -> None:
    for choice in schema().choices_of("Organisation", "type").values():
        assert choice.group in schema().groups, choice.id


def test_groups_have_a_shape_that_views_draw_and_a_colour_for_each_theme() -> None:
    for group in schema().groups.values():
        assert group.shape in get_args(Shape)
        assert set(group.colours) == {"light", "dark", "contrast"}


def test_no_field_shares_its_name_with_a_property_that_every_claim_has() -> None:
    own = {"id", "source", "locator", "quote", "note", "start", "end", "confidence", "tlp", "role", "office"}
    assert not own & set(schema().fields)


def test_a_role_that_would_negate_its_verb_is_a_type_of_its_own() -> None:
    words = {
        word for relation in schema().types.values() for role in relation.roles for word in role.split("-")
    }
    assert not words & {"not", "non", "former", "against", "declined", "alleged"}
