"""Tells what each column of a sheet is for, from its heading in English or Spanish."""

from collections.abc import Iterable, Mapping
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
RELATIONS, SOURCES = "relations", "sources"


@dataclass(frozen=True, slots=True)
class Part:
    """What a column gives: a field, a column of every row, or a relation by a shortcut."""

    id: str
    field: Field | None = None
    shortcut: Shortcut | None = None


def sheet_kind(name: str) -> str:
    """The kind whose entities a sheet holds, or RELATIONS, or SOURCES; empty if its name is none of ours.

    A name may go on after ours: "relations-borders", "minas 2023".
    """
    folded = search_key(name)
    names = _sheet_names()
    hits = [known for known in names if folded == known or folded.startswith(f"{known} ")]
    return names[max(hits, key=len)] if hits else ""


def sheet_names() -> Text:
    """The names a sheet may have, in words."""
    known = schema()
    labels = [*(kind.sheet for kind in known.kinds.values()), known.relation_sheet, known.source_sheet]
    return Text(", ".join(label.en for label in labels), ", ".join(label.es for label in labels))


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
        elif folded not in known:
            problems.append(Problem(sheet.address(1), heading, "", _unknown(folded, known)))
        elif known[folded] in parts.values():
            problems.append(Problem(sheet.address(1), heading, "", _TWICE))
        else:
            parts[place] = known[folded]
    return parts, problems


_TWICE = Text(
    "another column says the same. Keep one of them.", "otra columna dice lo mismo. Deje una de ellas."
)


def _no_heading(place: int) -> Text:
    return Text(
        f"column {place + 1} has cells and no heading. Write one in the first row, or empty the column.",
        f"la columna {place + 1} tiene celdas y no tiene título. Escríbalo en la primera fila o vacíela.",
    )


def _unknown(folded: str, known: Mapping[str, Part]) -> Text:
    near = [hit[0] for hit in process.extract(folded, list(known), limit=3, score_cutoff=65)]
    options = ", ".join(f"“{name}”" for name in near)
    opciones = ", ".join(f"«{name}»" for name in near)
    return Text(
        "this column is not known." + (f" Did you mean {options}?" if near else "")
        + " Rename or delete it; `macrosur schema` lists them all.",
        "no se conoce esta columna." + (f" ¿Quiso decir {opciones}?" if near else "")
        + " Cámbiele el título o bórrela; `macrosur schema` las enumera.",
    )  # fmt: skip


@cache
def _headings(kind: str) -> Mapping[str, Part]:
    """Folded headings of a sheet and what they stand for; the first meaning of a heading stands."""
    known = schema()
    found: dict[str, Part] = {}
    if kind == SOURCES:
        _add_columns(found, known.source_columns)
        return found
    if kind == RELATIONS:
        _add_columns(found, known.relation_columns)
        fields: Iterable[str] = {name for relation in known.types.values() for name in relation.fields}
    else:
        for shortcut in known.shortcuts:
            if shortcut.kind == kind:
                for label in shortcut.column:
                    found.setdefault(search_key(label), Part(shortcut.column.en, shortcut=shortcut))
        fields = known.fields_of_kind(kind)
    _add_columns(found, known.columns)
    for name in sorted(fields):
        field = known.fields[name]
        for form in (name, *field.label, *field.headers):
            found.setdefault(search_key(form), Part(name, field=field))
    return found


def _add_columns(found: dict[str, Part], columns: Mapping[str, Column]) -> None:
    for column in columns.values():
        for form in (column.id, *column.label, *column.headers):
            found.setdefault(search_key(form), Part(column.id))
