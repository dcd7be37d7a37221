"""Tells what each column of a sheet is for, from its heading in English or Spanish."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process

from graph.errors import Problem
from graph.names import search_key
from graph.persons import is_person_column
from graph.schema import Column, Field, Shortcut, schema
from graph.text import Text
from loaders.sheets import Sheet

_PERSONS = Text(
    "this column is for data of persons, which the graph does not hold. Delete it; an office "
    "(“president of …”) goes into a column “office”.",
    "esta columna es para datos de personas, que el grafo no guarda. Bórrela; un cargo "
    "(«presidencia de …») va en una columna «cargo».",
)
_OWN_SHEET = Text(
    "here this column would hide nothing. It belongs to the row of the entity itself, in its own sheet.",
    "aquí esta columna no ocultaría nada. Va en la fila de la propia entidad, en su hoja.",
)
RELATIONS, SOURCES = "relations", "sources"
_OF_ENTITIES = ("entity_tlp", "province")  # columns that say nothing in a row of the relations


@dataclass(frozen=True, slots=True)
class Part:
    """What a column gives: a field, a column of every row, or a relation by a shortcut."""

    id: str
    field: Field | None = None
    shortcut: Shortcut | None = None
    column: Column | None = None


def sheet_kind(name: str) -> str:
    """The kind whose entities a sheet holds, or RELATIONS, or SOURCES; empty if its name is none of ours.

    A name may go on after ours: "relations-borders", "minas 2023".
    """
    folded = search_key(name)
    names = _sheet_names()
    hits = [known for known in names if folded == known or folded.startswith(f"{known} ")]
    return names[max(hits, key=len)] if hits else ""


def sheet_label(kind: str) -> Text:
    """The name of the sheet that holds a kind, the relations or the sources."""
    known = schema()
    return {RELATIONS: known.relation_sheet, SOURCES: known.source_sheet}.get(kind) or known.kinds[kind].sheet


def sheet_names() -> Text:
    """The names a sheet may have, in words."""
    labels = [sheet_label(kind) for kind in (*schema().kinds, RELATIONS, SOURCES)]
    return Text(", ".join(label.en for label in labels), ", ".join(label.es for label in labels))


def kind_of_shortcut(shortcut: Shortcut, kinds: Sequence[str]) -> str:
    """The kind that a shortcut's heading names: "district", though its relation may end at any place."""
    named = [kind for kind in kinds if schema().kinds[kind].label.en.lower() == shortcut.column.en]
    return named[0] if named else ""


@cache
def _sheet_names() -> Mapping[str, str]:
    known = schema()
    names = {search_key(label): kind.id for kind in known.kinds.values() for label in kind.sheet}
    names |= {search_key(label): RELATIONS for label in known.relation_sheet}
    return names | {search_key(label): SOURCES for label in known.source_sheet}


def parts_of(sheet: Sheet, kind: str) -> tuple[dict[int, Part], list[Problem]]:
    """What each column of a sheet gives, by its place, and the headings that cannot be.

    Args:
        sheet: The sheet.
        kind: As `sheet_kind` tells.
    """
    known = _headings(kind)
    parts: dict[int, Part] = {}
    problems: list[Problem] = []
    for place, heading in enumerate(sheet.headings):
        folded = search_key(heading)
        filled = any(row.cells[place].strip() for row in sheet.rows)
        if not folded:
            if filled:
                problems.append(Problem(sheet.address(1), "", "", _no_heading(place)))
        elif is_person_column(heading):
            problems.append(Problem(sheet.address(1), heading, "", _PERSONS))
        elif kind == RELATIONS and folded in _existence():
            problems.append(Problem(sheet.address(1), heading, "", _OWN_SHEET))
        elif folded not in known:
            problems.append(Problem(sheet.address(1), heading, "", _unknown(folded, kind)))
        elif known[folded] in parts.values():
            problems.append(Problem(sheet.address(1), heading, "", _TWICE))
        else:
            parts[place] = known[folded]
    return parts, problems


@cache
def _existence() -> frozenset[str]:
    column = schema().columns["entity_tlp"]
    return frozenset(map(search_key, (column.id, *column.label, *column.headers)))


_TWICE = Text(
    "another column says the same. Keep one of them.", "otra columna dice lo mismo. Deje una de ellas."
)


def _no_heading(place: int) -> Text:
    return Text(
        f"column {place + 1} has cells and no heading. Write one in the first row, or empty the column.",
        f"la columna {place + 1} tiene celdas y no tiene título. Escríbalo en la primera fila o vacíela.",
    )


def _unknown(folded: str, kind: str) -> Text:
    near = [hit[0] for hit in process.extract(folded, list(_headings(kind)), limit=3, score_cutoff=65)]
    options = ", ".join(f"“{name}”" for name in near)
    opciones = ", ".join(f"«{name}»" for name in near)
    sheet = sheet_label(kind)
    return Text(
        "this column is not known." + (f" Did you mean {options}?" if near else "")
        + f" Rename or delete it; `macrosur schema {sheet.en}` lists them all.",
        "no se conoce esta columna." + (f" ¿Quiso decir {opciones}?" if near else "")
        + f" Cámbiele el título o bórrela; `macrosur schema {sheet.es}` las enumera.",
    )  # fmt: skip


@cache
def _headings(kind: str) -> Mapping[str, Part]:
    """Folded headings of a sheet and what they stand for; the first meaning of a heading stands."""
    found: dict[str, Part] = {}
    for part, forms in forms_of(kind):
        for form in forms:
            found.setdefault(search_key(form), part)
    return found


def forms_of(kind: str) -> Iterator[tuple[Part, tuple[str, ...]]]:
    """Every column a sheet may have, with the headings for it; an earlier one takes a heading they share.

    Args:
        kind: As `sheet_kind` tells.
    """
    known = schema()
    if kind == SOURCES:
        yield from _columns(known.source_columns)
        return
    if kind == RELATIONS:
        yield from _columns(known.relation_columns)
        fields: Collection[str] = {name for relation in known.types.values() for name in relation.fields}
    else:
        for shortcut in known.shortcuts:
            if shortcut.kind == kind:
                yield Part(shortcut.column.en, shortcut=shortcut), tuple(shortcut.column)
        fields = known.fields_of_kind(kind)
    for part, forms in _columns(known.columns):
        if kind != RELATIONS or part.id not in _OF_ENTITIES:
            yield part, forms
    for name, field in known.fields.items():
        if name in fields:
            yield Part(name, field=field), (name, *field.label, *field.headers)


def _columns(columns: Mapping[str, Column]) -> Iterator[tuple[Part, tuple[str, ...]]]:
    for column in columns.values():
        yield Part(column.id, column=column), (column.id, *column.label, *column.headers)
