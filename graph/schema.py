"""Reads `schema.toml` once into values that loaders, stores, questions and views share.

Nothing else in the program names a kind, a relation type or a field for a user: wording, constraints,
checks and legends all come from here, so that adding a type is an edit of one file.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from graph.text import Text

Value = Literal["text", "list", "choice", "integer", "number", "year", "url", "digits", "currency"]

STATED_IN = "STATED_IN"


@dataclass(frozen=True, slots=True)
class Group:
    """What one entry of a legend stands for: a sector of organisations, or a kind."""

    id: str
    label: Text
    shape: str
    colours: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted value of a field, with its wording; for an organisation's type, also its group."""

    id: str
    label: Text
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What a claim may say of an entity (in STATED_IN) or of a relation.

    `unit`, `minimum`, `maximum` concern numbers; `length` the number of digits; `headers` are further
    column headings under which a table may give it.
    """

    id: str
    label: Text
    value: Value
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    length: int = 0
    headers: tuple[str, ...] = ()
    every_kind: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity. `dated` kinds happen at the dates of their row; `place` kinds have an ubigeo."""

    id: str
    label: Text
    plural: Text
    sheet: Text
    fields: tuple[str, ...]
    group: str = ""
    dated: bool = False
    lasting: bool = False
    place: bool = False
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Role:
    """A role in a relation, how the tie reads with it ("organised"), and `sentence` if that has no verb."""

    id: str
    label: Text
    tie: Text | None = None
    sentence: Text | None = None


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation type: its ends, direction and wording.

    `lasts`: so from its start until its end; otherwise it occurs, and ends when it starts unless an end is
    given. `where`: places one thing (drawn faintly). `reference`: public reference (PART_OF, BORDERS).
    `negative`: says that a tie is not there. `sentence`: how it reads between two names, where `wording` has
    no verb.
    """

    id: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    wording: Text
    wording_back: Text
    heading: Text
    heading_back: Text
    roles: Mapping[str, Role]
    fields: tuple[str, ...] = ()
    undirected: bool = False
    lasts: bool = False
    where: bool = False
    reference: bool = False
    negative: bool = False
    sentence: Text | None = None


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A column of an entity's own sheet that states a relation; `end` is the row's own place in it."""

    kind: str
    column: Text
    type: str
    end: Literal["subject", "object"]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is not a field: the key, the source, the dates and so on; `says` is what goes into it."""

    id: str
    label: Text
    says: Text
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """All of `schema.toml`."""

    version: int
    groups: Mapping[str, Group]
    kinds: Mapping[str, Kind]
    fields: Mapping[str, Field]
    choices: Mapping[tuple[str, str], Mapping[str, Choice]]
    types: Mapping[str, RelationType]
    shortcuts: tuple[Shortcut, ...]
    columns: Mapping[str, Column]
    relation_columns: Mapping[str, Column]
    relation_sheet: Text
    source_columns: Mapping[str, Column]
    source_sheet: Text
    source_classes: Mapping[str, Text]
    confidences: Mapping[str, Text]

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The kinds that are public reference, known by ubigeo."""
        return tuple(kind.id for kind in self.kinds.values() if kind.place)

    @cached_property
    def place_digits(self) -> tuple[int, ...]:
        """How long ubigeos are, the longest first: a place's code begins with that of the place around it."""
        return tuple(sorted({kind.digits for kind in self.kinds.values() if kind.place}, reverse=True))

    def codes_around(self, ubigeo: str) -> tuple[str, ...]:
        """The ubigeos of the places in which a place lies, the nearest first."""
        return tuple(ubigeo[:size] for size in self.place_digits if size < len(ubigeo))

    @cached_property
    def claim_types(self) -> tuple[str, ...]:
        """Every type of arrow a store holds: the relation types, and STATED_IN."""
        return (*self.types, STATED_IN)

    def fields_of_kind(self, kind: str) -> tuple[str, ...]:
        """The ids of the fields an entity of this kind may have, in the order they are shown."""
        every = tuple(field.id for field in self.fields.values() if field.every_kind)
        return every + self.kinds[kind].fields

    def choices_of(self, owner: str, field: str) -> Mapping[str, Choice]:
        """The permitted values of a choice field of a kind or a relation type."""
        return self.choices.get((owner, field)) or self.choices.get(("", field), {})

    def group_of(self, kind: str, entity_type: str) -> Group:
        """The legend entry of an entity: its kind's, or its sector if it is an organisation."""
        group = self.kinds[kind].group
        if not group:
            choice = self.choices_of(kind, "type").get(entity_type)
            group = choice.group if choice else "civil-society"
        return self.groups[group]

    def occurs(self, claim_type: str, kind: str = "") -> bool:
        """Whether a claim's dates are of something that happens rather than lasts.

        Args:
            claim_type: A relation type, or STATED_IN, whose dates are those of the entity itself.
            kind: The entity's kind, for STATED_IN.
        """
        if claim_type == STATED_IN:
            return self.kinds[kind].dated and not self.kinds[kind].lasting
        return not self.types[claim_type].lasts

    def value_label(self, owner: str, field: str, value: str) -> Text:
        """A field's value as users read it: a choice's wording, else the value itself."""
        choice = self.choices_of(owner, field).get(value)
        return choice.label if choice else Text(value, value)


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The schema this program was shipped with."""
    return _read(tomllib.loads(Path(__file__).with_name("schema.toml").read_text(encoding="utf-8")))


def _read(raw: Mapping[str, Any]) -> Schema:
    return Schema(
        version=raw["version"],
        groups={
            key: Group(key, _text(item), item["shape"], item["colours"])
            for key, item in raw["groups"].items()
        },
        kinds={key: _kind(key, item) for key, item in raw["kinds"].items()},
        fields={key: _field(key, item) for key, item in raw["fields"].items()},
        choices=dict(_choices(raw)),
        types={key: _type(key, item) for key, item in raw["types"].items()},
        shortcuts=tuple(
            Shortcut(item["kind"], _text(item["column"]), item["type"], item["end"], item.get("role", ""))
            for item in raw["shortcuts"]
        ),
        columns=_columns(raw["columns"]),
        relation_columns=_columns(raw["relation_columns"]),
        relation_sheet=_text(raw["relation_sheet"]),
        source_columns=_columns(raw["source_columns"]),
        source_sheet=_text(raw["source_sheet"]),
        source_classes={key: _text(item) for key, item in raw["source_classes"].items()},
        confidences={key: _text(item) for key, item in raw["confidences"].items()},
    )


def _text(item: Mapping[str, Any]) -> Text:
    return Text(item["en"], item["es"])


def _text_or_none(item: Mapping[str, Any], key: str) -> Text | None:
    return _text(item[key]) if key in item else None


def _kind(key: str, item: Mapping[str, Any]) -> Kind:
    rest = {name: item[name] for name in ("group", "dated", "lasting", "place", "digits") if name in item}
    return Kind(key, _text(item), _text(item["plural"]), _text(item["sheet"]), tuple(item["fields"]), **rest)


def _field(key: str, item: Mapping[str, Any]) -> Field:
    rest = {
        name: item[name] for name in ("unit", "minimum", "maximum", "length", "every_kind") if name in item
    }
    return Field(key, _text(item), item["value"], headers=tuple(item.get("headers", ())), **rest)


def _choices(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, Choice]]]:
    """Choices of a kind's field by (kind, field); of a relation's field, declared with it, by ("", field)."""
    for kind, fields in raw["choices"].items():
        for field, values in fields.items():
            yield (kind, field), _choice_table(values)
    for field, item in raw["fields"].items():
        if "choices" in item:
            yield ("", field), _choice_table(item["choices"])


def _choice_table(values: Mapping[str, Any]) -> Mapping[str, Choice]:
    return {key: Choice(key, _text(item), item.get("group", "")) for key, item in values.items()}


def _type(key: str, item: Mapping[str, Any]) -> RelationType:
    roles = {
        role: Role(role, _text(words), _text_or_none(words, "tie"), _text_or_none(words, "sentence"))
        for role, words in item.get("roles", {}).items()
    }
    flags = {
        name: item[name] for name in ("undirected", "lasts", "where", "reference", "negative") if name in item
    }
    fields = tuple(item.get("fields", ()))
    return RelationType(
        key,
        tuple(item["from"]),
        tuple(item["to"]),
        wording=_text(item["wording"]),
        wording_back=_text(item["wording_back"]),
        heading=_text(item["heading"]),
        heading_back=_text(item["heading_back"]),
        roles=roles,
        fields=fields,
        sentence=_text_or_none(item, "sentence"),
        **flags,
    )


def _columns(items: Mapping[str, Any]) -> Mapping[str, Column]:
    return {
        key: Column(key, _text(item), _text(item["says"]), tuple(item.get("headers", ())))
        for key, item in items.items()
    }
