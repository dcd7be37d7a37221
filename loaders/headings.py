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
from loaders.grids import Row, is_blank, letters
from loaders.sheets import Sheet

_PERSONS = Text(
    "this column is for data of persons, which the graph does not hold. Delete it; an office "
    "(“president of …”) goes into a column “office” of the sheet “relations”.",
    "esta columna es para datos de personas, que el grafo no guarda. Bórrela; un cargo "
    "(«presidencia de …») va en una columna «cargo» de la hoja «relaciones».",
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


def no_such_sheet(name: str) -> Text:
    """That a sheet's name is none of ours, and what it may have been meant to be."""
    known, near = (
        sheet_names(),
        process.extract(search_key(name), list(_sheet_names()), limit=2, score_cutoff=80),
    )
    meant = did_you_mean([hit[0] for hit in near])
    return Text(
        f"“{name}” is none of the names a sheet or file may have: {known.en}.{meant.en} Rename it; a sheet "
        "of a workbook that is not for the graph may also be hidden, or kept in another workbook.",
        f"«{name}» no es ninguno de los nombres de hoja o archivo: {known.es}.{meant.es} Cámbiele el nombre; "
        "una hoja de un libro que no es para el grafo también puede ocultarse o ir en otro libro.",
    )


def did_you_mean(near: Sequence[str]) -> Text:
    """A question after a problem; empty if nothing is near."""
    if not near:
        return Text("", "")
    return Text(f" Did you mean {', '.join(f'“{name}”' for name in near)}?",
                f" ¿Quiso decir {', '.join(f'«{name}»' for name in near)}?")  # fmt: skip


@cache
def _sheet_names() -> Mapping[str, str]:
    known = schema()
    names = {search_key(label): kind.id for kind in known.kinds.values() for label in kind.sheet}
    names |= {search_key(label): RELATIONS for label in known.relation_sheet}
    return names | {search_key(label): SOURCES for label in known.source_sheet}


def parts_of(sheet: Sheet, kind: str) -> tuple[dict[int, Part], list[Problem]]:
    """What each column of a sheet gives, by its place, and the headings that cannot be.

    Without any part no row of the sheet can be read.

    Args:
        sheet: The sheet.
        kind: As `sheet_kind` tells.
    """
    known = _headings(kind)
    if below := _headings_below(sheet, known):
        title = next(filter(None, sheet.headings))
        return {}, [Problem(sheet.address(sheet.top), "", title, _title(below))]
    parts: dict[int, Part] = {}
    problems: list[Problem] = []
    first_rows = _first_filled(sheet)
    for place, heading in enumerate(sheet.headings):
        part = known.get(search_key(heading))
        if not heading and place in first_rows:
            row = first_rows[place]
            problems.append(Problem(sheet.address(row.number), "", row.cell(place), _no_heading(place)))
        elif part and part in parts.values():
            twin = next(sheet.headings[other] for other in parts if parts[other] == part)
            problems.append(Problem(sheet.address(sheet.top), heading, "", _twice(twin)))
        elif part:
            parts[place] = part
        elif heading:
            problems.append(Problem(sheet.address(sheet.top), heading, "", _unusable(heading, kind)))
    missing = _missing(kind, parts.values()) if first_rows else []
    return parts, problems + [Problem(sheet.address(sheet.top), "", "", text) for text in missing]


@cache
def _existence() -> frozenset[str]:
    column = schema().columns["entity_tlp"]
    return frozenset(map(search_key, (column.id, *column.label, *column.headers)))


def _headings_below(sheet: Sheet, known: Mapping[str, Part]) -> int:
    """The row that holds the headings, if the first one holds a title and this one holds what is known."""
    if any(search_key(heading) in known for heading in sheet.headings):
        return 0
    rows = sheet.rows[:_LONGEST_TITLE]
    found = (row for row in rows if sum(search_key(cell) in known for cell in row.cells) > 1)
    return next((row.number for row in found), 0)


_LONGEST_TITLE = 20  # rows


def _first_filled(sheet: Sheet) -> dict[int, Row]:
    """The first row in which each column holds anything."""
    found: dict[int, Row] = {}
    for row in sheet.rows:
        if len(found) < len(sheet.headings):
            found |= {
                place: row
                for place, cell in enumerate(row.cells)
                if place not in found and not is_blank(cell)
            }
    return found


def _missing(kind: str, parts: Collection[Part]) -> list[Text]:
    """That a sheet lacks columns which it cannot do without."""
    ids = {part.id for part in parts}
    return [_no_column(_label(kind, needed[0])) for needed in needed_columns(kind) if ids.isdisjoint(needed)]


def _label(kind: str, part: str) -> Text:
    """What a column is called, by what it gives."""
    if part == "name_en":  # the plain "name" of each language
        return Text(schema().fields["name_en"].label.en, schema().fields["name_es"].label.es)
    return {RELATIONS: schema().relation_columns, SOURCES: schema().source_columns}[kind][part].label


def needed_columns(kind: str) -> tuple[tuple[str, ...], ...]:
    """The columns without which rows of a kind of sheet mean nothing; of each set one is enough."""
    if kind == RELATIONS:
        return ("subject",), ("type",), ("object",)
    if kind == SOURCES:
        return (("title", "key"),)
    return (("name_en", "name_es", "ubigeo") if schema().kinds[kind].place else ("name_en", "name_es"),)


def _title(row: int) -> Text:
    return Text(
        f"is no row of headings; these stand in row {row}. Delete the rows above them.",
        f"no es una fila de títulos; estos están en la fila {row}. Borre las filas de encima.",
    )


def _twice(twin: str) -> Text:
    return Text(
        f"the column is there twice, also as “{twin}”. Keep one of them.",
        f"la columna está repetida, también como «{twin}». Deje una de ellas.",
    )


def _no_column(label: Text) -> Text:
    return Text(
        f"there is no column “{label.en}” (en español “{label.es}”), without which the rows say nothing. "
        "Add it, or correct its heading.",
        f"falta la columna «{label.es}» (en inglés «{label.en}»), sin la cual las filas no dicen nada. "
        "Agréguela o corrija su título.",
    )


def _no_heading(place: int) -> Text:
    column = letters(place)
    return Text(
        f"column {column} has cells and no heading. Write one in the first row, or empty the column.",
        f"la columna {column} tiene celdas y no tiene título. Escríbalo en la primera fila o vacíela.",
    )


def _unusable(heading: str, kind: str) -> Text:
    """Why a column cannot be read, and what to do with it."""
    if is_person_column(heading):
        return _PERSONS
    if kind == RELATIONS and search_key(heading) in _existence():
        return _OWN_SHEET
    return _unknown(search_key(heading), kind)


def _unknown(folded: str, kind: str) -> Text:
    near = [hit[0] for hit in process.extract(folded, list(_headings(kind)), limit=3, score_cutoff=65)]
    meant = did_you_mean(near)
    sheet = sheet_label(kind)
    return Text(
        f"this column is not known.{meant.en} Rename or delete it; "
        f"`macrosur schema {sheet.en}` lists them all.",
        f"no se conoce esta columna.{meant.es} Cámbiele el título o bórrela; "
        f"`macrosur schema {sheet.es}` las enumera.",
    )


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
